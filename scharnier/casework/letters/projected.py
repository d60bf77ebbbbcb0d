# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What letters leave in agenda and timeline. Texts are German and stored."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from scharnier.casework.letters import words
from scharnier.casework.letters.models import Letter, LetterState
from scharnier.foundation import clock, projections
from scharnier.foundation.models import AgendaItem
from scharnier.foundation.projections import Anchor, Due, Event, Row

LETTER, DEADLINE = "casework.letter", "casework.letter_due"
UNNAMED = "Brief einordnen"


def _anchor(row: Letter, kind: str) -> Anchor:
    return Anchor(row.carrier_id, row.project_id, row.person_id, kind, row.pk)


def letter_event(row: Letter) -> Event:
    return Event(
        _anchor(row, LETTER),
        at=row.created_at,
        title=f"Brief: {words.title(row, 'de')}" if row.named else "Brief",
        text=f"Frist {row.deadline_on:%d.%m.%Y}" if row.deadline_on else "",
        author=row.author_id,
        author_name=row.author.display_name,
    )


def letter_due(row: Letter) -> Due | None:
    """The deadline, on the day of the reminder; a letter nobody has sorted yet on the day it came."""
    if row.elsewhere:
        return None
    day = row.follow_up_on or row.deadline_on
    if day is None and not row.named:
        day = row.created_at.astimezone(clock.ZONE).date()
    if day is None:
        return None
    action = str((row.answer.get("action") or {}).get("de", ""))
    parts = [f"Frist {row.deadline_on:%d.%m.%Y}" if row.deadline_on else "", action]
    return Due(
        _anchor(row, DEADLINE),
        due_on=day,
        subject_name=row.person.list_name,
        title=words.title(row, "de") or UNNAMED,
        detail=" · ".join(part for part in parts if part)[:200],
        owner=row.owner_id,
        done_at=row.closed_at,
        done_by=row.closed_by_id,
    )


def put(row: Letter) -> None:
    """Write what a letter leaves; call in the transaction of the change."""
    due = letter_due(row)
    if due is None:
        projections.drop_due(row.carrier_id, DEADLINE, row.pk)
    projections.put([letter_event(row), *([due] if due else [])])


def derive_letters(carrier: UUID) -> Iterator[Row]:
    rows = Letter.objects.filter(carrier_id=carrier).select_related("author")
    return map(letter_event, rows.iterator(chunk_size=2000))


def derive_deadlines(carrier: UUID) -> Iterator[Row]:
    rows = Letter.objects.filter(carrier_id=carrier).select_related("person").iterator(chunk_size=2000)
    return (due for due in map(letter_due, rows) if due is not None)


# ---------- what a click on the agenda does ----------


def done(item: AgendaItem, user: UUID) -> None:
    Letter.objects.filter(pk=item.source_id).update(state=LetterState.DONE, closed_at=item.done_at, closed_by_id=user)


def opened(item: AgendaItem, user: UUID) -> None:
    Letter.objects.filter(pk=item.source_id).update(state=LetterState.OPEN, closed_at=None, closed_by_id=None)


def later(item: AgendaItem, user: UUID, day: date) -> None:
    Letter.objects.filter(pk=item.source_id).update(follow_up_on=day)


def handed(item: AgendaItem, user: UUID, to: UUID) -> None:
    Letter.objects.filter(pk=item.source_id).update(owner_id=to)
