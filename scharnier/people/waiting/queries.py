# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Places and who waits for one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, Subquery

from scharnier.foundation import clock
from scharnier.foundation.principals import Scope
from scharnier.network.models import Project
from scharnier.network.structure.models import Capacity
from scharnier.people.models import Enrolment
from scharnier.people.usage import taking_part
from scharnier.people.waiting.models import OPEN, WaitingEntry, WaitingState

MOST = 200


@dataclass(frozen=True)
class Room:
    """Places of a project on a day and how many are taken; `places` None: nobody has set a number."""

    places: int | None
    used: int

    @property
    def free(self) -> int | None:
        return None if self.places is None else self.places - self.used

    @property
    def full(self) -> bool:
        return self.free is not None and self.free <= 0


def room(project: UUID, day: date | None = None) -> Room:
    """What a project has room for; two statements. A capacity that is entered counts before the planned places."""
    on = day or clock.today()
    of = Capacity.objects.filter(project_id=OuterRef("pk"), carrier_id=OuterRef("carrier_id"))
    today = of.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)
    found = (
        Project.objects.filter(pk=project)
        .annotate(now=Subquery(today.values("places")[:1]), ever=Exists(of))
        .values_list("now", "ever", "places")
        .first()
    )
    now, ever, planned = found or (None, False, None)
    return Room(now if ever else planned, taking_part(project, on))


@dataclass(frozen=True)
class Waiting:
    """One line of the list, in its order."""

    entry: WaitingEntry
    position: int
    late: bool

    @property
    def offered(self) -> bool:
        return self.entry.state == WaitingState.OFFERED


def waiting(scope: Scope, project: UUID) -> list[Waiting]:
    """Everybody who waits, in order; one statement."""
    rows = (
        WaitingEntry.objects.visible_to(scope)
        .filter(project_id=project, state__in=OPEN, enrolment__exited_on=None)
        .select_related("person", "enrolment", "enrolment__staff")
        .order_by("since", "pk")[:MOST]
    )
    today = clock.today()
    return [
        Waiting(row, number, row.offered_until is not None and row.offered_until < today)
        for number, row in enumerate(rows, 1)
    ]


def enquiries(scope: Scope, project: UUID) -> list[Enrolment]:
    """Open enquiries that don't wait for a place, the oldest first; one statement."""
    known = WaitingEntry.objects.filter(enrolment_id=OuterRef("pk"), carrier_id=OuterRef("carrier_id"))
    rows = Enrolment.objects.visible_to(scope).filter(project_id=project, entered_on=None, exited_on=None)
    return list(
        rows.filter(~Exists(known.filter(state__in=OPEN)))
        .select_related("person", "staff")
        .order_by("created_at", "pk")[:MOST]
    )


def position(scope: Scope, enrolment: Enrolment) -> Waiting | None:
    """Where a case stands on the list; None when it doesn't wait. One statement."""
    lines = waiting(scope, enrolment.project_id)
    return next((line for line in lines if line.entry.enrolment_id == enrolment.pk), None)
