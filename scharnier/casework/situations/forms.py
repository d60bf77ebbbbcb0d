# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The form of a situation: a minute on the telephone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from scharnier.casework.situations.actions import Answer
from scharnier.casework.situations.models import Situation
from scharnier.casework.situations.words import late
from scharnier.foundation import clock
from scharnier.foundation.ui.fields import DateField
from scharnier.foundation.ui.forms import KitForm
from scharnier.knowledge import codes


class SituationForm(KitForm):
    mostly_optional = True

    answer = forms.ChoiceField(
        label=_("Was macht die Person?"),
        widget=forms.Select,
        error_messages={"required": _("Wählen Sie, was die Person jetzt macht.")},
    )
    since_on = DateField(label=_("Seit wann"), required=False, latest=clock.today)
    qualification_on = DateField(
        label=_("Abschluss oder Zertifikat am"),
        required=False,
        latest=clock.today,
        help_text=_("Nur was geprüft und bescheinigt wurde"),
    )
    improved = forms.MultipleChoiceField(
        label=_("Besser als beim Eintritt"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Nur wer schon beim Eintritt Arbeit hatte"),
    )
    note = forms.CharField(label=_("Notiz"), max_length=300, required=False)

    def __init__(self, *args: Any, row: Situation, **options: Any) -> None:
        names = ("answer", "since_on", "qualification_on", "improved", "note", "version")
        super().__init__(*args, initial={name: getattr(row, name) for name in names}, **options)
        lang = get_language() or "de"
        answers, better = self.fields["answer"], self.fields["improved"]
        answers.choices = [("", "–"), *codes.choices("exit_situation", lang)]  # type: ignore[attr-defined]  # a choice field
        better.choices = codes.choices("improvement", lang)  # type: ignore[attr-defined]  # a choice field
        if not late(row.span):
            del self.fields["improved"]

    def said(self) -> Answer:
        values = self.values()
        return Answer(**{**values, "improved": tuple(values.get("improved", ()))})
