# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a project, a carrier and a consortium are made of, as their pages show it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from scharnier.foundation import clock
from scharnier.foundation.principals import Scope
from scharnier.network.models import Project, Site
from scharnier.network.structure import usage
from scharnier.network.structure.models import (
    Capacity,
    Consortium,
    ConsortiumMember,
    Dated,
    JointAgreement,
    Position,
    PositionPeriod,
    ProgrammePhase,
    ProjectDecision,
    Responsibility,
    Room,
    SiteHour,
    Tandem,
    Target,
)

D = TypeVar("D", bound=Dated)
MANY = 200


def on(day: date) -> Q:
    """Rows that hold on a day."""
    return Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gte=day))


def open_sites(rows: QuerySet[Site]) -> QuerySet[Site]:
    """Sites that have not closed."""
    return rows.filter(Q(valid_to=None) | Q(valid_to__gte=clock.today())).order_by("mobile", "name")


def partner_of(project: UUID, user: UUID | None) -> UUID | None:
    """The other half of somebody's tandem in a project today; None without one."""
    if user is None:
        return None
    rows = Tandem.objects.filter(on(clock.today()), Q(case_manager_id=user) | Q(placement_officer_id=user))
    found = rows.filter(project_id=project).values_list("case_manager_id", "placement_officer_id").order_by("name")
    for case_manager, placement_officer in found:
        return placement_officer if case_manager == user else case_manager
    return None


@dataclass(frozen=True)
class Course(Generic[D]):
    """Dated rows of one thing: what holds today, what comes, what was."""

    now: list[D] = field(default_factory=list)
    coming: list[D] = field(default_factory=list)
    past: list[D] = field(default_factory=list)

    @property
    def any(self) -> bool:
        return bool(self.now or self.coming or self.past)


def course(rows: Iterable[D]) -> Course[D]:
    """Sorted into today, later and before; the latest of the past first."""
    today = clock.today()
    sorted_rows = sorted(rows, key=lambda row: row.valid_from)
    return Course(
        now=[row for row in sorted_rows if row.valid_from <= today and (row.valid_to is None or row.valid_to >= today)],
        coming=[row for row in sorted_rows if row.valid_from > today],
        past=[row for row in reversed(sorted_rows) if row.valid_to is not None and row.valid_to < today],
    )


# ---------- a project ----------


@dataclass(frozen=True)
class Summary:
    """Places, targets and decisions of a project; `used` people take part today.

    `planned` are the places with which the project was set up; they count until a capacity is entered.
    """

    used: int
    planned: int | None
    capacity: Course[Capacity]
    targets: Course[Target]
    decisions: list[ProjectDecision]
    phases: Course[ProgrammePhase]

    @property
    def places(self) -> int | None:
        if self.capacity.any:
            return self.capacity.now[0].places if self.capacity.now else None
        return self.planned


def summary(scope: Scope, project: Project) -> Summary:
    """Five statements."""
    decisions = ProjectDecision.objects.visible_to(scope).filter(project_id=project.pk).select_related("phase")
    phases = ProgrammePhase.objects.visible_to(scope).filter(
        carrier_id=project.carrier_id, programme_id=project.programme_id
    )
    return Summary(
        used=usage.taking_part(project.pk, clock.today()),
        planned=project.places,
        capacity=course(Capacity.objects.visible_to(scope).filter(project_id=project.pk)),
        targets=course(Target.objects.visible_to(scope).filter(project_id=project.pk)),
        decisions=list(decisions.order_by("-decided_on", "-id")[:MANY]),
        phases=course(phases.select_related("successor")),
    )


@dataclass(frozen=True)
class Held:
    """A position with its periods."""

    position: Position
    periods: Course[PositionPeriod]


@dataclass(frozen=True)
class People:
    """Positions and tandems of a project; `share` is the sum of today's shares in per cent of full time."""

    positions: list[Held]
    tandems: Course[Tandem]

    @property
    def full_time(self) -> float:
        return sum(row.share for held in self.positions for row in held.periods.now) / 100


def people(scope: Scope, project: UUID) -> People:
    """Three statements."""
    by_position: dict[UUID, list[PositionPeriod]] = defaultdict(list)
    rows = PositionPeriod.objects.visible_to(scope).filter(project_id=project).select_related("holder")
    for row in rows:
        by_position[row.position_id].append(row)
    positions = Position.objects.visible_to(scope).filter(project_id=project).order_by("name")[:MANY]
    tandems = Tandem.objects.visible_to(scope).filter(project_id=project)
    return People(
        positions=[Held(each, course(by_position[each.pk])) for each in positions],
        tandems=course(tandems.select_related("case_manager", "placement_officer").order_by("name")),
    )


@dataclass(frozen=True)
class Place:
    """A site with its rooms and timetable."""

    site: Site
    rooms: list[Room]
    hours: Course[SiteHour]


@dataclass(frozen=True)
class Places:
    """Where a project works: sites open and closed, and districts."""

    open: list[Place]
    closed: list[Place]
    districts: Course[Responsibility]


def places(scope: Scope, project: UUID) -> Places:
    """Four statements."""
    rooms: dict[UUID, list[Room]] = defaultdict(list)
    hours: dict[UUID, list[SiteHour]] = defaultdict(list)
    for room in Room.objects.visible_to(scope).filter(project_id=project).order_by("name"):
        rooms[room.site_id].append(room)
    for hour in SiteHour.objects.visible_to(scope).filter(project_id=project).select_related("room"):
        hours[hour.site_id].append(hour)
    sites = Site.objects.visible_to(scope).filter(project_id=project).order_by("mobile", "name")[:MANY]
    found = [Place(each, rooms[each.pk], _timetable(hours[each.pk])) for each in sites]
    today = clock.today()
    return Places(
        open=[each for each in found if each.site.valid_to is None or each.site.valid_to >= today],
        closed=[each for each in found if each.site.valid_to is not None and each.site.valid_to < today],
        districts=course(
            Responsibility.objects.visible_to(scope).filter(project_id=project).order_by("district", "valid_from")
        ),
    )


def _timetable(rows: list[SiteHour]) -> Course[SiteHour]:
    """Today's lines in the order of the week."""
    made = course(rows)
    return Course(sorted(made.now, key=lambda row: (row.weekday, row.begins)), made.coming, made.past)


# ---------- a carrier ----------


@dataclass(frozen=True)
class House:
    """A carrier's projects, phases of its programmes, and the consortia to which it belongs."""

    projects: list[Project]
    phases: list[tuple[str, Course[ProgrammePhase]]]
    consortia: list[Consortium]


def house(scope: Scope, carrier: UUID) -> House:
    """Three statements."""
    by_programme: dict[str, list[ProgrammePhase]] = defaultdict(list)
    phases = ProgrammePhase.objects.visible_to(scope).filter(carrier_id=carrier)
    for row in phases.select_related("programme", "successor"):
        by_programme[row.programme.name].append(row)
    projects = Project.objects.visible_to(scope).filter(carrier_id=carrier).select_related("programme")
    return House(
        projects=list(projects.order_by("name")[:MANY]),
        phases=[(name, course(rows)) for name, rows in sorted(by_programme.items())],
        consortia=list(Consortium.objects.visible_to(scope).select_related("programme").order_by("name")[:MANY]),
    )


@dataclass(frozen=True)
class Partners:
    """A consortium with partners and agreements; `to_confirm` are memberships that the caller may confirm."""

    consortium: Consortium
    members: Course[ConsortiumMember]
    agreements: list[JointAgreement]
    to_confirm: frozenset[UUID]
    own: frozenset[UUID]
    leads: bool


def partners(scope: Scope, key: UUID) -> Partners | None:
    """Three statements; None when the consortium isn't the caller's to see."""
    consortium = Consortium.objects.visible_to(scope).filter(pk=key).select_related("programme").first()
    if consortium is None:
        return None
    members = list(ConsortiumMember.objects.visible_to(scope).filter(consortium_id=key).order_by("part", "name"))
    agreements = JointAgreement.objects.visible_to(scope).filter(consortium_id=key).select_related("recorded_by")
    own = [row for row in members if row.partner_id in scope.admins]
    return Partners(
        consortium=consortium,
        members=course(members),
        agreements=list(agreements.order_by("-agreed_on")),
        to_confirm=frozenset(row.pk for row in own if row.confirmed_at is None),
        own=frozenset(row.pk for row in own),
        leads=consortium.carrier_id in scope.admins,
    )


def carriers_of_the_network() -> list[tuple[UUID, str]]:
    """Carriers by name, for whoever administers one; one statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name FROM carriers_of_the_network()")
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return [(row[0], row[1]) for row in rows]
