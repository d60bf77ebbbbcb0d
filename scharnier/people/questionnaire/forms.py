# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The questions as a form, and what is there on paper."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from scharnier.foundation import clock
from scharnier.foundation.ui.fields import DateField
from scharnier.foundation.ui.forms import KitForm
from scharnier.foundation.ui.paper import PaperField
from scharnier.knowledge import codes, questionnaires
from scharnier.knowledge.questionnaires import Item, Questionnaire
from scharnier.people.questionnaire.models import EntryQuestionnaire

YES, NO, REFUSED = "yes", "no", "refused"


class AnswersForm(KitForm):
    """One field a question; nothing is required, what is missing is said beside it."""

    mostly_optional = True

    def __init__(
        self,
        *args: Any,
        asks: Questionnaire,
        kept: EntryQuestionnaire | None,
        known: dict[str, Any],
        beside: str = "",
        **options: Any,
    ) -> None:
        """`known`: answers that follow from the file, proposed where nothing was answered. `beside`: a language in
        which the questions stand below as well, to be shown to the person."""
        self.asks = asks
        initial: dict[str, Any] = {"version": kept.version if kept else 0}
        for item in asks.items:
            initial[item.code] = _shown(item, kept, known)
        super().__init__(*args, initial=initial, **options)
        for item in asks.items:
            self.fields[item.code] = _field(item)
            if own := questionnaires.question(beside, item.code) if beside else "":
                self.fields[item.code].label = format_html(
                    '{} <span class="sh-own sh-small" lang="{}" dir="{}">{}</span>',
                    self.fields[item.code].label or "", beside, codes.direction(beside), own,
                )  # fmt: skip

    def answers(self) -> tuple[dict[str, Any], list[str]]:
        """Answers by item, and what was refused."""
        given: dict[str, Any] = {}
        refused = []
        for item in self.asks.items:
            value = self.cleaned_data.get(item.code)
            if item.kind == "yesno" and value == REFUSED:
                refused.append(item.code)
            elif item.kind == "yesno":
                given[item.code] = {YES: True, NO: False}.get(value or "")
            elif isinstance(value, date):
                given[item.code] = value.isoformat()
            else:
                given[item.code] = value or None
        return given, refused


def _shown(item: Item, kept: EntryQuestionnaire | None, known: dict[str, Any]) -> Any:
    if kept is not None and item.code in kept.refused:
        return REFUSED
    value = kept.answers.get(item.code) if kept is not None else known.get(item.code)
    if value is None:
        return None
    if item.kind == "yesno":
        return YES if value else NO
    return date.fromisoformat(value) if item.kind == "date" else value


def _field(item: Item) -> forms.Field:
    lang: codes.Language = "de" if (get_language() or "de").startswith("de") else "en"
    label = item.text.in_(lang)
    match item.kind:
        case "yesno":
            choices = [(YES, gettext("ja")), (NO, gettext("nein"))]
            if item.refusable:
                choices.append((REFUSED, gettext("keine Angabe")))
            return forms.ChoiceField(label=label, choices=choices, required=False, widget=forms.RadioSelect())
        case "date":
            return DateField(label=label, required=False, latest=clock.today, help_text=gettext("Nur wenn oben ja"))
        case _:
            options = [("", "–"), *codes.choices(item.list, lang)]
            return forms.ChoiceField(label=label, choices=options, required=False, widget=forms.Select())


class PaperForm(KitForm):
    """What is there on paper; the signed sheet itself for those who may keep documents."""

    mostly_optional = True

    printed_on = DateField(label=_("Gedruckt am"), required=False, latest=clock.today)
    signed_on = DateField(label=_("Unterschrieben am"), required=False, latest=clock.today)
    scanned_on = DateField(label=_("Gescannt am"), required=False, latest=clock.today)
    paper = PaperField(
        label=_("Unterschriebener Bogen"),
        required=False,
        help_text=_("PDF oder Fotos; mehrere Fotos werden ein Dokument"),
    )

    def __init__(self, *args: Any, kept: EntryQuestionnaire, may_keep: bool, **options: Any) -> None:
        names = ("printed_on", "signed_on", "scanned_on", "version")
        super().__init__(*args, initial={name: getattr(kept, name) for name in names}, auto_id="paper_%s", **options)
        if not may_keep:
            del self.fields["paper"]
