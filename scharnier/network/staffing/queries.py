# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the pages about colleagues read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from scharnier.foundation import access, clock, projections
from scharnier.foundation.models import SearchEntry
from scharnier.foundation.prepared import Read
from scharnier.foundation.principals import Scope
from scharnier.network.access import COVER, MEMBERS, STAND_IN
from scharnier.network.middleware import Desk, Place
from scharnier.network.models import Membership, Role, User
from scharnier.network.staffing import handover, second_factor, substitution
from scharnier.network.staffing.departure import may_lead
from scharnier.network.staffing.holdings import Holder
from scharnier.network.staffing.models import HandedCase, HandOver

PAGE = 25


def uuid_or_none(value: str | None) -> UUID | None:
    """An id from an address, None when it is none."""
    try:
        return UUID(value) if value else None
    except ValueError:
        return None


def user_in_sight(scope: Scope, user: UUID) -> User | None:
    """A colleague of one of the asker's carriers."""
    row = Membership.objects.visible_to(scope).filter(user_id=user).select_related("user").first()
    return row.user if row else None


# ---------- one colleague ----------


@dataclass(frozen=True)
class RoleRow:
    """A role somebody holds, held or will hold."""

    id: UUID
    role: str
    where: str
    valid_from: date
    valid_to: date | None
    state: str  # now, later or over
    may_change: bool


@dataclass(frozen=True)
class ColleaguePage:
    """Everything the page of a colleague shows."""

    user: User
    me: bool
    now: list[RoleRow]
    over: list[RoleRow]
    covers: dict[str, list[substitution.Shown]]
    here: Holder | None
    may_cover: bool
    may_hand_over: bool
    may_leave: bool
    may_reset: bool


def colleague(desk: Desk, user: UUID) -> ColleaguePage | None:
    """A colleague, as far as the asker sees them; four statements."""
    scope, today = desk.scope, clock.today()
    rows = list(
        Membership.objects.visible_to(scope)
        .filter(user_id=user)
        .select_related("user", "project", "carrier")
        .order_by("-valid_from", "-pk")[:100]
    )
    if not rows:
        return None
    roles = [_role_row(scope, row, today) for row in rows]
    project = desk.project.project if desk.project else None
    works = [row for row in rows if row.project_id == project and row.role in MEMBERS and _lasts(row, today)]
    here = Holder(works[0].carrier_id, works[0].project_id, user) if works and works[0].project_id else None
    me = user == desk.user.id
    return ColleaguePage(
        user=rows[0].user,
        me=me,
        now=[row for row in roles if row.state != "over"],
        over=[row for row in roles if row.state == "over"],
        covers=substitution.listed(scope, user, None, leads=False),
        here=here,
        may_cover=here is not None and substitution.may_enter(scope, here),
        may_hand_over=here is not None and ((me and here.project in scope.writes) or here.project in scope.leads),
        may_leave=not me
        and any(may_lead(scope, row.carrier_id, row.project_id) and _lasts(row, today) for row in rows),
        may_reset=bool(scope.admins) and second_factor.may_reset(scope, user),
    )


def _lasts(row: Membership, today: date) -> bool:
    return row.valid_to is None or row.valid_to >= today


def _role_row(scope: Scope, row: Membership, today: date) -> RoleRow:
    state = "over" if not _lasts(row, today) else "later" if row.valid_from > today else "now"
    return RoleRow(
        id=row.pk,
        role=str(Role(row.role).label),
        where=row.project.name if row.project else row.carrier.short_name,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        state=state,
        may_change=state != "over" and may_lead(scope, row.carrier_id, row.project_id),
    )


# ---------- history of the team ----------


@dataclass(frozen=True)
class Passage:
    """Somebody came or left: the day, who, in which role."""

    id: UUID
    day: date
    came: bool
    user: UUID
    name: str
    role: str
    until: date | None


@dataclass(frozen=True)
class HistoryPage:
    rows: list[Passage]
    after: UUID | None = None
    before: None = None


def history(scope: Scope, place: Place, after: UUID | None = None) -> HistoryPage:
    """Memberships of a place from the latest beginning on, ended ones included; two statements at most."""
    rows = Membership.objects.visible_to(scope).filter(carrier_id=place.carrier)
    if place.project:
        rows = rows.filter(Q(project_id=place.project) | Q(project_id=None))
    cursor = rows.filter(pk=after).values_list("valid_from", "pk").first() if after else None
    if cursor is not None:
        day, pk = cursor
        rows = rows.filter(Q(valid_from__lt=day) | Q(valid_from=day, pk__lt=pk))
    found = list(rows.select_related("user", "project").order_by("-valid_from", "-pk")[: PAGE + 1])
    shown = [
        Passage(
            id=row.pk,
            day=row.valid_from,
            came=row.valid_to is None or row.valid_to >= clock.today(),
            user=row.user_id,
            name=row.user.display_name,
            role=str(Role(row.role).label),
            until=row.valid_to,
        )
        for row in found[:PAGE]
    ]
    return HistoryPage(shown, after=shown[-1].id if len(found) > PAGE else None)


# ---------- hand-overs ----------


@dataclass(frozen=True)
class HandedRow:
    subject: UUID
    name: str
    taker: str
    url: str


@dataclass(frozen=True)
class Handed:
    """A hand-over as its page shows it."""

    id: UUID
    giver: str
    given_by: str
    project: str
    at: datetime
    note: str
    rows: list[HandedRow]
    unseen: bool


def handed(scope: Scope, hand_over: UUID) -> Handed | None:
    """A hand-over with its cases by taker and name; three statements."""
    made = (
        HandOver.objects.visible_to(scope).filter(pk=hand_over).select_related("giver", "given_by", "project").first()
    )
    if made is None:
        return None
    cases = list(HandedCase.objects.visible_to(scope).filter(hand_over=made).select_related("taker"))
    names = _names(scope, [case.subject_id for case in cases])
    rows = [
        HandedRow(
            case.subject_id,
            names.get(case.subject_id, "–"),
            case.taker.display_name,
            projections.address(handover.KIND, case.subject_id, case.pk),
        )
        for case in cases
    ]
    me = scope.principal.id
    return Handed(
        id=made.pk,
        giver=made.giver.display_name,
        given_by=made.given_by.display_name,
        project=made.project.name,
        at=made.at,
        note=made.note,
        rows=sorted(rows, key=lambda row: (row.taker, row.name)),
        unseen=any(case.taker_id == me and case.seen_at is None for case in cases),
    )


def _names(scope: Scope, subjects: list[UUID]) -> dict[UUID, str]:
    """Names as search knows them: this floor knows no persons."""
    rows = SearchEntry.objects.visible_to(scope).filter(subject_id__in=subjects, kind="person")
    return dict(rows.values_list("subject_id", "title"))


@dataclass(frozen=True)
class New:
    """Cases somebody got and has not taken note of."""

    id: UUID
    giver: str
    at: datetime
    note: str
    number: int


def new_for(scope: Scope, user: UUID) -> list[New]:
    """Hand-overs to somebody that still wait to be noticed, the latest first; one statement."""
    rows = _NEW(scope, user=user)
    return [
        New(
            row["hand_over_id"],
            row["hand_over__giver__display_name"],
            row["hand_over__at"],
            row["hand_over__note"],
            row["n"],
        )
        for row in rows
    ]


_NEW = Read(
    lambda scope, user: (
        HandedCase.objects.visible_to(scope)
        .filter(taker_id=user, seen_at=None)
        .order_by()
        .values("hand_over_id", "hand_over__giver__display_name", "hand_over__at", "hand_over__note")
        .annotate(n=Count("pk"))
        .order_by("-hand_over__at")[:5]
    )
)


def waiting(request: HttpRequest) -> dict[str, list[New]] | None:
    """For the card on *Today*."""
    desk: Desk = request.desk  # type: ignore[attr-defined]  # set by DeskMiddleware
    found = new_for(desk.scope, desk.user.id)
    return {"new": found} if found else None


# ---------- who may do what ----------


@dataclass(frozen=True)
class Right:
    """A line of the table: what, for every role whether it may, and those who may in words."""

    permission: str
    text: str
    marks: list[bool]
    who: str


@dataclass(frozen=True)
class Rights:
    roles: list[str]
    groups: list[tuple[str, list[Right]]]


def rights() -> Rights:
    """Every permission of the house as a table; no statement."""
    roles = [*(role.value for role in Role), COVER, STAND_IN]
    names = [*(str(role.label) for role in Role), _("Vertretung, nur lesen"), _("Vertretung, ausgewählte Fälle")]
    groups: dict[str, list[Right]] = {}
    texts = access.texts()
    for permission, holders in sorted(access.declared().items()):
        room = permission.partition(".")[0]
        text = str(texts.get(permission, permission))
        marks = [role in holders for role in roles]
        who = ", ".join(name for name, mark in zip(names, marks, strict=True) if mark)
        groups.setdefault(_rooms().get(room, room), []).append(Right(permission, text, marks, who))
    return Rights(names, [(room, sorted(rows, key=lambda row: row.text)) for room, rows in sorted(groups.items())])


def _rooms() -> dict[str, str]:
    return {
        "network": _("Team und Träger"),
        "people": _("Akten"),
        "casework": _("Beratung"),
        "directory": _("Organisationen"),
        "employers": _("Betriebe"),
        "vacancies": _("Stellen"),
        "placement": _("Vermittlung"),
        "law": _("Recht"),
        "foundation": _("Grundlagen"),
        "settings": _("Einstellungen"),
    }
