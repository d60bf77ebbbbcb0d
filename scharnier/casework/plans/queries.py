# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads of the plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import get_language

from scharnier.casework.models import Goal, GoalState, IntegrationPlan, PlanRevision, Step
from scharnier.casework.plans import closed, personal
from scharnier.casework.plans.bilingual import language_of
from scharnier.casework.plans.models import PlanSignature, Signer
from scharnier.casework.plans.sheet import FieldSheet, GoalSheet, PlanSheet, StepSheet, from_json
from scharnier.casework.projected import PLAN_LABEL
from scharnier.casework.wordings.queries import read_through
from scharnier.foundation.prepared import Read
from scharnier.foundation.principals import Scope
from scharnier.knowledge import codes, paper, settings
from scharnier.network.middleware import Desk, Place
from scharnier.people import words
from scharnier.people.consents.queries import Basis
from scharnier.people.models import Enrolment, Person
from scharnier.people.queries import FileHeader

# With whose signature a revision counts as agreed.
PERSONS = (Signer.PERSON, Signer.GUARDIAN)


@dataclass(frozen=True)
class RevisionLine:
    """A revision as the strip shows it, without its content."""

    number: int
    frozen_at: datetime
    plan_version: int
    independence: dict[str, int]
    signed: bool = False


@dataclass(frozen=True)
class PlanView:
    """The plan of a case as it stands: `plan` is None until the first goal is written."""

    plan: IntegrationPlan | None
    sheet: PlanSheet
    revisions: list[RevisionLine] = field(default_factory=list)
    language: str = ""
    closed: list[Basis] = field(default_factory=list)

    @property
    def unread(self) -> bool:
        """Whether nobody who speaks that language has read what is printed in it."""
        drafted = bool(self.language) and paper.is_draft(self.language)
        return drafted and self.language not in getattr(self.plan, "read_through", [])

    @property
    def language_name(self) -> str:
        """The language beside German in which the plan can be printed, by its own name."""
        return str(codes.find("language", self.language).extra["endonym"]) if self.language else ""

    @property
    def last(self) -> RevisionLine | None:
        return self.revisions[-1] if self.revisions else None

    @property
    def changes(self) -> int:
        """How often the plan was changed since it was frozen last."""
        if self.plan is None:
            return 0
        return self.plan.version - (self.last.plan_version if self.last else 1)

    @property
    def free_fields(self) -> list[FieldSheet]:
        return [each for each in self.sheet.fields if not each.goals]

    @property
    def used_fields(self) -> list[FieldSheet]:
        return [each for each in self.sheet.fields if each.goals]


def label_of(place: Place | None) -> str:
    return place.settings.word("plan") if place else PLAN_LABEL


def plan_of(scope: Scope, person: UUID, project: UUID) -> IntegrationPlan | None:
    """One statement; also says whether it has a goal (`has_goal`), was ever frozen (`has_revision`), and in which
    languages its words were read (`read_through`)."""
    found = _PLAN(scope, person=person, project=project)
    return found[0] if found else None


_PLAN = Read(
    lambda scope, person, project: (
        IntegrationPlan.objects.visible_to(scope)
        .filter(person_id=person, project_id=project)
        .annotate(
            has_goal=Exists(Goal.objects.filter(plan_id=OuterRef("pk"))),
            has_revision=Exists(PlanRevision.objects.filter(plan_id=OuterRef("pk"))),
            read_through=read_through(OuterRef("carrier_id")),
        )[:1]
    )
)
_GOALS = Read(lambda scope, plan: Goal.objects.visible_to(scope).filter(plan_id=plan).order_by("position", "pk"))
_STEPS = Read(lambda scope, goals: Step.objects.visible_to(scope).filter(goal__in=goals).order_by("position", "pk"))


def plan_view(desk: Desk, file: FileHeader, *, revisions: bool = True) -> PlanView:
    """The plan with goals, steps and the strip of revisions; four statements at most."""
    plan = plan_of(desk.scope, file.person.pk, file.project)
    place = desk.place(file.project)
    sheet = sheet_of(desk.scope, plan, file.enrolment, place, fields_too=revisions)
    lines = _revisions(desk.scope, plan) if plan and revisions else []
    known = place.settings if place else None
    shut = closed.fields(desk.scope, file.person.pk, file.project, known) if revisions else {}
    return PlanView(plan, sheet, lines, language_of(file.person), list(dict.fromkeys(shut.values())))


def _revisions(scope: Scope, plan: IntegrationPlan) -> list[RevisionLine]:
    values = _FROZEN(scope, plan=plan.pk)
    return [RevisionLine(number, frozen, version, shown or {}, by) for number, frozen, version, shown, by in values]


def _frozen(scope: Scope, plan: UUID) -> QuerySet[PlanRevision, Any]:
    rows = PlanRevision.objects.visible_to(scope).filter(plan_id=plan).order_by("number")
    signed = Exists(PlanSignature.objects.filter(revision_id=OuterRef("pk"), role__in=PERSONS))
    return rows.values_list("number", "frozen_at", "plan_version", "content__independence", signed)


_FROZEN = Read(_frozen)


def signatures(scope: Scope, revision: PlanRevision) -> list[PlanSignature]:
    """Who signed a revision, in the order of signing, without the scans; one statement."""
    rows = PlanSignature.objects.visible_to(scope).filter(revision_id=revision.pk)
    return list(rows.select_related("recorded_by").order_by("pk"))


def signature(scope: Scope, person: UUID, signature_id: UUID) -> PlanSignature | None:
    return PlanSignature.objects.visible_to(scope).filter(pk=signature_id, person_id=person).first()


def sheet_of(
    scope: Scope,
    plan: IntegrationPlan | None,
    enrolment: Enrolment,
    place: Place | None,
    *,
    fields_too: bool = False,
) -> PlanSheet:
    """Goals and steps as one value, every field of the programme in its order; two statements.

    Goals of closed fields are left out; with `fields_too` the closed fields as well, for pages that offer them.
    """
    goals = _GOALS(scope, plan=plan.pk) if plan else []
    shut: dict[str, Basis] = {}
    if fields_too or any(goal.field in closed.guarded() for goal in goals):
        shut = closed.fields(scope, enrolment.person_id, enrolment.project_id, place.settings if place else None)
    goals = [goal for goal in goals if goal.field not in shut]
    steps: dict[UUID, list[Step]] = {}
    if goals:
        for step in _STEPS(scope, goals=tuple(goal.pk for goal in goals)):
            steps.setdefault(step.goal_id, []).append(step)
    person: Person = enrolment.person
    known = place.settings.plan_fields if place else codes.codes("plan_field")
    order = [code for code in dict.fromkeys([*known, *(goal.field for goal in goals)]) if code not in shut]
    return PlanSheet(
        label=label_of(place),
        project=enrolment.project.name,
        carrier=place.carrier_name if place else "",
        person=person.full_name,
        own_script_name=person.own_script_name,
        script_language=words.own_language(person),
        born=words.show_birth(person),
        file_number=person.file_number,
        staff=tuple(each.display_name for each in (enrolment.staff, enrolment.second_staff) if each is not None),
        review_due_on=plan.review_due_on if plan else None,
        personal=personal.facts(person, personal.chosen(plan, place)),
        fields=tuple(_field(code, place, goals, steps) for code in order),
    )


def _field(code: str, place: Place | None, goals: Sequence[Goal], steps: dict[UUID, list[Step]]) -> FieldSheet:
    lang = get_language() or "de"
    label = place.settings.field_label(code, lang) if place else settings.label("plan_field", code, lang)
    mine = tuple(_goal(goal, steps.get(goal.pk, [])) for goal in goals if goal.field == code)
    return FieldSheet(code, label, mine)


def _goal(goal: Goal, steps: Sequence[Step]) -> GoalSheet:
    return GoalSheet(
        id=str(goal.pk),
        title=goal.title,
        own_words=goal.own_words,
        own_language=goal.own_language,
        wording=goal.wording,
        priority=goal.priority,
        responsible=goal.responsible,
        target_on=goal.target_on,
        state=goal.state,
        closed_on=goal.closed_on,
        steps=tuple(
            StepSheet(
                str(step.pk),
                step.title,
                step.responsible,
                step.due_on,
                step.done_on,
                step.independence,
                step.own_title,
            )
            for step in steps
        ),
    )


def goal(scope: Scope, person: UUID, goal_id: UUID) -> Goal | None:
    rows = Goal.objects.visible_to(scope).select_related("person", "plan", "changed_by")
    found = rows.filter(pk=goal_id, person_id=person).first()
    return None if found is None or _shut(scope, found) else found


def _shut(scope: Scope, row: Goal) -> bool:
    """Whether the field of a goal has no basis in its case."""
    return row.field in closed.guarded() and row.field in closed.fields(scope, row.person_id, row.project_id)


def step(scope: Scope, person: UUID, step_id: UUID) -> Step | None:
    rows = Step.objects.visible_to(scope).select_related("person", "goal__plan", "changed_by")
    found = rows.filter(pk=step_id, person_id=person).first()
    return None if found is None or _shut(scope, found.goal) else found


def revision(scope: Scope, person: UUID, project: UUID, number: int) -> PlanRevision | None:
    rows = PlanRevision.objects.visible_to(scope).select_related("author")
    return rows.filter(person_id=person, project_id=project, number=number).first()


def sheet_of_revision(scope: Scope, row: PlanRevision) -> PlanSheet:
    """A frozen revision as it may be shown today; what was signed stays stored as it was signed."""
    sheet = from_json(row.content)
    guarded = [each for each in sheet.fields if each.code in closed.guarded() and each.goals]
    shut = closed.fields(scope, row.person_id, row.project_id) if guarded else {}
    return replace(sheet, fields=tuple(each for each in sheet.fields if each.code not in shut)) if shut else sheet


# ---------- the cards on the overview of a file ----------


def next_steps(sheet: PlanSheet) -> list[StepSheet]:
    """What the plan wants next: five open steps of open goals, dated ones first."""
    wanted = [
        step for goal in sheet.goals() if goal.state == GoalState.OPEN for step in goal.steps if step.done_on is None
    ]
    return sorted(wanted, key=lambda step: step.due_on or date.max)[:5]


def trend(view: PlanView) -> list[tuple[int | None, dict[str, int]]]:
    """How steps were done in the last revisions and now (number None)."""
    return [*((each.number, each.independence) for each in view.revisions[-3:]), (None, view.sheet.independence())]


def initial_of(row: Any, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
