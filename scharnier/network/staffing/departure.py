# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Roles change and people leave: nothing that somebody held stays without an owner, and no door stays open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from scharnier.foundation import access, checks, clock, principals, upkeep
from scharnier.foundation.models import Grant
from scharnier.foundation.principals import Scope
from scharnier.foundation.records import MEMBERSHIP_PURPOSE
from scharnier.foundation.writes import DomainError, note
from scharnier.network.access import MEMBERS
from scharnier.network.models import Membership, Role, User
from scharnier.network.staffing import holdings, own_holdings
from scharnier.network.staffing.holdings import Count, Holder

LONGEST_AUDIT = timedelta(days=366)
CARRIER_ROLES = (Role.ADMIN, Role.PROTECTION)
WORKING_ROLES = (Role.CASEWORKER, Role.PLACEMENT, Role.HINGE, Role.LEAD)
PROJECT_ROLES = (*WORKING_ROLES, Role.AUDITOR)


class StillHeld(DomainError):
    """Somebody can't go yet; `counts` say what is open and `url` where it is handed over."""

    def __init__(self, counts: list[Count], holder: Holder) -> None:
        self.counts = counts
        self.url = reverse("hand_over", args=[holder.user]) + f"?projekt={holder.project}"
        what = ", ".join(f"{each.number} {each.label}" for each in counts)
        super().__init__(
            _("Das ist noch offen und hätte dann niemanden: %(what)s. Übergeben Sie es zuerst.") % {"what": what}
        )


def may_lead(scope: Scope, carrier: UUID, project: UUID | None) -> bool:
    """Whether members of a project (or, without one, of a carrier) are somebody's to invite and to end."""
    return carrier in scope.admins or (project is not None and project in scope.leads)


def lasting(day: date) -> Q:
    """Memberships that go on after a day."""
    return Q(valid_to=None) | Q(valid_to__gt=day)


def _works_on(row: Membership, last_day: date) -> bool:
    """Whether another membership lets somebody go on working in the project of `row`."""
    others = Membership.objects.filter(lasting(last_day), user_id=row.user_id, project=row.project)
    return others.filter(role__in=MEMBERS, valid_from__lte=last_day + timedelta(days=1)).exclude(pk=row.pk).exists()


def blocking(scope: Scope, holder: Holder) -> list[Count]:
    """What somebody holds in a project that can't stay without an owner."""
    return [each for each in holdings.open_counts(scope, holder) if each.blocks]


def check_free(scope: Scope, row: Membership, last_day: date) -> None:
    """Raises StillHeld when the last membership of a project ends while something is open."""
    if row.project_id is None or row.role not in MEMBERS or _works_on(row, last_day):
        return
    holder = Holder(row.carrier_id, row.project_id, row.user_id)
    if found := blocking(scope, holder):
        raise StillHeld(found, holder)


def end_membership(scope: Scope, membership: UUID, last_day: date) -> Membership:
    """Let a membership end with `last_day` (today at the earliest). Files and history stay where they are.

    Raises Forbidden; StillHeld when cases or anything else would be left without an owner; DomainError for bad days and
    for the last administrator of a carrier.
    """
    row = Membership.objects.visible_to(scope).select_for_update(of=("self",)).filter(pk=membership).first()
    if row is None or not may_lead(scope, row.carrier_id, row.project_id):
        raise access.Forbidden("network.invite")
    _check_last_day(row, last_day)
    check_free(scope, row, last_day)
    _end(row, last_day)
    return row


def _check_last_day(row: Membership, last_day: date) -> None:
    if last_day < clock.today():
        raise DomainError(_("Der letzte Tag kann heute oder später sein, nicht in der Vergangenheit."), "last_day")
    if last_day < row.valid_from:
        raise DomainError(
            _("Die Mitarbeit beginnt erst am %(day)s.") % {"day": f"{row.valid_from:%d.%m.%Y}"}, "last_day"
        )
    if row.role == Role.ADMIN:
        _keep_an_admin(row, last_day)


def _keep_an_admin(row: Membership, last_day: date) -> None:
    others = Membership.objects.filter(lasting(last_day), carrier_id=row.carrier_id, role=Role.ADMIN)
    if not others.filter(valid_from__lte=last_day + timedelta(days=1)).exclude(user_id=row.user_id).exists():
        raise DomainError(_("Das ist die letzte Verwaltung dieses Trägers. Laden Sie zuerst jemand anderen dafür ein."))


def _end(row: Membership, last_day: date) -> None:
    goes_on = row.project_id is None or row.role not in MEMBERS or _works_on(row, last_day)
    row.valid_to = last_day
    row.save(update_fields=["valid_to"])
    if not goes_on and row.project_id is not None:
        own_holdings.end_with(Holder(row.carrier_id, row.project_id, row.user_id), last_day)


# ---------- another role ----------


def change_role(scope: Scope, membership: UUID, *, role: str, valid_from: date, valid_to: date | None) -> Membership:
    """The old role ends on the day before, the new one is a row of its own; so it can be read later who was what when.

    Raises Forbidden, StillHeld when the new role may not work in cases, and DomainError.
    """
    old = Membership.objects.visible_to(scope).select_for_update(of=("self",)).filter(pk=membership).first()
    if old is None or not may_lead(scope, old.carrier_id, old.project_id):
        raise access.Forbidden("network.invite")
    if (role in CARRIER_ROLES) == (old.project_id is not None) or role not in (*CARRIER_ROLES, *PROJECT_ROLES):
        raise DomainError(_("Diese Rolle gibt es hier nicht."), "role")
    if role == old.role:
        raise DomainError(_("Das ist schon die Rolle."), "role")
    if valid_from <= max(old.valid_from, clock.today() - timedelta(days=1)):
        raise DomainError(_("Die neue Rolle beginnt heute oder später, und nach der alten."), "valid_from")
    check_period(role, valid_from, valid_to)
    last_day = valid_from - timedelta(days=1)
    if old.valid_to is not None and old.valid_to < last_day:
        raise DomainError(_("Die alte Rolle endet schon vorher. Laden Sie die Person neu ein."), "valid_from")
    if old.role == Role.ADMIN:
        _keep_an_admin(old, last_day)
    new = Membership(
        carrier_id=old.carrier_id,
        project_id=old.project_id,
        team_id=old.team_id,
        user_id=old.user_id,
        role=role,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    new.save(force_insert=True)
    check_free(scope, old, last_day)
    old.valid_to = last_day
    old.save(update_fields=["valid_to"])
    return new


def check_period(role: str, valid_from: date | None, valid_to: date | None) -> None:
    """An audit needs an end within a year; no period ends before it begins."""
    begin = valid_from or clock.today()
    if valid_to is not None and valid_to < begin:
        raise DomainError(_("Der letzte Tag liegt vor dem ersten."), "valid_to")
    if role == Role.AUDITOR and valid_to is None:
        raise DomainError(_("Eine Prüfung braucht einen letzten Tag."), "valid_to")
    if role == Role.AUDITOR and valid_to is not None and valid_to - begin > LONGEST_AUDIT:
        raise DomainError(_("Eine Prüfung dauert höchstens ein Jahr. Laden Sie danach neu ein."), "valid_to")


# ---------- somebody leaves ----------


@dataclass(frozen=True)
class Place:
    """Where somebody works: the membership, what is still open there, and whether the asker may end it."""

    row: Membership
    role: str
    where: str
    blocking: list[Count]
    ends: list[Count]
    sealed: int
    may_end: bool
    hand_over_url: str


def places(scope: Scope, user: UUID) -> list[Place]:
    """Every membership of a colleague that has not ended, as far as the asker sees it; what is open once a project."""
    rows = _present(scope, user).select_related("project", "carrier")
    found: list[Place] = []
    seen: set[UUID] = set()
    for row in rows.order_by("project__name", "role"):
        counts: list[Count] = []
        url = ""
        if row.project_id is not None and row.role in MEMBERS and row.project_id not in seen:
            seen.add(row.project_id)
            if may_lead(scope, row.carrier_id, row.project_id):
                counts = holdings.open_counts(scope, Holder(row.carrier_id, row.project_id, user))
            if row.project_id in scope.leads:
                url = reverse("hand_over", args=[user]) + f"?projekt={row.project_id}"
        found.append(
            Place(
                row=row,
                role=str(Role(row.role).label),
                where=row.project.name if row.project else row.carrier.short_name,
                blocking=[each for each in counts if each.blocks],
                ends=[each for each in counts if each.kind == "place"],
                sealed=sum(each.number for each in counts if each.kind == "audience"),
                may_end=may_lead(scope, row.carrier_id, row.project_id),
                hand_over_url=url,
            )
        )
    return found


def _present(scope: Scope, user: UUID) -> QuerySet[Membership]:
    rows = Membership.objects.visible_to(scope)
    return rows.filter(Q(valid_to=None) | Q(valid_to__gte=clock.today()), user_id=user)


def leave(scope: Scope, user: UUID, last_day: date, *, at_once: bool = False) -> bool:
    """End everything of a colleague that the asker may end; True when the sign-in is shut (now or after the last day).

    `at_once` takes away access today, without waiting for midnight. Raises StillHeld, Forbidden, DomainError.
    """
    if user == scope.principal.id:
        raise DomainError(_("Sich selbst verabschiedet niemand. Bitten Sie eine andere Leitung oder die Verwaltung."))
    rows = [
        row
        for row in _present(scope, user).select_for_update(of=("self",))
        if may_lead(scope, row.carrier_id, row.project_id)
    ]
    if not rows:
        raise access.Forbidden("network.invite")
    day = clock.today() if at_once else last_day
    for row in rows:
        begins_later = row.valid_from > day
        if not begins_later:
            _check_last_day(row, day)
    for holder in {
        Holder(row.carrier_id, row.project_id, user)
        for row in rows
        if row.project_id is not None and row.role in MEMBERS
    }:
        if found := blocking(scope, holder):
            raise StillHeld(found, holder)
        own_holdings.end_with(holder, day)
    for row in rows:
        if row.valid_from > day:
            row.delete()
        elif row.valid_to is None or row.valid_to > day:
            row.valid_to = day
            row.save(update_fields=["valid_to"])
    _take_back_invitations(scope, user)
    elsewhere = Membership.objects.filter(lasting(day), user_id=user).exists()
    note("departure", table="network_user", row=str(user), carrier=rows[0].carrier_id, at_once=at_once)
    return _shut(user, day) if at_once else not elsewhere


def _take_back_invitations(scope: Scope, user: UUID) -> None:
    """Those that wait for the leaver, and those that the leaver sent: nobody would know whom they let in."""
    email = User.objects.filter(pk=user).values_list("email", flat=True).first() or ""
    Grant.objects.visible_to(scope).filter(
        Q(recipient__iexact=email) | Q(created_by_id=user), purpose=MEMBERSHIP_PURPOSE, used_at=None, revoked_at=None
    ).update(revoked_at=clock.now())


def _shut(user: UUID, after: date) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT signin_shut(%s, %s)", [user, after])
        return bool(cursor.fetchone()[0])


# ---------- every night, and scharnier check ----------


def shut_leavers() -> int:
    """Shut the sign-ins of everybody whose last membership has ended; returns how many."""
    with principals.entering(principals.SYSTEM):
        return sum(_shut(user, clock.today() - timedelta(days=1)) for user in _leavers())


def _leavers() -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM signin_leavers(%s)", [clock.today()])
        return [row[0] for row in cursor.fetchall()]


def check_holdings() -> Iterator[str]:
    """What has no owner any more, and sign-ins that stayed open after the last membership."""
    for carrier in upkeep.carriers():
        with principals.entering(principals.system(carrier)):
            yield from (f"carrier {carrier}: {problem}" for problem in holdings.check(carrier))
    with principals.entering(principals.SYSTEM):
        yield from (f"account {user} is open though its last membership has ended" for user in _leavers())


checks.register("holdings", check_holdings)
