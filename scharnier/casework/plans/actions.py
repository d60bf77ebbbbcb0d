# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Writes of the plan: goals, steps, revisions. Every change counts the plan's version on."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils import translation
from django.utils.translation import gettext as _

from scharnier.casework import projected
from scharnier.casework.models import CaseRecord, Goal, GoalState, IntegrationPlan, PlanRevision, Step
from scharnier.casework.plans import closed, queries
from scharnier.foundation import clock, looks, projections, writes
from scharnier.foundation.models import AgendaItem
from scharnier.foundation.principals import Scope
from scharnier.foundation.writes import DomainError
from scharnier.knowledge import paper
from scharnier.network.middleware import Place
from scharnier.network.models import User
from scharnier.network.programmes.queries import today_in
from scharnier.people.models import Enrolment

GOAL_MOVES: dict[str, tuple[str, ...]] = {
    GoalState.OPEN: (GoalState.REACHED, GoalState.DROPPED),
    GoalState.REACHED: (GoalState.OPEN,),
    GoalState.DROPPED: (GoalState.OPEN,),
}


@dataclass(frozen=True)
class GoalText:
    """A goal as it was typed; `field` is a plan field, `own_language` a language code."""

    field: str
    title: str
    own_words: str = ""
    own_language: str = ""
    wording: str = ""
    priority: str = ""
    responsible: str = ""
    target_on: date | None = None


@dataclass(frozen=True)
class StepText:
    """A step as it was typed; `owner` keeps an eye on it when it has a day."""

    title: str
    responsible: str = ""
    owner: UUID | None = None
    due_on: date | None = None
    own_title: str = ""


def _keys(row: CaseRecord | Enrolment) -> dict[str, Any]:
    return {"carrier_id": row.carrier_id, "project_id": row.project_id, "person_id": row.person_id}


def _start_plan(enrolment: Enrolment, user: User) -> IntegrationPlan:
    """The plan of a case; the first goal begins it, however many begin at once."""
    plans = IntegrationPlan.objects.filter(**_keys(enrolment))
    if (plan := plans.first()) is not None:
        return plan
    try:
        with transaction.atomic():
            return IntegrationPlan.objects.create(**_keys(enrolment), owner_id=enrolment.staff_id or user.pk)
    except IntegrityError:
        return plans.get()


def _changed(plan: UUID) -> None:
    IntegrationPlan.objects.filter(pk=plan).update(version=F("version") + 1)


def _sign(row: Goal | Step, user: User) -> None:
    type(row).objects.filter(pk=row.pk).update(changed_at=clock.now(), changed_by=user)


@transaction.atomic
def add_goal(
    enrolment: Enrolment, *, editor: User, text: GoalText, contact: UUID | None = None, token: UUID | None = None
) -> UUID | None:
    """Add a goal, beginning the plan with the first one; None when this very form was sent before.

    `contact` is the talk in which it was said. Raises DomainError for a day before today.
    """
    _check_target(text.target_on, clock.today())
    if writes.already_sent(token) is not None:
        return None
    closed.check(enrolment.person_id, enrolment.project_id, text.field)
    plan = _start_plan(enrolment, editor)
    place = _after(Goal.objects.filter(plan=plan))
    goal = Goal.objects.create(
        **_keys(enrolment), plan=plan, changed_by=editor, position=place, contact_id=contact, **asdict(text)
    )
    _changed(plan.pk)
    return goal.pk


def _check_target(target: date | None, begin: date) -> None:
    """No goal is due before it begins. Asked before the form counts as sent, so that it can be sent again."""
    if target is not None and target < begin:
        facts = {"day": f"{begin:%d.%m.%Y}"}
        raise DomainError(_("Das liegt vor dem Tag, an dem das Ziel beginnt (%(day)s).") % facts, "target_on")


def _after(rows: Any) -> int:
    return int(rows.aggregate(last=Max("position"))["last"] or 0) + 1


def change_goal(goal: Goal, *, editor: User, text: GoalText, version: int | None) -> list[str]:
    """Reword a goal; returns the names of changed fields. Raises DomainError, Conflict when another one was faster."""
    if text.target_on != goal.target_on:
        _check_target(text.target_on, goal.created_at.astimezone(clock.ZONE).date())
    closed.check(goal.person_id, goal.project_id, text.field)
    changed = writes.save_versioned(goal, version, asdict(text))
    if changed:
        _sign(goal, editor)
        _changed(goal.plan_id)
        _project_goal(goal)
        if "title" in changed:
            _project_steps(Step.objects.filter(goal=goal))
    return changed


def move_goal(goal: Goal, *, editor: User, to: str) -> None:
    """Reached, given up, or open again. Its open steps ask for nothing any more, and ask again when it is opened."""
    if to == goal.state:
        return
    if to not in GOAL_MOVES[goal.state]:
        raise DomainError(_("Öffnen Sie das Ziel zuerst wieder."))
    closed_on = None if to == GoalState.OPEN else clock.today()
    writes.save_versioned(goal, None, {"state": to, "closed_on": closed_on})
    _sign(goal, editor)
    _changed(goal.plan_id)
    _project_goal(goal)
    _project_steps(Step.objects.filter(goal=goal, done_at=None))


def _project_goal(goal: Goal) -> None:
    if (event := projected.goal_event(goal)) is not None:
        projections.put([event])
    else:
        projections.drop(goal.carrier_id, projected.GOAL, [goal.pk])


def _project_steps(steps: Any) -> None:
    """Write what the agenda says about steps, and take away what it says no more."""
    dues = [(step, projected.step_due(step)) for step in steps.select_related("person", "goal")]
    projections.put(due for _step, due in dues if due is not None)
    if gone := [step for step, due in dues if due is None]:
        projections.drop(gone[0].carrier_id, projected.STEP, [step.pk for step in gone])


@transaction.atomic
def add_step(
    goal: Goal, *, editor: User, text: StepText, contact: UUID | None = None, token: UUID | None = None
) -> UUID | None:
    """Add a step to an open goal; None when this very form was sent before. `contact` is the talk it came from."""
    if writes.already_sent(token) is not None:
        return None
    if goal.state != GoalState.OPEN:
        raise DomainError(_("Das Ziel ist abgeschlossen. Öffnen Sie es zuerst wieder."))
    place = _after(Step.objects.filter(goal=goal))
    step = Step.objects.create(
        **_keys(goal), goal=goal, changed_by=editor, position=place, contact_id=contact, **_step_fields(text)
    )
    _changed(goal.plan_id)
    _project_steps(Step.objects.filter(pk=step.pk))
    return step.pk


def _step_fields(text: StepText) -> Mapping[str, Any]:
    return {
        "title": text.title,
        "own_title": text.own_title,
        "responsible": text.responsible,
        "owner_id": text.owner,
        "due_on": text.due_on,
    }


def add_template(enrolment: Enrolment, *, editor: User, code: str, token: UUID | None = None) -> UUID | None:
    """Add a goal with its steps as a template has them, in German; None when this very form was sent before."""
    template = next((each for each in paper.templates() if each.code == code), None)
    if template is None:
        raise DomainError(_("Diese Vorlage gibt es nicht mehr."))
    made = add_goal(enrolment, editor=editor, text=GoalText(template.field, template.goal["de"]), token=token)
    if made is not None:
        goal = Goal.objects.select_related("person", "plan").get(pk=made)
        for step in template.steps:
            add_step(goal, editor=editor, text=StepText(step["de"]))
    return made


def change_step(step: Step, *, editor: User, text: StepText, version: int | None) -> list[str]:
    """Reword a step; returns the names of changed fields. Raises Conflict when somebody else was faster."""
    changed = _save_step(step, version, text)
    if changed:
        _sign(step, editor)
        _changed(step.goal.plan_id)
        _project_steps(Step.objects.filter(pk=step.pk))
    return changed


def _save_step(step: Step, version: int | None, text: StepText) -> list[str]:
    fields = dict(_step_fields(text))
    owner = fields.pop("owner_id")
    fields["owner"] = User.objects.filter(pk=owner).first() if owner else None
    return writes.save_versioned(step, version, fields)


def remove_step(step: Step) -> None:
    """Strike a step that was never begun; what is done stays in the plan."""
    if step.done_at is not None:
        raise DomainError(_("Ein erledigter Schritt bleibt im Plan stehen."))
    projections.drop(step.carrier_id, projected.STEP, [step.pk])
    plan = step.goal.plan_id
    step.delete()
    _changed(plan)


def mark_step(step: Step, *, editor: User, how: str) -> None:
    """Done alone, with help or by staff; an empty `how` opens it again, *done* leaves open how."""
    if how not in ("", "done", "alone", "with_help", "by_staff"):
        raise DomainError(_("Wählen Sie: selbst, mit Hilfe oder durch Fachkraft."))
    if not how:
        changes: dict[str, Any] = {"done_on": None, "done_at": None, "done_by": None, "independence": ""}
    else:
        first = {"done_on": clock.today(), "done_at": clock.now(), "done_by": editor}
        changes = {**(first if step.done_at is None else {}), "independence": "" if how == "done" else how}
    if writes.save_versioned(step, None, changes):
        _sign(step, editor)
        _changed(step.goal.plan_id)
        _project_steps(Step.objects.filter(pk=step.pk))


# ---------- revisions ----------


@dataclass(frozen=True)
class Agreement:
    """Who was there when the plan was gone through."""

    took_part: str = ""
    interpreter: str = ""


@transaction.atomic
def freeze_revision(
    scope: Scope,
    enrolment: Enrolment,
    *,
    author: User,
    place: Place | None,
    agreement: Agreement,
    version: int | None,
    personal: Sequence[str] | None = None,
    token: UUID | None = None,
) -> int:
    """Freeze the plan as it stands and set the day of the next look at it; returns the number of the revision.

    `personal`: which facts of the file it prints from now on; None leaves it as it was.

    `version` is the one of the plan that was on the screen: if anybody changed the plan since, nothing is frozen.
    """
    if (earlier := writes.already_sent(token)) is not None and earlier:
        return int(earlier)
    plans = IntegrationPlan.objects.select_for_update(of=("self",)).select_related("person")
    plan = plans.filter(**_keys(enrolment)).first()
    if plan is None or not Goal.objects.filter(plan=plan).exists():
        raise DomainError(_("Der Plan hat noch kein Ziel. Schreiben Sie zuerst eines auf."))
    if version is not None and version != plan.version:
        raise DomainError(
            _("Der Plan wurde inzwischen geändert. Sehen Sie ihn noch einmal durch, bevor Sie ihn fortschreiben.")
        )
    if personal is not None:
        plan.personal = list(personal)
    plan.version += 1
    plan.revision_number += 1
    plan.revised_on = clock.today()
    plan.review_due_on = add_months(clock.today(), place.settings.review_months if place else 6)
    plan.owner_id = enrolment.staff_id or author.pk
    plan.save()
    with translation.override("de"):
        content = queries.sheet_of(scope, plan, enrolment, place).to_json()
    revision = PlanRevision.objects.create(
        **_keys(enrolment),
        plan=plan,
        number=plan.revision_number,
        author=author,
        content=content,
        plan_version=plan.version,
        **asdict(agreement),
    )
    _project_review(plan)
    projections.put([projected.revision_event(revision)])
    writes.sent(token, str(revision.number))
    return revision.number


def _project_review(plan: IntegrationPlan) -> None:
    projections.put(projected.review_rows(plan, today_in(plan.project_id).word("plan")))


def add_months(day: date, months: int) -> date:
    """The same day so many months later, the last of the month where there is none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


# ---------- what follows from settings ----------


def in_line(project: UUID) -> None:
    """Reminders to continue a plan call it as today's settings do."""
    title = projected.review_title(today_in(project).word("plan"))
    rows = AgendaItem.objects.filter(project_id=project, kind=projected.REVIEW, done_at=None)
    rows.exclude(title=title).update(title=title)


# ---------- what a click on the agenda does ----------


def _counted(step: UUID) -> None:
    IntegrationPlan.objects.filter(goals__steps=step).update(version=F("version") + 1)


def step_done(item: AgendaItem, user: UUID) -> None:
    rows = Step.objects.filter(pk=item.source_id, done_at=None)
    rows.update(done_at=item.done_at, done_by_id=user, done_on=clock.today(), version=F("version") + 1)
    _counted(item.source_id)


def step_open(item: AgendaItem, user: UUID) -> None:
    Step.objects.filter(pk=item.source_id).update(
        done_at=None, done_by_id=None, done_on=None, independence="", version=F("version") + 1
    )
    _counted(item.source_id)


def step_later(item: AgendaItem, user: UUID, day: date) -> None:
    Step.objects.filter(pk=item.source_id).update(due_on=day, version=F("version") + 1)
    _counted(item.source_id)


def step_handed(item: AgendaItem, user: UUID, to: UUID) -> None:
    Step.objects.filter(pk=item.source_id).update(owner_id=to, version=F("version") + 1)
    _counted(item.source_id)


def review_done(item: AgendaItem, user: UUID) -> None:
    """Gone through, and nothing frozen: the next look is due as if it had been continued."""
    plan = _reviewed(item)
    if not plan.revision_number:
        raise DomainError(_("Von diesem Plan gibt es noch keine Fassung. Öffnen Sie ihn und schreiben Sie ihn fort."))
    frozen = PlanRevision.objects.filter(plan=plan, number=plan.revision_number, plan_version=plan.version)
    said = "nichts geändert" if frozen.exists() else "ohne neue Fassung"
    day = add_months(clock.today(), today_in(plan.project_id).review_months)
    before = plan.review_due_on.isoformat() if plan.review_due_on else None
    name = User.objects.get(pk=user).display_name
    look = looks.settle(item, user, said, name, due_on=before, then=day.isoformat(), number=plan.revision_number)
    plan.review_due_on, plan.looks = day, [*plan.looks, look.kept()]
    plan.save(update_fields=["review_due_on", "looks"])
    _project_review(plan)


def review_open(item: AgendaItem, user: UUID) -> None:
    """Not gone through after all; refused once the plan was continued or its day moved."""
    plan = _reviewed(item)
    look, others = looks.take_back(item, plan.looks)
    day, number = (plan.review_due_on or date.min).isoformat(), plan.revision_number
    if (day, number) != (look.before["then"], look.before["number"]):
        raise DomainError(_("Danach ist schon wieder etwas geschehen. Öffnen Sie den Punkt."))
    plan.review_due_on = date.fromisoformat(look.before["due_on"]) if look.before["due_on"] else None
    plan.looks = others
    plan.save(update_fields=["review_due_on", "looks"])
    projections.drop(plan.carrier_id, projected.REVIEWED, [look.id])
    _project_review(plan)


def _reviewed(item: AgendaItem) -> IntegrationPlan:
    """The plan of an item, held until the transaction ends."""
    plans = IntegrationPlan.objects.select_for_update(of=("self",)).select_related("person")
    return plans.get(pk=item.source_id)


def review_later(item: AgendaItem, user: UUID, day: date) -> None:
    IntegrationPlan.objects.filter(pk=item.source_id).update(review_due_on=day)


def review_handed(item: AgendaItem, user: UUID, to: UUID) -> None:
    IntegrationPlan.objects.filter(pk=item.source_id).update(owner_id=to)
