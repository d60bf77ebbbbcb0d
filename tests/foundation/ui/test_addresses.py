# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Quick addresses and fixed words are the same as Django's."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.template import Context, Template
from django.test import override_settings
from django.urls import NoReverseMatch, reverse, set_script_prefix
from django.utils import translation

from scharnier.foundation.ui.addresses import address


@pytest.mark.parametrize("name", ["person", "plan", "contacts", "agenda_do"])
def test_an_address_is_what_reverse_gives_for_every_id(name: str) -> None:
    for _round in range(3):
        one = uuid4()
        assert address(name, one) == reverse(name, args=[one])


def test_an_address_without_ids_or_with_other_things_is_what_reverse_gives() -> None:
    assert address("today") == reverse("today")
    with pytest.raises(NoReverseMatch):
        address("person")
    with pytest.raises(NoReverseMatch):
        address("there-is-no-such-page", uuid4())


def test_below_another_path_the_address_is_below_it_too() -> None:
    one = uuid4()
    before = address("person", one)
    try:
        set_script_prefix("/scharnier/")
        assert address("person", one) == f"/scharnier{before}"
    finally:
        set_script_prefix("/")
    assert address("person", one) == before


def test_other_routes_are_other_addresses() -> None:
    with override_settings(ROOT_URLCONF="bench.urls"):
        assert address("bench_frame") == reverse("bench_frame")
    with pytest.raises(NoReverseMatch):
        address("bench_frame")


def test_the_tag_knows_names_arguments_and_where_to_put_the_result() -> None:
    one = uuid4()
    shown = Template('{% url "person" id %}|{% url "nowhere" as none %}{{ none }}|{% url "today" as day %}{{ day }}')
    assert shown.render(Context({"id": one})) == f"{reverse('person', args=[one])}||{reverse('today')}"
    with pytest.raises(NoReverseMatch):
        Template('{% url "nowhere" %}').render(Context())


def test_fixed_words_follow_the_language_of_each_page() -> None:
    words = Template('{% load i18n %}{% translate "Heute" %}|{% translate "Heute" as day %}{{ day }}')
    for language, expected in (("de", "Heute|Heute"), ("en", "Today|Today"), ("de", "Heute|Heute")):
        with translation.override(language):
            assert words.render(Context()) == expected


def test_words_of_a_variable_are_asked_for_anew() -> None:
    shown = Template("{% load i18n %}{% translate word %}")
    with translation.override("en"):
        assert shown.render(Context({"word": "Heute"})) == "Today"
        assert shown.render(Context({"word": "<b>"})) == "&lt;b&gt;"
