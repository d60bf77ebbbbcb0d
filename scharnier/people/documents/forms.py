# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Forms of documents: the upload asks for the files only, so that nothing else can be lost with them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scharnier.foundation.ui.fields import DateField
from scharnier.foundation.ui.forms import KitForm
from scharnier.foundation.ui.paper import PaperField
from scharnier.knowledge import codes
from scharnier.people.documents.actions import LETTER, OTHER, Details
from scharnier.people.documents.models import Document
from scharnier.people.fields import chosen, coded, text


def _kinds(now: str = "") -> list[tuple[str, str]]:
    """Kinds of papers to choose from. Letters come in by their own way, which asks for the deadline."""
    return [(code, label) for code, label in coded("document_category")() if code != LETTER or code == now]


class PaperForm(KitForm):
    """Files, and what they are; several photographs may be the pages of one document."""

    mostly_optional = True

    paper = PaperField(label=_("Datei oder Foto"))
    category = chosen(_("Art"), _kinds, required=False)
    together = forms.BooleanField(label=_("Die Fotos sind Seiten eines Dokuments"), required=False)

    def details(self) -> Details:
        category = self.cleaned_data["category"]
        return Details(category if codes.is_code("document_category", category) else OTHER)


class DetailsForm(KitForm):
    """What people say about a paper."""

    mostly_optional = True

    category = chosen(_("Art"), coded("document_category"), required=True)
    title = text(_("Bezeichnung"), 160)
    valid_until = DateField(label=_("Gültig bis"), required=False)
    for_applications = forms.BooleanField(label=_("Für Bewerbungen verwenden"), required=False)

    def __init__(self, *args: Any, row: Document, **options: Any) -> None:
        names = ("category", "title", "valid_until", "for_applications", "version")
        options["initial"] = {name: getattr(row, name) for name in names}
        super().__init__(*args, **options)
        self.fields["category"].choices = _kinds(row.category)  # type: ignore[attr-defined]  # a choice field

    def details(self) -> Details:
        return Details(**self.values())


class RemoveForm(KitForm):
    reason = text(_("Warum wird es gelöscht?"), 300, required=True)
