# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What agenda and timeline say of introductions. Texts are German and stored."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from scharnier.foundation import clock, projections
from scharnier.foundation.models import AgendaItem
from scharnier.foundation.projections import Anchor, Due, Event, Row, Source
from scharnier.knowledge import codes
from scharnier.work.introductions.models import Introduction, IntroductionStep
from scharnier.work.introductions.moves import State
from scharnier.work.vacancies.models import VacancyStatus

FOLLOW, STEP = "work.introduction", "work.introduction_step"
CHUNK = 2000
GONE = (VacancyStatus.WITHDRAWN, VacancyStatus.FILLED, VacancyStatus.EXPIRED)
REASONS = {State.NO_PERSON.value: "person_declines", State.NO_EMPLOYER.value: "employer_declines"}


def at_noon(day: date) -> datetime:
    return datetime.combine(day, time(12), clock.ZONE)


def state_word(state: str) -> str:
    """The German word for a state, as it is stored."""
    with override("de"):
        return str(State(state).label)


def reason_word(state: str, reason: str) -> str:
    """Why somebody said no, in German; empty where the list doesn't know it."""
    name = REASONS.get(state, "employer_declines")
    return codes.label(name, reason) if reason and codes.is_code(name, reason) else ""


def due(row: Introduction) -> Due | None:
    """When somebody asks again; a vacancy that is gone says so, and that those on the way must be told."""
    if row.next_on is None:
        return None
    gone = row.vacancy is not None and row.vacancy.status in GONE
    what = "Stelle nicht mehr offen: Bescheid geben" if gone else "Vermittlung: nachfassen"
    return Due(
        Anchor(row.carrier_id, row.project_id, row.person_id, FOLLOW, row.pk),
        due_on=row.next_on,
        subject_name=row.person.list_name,
        title=f"{what} ({row.where})"[:200],
        detail=f"{row.work} · {state_word(row.state)} seit {row.state_on:%d.%m.%Y}",
        owner=row.owner_id,
    )


def event(row: IntroductionStep) -> Event:
    about = row.introduction
    reason = reason_word(row.state, about.reason) if about.state == row.state else ""
    return Event(
        Anchor(row.carrier_id, row.project_id, row.person_id, STEP, row.pk),
        at=at_noon(row.on),
        title=f"{state_word(row.state)}: {about.work}, {about.where}"[:200],
        text=" · ".join(part for part in (reason, row.note) if part),
        author=row.author_id,
        author_name=row.author.display_name,
    )


def put(row: Introduction) -> None:
    """Agenda and timeline of one introduction anew; four statements."""
    found = Introduction.objects.select_related("person", "vacancy").get(pk=row.pk)
    item = due(found)
    if item is None:
        projections.drop_due(row.carrier_id, FOLLOW, row.pk)
    steps = IntroductionStep.objects.filter(introduction=found).select_related("author")
    events = []
    for step in steps:
        step.introduction = found
        events.append(event(step))
    projections.put([*([item] if item else []), *events])


def derive(carrier: UUID) -> Iterator[Row]:
    rows = Introduction.objects.filter(carrier_id=carrier, next_on__isnull=False)
    found = map(due, rows.select_related("person", "vacancy").iterator(chunk_size=CHUNK))
    return (each for each in found if each is not None)


def derive_steps(carrier: UUID) -> Iterator[Row]:
    rows = IntroductionStep.objects.filter(carrier_id=carrier)
    return map(event, rows.select_related("introduction", "author").iterator(chunk_size=CHUNK))


def _postpone(item: AgendaItem, user: UUID, day: date) -> None:
    Introduction.objects.filter(pk=item.source_id).update(next_on=day)


def _delegate(item: AgendaItem, user: UUID, to: UUID) -> None:
    Introduction.objects.filter(pk=item.source_id).update(owner_id=to)


projections.register(
    Source(
        FOLLOW,
        _("Vermittlung"),
        "hands",
        "introduction",
        derive,
        delegate=_delegate,
        postpone=_postpone,
        url_subject="introduction_id",
    )
)
projections.register(Source(STEP, _("Vermittlung"), "hands", "work_file", derive_steps))
