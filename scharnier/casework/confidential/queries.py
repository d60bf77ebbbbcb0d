# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads of confidential notes. Whoever doesn't belong to a circle gets nothing, not even a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from scharnier.casework.confidential.models import ConfidentialNote
from scharnier.foundation import clock, sealing
from scharnier.foundation.models import AudienceMember
from scharnier.foundation.principals import Scope
from scharnier.people.queries import FileHeader

MOST = 50


@dataclass(frozen=True)
class Note:
    """A note as its readers see it; `text` is None when the key doesn't open it."""

    row: ConfidentialNote
    text: str | None
    mine: bool


def notes(scope: Scope, file: FileHeader, user: UUID) -> list[Note]:
    """What the reader may read in a case, latest first; one statement."""
    rows = ConfidentialNote.objects.visible_to(scope).filter(person_id=file.person.pk, project_id=file.project)
    found = rows.select_related("author").order_by("-at", "-pk")[:MOST]
    return [Note(row, _text(row), row.author_id == user) for row in found]


def note(scope: Scope, person: UUID, note_id: UUID) -> ConfidentialNote | None:
    rows = ConfidentialNote.objects.visible_to(scope).select_related("author")
    return rows.filter(pk=note_id, person_id=person).first()


def text_of(row: ConfidentialNote) -> str:
    """The text. Raises sealing.Unreadable."""
    return sealing.unseal(row.sealed, row.audience_id, row.pk)


def _text(row: ConfidentialNote) -> str | None:
    try:
        return text_of(row)
    except sealing.Unreadable:
        return None


def deputies(circles: Sequence[UUID], author: UUID) -> dict[UUID, set[UUID]]:
    """Who reads each circle's notes besides the author; one statement."""
    found: dict[UUID, set[UUID]] = {circle: set() for circle in circles}
    rows = AudienceMember.objects.filter(audience_id__in=circles, valid_to=None).exclude(user_id=author)
    for circle, user in rows.values_list("audience_id", "user_id"):
        found[circle].add(user)
    return found


@dataclass(frozen=True)
class Sealed:
    """Notes that nobody in the project can read any more: their author and all deputies have left."""

    author: str
    count: int
    latest: datetime


def sealed(person: UUID, project: UUID) -> list[Sealed]:
    """What is locked away in a case, by author; the text stays closed to everybody who asks. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT author, notes, latest FROM confidential_sealed(%s, %s, %s)", [person, project, clock.today()]
        )
        return [Sealed(*row) for row in cursor.fetchall()]


def only_read_by(user: UUID, project: UUID) -> int:
    """In how many cases of a project nobody but this member of staff reads their confidential notes.

    Asked before somebody leaves, so that a deputy can be named in time.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT confidential_only_read_by(%s, %s, %s)", [user, project, clock.today()])
        row = cursor.fetchone()
    return int(row[0]) if row else 0
