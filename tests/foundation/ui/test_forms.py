# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Forms are drawn so that everybody can fill them in, and keep what was typed."""

from __future__ import annotations

import re
import uuid

import pytest
from django import forms

from scharnier.foundation.ui.fields import DateField
from scharnier.foundation.ui.forms import KitForm


class TalkForm(KitForm):
    form = forms.ChoiceField(label="Form", choices=[("a", "Sprechstunde"), ("b", "Telefon")], widget=forms.RadioSelect)
    day = DateField(label="Datum")
    topics = forms.MultipleChoiceField(
        label="Worum", choices=[("x", "Arbeit"), ("y", "Sprache")], widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(label="Notiz", help_text="Stichworte genügen", widget=forms.Textarea)
    place = forms.CharField(label="Ort", required=False)
    letter = forms.FileField(label="Brief", required=False)
    secret = forms.BooleanField(label="Vertraulich", required=False)


def test_every_control_has_a_label_or_a_legend() -> None:
    html = str(TalkForm())
    labelled = set(re.findall(r'for="([^"]+)"', html))
    controls = set(re.findall(r'<(?:input type="(?:text|file)"|textarea)[^>]* id="([^"]+)"', html))
    assert {"id_day", "id_note", "id_place", "id_letter"} <= controls
    assert controls <= labelled
    assert html.count("<legend>") == 2


def test_the_summary_names_each_wrong_field_and_leads_to_it() -> None:
    html = str(TalkForm({"day": "31.02.2026", "place": "Raum 1.04"}))
    targets = re.findall(r'<a class="sh-a" href="#([^"]+)"', html)
    assert targets == ["id_form_0", "id_day", "id_topics_0", "id_note"]
    for target in targets:
        assert f'id="{target}"' in html
    assert "Prüfen Sie bitte 4 Angaben." in html


def test_nothing_typed_is_lost_when_the_form_comes_back() -> None:
    html = str(TalkForm({"day": "31.02.2026", "note": "Brief <der> Behörde", "place": "Raum 1.04", "topics": ["y"]}))
    assert 'value="31.02.2026"' in html
    assert "Brief &lt;der&gt; Behörde</textarea>" in html
    assert 'value="Raum 1.04"' in html
    assert re.search(r'value="y"[^>]*checked', html)


def test_an_error_is_tied_to_its_control() -> None:
    html = str(TalkForm({"day": "nie"}))
    assert re.search(r'<input[^>]*name="day"[^>]*aria-invalid="true"[^>]*aria-describedby="id_day_error"', html)
    assert 'id="id_day_error"' in html
    assert re.search(r'<textarea[^>]*aria-describedby="id_note_helptext id_note_error"', html)
    assert re.search(r'<fieldset[^>]*aria-describedby="id_topics_error"', html)


def test_only_voluntary_fields_say_so() -> None:
    form = TalkForm()
    assert "freiwillig" in form["place"].as_field_group()
    assert "freiwillig" not in form["day"].as_field_group()


def test_a_date_is_shown_as_on_german_paper() -> None:
    import datetime as dt

    form = TalkForm(initial={"day": dt.date(2026, 11, 24)})
    assert 'value="24.11.2026"' in str(form["day"])


def test_each_page_draws_its_own_token_and_gets_it_back() -> None:
    first, second = TalkForm(), TalkForm()
    assert first["form_token"].value() != second["form_token"].value()
    token = uuid.uuid4()
    sent = TalkForm({"form_token": str(token), "form": "a", "day": "24.11.2026", "topics": ["x"], "note": "n"})
    assert sent.is_valid()
    assert sent.token == token


def test_a_form_without_its_token_is_still_a_form() -> None:
    sent = TalkForm({"form": "a", "day": "24.11.2026", "topics": ["x"], "note": "n"})
    assert sent.is_valid()
    assert sent.token is None


def test_the_version_travels_only_where_there_is_one() -> None:
    assert "version" not in TalkForm().fields
    shown = TalkForm(initial={"version": 3})
    assert 'name="version" value="3"' in str(shown)
    sent = TalkForm({"version": "3", "form": "a", "day": "24.11.2026", "topics": ["x"], "note": "n"})
    assert sent.is_valid()
    assert sent.cleaned_data["version"] == 3


def test_values_are_what_was_entered_without_the_technical_fields() -> None:
    sent = TalkForm({"version": "3", "form": "a", "day": "24.11.2026", "topics": ["x"], "note": "n"})
    assert sent.is_valid()
    assert set(sent.values()) == {"form", "day", "topics", "note", "place", "letter", "secret"}


@pytest.mark.parametrize("wrong", ["style=", "onclick=", "<script", "javascript:"])
def test_a_form_needs_nothing_that_the_policy_forbids(wrong: str) -> None:
    assert wrong not in str(TalkForm({}))
