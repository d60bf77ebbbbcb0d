# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Forms of packages: out with a reason, taken with a passphrase, in from a file."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scharnier.foundation.ui.forms import KitForm
from scharnier.people.fields import text


class AskForm(KitForm):
    """Why these files leave."""

    reason = text(
        _("Wofür verlassen die Akten das Haus?"), 1000, required=True, area=True, hint=_("Steht im Protokoll.")
    )


class SealForm(KitForm):
    """A passphrase for the package."""

    passphrase = forms.CharField(
        label=_("Kennwort für das Paket"),
        required=False,
        max_length=200,
        help_text=_("Mindestens 12 Zeichen. Teilen Sie es auf einem anderen Weg mit als das Paket."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class UploadForm(KitForm):
    """A package from another project or house."""

    file = forms.FileField(label=_("Paket"), error_messages={"required": _("Wählen Sie die Datei aus.")})
    passphrase = forms.CharField(
        label=_("Kennwort des Pakets"),
        required=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def opened(self) -> tuple[Any, int, str]:
        """The open file (empty when it was too large to keep), its size, the passphrase."""
        file = self.cleaned_data["file"]
        return file.file or BytesIO(), file.size, self.cleaned_data["passphrase"]
