# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""*Datei oder Foto*: a field for papers. On a phone it offers the camera as well; several pages may come at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from scharnier.foundation import uploads
from scharnier.foundation.uploads import TooLarge

ACCEPT = "image/*,application/pdf,.pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp"
MOST_AT_ONCE = 20


class PaperInput(forms.FileInput):
    """Two controls of one name: any files, and on a phone the camera (`kit/drop.html` draws the second)."""

    allow_multiple_selected = True
    camera = True
    accept = ACCEPT

    @property
    def limit(self) -> int:
        """For the script, which says before the upload that a file is too large."""
        return uploads.limit()

    @property
    def refusal(self) -> str:
        return uploads.too_large()

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"accept": ACCEPT, "multiple": True, **(attrs or {})})

    def value_from_datadict(self, data: Any, files: MultiValueDict[str, UploadedFile[Any]] | Any, name: str) -> Any:
        return files.getlist(name) if hasattr(files, "getlist") else [each for each in [files.get(name)] if each]


class PaperField(forms.Field):
    """One or several files as a list. What they are is found out by whoever keeps them."""

    widget = PaperInput
    default_error_messages = {  # as Django declares it
        "required": _("Wählen Sie eine Datei aus, oder nehmen Sie ein Foto auf."),
        "empty": _("Die Datei ist leer. Wählen Sie sie noch einmal aus."),
        "many": _("Höchstens %(most)s Dateien auf einmal."),
    }

    def to_python(self, value: Any) -> list[UploadedFile[Any]]:
        return list(value or [])

    def validate(self, value: list[UploadedFile[Any]]) -> None:
        super().validate(value)
        if len(value) > MOST_AT_ONCE:
            raise ValidationError(self.error_messages["many"], "many", {"most": MOST_AT_ONCE})
        if any(isinstance(each, TooLarge) for each in value):
            raise ValidationError(uploads.too_large(), "large")
        if any(not each.size for each in value):
            raise ValidationError(self.error_messages["empty"], "empty")
