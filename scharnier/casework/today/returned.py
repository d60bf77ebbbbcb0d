# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Back from leave: what happened in one's own cases meanwhile, and what others did of one's own list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from scharnier.foundation import clock
from scharnier.foundation.models import AgendaItem, TimelineEntry
from scharnier.foundation.prepared import Read
from scharnier.foundation.principals import Scope
from scharnier.network.middleware import Desk
from scharnier.network.models import Substitution, User
from scharnier.people.models import Enrolment
from scharnier.people.queries import Entry, TimelinePage, entry

# For so long after the last day of a leave *Today* leads to what happened in it.
REMINDED = timedelta(days=14)
PAGE = 25


@dataclass(frozen=True)
class Away:
    """A leave that is over: both days count. `covers` are those who stood in."""

    since: date
    until: date
    covers: list[str]
    projects: tuple[UUID, ...]

    @property
    def begins(self) -> datetime:
        return datetime.combine(self.since, time(), clock.ZONE)

    @property
    def ends(self) -> datetime:
        return datetime.combine(self.until + timedelta(days=1), time(), clock.ZONE)


def lately(desk: Desk) -> Away | None:
    """One's own last leave, if it ended of late and none runs; several at a time are one. One statement."""
    today = clock.today()
    rows = _LEAVES(desk.scope, user=desk.user.id, since=today - REMINDED, today=today)
    if not rows or any(row.valid_to >= today for row in rows):
        return None
    last = max(row.valid_to for row in rows)
    together = [row for row in rows if row.valid_to >= last - timedelta(days=3)]
    return Away(
        min(row.valid_from for row in together),
        last,
        list(dict.fromkeys(row.cover.display_name for row in together)),
        tuple(dict.fromkeys(row.project_id for row in together)),
    )


_LEAVES = Read(
    lambda scope, user, since, today: (
        Substitution.objects.visible_to(scope)
        .filter(absent_id=user, valid_to__gte=since, valid_from__lte=today)
        .select_related("cover")
        .order_by("valid_from", "pk")[:10]
    )
)


def happened(desk: Desk, away: Away, after: UUID | None = None) -> TimelinePage:
    """What others wrote into one's own cases during the leave, the latest first; at most three statements."""
    rows = _told(desk.scope, desk.user.id, away)
    last = rows.filter(pk=after).values_list("at", "pk").first() if after else None
    if last is not None:
        rows = rows.filter(Q(at__lt=last[0]) | Q(at=last[0], pk__lt=last[1]))
    found = list(rows.order_by("-at", "-pk")[: PAGE + 1])
    shown = found[:PAGE]
    names = _names(desk.scope, {row.subject_id for row in shown})
    entries: list[Entry] = [replace(entry(row), about=names.get(row.subject_id, "")) for row in shown]
    return TimelinePage(entries, after=shown[-1].pk if len(found) > PAGE else None)


def _told(scope: Scope, user: UUID, away: Away) -> QuerySet[TimelineEntry]:
    mine = Enrolment.objects.visible_to(scope).filter(
        Q(staff_id=user) | Q(second_staff_id=user), project_id__in=away.projects
    )
    rows = TimelineEntry.objects.visible_to(scope).filter(
        project_id__in=away.projects,
        subject_id__in=mine.values("person_id"),
        at__gte=away.begins,
        at__lt=away.ends,
    )
    return rows.exclude(author_id=user)


def _names(scope: Scope, persons: set[UUID]) -> dict[UUID, str]:
    rows = Enrolment.objects.visible_to(scope).filter(person_id__in=persons).select_related("person")
    return {row.person_id: row.person.list_name for row in rows}


@dataclass(frozen=True)
class Done:
    """Something of one's own list that somebody else did."""

    who: str
    what: str
    by: str
    at: datetime


def done_for_me(desk: Desk, away: Away) -> Sequence[Done]:
    """The latest of what others ticked off one's own list; two statements."""
    rows = AgendaItem.objects.visible_to(desk.scope).filter(
        owner_id=desk.user.id, done_at__gte=away.begins, done_at__lt=away.ends
    )
    found = list(rows.exclude(done_by_id=desk.user.id).order_by("-done_at", "-pk")[:PAGE])
    helpers = User.objects.filter(pk__in={row.done_by_id for row in found})
    names = dict(helpers.values_list("pk", "display_name")) if found else {}
    return [
        Done(row.subject_name, row.title, names.get(row.done_by_id, "") if row.done_by_id else "", row.done_at)
        for row in found
        if row.done_at is not None
    ]
