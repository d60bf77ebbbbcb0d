# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The form of advice without a file, made for twenty seconds, and the period of a count."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from scharnier.casework.advice.actions import Advice
from scharnier.casework.contacts.forms import Keyed, language_choices
from scharnier.casework.needs.forms import field_choices
from scharnier.foundation import clock
from scharnier.foundation.ui.fields import DateField, MinutesField
from scharnier.foundation.ui.forms import KitForm
from scharnier.knowledge import codes
from scharnier.knowledge.settings import ProgrammeSettings

# What advice without a file is given by; whoever is accompanied or visited has a file.
FORMS = ("office_hour", "phone", "messenger", "email", "outreach", "mobile_site", "appointment", "video")


class AdviceForm(KitForm):
    """Topic, language, form; everything else is filled in already."""

    topics = forms.MultipleChoiceField(
        label=_("Worum ging es"),
        widget=Keyed,
        help_text=_("Ziffern 1 bis 0"),
        error_messages={"required": _("Wählen Sie, worum es ging.")},
    )
    language = forms.ChoiceField(
        label=_("Sprache"), error_messages={"required": _("In welcher Sprache haben Sie gesprochen?")}
    )
    form = forms.ChoiceField(
        label=_("Form"), widget=forms.RadioSelect, error_messages={"required": _("Wählen Sie die Form.")}
    )
    day = DateField(label=_("Tag"), latest=clock.today)
    minutes = MinutesField(label=_("Minuten"), required=False)

    def __init__(self, *args: Any, settings: ProgrammeSettings | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = dict(codes.choices("contact_form", get_language() or "de"))
        self._choose("topics", field_choices(settings))
        self._choose("language", language_choices())
        self._choose("form", [(code, known[code]) for code in FORMS])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field

    def advice(self) -> Advice:
        values = self.values()
        return Advice(**{**values, "topics": tuple(values["topics"])})


class PeriodForm(KitForm):
    """From one day to another."""

    von = DateField(label=_("Von"), latest=clock.today)
    bis = DateField(label=_("Bis"), latest=clock.today)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("von") and data.get("bis") and data["bis"] < data["von"]:
            self.add_error("bis", _("Das Ende liegt vor dem Beginn."))
        return data
