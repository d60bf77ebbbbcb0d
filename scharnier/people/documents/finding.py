# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Papers that somebody has put on file, found by what they called them."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from scharnier.foundation.principals import Scope
from scharnier.people import words
from scharnier.people.documents.models import Document
from scharnier.people.finding.queries import Hit, add_finder

SHORTEST, LATEST, MOST = 3, 2000, 6


def own_documents(scope: Scope, text: str) -> list[Hit]:
    """The searcher's latest papers whose title holds the text; one statement, none for a short text."""
    wanted = text.strip()
    if len(wanted) < SHORTEST or scope.principal.id is None:
        return []
    mine = Document.objects.visible_to(scope).filter(author_id=scope.principal.id).order_by("-pk")[:LATEST]
    rows = Document.objects.visible_to(scope).filter(pk__in=mine.values("pk"), removed_at=None, title__icontains=wanted)
    return [_hit(row) for row in rows.select_related("person").defer("sealed_key").order_by("-pk")[:MOST]]


def _hit(row: Document) -> Hit:
    said = f"{row.title} · {words.label('document_category', row.category)} · {row.created_at:%d.%m.%Y}"
    return Hit(reverse("document", args=[row.pk]), row.person.list_name, "draft", detail=said)


add_finder(_("Ihre Dokumente"), own_documents)
