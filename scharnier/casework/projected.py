# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What agenda and timeline say about the rows of this room: written by the actions, derived again by `scharnier check`.

Every function takes rows with their relations loaded and asks the database nothing. Texts are German and stored.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, datetime, time
from functools import cache
from uuid import UUID

from django.utils.text import Truncator
from django.utils.translation import get_language

from scharnier.casework.confidential.models import ConfidentialNote
from scharnier.casework.models import (
    CaseRecord,
    Contact,
    FollowUp,
    Goal,
    GoalState,
    IntegrationPlan,
    PlanRevision,
    Step,
)
from scharnier.casework.plans.models import PlanSignature
from scharnier.foundation import clock, looks
from scharnier.foundation.models import TimelineEntry
from scharnier.foundation.projections import Anchor, Due, Event, Row
from scharnier.knowledge import codes
from scharnier.network.programmes.queries import today_in

FOLLOW_UP = "casework.follow_up"
STEP = "casework.step"
REVIEW = "casework.review"
REVIEWED = "casework.reviewed"
CONTACT = "casework.contact"
REVISION = "casework.revision"
SIGNATURE = "casework.signature"
GOAL = "casework.goal"

CONFIDENTIAL = "casework.confidential"

PLAN_LABEL = "Integrationsplan"
CONTINUE = " fortschreiben"
OPENING = 240
TOPICS = " · "  # between a talk and what it was about


def _anchor(row: CaseRecord, kind: str) -> Anchor:
    return Anchor(row.carrier_id, row.project_id, row.person_id, kind, row.pk)


def short_day(day: date | datetime) -> str:
    """`24.11.2026` in German time."""
    at = day.astimezone(clock.ZONE) if isinstance(day, datetime) else day
    return f"{at.day:02d}.{at.month:02d}.{at.year}"  # strftime takes eight times as long


def follow_up_due(row: FollowUp) -> Due:
    return Due(
        _anchor(row, FOLLOW_UP),
        due_on=row.due_on,
        subject_name=row.person.list_name,
        title=row.title,
        detail=f"Aus dem Gespräch vom {short_day(row.contact.at)}" if row.contact else "",
        owner=row.owner_id,
        done_at=row.done_at,
        done_by=row.done_by_id,
    )


def step_due(row: Step) -> Due | None:
    """A step with a day and somebody who keeps an eye on it; an open one only while its goal is open."""
    if row.due_on is None or row.owner_id is None:
        return None
    if row.done_at is None and row.goal.state != GoalState.OPEN:
        return None
    who = f" · {row.responsible}" if row.responsible else ""
    return Due(
        _anchor(row, STEP),
        due_on=row.due_on,
        subject_name=row.person.list_name,
        title=row.title,
        detail=f"Schritt zum Ziel „{row.goal.title}“{who}",
        owner=row.owner_id,
        done_at=row.done_at,
        done_by=row.done_by_id,
    )


def review_title(plan_label: str) -> str:
    return plan_label + CONTINUE


def review_due(row: IntegrationPlan, plan_label: str) -> Due | None:
    """The plan, called `plan_label`, wants to be continued: answered by a new revision, or by going through it."""
    if row.review_due_on is None:
        return None
    last = f"Letzte Fassung vom {short_day(row.revised_on)}" if row.revised_on else "Noch keine Fassung"
    return Due(
        _anchor(row, REVIEW),
        due_on=row.review_due_on,
        subject_name=row.person.list_name,
        title=review_title(plan_label),
        detail=last,
        owner=row.owner_id,
    )


def reviewed(row: IntegrationPlan) -> Iterator[Event]:
    """The days on which somebody went through the plan and found nothing to freeze."""
    for look in looks.of(row.looks):
        yield Event(
            replace(_anchor(row, REVIEWED), source=look.id),
            at=look.at,
            title=f"{look.title.removesuffix(CONTINUE)} durchgesehen: {look.said}",
            author=look.by,
            author_name=look.name,
        )


def review_rows(row: IntegrationPlan, plan_label: str) -> Iterator[Row]:
    """Everything that is projected of a plan's rhythm; `person` is loaded."""
    if (due := review_due(row, plan_label)) is not None:
        yield due
    yield from looks.dues(_anchor(row, REVIEW), row.person.list_name, row.looks)
    yield from reviewed(row)


Closed = Collection[tuple[UUID, UUID, str]]


def topic_labels(topics: list[str]) -> str:
    return _labels(tuple(topics))


@cache
def _labels(topics: tuple[str, ...]) -> str:
    return ", ".join(codes.label("plan_field", topic) for topic in topics if codes.is_code("plan_field", topic))


def _opening(text: str) -> str:
    """The first 240 characters. The truncator looks at each of them, so short texts go round it."""
    return text if len(text) <= OPENING else Truncator(text).chars(OPENING)


def contact_event(row: Contact, shut: Closed = frozenset()) -> Event:
    """`shut`: what is closed, as (project, person, field); a talk is not told under a field that has no basis."""
    form = codes.label("contact_form", row.form) if codes.is_code("contact_form", row.form) else "Gespräch"
    lasted = f", {row.minutes} Minuten" if row.minutes else ""
    topics = topic_labels([each for each in row.topics if (row.project_id, row.person_id, each) not in shut])
    return Event(
        _anchor(row, CONTACT),
        at=row.at,
        title=f"{form}{lasted}" + (f"{TOPICS}{topics}" if topics else ""),
        text=_opening(row.note or row.agreed),
        author=row.author_id,
        author_name=row.author.display_name,
    )


def confidential_event(row: ConfidentialNote) -> Event:
    """That there is a note, for those who may read it; what it says stands nowhere else."""
    anchor = replace(_anchor(row, CONFIDENTIAL), audience=row.audience_id)
    return Event(
        anchor, at=row.at, title="Vertrauliche Notiz", author=row.author_id, author_name=row.author.display_name
    )


def revision_event(row: PlanRevision) -> Event:
    parts = [f"Dabei: {row.took_part}" if row.took_part else "", f"mit {row.interpreter}" if row.interpreter else ""]
    return Event(
        _anchor(row, REVISION),
        at=row.frozen_at,
        title=f"{row.content.get('label', 'Plan')}, Fassung {row.number}",
        text=" · ".join(part for part in parts if part),
        author=row.author_id,
        author_name=row.author.display_name,
    )


def signature_event(row: PlanSignature) -> Event:
    label = row.revision.content["label"]
    how = "unterschrieben" if row.strokes else "auf Papier unterschrieben"
    return Event(
        _anchor(row, SIGNATURE),
        at=datetime.combine(row.signed_on, time(12), clock.ZONE),
        title=f"{label}, Fassung {row.revision.number}: {how}",
        text=row.name,
        author=row.recorded_by_id,
        author_name=row.recorded_by.display_name,
    )


def goal_event(row: Goal) -> Event | None:
    """A goal that was reached stands in the timeline; one that was dropped only in the plan."""
    if row.state != GoalState.REACHED or row.closed_on is None:
        return None
    return Event(
        _anchor(row, GOAL),
        at=datetime.combine(row.closed_on, time(12), clock.ZONE),
        title=f"Ziel erreicht: {row.title}",
        text=codes.label("plan_field", row.field) if codes.is_code("plan_field", row.field) else "",
    )


# ---------- as the project calls it today ----------


def contact_told(row: TimelineEntry) -> tuple[str, str]:
    """The topics of a talk, stored with their usual names, in the words of the project and of the reader."""
    form, dot, topics = row.title.partition(TOPICS)
    return form + dot + ", ".join(_in_words(row.project_id, topics.split(", "))) if dot else row.title, row.text


def goal_told(row: TimelineEntry) -> tuple[str, str]:
    return row.title, "".join(_in_words(row.project_id, [row.text]))


def _in_words(project: UUID, labels: list[str]) -> list[str]:
    known, settings, lang = _codes(), today_in(project), get_language() or "de"
    return [settings.field_label(known[label], lang) if label in known else label for label in labels]


@cache
def _codes() -> dict[str, str]:
    return {each.label("de"): each.code for each in codes.items("plan_field")}


# ---------- derived anew, for the check and the rebuild ----------


def derive_follow_ups(carrier: UUID) -> Iterator[Row]:
    rows = FollowUp.objects.filter(carrier_id=carrier).select_related("person", "contact")
    return map(follow_up_due, rows.iterator(chunk_size=2000))


def _closed(carrier: UUID) -> set[tuple[UUID, UUID, str]]:
    """Cases and fields without a legal basis: neither agenda nor timeline says anything of them."""
    from scharnier.casework.plans import closed  # hangs on the functions above

    return closed.of_carrier(carrier)


def derive_steps(carrier: UUID) -> Iterator[Row]:
    shut = _closed(carrier)
    rows = Step.objects.filter(carrier_id=carrier, due_on__isnull=False, owner__isnull=False)
    steps = rows.select_related("person", "goal").iterator(chunk_size=2000)
    found = (step_due(step) for step in steps if (step.project_id, step.person_id, step.goal.field) not in shut)
    return (due for due in found if due is not None)


def derive_reviews(carrier: UUID) -> Iterator[Row]:
    rows = IntegrationPlan.objects.filter(carrier_id=carrier, review_due_on__isnull=False)
    plans = rows.select_related("person").iterator(chunk_size=2000)
    found = (each for plan in plans for each in review_rows(plan, today_in(plan.project_id).word("plan")))
    return (each for each in found if isinstance(each, Due))


def derive_reviewed(carrier: UUID) -> Iterator[Row]:
    plans = IntegrationPlan.objects.filter(carrier_id=carrier).exclude(looks=[])
    return (event for plan in plans.iterator(chunk_size=2000) for event in reviewed(plan))


def derive_contacts(carrier: UUID) -> Iterator[Row]:
    shut = _closed(carrier)
    rows = Contact.objects.filter(carrier_id=carrier).select_related("author")
    return (contact_event(row, shut) for row in rows.iterator(chunk_size=2000))


def derive_confidential(carrier: UUID) -> Iterator[Row]:
    """For the reader's own circles; whoever belongs to none finds nothing, neither here nor in what is projected."""
    rows = ConfidentialNote.objects.filter(carrier_id=carrier).select_related("author")
    return map(confidential_event, rows.iterator(chunk_size=2000))


def derive_revisions(carrier: UUID) -> Iterator[Row]:
    rows = PlanRevision.objects.filter(carrier_id=carrier).select_related("author")
    return map(revision_event, rows.iterator(chunk_size=2000))


def derive_signatures(carrier: UUID) -> Iterator[Row]:
    rows = PlanSignature.objects.filter(carrier_id=carrier).select_related("revision", "recorded_by")
    return map(signature_event, rows.iterator(chunk_size=2000))


def derive_goals(carrier: UUID) -> Iterator[Row]:
    rows = Goal.objects.filter(carrier_id=carrier, state=GoalState.REACHED)
    shut = _closed(carrier)
    goals = rows.iterator(chunk_size=2000)
    found = (goal_event(goal) for goal in goals if (goal.project_id, goal.person_id, goal.field) not in shut)
    return (event for event in found if event is not None)
