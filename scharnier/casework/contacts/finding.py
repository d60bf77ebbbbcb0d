# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The search finds what one has written oneself; nobody else's notes."""

from __future__ import annotations

from django.db.models import BooleanField, F, Func
from django.urls import reverse
from django.utils.text import Truncator

from scharnier.casework.models import Contact
from scharnier.casework.projected import short_day
from scharnier.foundation.principals import Scope
from scharnier.people.finding.queries import Hit

SHORTEST = 3
# So far back: a year and more of a full working life.
LATEST = 2000
MOST = 5
_TELLS = Func(F("person_id"), F("note"), function="names_separated", output_field=BooleanField())


def own_notes(scope: Scope, text: str) -> list[Hit]:
    """The writer's latest talks whose note holds the text; one statement, none for a short text.

    A note that names somebody kept apart from the person of the file is read in the file alone.
    """
    if len(text.strip()) < SHORTEST or scope.principal.id is None:
        return []
    mine = Contact.objects.visible_to(scope).filter(author_id=scope.principal.id).order_by("-at")[:LATEST]
    rows = Contact.objects.visible_to(scope).filter(pk__in=mine.values("pk"), note__icontains=text.strip())
    found = rows.annotate(tells=_TELLS).select_related("person")
    # Told for the few that are shown, not for every talk that holds the text.
    return [_hit(row, text.strip()) for row in found.order_by("-at")[:MOST] if not row.tells]


def _hit(row: Contact, text: str) -> Hit:
    at = max(row.note.casefold().find(text.casefold()) - 30, 0)
    excerpt = ("… " if at else "") + Truncator(row.note[at:]).chars(90)
    url = reverse("contact", args=[row.person_id, row.pk])
    return Hit(url, row.person.list_name, "talk", detail=f"{short_day(row.at)} · {excerpt}")
