# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What agenda and timeline say of introductions. Texts are German and stored."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from scharnier.foundation import clock, looks, projections
from scharnier.foundation.models import AgendaItem
from scharnier.foundation.projections import Anchor, Due, Event, Row, Source
from scharnier.foundation.writes import DomainError
from scharnier.knowledge import codes
from scharnier.network.models import User
from scharnier.work.introductions.models import Introduction, IntroductionStep
from scharnier.work.introductions.moves import State
from scharnier.work.vacancies.models import VacancyStatus

FOLLOW, STEP = "work.introduction", "work.introduction_step"
CHUNK = 2000
# After so many days somebody asks again; after an appointment on the next day.
ASK_AGAIN: dict[str, int] = {State.PROPOSED: 3, State.AGREED: 1, State.SENT: 7, State.INTERESTED: 3}
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


def asked(row: Introduction) -> Iterator[Event]:
    """The days on which somebody asked again and nothing new came of it."""
    for look in looks.of(row.looks):
        yield Event(
            Anchor(row.carrier_id, row.project_id, row.person_id, STEP, look.id),
            at=look.at,
            title=f"{look.said}: {row.work}, {row.where}"[:200],
            author=look.by,
            author_name=look.name,
        )


def done(row: Introduction) -> Iterator[Due]:
    anchor = Anchor(row.carrier_id, row.project_id, row.person_id, FOLLOW, row.pk)
    return looks.dues(anchor, row.person.list_name, row.looks)


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
    projections.put([*([item] if item else []), *done(found), *events, *asked(found)])


def derive(carrier: UUID) -> Iterator[Row]:
    wanted = Q(next_on__isnull=False) | ~Q(looks=[])
    rows = Introduction.objects.filter(wanted, carrier_id=carrier).select_related("person", "vacancy")
    for row in rows.iterator(chunk_size=CHUNK):
        if (item := due(row)) is not None:
            yield item
        yield from done(row)


def derive_steps(carrier: UUID) -> Iterator[Row]:
    rows = IntroductionStep.objects.filter(carrier_id=carrier)
    yield from map(event, rows.select_related("introduction", "author").iterator(chunk_size=CHUNK))
    for row in Introduction.objects.filter(carrier_id=carrier).exclude(looks=[]).iterator(chunk_size=CHUNK):
        yield from asked(row)


# ---------- what a click on the agenda does ----------


def next_day(state: str, on: date) -> date:
    """When somebody asks again."""
    return max(on, clock.today()) + timedelta(days=ASK_AGAIN.get(state, 1))


def _held(item: AgendaItem) -> Introduction:
    rows = Introduction.objects.select_for_update(of=("self",)).select_related("vacancy")
    return rows.get(pk=item.source_id)


def _asked_again(item: AgendaItem, user: UUID) -> None:
    """Asked, and nothing new: once more after as many days as the state has it; who was told of a vacancy that is
    gone is asked a week later what becomes of it."""
    row = _held(item)
    told = row.vacancy is not None and row.vacancy.status in GONE
    day = clock.today() + timedelta(days=7) if told else next_day(row.state, clock.today())
    said, name = "Bescheid gegeben" if told else "Nachgefasst", User.objects.get(pk=user).display_name
    before = row.next_on.isoformat() if row.next_on else None
    look = looks.settle(item, user, said, name, next_on=before, then=day.isoformat())
    Introduction.objects.filter(pk=row.pk).update(
        next_on=day, looks=[*row.looks, look.kept()], version=F("version") + 1
    )
    put(row)


def _not_asked(item: AgendaItem, user: UUID) -> None:
    row = _held(item)
    look, others = looks.take_back(item, row.looks)
    if row.next_on is None or row.next_on.isoformat() != look.before["then"]:
        raise DomainError(_now("Danach ist schon wieder etwas geschehen. Öffnen Sie den Punkt."))
    before = look.before["next_on"]
    Introduction.objects.filter(pk=row.pk).update(
        next_on=date.fromisoformat(before) if before else None, looks=others, version=F("version") + 1
    )
    projections.drop(row.carrier_id, STEP, [look.id])
    put(row)


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
        done=_asked_again,
        done_label=_("Nachgefasst"),
        undo=_not_asked,
        delegate=_delegate,
        postpone=_postpone,
        url_subject="introduction_id",
    )
)
projections.register(Source(STEP, _("Vermittlung"), "hands", "work_file", derive_steps))
