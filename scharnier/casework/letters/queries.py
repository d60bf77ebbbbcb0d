# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads of letters, and what a project's letters so far say about the next one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Max, Q
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils.translation import gettext as _

from scharnier.casework.letters import words
from scharnier.casework.letters.models import Letter, LetterState
from scharnier.foundation import clock
from scharnier.foundation.principals import Scope
from scharnier.people.documents.queries import PAGE, About
from scharnier.people.household.queries import household
from scharnier.people.models import Enrolment

MOST = 8
LOOKED_AT = 200


@dataclass(frozen=True)
class Habits:
    """Who has written to the people of a project, and what about, the most frequent first."""

    senders: list[tuple[str, str]]  # (code, "") or ("", name)
    matters: Mapping[tuple[str, str], list[str]]

    def usual(self, sender: str, name: str = "") -> str:
        """What letters of this sender are mostly about; empty for one nobody has had yet."""
        found = self.matters.get((sender, name if not sender else ""), [])
        return found[0] if found else ""


def habits(scope: Scope, project: UUID, person: UUID) -> Habits:
    """Learnt from the letters of a project, for one of a person; one statement.

    Who writes to somebody kept apart from the person is not told: a lawyer or a shelter would say too much.
    """
    rows = (
        Letter.objects.visible_to(scope)
        .filter(project_id=project)
        .exclude(sender="", sender_name="")
        .exclude(person_id__in=RawSQL("SELECT separated_from(%s)", [person]))
        .values_list("sender", "sender_name", "matter")
        .annotate(n=Count("pk"), last=Max("created_at"))
        .order_by("-n", "-last")[:LOOKED_AT]
    )
    counts: dict[tuple[str, str], int] = {}
    matters: dict[tuple[str, str], list[str]] = {}
    for sender, name, matter, number, _last in rows:
        key = (sender, "" if sender else name)
        counts[key] = counts.get(key, 0) + number
        if matter and matter not in matters.setdefault(key, []):
            matters[key].append(matter)
    senders = sorted(counts, key=lambda key: -counts[key])[:MOST]
    return Habits(senders, matters)


def letter(scope: Scope, letter_id: UUID) -> Letter | None:
    """A letter that the reader may see, with its paper; one statement."""
    rows = Letter.objects.visible_to(scope).select_related("document", "person", "author", "project", "changed_by")
    return rows.filter(pk=letter_id).first()


def next_unnamed(scope: Scope, person: UUID, author: UUID) -> UUID | None:
    """The next letter that the same colleague has photographed and not sorted yet; one statement."""
    rows = Letter.objects.visible_to(scope).filter(
        person_id=person,
        author_id=author,
        state=LetterState.OPEN,
        sender="",
        sender_name="",
        matter="",
        subject="",
    )
    return rows.order_by("pk").values_list("pk", flat=True).first()


def about(scope: Scope, documents: Collection[UUID]) -> Mapping[UUID, About]:
    """What is known of the letters among these papers, for the list of documents; one statement."""
    rows = Letter.objects.visible_to(scope).filter(document_id__in=list(documents))
    return {row.document_id: _about(row) for row in rows if row.document_id is not None}


def _about(row: Letter) -> About:
    url = reverse("letter", args=[row.pk])
    if not row.named:
        return About(url, _("noch einordnen"), late=True)
    name = words.title(row)
    if row.state != LetterState.OPEN:
        return About(url, row.get_state_display(), title=name)
    if row.deadline_on is None or row.elsewhere:
        return About(url, "", title=name)
    late = row.deadline_on <= clock.today() + words.AHEAD
    return About(url, _("Frist %(day)s") % {"day": f"{row.deadline_on:%d.%m.%Y}"}, late=late, title=name)


def concerned(scope: Scope, row: Letter) -> list[tuple[UUID, str]]:
    """Who else of the household a letter may concern: present members with a file, by name; four statements."""
    return [(each.row.person_id, each.name) for each in household(scope, row.person_id).on_file]


def parts_of(scope: Scope, persons: Collection[UUID], project: UUID) -> list[Enrolment]:
    """The participation of each into whose file the reader may write, that in `project` first; one statement."""
    rows = Enrolment.objects.visible_to(scope).filter(person_id__in=list(persons), project_id__in=scope.writes)
    chosen: dict[UUID, Enrolment] = {}
    for part in rows.select_related("person").order_by("exited_on", "-pk"):
        if part.person_id not in chosen or part.project_id == project:
            chosen[part.person_id] = part
    return list(chosen.values())


@dataclass(frozen=True)
class Bare:
    """A letter without a picture, in the list of documents."""

    row: Letter
    about: About


def without_paper(scope: Scope, person: UUID, after: UUID | None = None) -> tuple[list[Bare], UUID | None]:
    """Letters that were only read or lost their picture, the latest first, and where to go on; one statement."""
    gone = Q(document=None) | Q(document__removed_at__isnull=False)
    rows = Letter.objects.visible_to(scope).filter(gone, person_id=person)
    if after is not None:
        rows = rows.filter(pk__lt=after)
    found = list(rows.select_related("author").order_by("-pk")[: PAGE + 1])
    shown = found[:PAGE]
    return [Bare(row, _about(row)) for row in shown], shown[-1].pk if len(found) > PAGE else None


def open_deadlines(scope: Scope, person: UUID) -> list[Letter]:
    """Open letters with a deadline, the nearest first; one statement."""
    rows = Letter.objects.visible_to(scope).filter(
        person_id=person, state=LetterState.OPEN, deadline_on__isnull=False, elsewhere=False
    )
    return list(rows.order_by("deadline_on", "pk")[:40])


def own_cases(scope: Scope, user: UUID, projects: Collection[UUID]) -> list[Enrolment]:
    """Cases to choose from when a letter comes in without a file being open: those seen last; one statement."""
    mine = Q(staff_id=user) | Q(second_staff_id=user)
    rows = Enrolment.objects.visible_to(scope).filter(mine, exited_on=None, project_id__in=list(projects))
    return list(rows.select_related("person").order_by("-last_contact_on", "name_sort", "pk")[:12])
