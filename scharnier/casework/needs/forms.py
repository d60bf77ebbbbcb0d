# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The form of a need."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from scharnier.casework.needs.actions import NeedText
from scharnier.foundation.ui.forms import KitForm
from scharnier.knowledge import codes
from scharnier.knowledge.settings import ProgrammeSettings


def field_choices(settings: ProgrammeSettings | None = None) -> list[tuple[str, str]]:
    """The fields of a project's plan as it calls them; all known ones where it names none."""
    lang = get_language() or "de"
    if settings is None:
        return codes.choices("plan_field", lang)
    known = [code for code in settings.plan_fields if codes.is_code("plan_field", code)]
    return [(code, settings.field_label(code, lang)) for code in known or codes.codes("plan_field")]


class NeedForm(KitForm):
    field = forms.ChoiceField(
        label=_("Feld"), widget=forms.RadioSelect, error_messages={"required": _("Wählen Sie das Feld.")}
    )
    text = forms.CharField(
        label=_("Bedarf"),
        max_length=300,
        help_text=_("zum Beispiel: Deutschkurs B1 am Abend"),
        error_messages={"required": _("Schreiben Sie, was gebraucht wird.")},
    )
    urgency = forms.ChoiceField(
        label=_("Dringlichkeit"), widget=forms.RadioSelect, error_messages={"required": _("Wie dringend ist es?")}
    )

    def __init__(self, *args: Any, settings: ProgrammeSettings | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field"].choices = field_choices(settings)  # type: ignore[attr-defined]  # a choice field
        self.fields["urgency"].choices = codes.choices("urgency", get_language() or "de")  # type: ignore[attr-defined]  # a choice field

    def need(self) -> NeedText:
        return NeedText(**self.values())
