# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What nobody set a day for and is still easily forgotten: long silence, a missing plan, data and records.

Read from the participations themselves, so that nothing has to be kept in step: all of one's own, a hundred of many.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from scharnier.casework.models import Contact, FollowUp, Goal
from scharnier.casework.today.queries import COVERED, MINE, PAGE, TEAM
from scharnier.foundation import clock
from scharnier.foundation.prepared import Read
from scharnier.foundation.principals import Scope
from scharnier.network.middleware import Desk
from scharnier.people.models import Enrolment, ResidenceStatus
from scharnier.people.questionnaire.models import EntryQuestionnaire

SETTLING = timedelta(days=28)
LONG = 90
MOST = 100
OWN = 300  # of one's own cases all are looked at
RECORD, HOURS, SILENCE, PLAN, DATA = "record", "hours", "silence", "plan", "data"
ORDER = (RECORD, HOURS, SILENCE, PLAN, DATA)
# A hint seen to comes back after four weeks if what it is about is still so.
RESTS = timedelta(days=28)
# The questionnaire of the entry is missed after a fortnight; the hours before it are told from three quarters on.
ANSWERED_WITHIN = timedelta(days=14)
NEARLY = 0.75


@dataclass(frozen=True)
class Hint:
    """A case worth a look, and why."""

    person_id: UUID
    project: UUID
    name: str
    kind: str
    why: str
    since: date
    enrolment: UUID | None = None  # where it leads: the participation whose record is missing


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


class _Found(NamedTuple):
    """What is to be said, in the order of saying; put into words only for the page."""

    weight: int
    since: date
    person: UUID
    tell: Callable[[], Hint]

    @property
    def place(self) -> str:
        return f"{self.weight}.{self.since}.{self.person}"


def hints(desk: Desk, whose: str, most: int | None = None) -> list[Hint]:
    """What is easily forgotten, what is longest overdue first; one statement, two where records are due."""
    return [each.tell() for each in _sorted(desk, whose)[:most]]


def page(desk: Desk, whose: str, after: str) -> tuple[list[Hint], str]:
    """Some of them that come after the place `after`, and the place of the last of them, empty when it is the last.

    A place is what the order goes by, so that nothing is skipped when those before it have been answered. Where nothing
    comes after it any more, the list begins anew.
    """
    every = _sorted(desk, whose)
    found = [each for each in every if each.place > after] or every
    end = PAGE
    while end < len(found) and found[end].place == found[end - 1].place:
        end += 1
    return [each.tell() for each in found[:end]], found[end - 1].place if end < len(found) else ""


def _sorted(desk: Desk, whose: str) -> list[_Found]:
    return sorted([*_open(desk, whose), *_records(desk, whose)], key=lambda each: each[:3])


def hint(desk: Desk, whose: str, person: UUID, kind: str) -> Hint | None:
    """One of them, None when it is said no more: answered, or mended."""
    return next((each for each in hints(desk, whose) if (each.person_id, each.kind) == (person, kind)), None)


def _resting(seen: datetime) -> ArraySubquery:
    """The kinds of hints of a participation that need not be said: one is asked for its answer, or gave it lately."""
    told = FollowUp.objects.filter(person_id=OuterRef("person_id"), project_id=OuterRef("project_id")).exclude(about="")
    return ArraySubquery(told.filter(Q(done_at=None) | Q(done_at__gt=seen)).values("about"))


def _seen() -> datetime:
    return datetime.combine(clock.today() - RESTS, time(), clock.ZONE)


def _open(desk: Desk, whose: str) -> list[_Found]:
    today = clock.today()
    # The shortest silence that any of one's projects minds finds the rows; each row is judged by its own project.
    shortest = min((place.settings.silent_days for place in desk.projects if place.project is not None), default=LONG)
    days: dict[str, Any] = {"silent": today - timedelta(days=shortest), "settled": today - SETTLING, "seen": _seen()}
    rows = _MINE(desk.scope, user=desk.user.id, **days) if whose == MINE else _easily_forgotten(desk, whose, **days)
    return [found for row in rows if (found := _weighed(desk, _Case(*row), today))]


class _Case(NamedTuple):
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
    resting: list[str]

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


def _of_mine(scope: Scope, user: UUID, silent: date, settled: date, seen: datetime) -> QuerySet[Enrolment, Any]:
    """One's own cases that could be easily forgotten: what is missing is looked up once, and only for them."""
    rows = _open_cases(scope).filter(Q(staff_id=user) | Q(second_staff_id=user))
    rows = rows.filter(Q(last__lte=silent) | Q(entered_on__lte=settled))
    return rows.values_list(*_COLUMNS, "last", _PLANNED, _STAY, _resting(seen))[:OWN]


_MINE = Read(_of_mine)


def _easily_forgotten(desk: Desk, whose: str, silent: date, settled: date, seen: datetime) -> QuerySet[Enrolment, Any]:
    """Of cases that may be thousands, only those with something to say."""
    rows = _open_cases(desk.scope).filter(_whose(desk, whose)).annotate(planned=_PLANNED, stay=_STAY)
    unknown = Q(stay=False) | Q(person__speaks=[], person__reads="") | Q(person__birth_date=None)
    rows = rows.filter(Q(last__lte=silent) | Q(entered_on__lte=settled) & (Q(planned=False) | unknown))
    return rows.values_list(*_COLUMNS, "last", "planned", "stay", _resting(seen))[:MOST]


def _weighed(desk: Desk, row: _Case, today: date) -> _Found | None:
    """The weightiest reason that nobody has answered, alone: one line a person."""
    silent = today - timedelta(days=desk.settings_of(row.project).silent_days)
    if row.last is not None and row.last <= silent and SILENCE not in row.resting:
        return _Found(ORDER.index(SILENCE), row.last, row.person, partial(_silent, row, row.last))
    entered = row.entered or today
    if entered > today - SETTLING:
        return None
    if not row.planned and PLAN not in row.resting:
        return _Found(ORDER.index(PLAN), entered, row.person, partial(_no_goal, row, entered))
    complete = row.born and (row.speaks or row.reads) and row.stay
    if complete or DATA in row.resting:
        return None
    return _Found(ORDER.index(DATA), entered, row.person, partial(_incomplete, row, entered))


def _silent(row: _Case, since: date) -> Hint:
    word = _("kein Gespräch seit %(day)s") if row.talked else _("noch kein Gespräch, Eintritt %(day)s")
    return Hint(row.person, row.project, row.name, SILENCE, word % {"day": f"{since:%d.%m.%Y}"}, since)


def _no_goal(row: _Case, since: date) -> Hint:
    return Hint(row.person, row.project, row.name, PLAN, _("noch kein Ziel im Plan"), since)


def _incomplete(row: _Case, since: date) -> Hint:
    missing = [
        "" if row.born else _("Geburtsdatum"),
        "" if row.speaks or row.reads else _("Sprache"),
        "" if row.stay else _("Aufenthalt"),
    ]
    why = _("fehlt: %(what)s") % {"what": ", ".join(filter(None, missing))}
    return Hint(row.person, row.project, row.name, DATA, why, since)


def _records(desk: Desk, whose: str) -> list[_Found]:
    """What a funder wants at the entry: the hours before it counted, its questionnaire answered and signed.

    Asks nothing where no project of one's own requires it.
    """
    known = {place.project: place.settings for place in desk.projects if place.project is not None}
    asking = tuple(project for project, said in known.items() if "entry" in said.required_records)
    counting = tuple(project for project, said in known.items() if said.hours_before_entry)
    if not asking and not counting:
        return []
    asked: dict[str, Any] = {"asking": asking, "counting": counting, "until": clock.today() - ANSWERED_WITHIN}
    asked["seen"] = _seen()
    if whose == MINE:
        rows: Iterable[Any] = _MINE_LACKING(desk.scope, user=desk.user.id, **asked)
    else:
        rows = _lacking(desk.scope, _whose(desk, whose), **asked)
    found = []
    for row in map(_Lacking._make, rows):
        if (RECORD if row.entered else HOURS) in row.resting:
            continue
        if row.entered is not None:
            found.append(_Found(ORDER.index(RECORD), row.entered, row.person, partial(_unanswered, row, row.entered)))
            continue
        hours = known[row.project].hours_before_entry or 0
        if row.minutes >= hours * 60 * NEARLY:
            today = clock.today()
            found.append(_Found(ORDER.index(HOURS), today, row.person, partial(_counted, row, hours, today)))
    return found


class _Lacking(NamedTuple):
    """A participation without the record of its entry; `minutes` of talks are counted where it hasn't begun."""

    person: UUID
    project: UUID
    enrolment: UUID
    family_name: str
    given_names: str
    entered: date | None
    minutes: int
    kept: bool
    resting: list[str]

    @property
    def name(self) -> str:
        return ", ".join(part for part in (self.family_name, self.given_names) if part)


def _unanswered(row: _Lacking, since: date) -> Hint:
    why = _("Fragebogen zum Eintritt nicht unterschrieben") if row.kept else _("Fragebogen zum Eintritt fehlt")
    return Hint(row.person, row.project, row.name, RECORD, why, since, row.enrolment)


def _counted(row: _Lacking, hours: int, today: date) -> Hint:
    said = {"counted": f"{row.minutes // 60}:{row.minutes % 60:02d}", "hours": hours}
    why = _("%(counted)s von %(hours)s Stunden Beratung, Eintritt eintragen") if row.minutes >= hours * 60 else ""
    why = why or _("%(counted)s von %(hours)s Stunden Beratung vor dem Eintritt")
    return Hint(row.person, row.project, row.name, HOURS, why % said, today, row.enrolment)


def _lacking(
    scope: Scope, whose: Q, asking: tuple[UUID, ...], counting: tuple[UUID, ...], until: date, seen: datetime
) -> QuerySet[Enrolment, Any]:
    answered = EntryQuestionnaire.objects.filter(enrolment_id=OuterRef("pk"))
    spoken = Contact.objects.filter(person_id=OuterRef("person_id"), project_id=OuterRef("project_id"))
    minutes = Subquery(spoken.order_by().values("person_id").annotate(all=Sum("minutes")).values("all"))
    rows = Enrolment.objects.visible_to(scope).filter(whose, exited_on=None)
    unsigned = ~Exists(answered.filter(signed_on__isnull=False))
    rows = rows.filter(
        Q(unsigned, project_id__in=asking, entered_on__lte=until) | Q(project_id__in=counting, entered_on=None)
    )
    # Hours are added up only for those who have not entered.
    counted = Case(When(entered_on=None, then=Coalesce(minutes, 0)), default=0)
    names = ("person__family_name", "person__given_names")
    found = rows.order_by("entered_on", "pk").values_list("person_id", "project_id", "pk", *names, "entered_on")
    return found.annotate(minutes=counted, kept=Exists(answered), resting=_resting(seen))[:MOST]


_MINE_LACKING = Read(lambda scope, user, **asked: _lacking(scope, Q(staff_id=user) | Q(second_staff_id=user), **asked))
