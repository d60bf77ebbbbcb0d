# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The form of a need."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from scharnier.casework.needs.actions import NeedText
from scharnier.foundation.ui.forms import KitForm
from scharnier.knowledge import codes


def field_choices(fields: Sequence[str]) -> list[tuple[str, str]]:
    """The fields of a programme's plan, all known ones where it names none."""
    lang = get_language() or "de"
    known = [(code, codes.label("plan_field", code, lang)) for code in fields if codes.is_code("plan_field", code)]
    return known or codes.choices("plan_field", lang)


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

    def __init__(self, *args: Any, fields: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field"].choices = field_choices(fields)  # type: ignore[attr-defined]  # a choice field
        self.fields["urgency"].choices = codes.choices("urgency", get_language() or "de")  # type: ignore[attr-defined]  # a choice field

    def need(self) -> NeedText:
        return NeedText(**self.values())
