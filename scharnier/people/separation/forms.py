# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Forms for separating and for lifting it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from scharnier.foundation.ui.forms import KitForm
from scharnier.people.fields import text


class SeparationForm(KitForm):
    """From whom, why, and whose case a common member of staff keeps."""

    number = text(_("Aktenzeichen der anderen Akte"), 20, required=True)
    reason = text(_("Grund"), 1000, required=True, area=True, hint=_("Lesen nur Leitungen."))
    stay = forms.MultipleChoiceField(
        label=_("Wer bleibt bei dieser Person?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Wer nicht angekreuzt ist, gehört von nun an zum Haushalt der anderen."),
    )
    keep = forms.ChoiceField(label=_("Welche Akte behält die Fachkraft?"), required=False, widget=forms.RadioSelect())

    def __init__(self, *args: Any, ask: bool, members: Sequence[tuple[str, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["keep"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("mine", gettext("Diese Akte")), ("other", gettext("Die andere"))]
        stay = self.fields["stay"]
        if isinstance(stay, forms.MultipleChoiceField):
            stay.choices = list(members)
        if not members:
            del self.fields["stay"]
        if not ask:
            del self.fields["keep"]


class LiftForm(KitForm):
    """Why nothing has to be kept apart any more."""

    reason = text(_("Grund"), 1000, required=True, area=True)
