# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Those who have nobody yet, those who could take them, and the proposal between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce, TruncDate

from scharnier.foundation import clock
from scharnier.foundation.principals import Scope
from scharnier.knowledge import allocation
from scharnier.knowledge.allocation import Given, Mentor, Newcomer
from scharnier.network.access import MEMBERS
from scharnier.network.models import Membership, Role
from scharnier.network.path.models import WorkContact
from scharnier.network.staffing.own_holdings import lasting
from scharnier.network.structure.models import PositionPeriod, Tandem
from scharnier.people import words
from scharnier.people.caseload.queries import Ticked
from scharnier.people.models import Enrolment, Person
from scharnier.people.separation.models import Separation
from scharnier.people.waiting import queries as waiting
from scharnier.people.waiting.models import OPEN, WaitingEntry
from scharnier.people.waiting.queries import Room

MOST = 25
# Roles that accompany people; a lead or placement officer can be chosen, but isn't proposed.
ACCOMPANY = (Role.CASEWORKER.value, Role.HINGE.value)
FULL_TIME = 100


@dataclass(frozen=True)
class Colleague:
    """Somebody who can be chosen; `mentor` when the proposal may name them."""

    id: UUID
    name: str
    mentor: Mentor | None


@dataclass(frozen=True)
class Line:
    """One newcomer of the page; `turn` is what would be without looking ahead."""

    person: UUID
    name: str
    place: str
    languages: str
    since: date
    entered: bool
    given: Given
    turn: Given

    @property
    def otherwise(self) -> bool:
        return self.given.mentor != self.turn.mentor and self.given.points != self.turn.points

    def ticked(self) -> Ticked:
        """As the hand-over wants it: nobody gives this case away."""
        return Ticked(self.person, self.name, None, "")


@dataclass(frozen=True)
class Gain:
    """What the proposal is worth beside taking one after the other."""

    label: str
    proposed: int
    in_turn: int

    @property
    def more(self) -> int:
        return self.proposed - self.in_turn


@dataclass(frozen=True)
class Board:
    lines: list[Line]
    colleagues: list[Colleague]
    room: Room
    more: bool

    @property
    def total(self) -> Gain:
        return Gain("", _sum(line.given for line in self.lines), _sum(line.turn for line in self.lines))

    def part(self, code: str) -> Gain:
        """For how many a part counts."""
        proposed, turn = ([each.parts.get(code, 0) > 0 for each in rows] for rows in self._both())
        return Gain(code, sum(proposed), sum(turn))

    def _both(self) -> tuple[list[Given], list[Given]]:
        return [line.given for line in self.lines], [line.turn for line in self.lines]

    @property
    def left_out(self) -> int:
        """How many get nobody for want of room."""
        return sum(line.given.mentor is None for line in self.lines)


def _sum(rows: Any) -> int:
    return sum(row.points for row in rows)


def board(scope: Scope, project: UUID) -> Board:
    """The proposal of today for the 25 who wait longest; seven statements at most."""
    rows, more = _newcomers(scope, project)
    colleagues, room = _colleagues(scope, project), waiting.room(project)
    mentors = _mentors(colleagues, room)
    barred = _barred(scope, [row.person_id for row in rows])
    known = {
        row.pk: Newcomer(
            id=str(row.pk),
            languages=frozenset(row.person.speaks),
            postcode=row.person.postcode,
            partner=str(row.second_staff_id or ""),
            barred=frozenset(str(user) for user in barred.get(row.person_id, ())),
        )
        for row in rows
    }
    today = clock.today()
    asked = list(known.values())
    ahead = allocation.propose(asked, mentors, today)
    turn = allocation.first_come(asked, mentors, today)
    by_id = {mentor.id: mentor for mentor in mentors}
    return Board(
        [_line(row, *pair) for row, pair in zip(rows, zip(ahead, turn, strict=True), strict=True)],
        [Colleague(each.id, each.name, by_id.get(str(each.id))) for each in colleagues],
        room,
        more,
    )


def _line(row: Any, given: Given, turn: Given) -> Line:
    person = row.person
    place = " ".join(part for part in (person.postcode, person.place) if part)
    languages = words.labels("language", person.speaks)
    return Line(row.person_id, person.list_name, place, languages, row.since, row.entered_on is not None, given, turn)


def _newcomers(scope: Scope, project: UUID) -> tuple[list[Any], bool]:
    """Open participations and enquiries without anybody, those who wait longest first; one statement."""
    entries = WaitingEntry.objects.filter(
        enrolment_id=OuterRef("pk"), carrier_id=OuterRef("carrier_id"), state__in=OPEN
    )
    rows = (
        Enrolment.objects.visible_to(scope)
        .filter(project_id=project, staff=None, exited_on=None)
        .filter(person_id__in=Person.objects.visible_to(scope).values("pk"))
        .annotate(
            since=Coalesce(
                Subquery(entries.values("since")[:1]), "entered_on", TruncDate("created_at", tzinfo=clock.ZONE)
            )
        )
        .select_related("person")
        .order_by("since", "pk")
    )
    found = list(rows[: MOST + 1])
    return found[:MOST], len(found) > MOST


@dataclass(frozen=True)
class _Worker:
    """A colleague as the database knows them."""

    id: UUID
    name: str
    accompanies: bool
    share: int
    has: int
    languages: tuple[str, ...]
    postcode: str
    partner: UUID | None


def _colleagues(scope: Scope, project: UUID) -> list[_Worker]:
    """Who works in the project today and goes on doing so, with what the proposal asks; one statement."""
    today = clock.today()
    now = Q(lasting(), valid_from__lte=today)
    same = {"carrier_id": OuterRef("carrier_id")}
    held = PositionPeriod.objects.filter(now, project_id=project, holder_id=OuterRef("user_id"), **same)
    cases = Enrolment.objects.filter(
        project_id=project, staff_id=OuterRef("user_id"), exited_on=None, entered_on__isnull=False, **same
    )
    contact = WorkContact.objects.filter(user_id=OuterRef("user_id"), **same)
    pair = Tandem.objects.filter(now, project_id=project, case_manager_id=OuterRef("user_id"), **same)
    rows = (
        Membership.objects.visible_to(scope)
        .filter(now, project_id=project, role__in=MEMBERS, user__is_active=True)
        .annotate(
            share=Subquery(held.order_by().values("holder_id").annotate(n=Sum("share")).values("n")),
            has=Subquery(cases.order_by().values("staff_id").annotate(n=Count("pk")).values("n")),
            languages=Subquery(contact.values("languages")[:1]),
            postcode=Subquery(contact.values("site__postcode")[:1]),
            partner=Subquery(pair.values("placement_officer_id")[:1]),
            name=F("user__display_name"),
        )
        .order_by("name", "user_id", "role")
    )
    found: dict[UUID, _Worker] = {}
    for row in rows:
        before = found.get(row.user_id)
        found[row.user_id] = _Worker(
            row.user_id,
            row.name,
            row.role in ACCOMPANY or (before is not None and before.accompanies),
            row.share or FULL_TIME,
            row.has or 0,
            tuple(row.languages or ()),
            row.postcode or "",
            row.partner,
        )
    return list(found.values())


def _mentors(workers: Sequence[_Worker], room: Room) -> list[Mentor]:
    """Those who accompany people, with their share of the project's places; where there are none, everybody."""
    some = [each for each in workers if each.accompanies] or list(workers)
    limits = _shares(room.places, {each.id: each.share for each in some})
    return [
        Mentor(
            id=str(each.id),
            has=each.has,
            limit=limits.get(each.id),
            languages=frozenset(each.languages),
            postcodes=frozenset({each.postcode} - {""}),
            partner=str(each.partner or ""),
        )
        for each in some
    ]


def _shares(places: int | None, shares: Mapping[UUID, int]) -> dict[UUID, int]:
    """Places by share of full time, by largest remainder; nothing where nobody has set a number."""
    whole = sum(shares.values())
    if places is None or not whole:
        return {}
    exact = {user: divmod(places * share, whole) for user, share in shares.items()}
    limits = {user: number for user, (number, _) in exact.items()}
    rest = sorted(exact, key=lambda user: (-exact[user][1], str(user)))
    for user in rest[: places - sum(limits.values())]:
        limits[user] += 1
    return limits


def _barred(scope: Scope, persons: Sequence[UUID]) -> dict[UUID, set[UUID | None]]:
    """Who can't take whom, since somebody they accompany is kept apart from the newcomer; one statement, mostly."""
    apart: dict[UUID, set[UUID]] = {}
    rows = Separation.objects.visible_to(scope).filter(
        Q(person_id__in=persons) | Q(other_id__in=persons), lifted_at=None
    )
    for one, other in rows.values_list("person_id", "other_id"):
        apart.setdefault(one, set()).add(other)
        apart.setdefault(other, set()).add(one)
    if not apart:
        return {}
    held: dict[UUID, set[UUID | None]] = {}
    cases = Enrolment.objects.filter(person_id__in=apart, exited_on=None)
    for person, *staff in cases.values_list("person_id", "staff_id", "second_staff_id"):
        held.setdefault(person, set()).update(staff)
    return {person: {user for other in others for user in held.get(other, ())} for person, others in apart.items()}
