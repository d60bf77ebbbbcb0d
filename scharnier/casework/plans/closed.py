# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Fields of the plan that are closed for want of a legal basis (health): in plan, print, agenda and timeline.

What is closed stays stored and comes back with the next basis; see docs/legal-bases.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from scharnier.casework import projected
from scharnier.casework.models import CaseRecord, Contact, Goal, PlanRevision, Step
from scharnier.casework.needs.models import Need
from scharnier.foundation import principals, projections
from scharnier.foundation.principals import Scope
from scharnier.knowledge import purposes
from scharnier.knowledge.settings import ProgrammeSettings
from scharnier.network.programmes import effects
from scharnier.people.consents import actions as consents
from scharnier.people.consents import closing
from scharnier.people.consents import queries as bases
from scharnier.people.consents.queries import Basis


def guarded() -> frozenset[str]:
    """Fields that need a basis of their own."""
    return frozenset(field for code in purposes.purposes() for field in purposes.closed_plan_fields(code))


def fields(scope: Scope, person: UUID, project: UUID, at: ProgrammeSettings | None = None) -> dict[str, Basis]:
    """Closed fields of a case, and why; no statement where law decides, one in a transaction elsewhere."""
    found: dict[str, Basis] = {}
    for code in purposes.purposes():
        names = purposes.closed_plan_fields(code)
        basis = bases.basis(scope, person, project, code, at=at) if names else None
        if basis is not None and not basis.allowed:
            found |= dict.fromkeys(names, basis)
    return found


def check(person: UUID, project: UUID, field: str) -> None:
    """Raises NoBasis, which says what to ask for, when a field is closed in a case."""
    if field in guarded():
        basis = fields(principals.scope(), person, project).get(field)
        if basis is not None:
            raise bases.NoBasis(basis, "field")


def hidden(cases: Iterable[tuple[UUID, UUID]]) -> set[tuple[UUID, UUID, str]]:
    """Of these (project, person), what is closed as (project, person, field); a statement a project where needed."""
    found: set[tuple[UUID, UUID, str]] = set()
    by_project: dict[UUID, set[UUID]] = {}
    for project, person in cases:
        by_project.setdefault(project, set()).add(person)
    for project, persons in by_project.items():
        for code in purposes.purposes():
            names = purposes.closed_plan_fields(code)
            if names:
                for person in bases.without_basis(persons, project, code):
                    found |= {(project, person, name) for name in names}
    return found


def of_carrier(carrier: UUID) -> set[tuple[UUID, UUID, str]]:
    """Everything closed in the plans of a carrier, for the check and the rebuild."""
    goals = Goal.objects.filter(carrier_id=carrier, field__in=guarded())
    talks = Contact.objects.filter(carrier_id=carrier, topics__overlap=sorted(guarded()))
    cases = {case for rows in (goals, talks) for case in rows.values_list("project_id", "person_id")}
    return hidden(cases)


def open_topics(scope: Scope, rows: Sequence[Contact]) -> None:
    """Take closed topics off talks that are to be shown, never saved; at most one statement a case."""
    for row in rows:
        if guarded() & set(row.topics):
            shut = fields(scope, row.person_id, row.project_id)
            row.topics = [each for each in row.topics if each not in shut]


def _talks_anew(project: UUID, persons: Collection[UUID] | None) -> None:
    talks = Contact.objects.filter(project_id=project, topics__overlap=sorted(guarded())).select_related("author")
    found = list(talks if persons is None else talks.filter(person_id__in=persons))
    if found:
        shut = hidden({(row.project_id, row.person_id) for row in found})
        projections.put([projected.contact_event(row, shut) for row in found])


def project_anew(project: UUID, persons: Collection[UUID] | None = None) -> None:
    """Agenda and timeline of guarded fields say what the bases of today allow."""
    _talks_anew(project, persons)
    goals = Goal.objects.filter(project_id=project, field__in=guarded())
    if persons is not None:
        goals = goals.filter(person_id__in=persons)
    rows = list(goals)
    if not rows:
        return
    shut = hidden({(row.project_id, row.person_id) for row in rows})
    away = [row for row in rows if (row.project_id, row.person_id, row.field) in shut]
    there = [row for row in rows if (row.project_id, row.person_id, row.field) not in shut]
    if away:
        carrier = away[0].carrier_id
        steps = Step.objects.filter(goal__in=away).values_list("pk", flat=True)
        projections.drop(carrier, projected.GOAL, [row.pk for row in away])
        projections.drop(carrier, projected.STEP, list(steps))
    events = [event for event in map(projected.goal_event, there) if event is not None]
    dues = map(projected.step_due, Step.objects.filter(goal__in=there).select_related("person", "goal"))
    projections.put([*events, *(due for due in dues if due is not None)])


def _rows_of(model: type[CaseRecord], path: str) -> closing.ShutRows:
    """Rows of a case that belong to a closed field; without a path all of them, while any field is closed."""

    def shut(scope: Scope, person: UUID, project: UUID) -> QuerySet[Any] | None:
        names = fields(scope, person, project)
        if not names:
            return None
        rows = model.objects.visible_to(scope).filter(person_id=person)
        return rows.filter(**{f"{path}__in": list(names)}) if path else rows

    return shut


def _any(scope: Scope, person: UUID, project: UUID) -> bool:
    return bool(fields(scope, person, project))


closing.guard_column("casework_contact", "topics", _any)
closing.guard_rows("casework_goal", _rows_of(Goal, "field"))
closing.guard_rows("casework_step", _rows_of(Step, "goal__field"))
closing.guard_rows("casework_need", _rows_of(Need, "field"))
closing.guard_rows("casework_planrevision", _rows_of(PlanRevision, ""))


def _basis_changed(carrier: UUID, project: UUID, person: UUID) -> None:
    project_anew(project, [person])


def _reach(change: effects.Proposed) -> list[str]:
    return []


for _code in purposes.purposes():
    if purposes.closed_plan_fields(_code):
        consents.follows(_code, _basis_changed)
        effects.add(effects.Effect((f"law.{_code}",), _reach, project_anew))
