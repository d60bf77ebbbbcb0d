# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who works here, who is invited, whom to ask, and where somebody is signed in."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import F, Func, Q, QuerySet, TextField
from django.utils.translation import gettext as _

from scharnier.foundation import access, clock
from scharnier.foundation.models import Grant
from scharnier.foundation.principals import Scope
from scharnier.foundation.records import MEMBERSHIP_PURPOSE
from scharnier.network.middleware import Desk, Place
from scharnier.network.models import Membership, Project, Role, Substitution
from scharnier.network.signin import second_factor
from scharnier.network.staffing.departure import may_lead

PAGE = 25
ROLE_LABELS = dict(Role.choices)


@dataclass(frozen=True)
class Colleague:
    """A membership as the team page shows it; `covers` are sentences about substitutions."""

    id: UUID
    user: UUID
    name: str
    email: str
    phone: str
    role: str
    where: str
    since: date
    until: date | None
    covers: tuple[str, ...]
    may_end: bool


@dataclass(frozen=True)
class StaffPage:
    """One page of the team; `before` and `after` are cursors (ids), empty where nothing follows."""

    rows: list[Colleague]
    before: str
    after: str


@dataclass(frozen=True)
class Invitation:
    """An invitation nobody has accepted yet."""

    id: UUID
    recipient: str
    role: str
    where: str
    sent: datetime
    expires: datetime
    expired: bool
    since: date | None
    until: date | None
    over: bool


def _here(place: Place) -> Q:
    """Members of a project and whoever administers its carrier; for a carrier, everybody in it."""
    within = Q(carrier_id=place.carrier)
    return within & (Q(project_id=place.project) | Q(project_id=None)) if place.project else within


def current(today: date) -> Q:
    """Memberships that have not ended."""
    return Q(valid_to=None) | Q(valid_to__gte=today)


def _ordered(rows: QuerySet[Membership]) -> QuerySet[Any]:
    """With `sort`, the name folded as German sorts it."""
    return rows.annotate(sort=Func(F("user__display_name"), function="de_fold", output_field=TextField()))


def staff(scope: Scope, place: Place, after: str = "", before: str = "") -> StaffPage:
    """25 members of a place by name, with substitutions; two statements, three from the second page on."""
    today = clock.today()
    rows = _ordered(Membership.objects.visible_to(scope).filter(_here(place), current(today)))
    rows = rows.select_related("user", "project")
    backwards = bool(before)
    if cursor := _cursor(rows, before or after):
        rows = rows.filter(_beyond(cursor, backwards))
    found = list(rows.order_by(*(("-sort", "-id") if backwards else ("sort", "id")))[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    if backwards:
        found.reverse()
    sentences = _covers(scope, place, today)
    page = [_colleague(scope, row, sentences.get(row.user_id, ())) for row in found]
    has_before = more if backwards else bool(after and page)
    has_after = bool(page) if backwards else more
    return StaffPage(
        page, str(page[0].id) if page and has_before else "", str(page[-1].id) if page and has_after else ""
    )


def _cursor(rows: QuerySet[Any], key: str) -> tuple[str, UUID] | None:
    try:
        wanted = UUID(key)
    except ValueError:
        return None
    found: tuple[str, UUID] | None = rows.filter(pk=wanted).values_list("sort", "id").first()
    return found


def _beyond(cursor: tuple[str, UUID], backwards: bool) -> Q:
    name, key = cursor
    if backwards:
        return Q(sort__lt=name) | Q(sort=name, id__lt=key)
    return Q(sort__gt=name) | Q(sort=name, id__gt=key)


def _covers(scope: Scope, place: Place, today: date) -> dict[UUID, tuple[str, ...]]:
    """Sentences about present and coming substitutions, by the user they are about."""
    rows = Substitution.objects.visible_to(scope).filter(carrier_id=place.carrier, valid_to__gte=today)
    if place.project:
        rows = rows.filter(project_id=place.project)
    sentences: dict[UUID, list[str]] = defaultdict(list)
    for row in rows.select_related("absent", "cover").order_by("valid_from"):
        days = {"start": f"{row.valid_from:%d.%m.}", "end": f"{row.valid_to:%d.%m.%Y}"}
        sentences[row.absent_id].append(
            _("wird von %(name)s vertreten, %(start)s bis %(end)s") % {"name": row.cover.display_name, **days}
        )
        sentences[row.cover_id].append(
            _("vertritt %(name)s, %(start)s bis %(end)s") % {"name": row.absent.display_name, **days}
        )
    return {user: tuple(each) for user, each in sentences.items()}


def _colleague(scope: Scope, row: Membership, covers: tuple[str, ...]) -> Colleague:
    return Colleague(
        id=row.pk,
        user=row.user_id,
        name=row.user.display_name,
        email=row.user.email,
        phone=row.user.phone,
        role=str(ROLE_LABELS[row.role]),
        where=row.project.name if row.project else "",
        since=row.valid_from,
        until=row.valid_to,
        covers=covers,
        may_end=row.valid_to is None and may_lead(scope, row.carrier_id, row.project_id),
    )


def invitations(scope: Scope, place: Place) -> list[Invitation]:
    """Invitations to a place that nobody accepted or took back, latest first; two statements."""
    rows = Grant.objects.visible_to(scope).filter(
        purpose=MEMBERSHIP_PURPOSE, carrier_id=place.carrier, used_at=None, revoked_at=None
    )
    if place.project:
        rows = rows.filter(project_id=place.project)
    found = list(rows.order_by("-created_at")[:50])
    names = dict(
        Project.objects.filter(pk__in={row.project_id for row in found if row.project_id}).values_list("pk", "name")
        if found
        else []
    )
    now = clock.now()
    return [
        Invitation(
            id=row.pk,
            recipient=row.recipient,
            role=str(ROLE_LABELS.get(row.rights[0], "")),
            where=names[row.project_id] if row.project_id else "",
            sent=row.created_at,
            expires=row.expires_at,
            expired=row.expires_at <= now,
            since=_day(row.rights, 1),
            until=_day(row.rights, 2),
            over=(_day(row.rights, 2) or date.max) < clock.today(),
        )
        for row in found
    ]


def _day(rights: list[str], place: int) -> date | None:
    return date.fromisoformat(rights[place]) if len(rights) > place and rights[place] else None


def places_to_invite(desk: Desk) -> list[tuple[str, str]]:
    """(key, name) of the projects and carriers that somebody may invite to; a carrier's key begins with `carrier:`."""
    scope, today = desk.scope, clock.today()
    projects = Project.objects.visible_to(scope).filter(
        Q(pk__in=scope.leads) | Q(carrier_id__in=scope.admins), current(today)
    )
    carriers = {p.carrier: p.carrier_name for p in desk.projects if p.carrier in scope.admins}
    return [
        *((str(pk), name) for pk, name in projects.order_by("name").values_list("pk", "name")),
        *((f"carrier:{key}", _("%(carrier)s (ganzer Träger)") % {"carrier": name}) for key, name in carriers.items()),
    ]


def whom_to_ask(desk: Desk) -> list[str]:
    """Names of those who lead the present project, or administer its carrier when nobody leads it."""
    if desk.project is None:
        return []
    rows = (
        Membership.objects.visible_to(desk.scope)
        .filter(_here(desk.project), current(clock.today()), role__in=[Role.LEAD, Role.ADMIN])
        .exclude(user_id=desk.user.id)
        .order_by("role", "user__display_name")
        .values_list("role", "user__display_name")[:10]
    )
    found = list(rows)
    leads = [name for role, name in found if role == Role.LEAD]
    return leads or [name for role, name in found]


def roles_with(permission: str) -> list[str]:
    """The roles that hold a permission, as people say them."""
    holders = access.declared().get(permission, frozenset())
    return [str(label) for role, label in Role.choices if role in holders]


# ---------- own account ----------


@dataclass(frozen=True)
class OpenSession:
    """One place where somebody is signed in."""

    id: int
    device: str
    ip: str
    since: datetime
    current: bool


_BROWSERS = (("Firefox/", "Firefox"), ("Edg/", "Edge"), ("OPR/", "Opera"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone|iPad", "iOS"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def device(user_agent: str) -> str:
    """Browser and system in two words, as far as the browser says so."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), _("Unbekannter Browser"))
    system = next((name for mark, name in _SYSTEMS if re.search(mark, user_agent)), "")
    return f"{browser}, {system}" if system else browser


def open_sessions(user: UUID, present: str | None) -> list[OpenSession]:
    """Where somebody is signed in, this place first; two statements."""
    rows = list(UserSession.objects.filter(user_id=user).order_by("-created_at")[:50])
    alive = set(
        Session.objects.filter(
            session_key__in=[row.session_key for row in rows], expire_date__gt=clock.now()
        ).values_list("session_key", flat=True)
    )
    found = [
        OpenSession(row.pk, device(row.user_agent), row.ip, row.created_at, row.session_key == present)
        for row in rows
        if row.session_key in alive
    ]
    return sorted(found, key=lambda row: not row.current)


def second_factors(user: UUID) -> dict[str, int]:
    """How many passkeys and apps somebody has set up: {"webauthn": 1, "totp": 1}."""
    kinds = list(second_factor.of_user(user).values_list("type", flat=True))
    return {kind: kinds.count(kind) for kind in (Authenticator.Type.WEBAUTHN.value, Authenticator.Type.TOTP.value)}
