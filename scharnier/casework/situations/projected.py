# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What situations after the exit leave in agenda and timeline. Texts are German and stored."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import F, QuerySet

from scharnier.casework.situations.models import Situation
from scharnier.casework.situations.words import ASKED_FOR, distance
from scharnier.foundation import clock
from scharnier.foundation.models import AgendaItem
from scharnier.foundation.projections import Anchor, Due, Event, Row
from scharnier.knowledge import codes

KIND = "casework.situation"


def _anchor(row: Situation) -> Anchor:
    return Anchor(row.carrier_id, row.project_id, row.person_id, KIND, row.pk)


def due(row: Situation) -> Due:
    """Answered or not: an answer of today can be taken back on *Today*."""
    until = row.asked_for + ASKED_FOR
    return Due(
        _anchor(row),
        due_on=row.remind_on or row.asked_for,
        subject_name=row.person.list_name,
        title=f"Situation {distance(row.span, 'de')}",
        detail=f"Stichtag {row.asked_for:%d.%m.%Y}, zu erfragen bis {until:%d.%m.%Y}",
        owner=row.owner_id,
        done_at=row.answered_at,
        done_by=row.answered_by_id,
    )


def event(row: Situation) -> Event | None:
    """What was answered, on the day it is about."""
    if row.answered_at is None or row.answered_by is None:
        return None
    return Event(
        _anchor(row),
        at=datetime.combine(row.asked_for, time(12), clock.ZONE),
        title=f"Situation {distance(row.span, 'de')}: {codes.label('exit_situation', row.answer)}",
        text=row.note,
        author=row.answered_by_id,
        author_name=row.answered_by.display_name,
    )


def rows_of(row: Situation) -> list[Row]:
    """Everything one row projects; `person` and `answered_by` are loaded."""
    told = event(row)
    return [due(row), *([told] if told else [])]


def loaded(rows: QuerySet[Situation]) -> QuerySet[Situation]:
    return rows.select_related("person", "answered_by")


def derive(carrier: UUID) -> Iterator[Row]:
    for row in loaded(Situation.objects.filter(carrier_id=carrier)).iterator(chunk_size=2000):
        yield from rows_of(row)


# ---------- what a click on the agenda does ----------


def opened(item: AgendaItem, user: UUID) -> None:
    """The answer is asked for again; what it was stands in the form."""
    from scharnier.casework.situations.actions import reopen  # writes what is described here

    reopen(Situation.objects.get(pk=item.source_id))


def later(item: AgendaItem, user: UUID, day: date) -> None:
    Situation.objects.filter(pk=item.source_id).update(remind_on=day, version=F("version") + 1)


def handed(item: AgendaItem, user: UUID, to: UUID) -> None:
    Situation.objects.filter(pk=item.source_id).update(owner_id=to, version=F("version") + 1)
