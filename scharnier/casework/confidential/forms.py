# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Forms of confidential notes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from scharnier.casework.cases import Colleague
from scharnier.casework.contacts.words import NoteField
from scharnier.foundation.ui.forms import KitForm


class SecretForm(KitForm):
    text = NoteField(
        label=_("Vertrauliche Notiz"),
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto", "data-secret": True}),
        error_messages={"required": _("Schreiben Sie die Notiz.")},
    )


class DeputiesForm(KitForm):
    """Who besides the author reads."""

    mostly_optional = True
    deputies = forms.MultipleChoiceField(label=_("Vertretung"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, people: Sequence[Colleague], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deputies"].choices = [(str(each.id), each.name) for each in people]  # type: ignore[attr-defined]  # a choice field

    def chosen(self) -> list[UUID]:
        return [UUID(each) for each in self.cleaned_data["deputies"]]
