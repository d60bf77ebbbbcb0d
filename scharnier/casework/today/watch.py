# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What nobody set a day for and is still easily forgotten: long silence, a missing plan, missing data, after the exit.

Read from the participations themselves, so that nothing has to be kept in step: all of one's own, a hundred of many.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from scharnier.casework.models import Goal
from scharnier.casework.plans.actions import add_months
from scharnier.casework.today.queries import COVERED, MINE, TEAM
from scharnier.foundation import clock
from scharnier.foundation.prepared import Read
from scharnier.foundation.principals import Scope
from scharnier.knowledge.settings import Span
from scharnier.network.middleware import Desk
from scharnier.people.models import Enrolment, ResidenceStatus

SETTLING = timedelta(days=28)
# A situation is asked for from its day on, for two months; a talk up to two weeks before counts as asked.
ASKED_FOR = timedelta(days=60)
EARLY = timedelta(days=14)
LONG = 90
LONGEST = timedelta(days=800)
MOST = 100
OWN = 300  # of one's own cases all are looked at
AFTER, SILENCE, PLAN, DATA = "after", "silence", "plan", "data"
ORDER = (AFTER, SILENCE, PLAN, DATA)


@dataclass(frozen=True)
class Hint:
    """A case worth a look, and why."""

    person_id: UUID
    name: str
    kind: str
    why: str
    since: date


def _whose(desk: Desk, whose: str) -> Q:
    if whose == TEAM:
        return Q(project_id=desk.project.project) if desk.project and desk.project.project else Q(pk__in=[])
    if whose == COVERED:
        covered = Q(pk__in=[])
        for cover in desk.covering:
            mine = Q(project_id=cover.project) & (Q(staff_id=cover.absent) | Q(second_staff_id=cover.absent))
            covered |= mine if cover.cases is None else mine & Q(person_id__in=cover.cases)
        return covered
    return Q(staff_id=desk.user.id) | Q(second_staff_id=desk.user.id)


def hints(desk: Desk, whose: str) -> list[Hint]:
    """What is easily forgotten, what is longest overdue first; two statements."""
    found = [*_open(desk, whose), *_left(desk, whose)]
    return sorted(found, key=lambda hint: (ORDER.index(hint.kind), hint.since, hint.person_id))


def _open(desk: Desk, whose: str) -> list[Hint]:
    today = clock.today()
    # The shortest silence that any of one's projects minds finds the rows; each row is judged by its own project.
    shortest = min((place.settings.silent_days for place in desk.projects if place.project is not None), default=LONG)
    days = {"silent": today - timedelta(days=shortest), "settled": today - SETTLING}
    rows = _MINE(desk.scope, user=desk.user.id, **days) if whose == MINE else _easily_forgotten(desk, whose, **days)
    return [hint for row in rows if (hint := _hint(desk, _Case(*row)))]


@dataclass(frozen=True)
class _Case:
    """What the hints of an open participation rest on; `last` is the last talk, or the entry when there was none."""

    person: UUID
    project: UUID
    family_name: str
    given_names: str
    born: date | None
    speaks: list[str]
    reads: str
    entered: date | None
    talked: date | None
    last: date | None
    planned: bool
    stay: bool

    @property
    def name(self) -> str:
        return ", ".join(part for part in (self.family_name, self.given_names) if part)


_COLUMNS = (
    "person_id",
    "project_id",
    "person__family_name",
    "person__given_names",
    "person__birth_date",
    "person__speaks",
    "person__reads",
    "entered_on",
    "last_contact_on",
)


def _open_cases(scope: Scope) -> QuerySet[Enrolment]:
    return Enrolment.objects.visible_to(scope).filter(exited_on=None).annotate(last=_LAST).order_by("last", "pk")


_LAST = Coalesce("last_contact_on", "entered_on")
_PLANNED = Exists(Goal.objects.filter(person_id=OuterRef("person_id"), project_id=OuterRef("project_id")))
_STAY = Exists(ResidenceStatus.objects.filter(person_id=OuterRef("person_id")))


def _of_mine(scope: Scope, user: UUID, silent: date, settled: date) -> QuerySet[Enrolment, Any]:
    """One's own cases that could be easily forgotten: what is missing is looked up once, and only for them."""
    rows = _open_cases(scope).filter(Q(staff_id=user) | Q(second_staff_id=user))
    rows = rows.filter(Q(last__lte=silent) | Q(entered_on__lte=settled))
    return rows.values_list(*_COLUMNS, "last", _PLANNED, _STAY)[:OWN]


_MINE = Read(_of_mine)


def _easily_forgotten(desk: Desk, whose: str, silent: date, settled: date) -> QuerySet[Enrolment, Any]:
    """Of cases that may be thousands, only those with something to say."""
    rows = _open_cases(desk.scope).filter(_whose(desk, whose)).annotate(planned=_PLANNED, stay=_STAY)
    unknown = Q(stay=False) | Q(person__speaks=[], person__reads="") | Q(person__birth_date=None)
    rows = rows.filter(Q(last__lte=silent) | Q(entered_on__lte=settled) & (Q(planned=False) | unknown))
    return rows.values_list(*_COLUMNS, "last", "planned", "stay")[:MOST]


def _hint(desk: Desk, row: _Case) -> Hint | None:
    """The weightiest reason alone: one line a person."""
    silent = clock.today() - timedelta(days=desk.settings_of(row.project).silent_days)
    if row.last is not None and row.last <= silent:
        word = _("kein Gespräch seit %(day)s") if row.talked else _("noch kein Gespräch, Eintritt %(day)s")
        return Hint(row.person, row.name, SILENCE, word % {"day": f"{row.last:%d.%m.%Y}"}, row.last)
    entered = row.entered or clock.today()
    if entered > clock.today() - SETTLING:
        return None
    if not row.planned:
        return Hint(row.person, row.name, PLAN, _("noch kein Ziel im Plan"), entered)
    missing = [
        "" if row.born else _("Geburtsdatum"),
        "" if row.speaks or row.reads else _("Sprache"),
        "" if row.stay else _("Aufenthalt"),
    ]
    if not any(missing):
        return None
    return Hint(row.person, row.name, DATA, _("fehlt: %(what)s") % {"what": ", ".join(filter(None, missing))}, entered)


def _left(desk: Desk, whose: str) -> list[Hint]:
    """Who has left and whose situation the programme wants to know by now."""
    checks = {
        place.project: place.settings.retention_checks
        for place in desk.projects
        if place.project is not None and place.settings.retention_checks
    }
    if not checks:
        return []
    today = clock.today()
    asked: dict[str, Any] = {"projects": tuple(checks), "until": today, "since": today - LONGEST}
    if whose == MINE:
        rows: Iterable[Enrolment] = _GONE(desk.scope, user=desk.user.id, **asked)
    else:
        rows = _gone(desk.scope, _whose(desk, whose), **asked)
    found = []
    for row in rows:
        due = _due(row, checks[row.project_id])
        if due is not None:
            why = _("Situation %(after)s nach dem Austritt, fällig am %(day)s") % {
                "after": due[0].label(),
                "day": f"{due[1]:%d.%m.%Y}",
            }
            found.append(Hint(row.person_id, row.person.list_name, AFTER, why, due[1]))
    return found


def _gone(scope: Scope, whose: Q, projects: tuple[UUID, ...], until: date, since: date) -> QuerySet[Enrolment]:
    left = Q(project_id__in=projects, exited_on__lte=until, exited_on__gt=since)
    rows = Enrolment.objects.visible_to(scope).filter(whose, left).select_related("person")
    names = ("person__family_name", "person__given_names")
    known = rows.only("person_id", "project_id", "exited_on", "last_contact_on", *names)
    return known.order_by("-exited_on", "pk")[:MOST]


_GONE = Read(lambda scope, user, **asked: _gone(scope, Q(staff_id=user) | Q(second_staff_id=user), **asked))


def _due(row: Enrolment, checks: tuple[Span, ...]) -> tuple[Span, date] | None:
    """The latest check that is due and has had no talk yet."""
    today, found = clock.today(), None
    for span in checks:
        if row.exited_on is None:
            continue
        day = after(row.exited_on, span)
        asked = row.last_contact_on is not None and row.last_contact_on >= day - EARLY
        if day <= today < day + ASKED_FOR and not asked:
            found = (span, day)
    return found


def after(day: date, span: Span) -> date:
    """So many days or months after a day."""
    return day + timedelta(days=span.count) if span.unit == "days" else add_months(day, span.count)
