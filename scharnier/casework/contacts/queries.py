# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads about talks and follow-ups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Q, Value

from scharnier.casework.contacts.actions import ACT_DRAFT, FOLLOW, LONGEST_TITLE, draft_key, opened
from scharnier.casework.models import Contact, Goal, GoalState, Step
from scharnier.casework.needs.models import Need
from scharnier.foundation import clock, projections, writes
from scharnier.foundation.models import AgendaItem
from scharnier.foundation.principals import Scope
from scharnier.knowledge import codes
from scharnier.knowledge.settings import ProgrammeSettings
from scharnier.network.middleware import Desk
from scharnier.people import words
from scharnier.people.models import Enrolment, Person
from scharnier.people.queries import FileHeader

PAGE = 25
MOST_SPROUTS = 12
SHORTEST = 2
SOON = timedelta(days=42)
MANY = ("topics", "who", "also")


@dataclass(frozen=True)
class Page:
    """25 talks, latest first; `after` is the id to go on from."""

    rows: list[Contact]
    after: UUID | None = None
    before: UUID | None = None


def contacts(scope: Scope, file: FileHeader, after: UUID | None) -> Page:
    """Talks of a case; one statement, two from the second page on."""
    rows = Contact.objects.visible_to(scope).filter(person_id=file.person.pk, project_id=file.project)
    last = rows.filter(pk=after).values_list("at", "pk").first() if after else None
    if last is not None:
        rows = rows.filter(Q(at__lt=last[0]) | Q(at=last[0], pk__lt=last[1]))
    found = list(rows.select_related("author").order_by("-at", "-pk")[: PAGE + 1])
    return Page(found[:PAGE], after=found[PAGE - 1].pk if len(found) > PAGE else None)


def contact(scope: Scope, contact_id: UUID) -> Contact | None:
    return Contact.objects.visible_to(scope).select_related("author", "changed_by").filter(pk=contact_id).first()


def open_items(scope: Scope, file: FileHeader) -> list[AgendaItem]:
    """What is to do in a case within six weeks, the next first."""
    items = AgendaItem.objects.visible_to(scope).filter(
        subject_id=file.person.pk, project_id=file.project, done_at=None, due_on__lte=clock.today() + SOON
    )
    return list(items.order_by("due_on", "id")[:8])


@dataclass(frozen=True)
class Beginning:
    """What a new form starts with: typed before (a draft) or known from the last talk."""

    initial: dict[str, Any]
    last: Contact | None
    drafted_at: Any = None

    @property
    def rows(self) -> int:
        return follow_lines(self.initial)

    @property
    def sprouts(self) -> list[str]:
        return sprout_kinds(self.initial)


def beginning(desk: Desk, file: FileHeader) -> Beginning:
    """Now, the writer's last form and place, the language of the last talk; a draft wins over all. Two statements."""
    person, seen = file.person, Contact.objects.visible_to(desk.scope)
    of_case = seen.filter(person_id=person.pk, project_id=file.project).annotate(of=Value("case")).order_by("-at")[:1]
    of_mine = seen.filter(author_id=desk.user.id).annotate(of=Value("mine")).order_by("-pk")[:1]
    found = {row.of: row for row in of_case.union(of_mine, all=True)}
    last, mine = found.get("case"), found.get("mine")
    draft = writes.draft_of(desk.user.id, draft_key(person.pk))
    if draft is not None:
        return Beginning(from_fields(opened(desk.user.id, draft.content.get("fields", {}))), last, draft.updated_at)
    now = clock.now()
    return Beginning(
        {
            "day": now.date(),
            "time": now.time(),
            "form": mine.form if mine else codes.codes("contact_form")[0],
            "minutes": 15,
            "place": mine.place if mine else "",
            "language": last.language if last else language_of(person),
            "interpreter": last.interpreter if last else "",
            **_next_follow_up(desk.settings_of(file.project)),
        },
        last,
    )


# As in the form of a talk: in a week, where the programme proposes nothing else.
IN_A_WEEK = 7


def usual_day(settings: ProgrammeSettings) -> date:
    """The day of a follow-up that stands alone: what the programme proposes, else in a week; never on a weekend."""
    day = clock.today() + timedelta(days=settings.follow_up_days or IN_A_WEEK)
    return day + timedelta(days={5: 2, 6: 1}.get(day.weekday(), 0))


def _next_follow_up(settings: ProgrammeSettings) -> dict[str, date]:
    """The day that the programme proposes; a line without a text is passed over."""
    days = settings.follow_up_days
    return {"follow_0_due": clock.today() + timedelta(days=days)} if days else {}


def act_beginning(desk: Desk) -> Beginning:
    """A talk with several people: the writer's last place, or the draft. Two statements."""
    draft = writes.draft_of(desk.user.id, ACT_DRAFT)
    if draft is not None:
        return Beginning(from_fields(draft.content.get("fields", {})), None, draft.updated_at)
    mine = Contact.objects.visible_to(desk.scope).filter(author_id=desk.user.id).order_by("-pk").first()
    now = clock.now()
    initial = {"day": now.date(), "time": now.time(), "form": mine.form if mine else "appointment", "minutes": 60}
    return Beginning(initial | {"place": mine.place if mine else "", "language": "de"}, None)


def follow_lines(fields: Mapping[str, Any]) -> int:
    return sum(name.startswith("follow_") and name.endswith("_due") for name in fields)


def sprout_kinds(fields: Mapping[str, Any]) -> list[str]:
    """The kinds of what shall come of a talk, in their order."""
    return [str(fields[f"made_{number}_kind"]) for number in range(MOST_SPROUTS) if fields.get(f"made_{number}_kind")]


def open_goals(scope: Scope, file: FileHeader) -> list[tuple[str, str]]:
    """What a step can belong to: identifier and title."""
    rows = Goal.objects.visible_to(scope).filter(
        person_id=file.person.pk, project_id=file.project, state=GoalState.OPEN
    )
    return [(str(pk), title) for pk, title in rows.order_by("position", "pk").values_list("pk", "title")[:50]]


@dataclass(frozen=True)
class Came:
    """What came of a talk."""

    kind: str
    text: str
    url_name: str


def came_of(scope: Scope, contact_id: UUID) -> list[Came]:
    """Goals, steps and needs that were made from a talk; one statement."""
    goals = Goal.objects.visible_to(scope).filter(contact_id=contact_id).values_list(Value("goal"), "title")
    steps = Step.objects.visible_to(scope).filter(contact_id=contact_id).values_list(Value("step"), "title")
    needs = Need.objects.visible_to(scope).filter(contact_id=contact_id).values_list(Value("need"), "text")
    found = goals.union(steps, needs, all=True)
    return [Came(kind, text, "needs" if kind == "need" else "plan") for kind, text in found]


def came_already(scope: Scope, contact: Contact, kind: str, sentence: str) -> bool:
    """Whether the same was made of the same sentence before: a second click is no second goal."""
    title = sentence[:LONGEST_TITLE].strip()
    if kind == FOLLOW:
        return contact.follow_ups.filter(title=title).exists()
    texts = {each.text for each in came_of(scope, contact.pk) if each.kind == kind}
    return bool(texts & {title, sentence[:300]})


def participants(scope: Scope, project: UUID, wanted: Sequence[UUID]) -> list[Enrolment]:
    """The chosen people in the order in which they were chosen, each once; who is out of sight is left out."""
    rows = Enrolment.objects.visible_to(scope).filter(person_id__in=wanted, project_id=project)
    found: dict[UUID, Enrolment] = {}
    for row in rows.select_related("person", "project", "staff").order_by("exited_on", "-id"):
        known = found.get(row.person_id)
        if known is None or (known.exited_on is not None and row.exited_on is None):
            found[row.person_id] = row
    return [found[each] for each in dict.fromkeys(wanted) if each in found]


def nameable(scope: Scope, project: UUID, text: str, chosen: Sequence[UUID], staff: UUID) -> list[Enrolment]:
    """Whom a search in a project finds; without a word, the writer's own latest cases. At most ten, two statements."""
    rows = Enrolment.objects.visible_to(scope).filter(project_id=project, erased_on=None).exclude(person_id__in=chosen)
    if len(text.strip()) >= SHORTEST:
        found = [entry.subject_id for entry in projections.search(words.folded_query(text), 40)]
        rows = rows.filter(person_id__in=found)
    else:
        rows = rows.filter(Q(staff_id=staff) | Q(second_staff_id=staff), exited_on=None)
    rows = rows.order_by(F("last_contact_on").desc(nulls_last=True), "-id")
    return list(rows.select_related("person")[:10])


def from_fields(fields: dict[str, list[str]]) -> dict[str, Any]:
    """Typed values as the form's initial ones, unread: what can't be understood stays as it was written."""
    return {name: values if name in MANY else (values or [""])[-1] for name, values in fields.items()}


def language_of(person: Person) -> str:
    """In which language one probably talked: German from B1 on, otherwise the first that the person speaks."""
    if person.german_level in ("B1", "B2", "C1", "C2") or not person.speaks:
        return "de"
    return str(person.speaks[0])
