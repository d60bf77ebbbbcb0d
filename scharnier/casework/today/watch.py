# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What nobody set a day for and is still easily forgotten: long silence, a missing plan, missing data, after the exit.

Read from the participations themselves, at most a hundred of them, so that nothing has to be kept in step.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from scharnier.casework.models import Goal
from scharnier.casework.plans.actions import add_months
from scharnier.casework.today.queries import COVERED, TEAM
from scharnier.foundation import clock
from scharnier.knowledge.settings import Span
from scharnier.network.middleware import Desk
from scharnier.people.models import Enrolment, ResidenceStatus

SILENT = timedelta(days=90)
SETTLING = timedelta(days=28)
# A situation is asked for from its day on, for two months; a talk up to two weeks before counts as asked.
ASKED_FOR = timedelta(days=60)
EARLY = timedelta(days=14)
LONGEST = timedelta(days=800)
MOST = 100
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
    rows = Enrolment.objects.visible_to(desk.scope).filter(_whose(desk, whose), exited_on=None)
    rows = rows.annotate(
        last=Coalesce("last_contact_on", "entered_on"),
        planned=Exists(Goal.objects.filter(person_id=OuterRef("person_id"), project_id=OuterRef("project_id"))),
        stay=Exists(ResidenceStatus.objects.filter(person_id=OuterRef("person_id"))),
    )
    unknown = Q(stay=False) | Q(person__speaks=[], person__reads="") | Q(person__birth_date=None)
    wanted = Q(last__lte=today - SILENT) | Q(entered_on__lte=today - SETTLING) & (Q(planned=False) | unknown)
    return [_hint(row) for row in rows.filter(wanted).select_related("person").order_by("last", "pk")[:MOST]]


def _hint(row: Enrolment) -> Hint:
    """The weightiest reason alone: one line a person."""
    name, last = row.person.list_name, row.last  # type: ignore[attr-defined]  # annotated above
    if last <= clock.today() - SILENT:
        word = _("kein Gespräch seit %(day)s") if row.last_contact_on else _("noch kein Gespräch, Eintritt %(day)s")
        return Hint(row.person_id, name, SILENCE, word % {"day": f"{last:%d.%m.%Y}"}, last)
    entered = row.entered_on or clock.today()
    if not row.planned:  # type: ignore[attr-defined]  # annotated above
        return Hint(row.person_id, name, PLAN, _("noch kein Ziel im Plan"), entered)
    missing = [
        "" if row.person.birth_date else _("Geburtsdatum"),
        "" if row.person.speaks or row.person.reads else _("Sprache"),
        "" if row.stay else _("Aufenthalt"),  # type: ignore[attr-defined]  # annotated above
    ]
    return Hint(row.person_id, name, DATA, _("fehlt: %(what)s") % {"what": ", ".join(filter(None, missing))}, entered)


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
    rows = Enrolment.objects.visible_to(desk.scope).filter(
        _whose(desk, whose), project_id__in=checks, exited_on__lte=today, exited_on__gt=today - LONGEST
    )
    found = []
    for row in rows.select_related("person").order_by("-exited_on", "pk")[:MOST]:
        due = _due(row, checks[row.project_id])
        if due is not None:
            why = _("Situation %(after)s nach dem Austritt, fällig am %(day)s") % {
                "after": due[0].label(),
                "day": f"{due[1]:%d.%m.%Y}",
            }
            found.append(Hint(row.person_id, row.person.list_name, AFTER, why, due[1]))
    return found


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
