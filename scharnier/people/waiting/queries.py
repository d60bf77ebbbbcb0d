# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Places and who waits for one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from scharnier.foundation import clock
from scharnier.foundation.models import ScopedQuerySet
from scharnier.foundation.principals import Scope
from scharnier.network.models import Project
from scharnier.network.structure.models import Capacity
from scharnier.people.models import Enrolment
from scharnier.people.usage import use as using
from scharnier.people.waiting.models import OPEN, WaitingEntry, WaitingState

PAGE = 25
Row = TypeVar("Row")


@dataclass(frozen=True)
class Room:
    """Places of a project on a day, how many are taken and how many offered to somebody who has not answered yet.

    `places` None: nobody has set a number. `until`: the first day on which an offer ends.
    """

    places: int | None
    used: int
    offered: int = 0
    until: date | None = None

    @property
    def free(self) -> int | None:
        return None if self.places is None else max(0, self.places - self.used - self.offered)

    @property
    def taken(self) -> bool:
        """Nobody has to answer first: there would be no place either way."""
        return self.places is not None and self.places <= self.used

    @property
    def full(self) -> bool:
        return self.free == 0


def room(project: UUID, day: date | None = None, *, person: UUID | None = None, held: bool = False) -> Room:
    """What a project has room for; two statements. A capacity that is entered counts before the planned places.

    A place that is offered to somebody is free for nobody else until the day of the answer. It is free for `person`
    when the offer was made to them; `held` says that it was, and is being taken just now.
    """
    today_is = clock.today()
    on = day or today_is
    of = Capacity.objects.filter(project_id=OuterRef("pk"), carrier_id=OuterRef("carrier_id"))
    today = of.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)
    found = (
        Project.objects.filter(pk=project)
        .annotate(now=Subquery(today.values("places")[:1]), ever=Exists(of))
        .values_list("now", "ever", "places")
        .first()
    )
    now, ever, planned = found or (None, False, None)
    places, use = now if ever else planned, using(project, on, today_is, person)
    return Room(places, use.taking_part) if held or use.own else Room(places, use.taking_part, use.offered, use.until)


@dataclass(frozen=True)
class Waiting:
    """One line of the list, in its order."""

    entry: WaitingEntry
    position: int
    late: bool

    @property
    def offered(self) -> bool:
        return self.entry.state == WaitingState.OFFERED


@dataclass(frozen=True)
class Page(Generic[Row]):
    """25 rows; `after` is the id to go on from, None on the last page."""

    rows: list[Row]
    after: UUID | None = None


def _waiting(scope: Scope, project: UUID) -> ScopedQuerySet[WaitingEntry]:
    rows = WaitingEntry.objects.visible_to(scope)
    return rows.filter(project_id=project, state__in=OPEN, enrolment__exited_on=None)


def _before(since: Any, pk: Any) -> Q:
    return Q(since__lt=since) | Q(since=since, pk__lt=pk)


def waiting(scope: Scope, project: UUID, after: UUID | None = None) -> Page[Waiting]:
    """Who waits, in order, from one place on the list on; one statement, three from the second page on."""
    rows, passed = _waiting(scope, project), 0
    last = rows.filter(pk=after).values_list("since", "pk").first() if after else None
    if last is not None:
        passed = rows.filter(_before(*last)).count() + 1
        rows = rows.filter(Q(since__gt=last[0]) | Q(since=last[0], pk__gt=last[1]))
    found = list(rows.select_related("person", "enrolment", "enrolment__staff").order_by("since", "pk")[: PAGE + 1])
    today = clock.today()
    lines = [_line(row, number, today) for number, row in enumerate(found[:PAGE], passed + 1)]
    return Page(lines, found[PAGE - 1].pk if len(found) > PAGE else None)


def _line(row: WaitingEntry, number: int, today: date) -> Waiting:
    return Waiting(row, number, row.offered_until is not None and row.offered_until < today)


def enquiries(scope: Scope, project: UUID, after: UUID | None = None) -> Page[Enrolment]:
    """Open enquiries that don't wait for a place, the oldest first; one statement, two from the second page on."""
    known = WaitingEntry.objects.filter(enrolment_id=OuterRef("pk"), carrier_id=OuterRef("carrier_id"), state__in=OPEN)
    rows = Enrolment.objects.visible_to(scope).filter(project_id=project, entered_on=None, exited_on=None)
    rows = rows.filter(~Exists(known))
    last = rows.filter(pk=after).values_list("created_at", "pk").first() if after else None
    if last is not None:
        rows = rows.filter(Q(created_at__gt=last[0]) | Q(created_at=last[0], pk__gt=last[1]))
    found = list(rows.select_related("person", "staff").order_by("created_at", "pk")[: PAGE + 1])
    return Page(found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None)


def position(scope: Scope, enrolment: Enrolment) -> Waiting | None:
    """Where a case stands on the list; None when it doesn't wait. One statement."""
    rows = _waiting(scope, enrolment.project_id)
    before = rows.filter(_before(OuterRef("since"), OuterRef("pk"))).order_by().values("project_id")
    passed = Subquery(before.annotate(number=Count("pk")).values("number"))
    row = rows.filter(enrolment=enrolment).annotate(passed=passed).first()
    return _line(row, (row.passed or 0) + 1, clock.today()) if row else None
