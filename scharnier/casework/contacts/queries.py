# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads about talks and follow-ups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from scharnier.casework.contacts.actions import draft_key
from scharnier.casework.models import Contact
from scharnier.foundation import clock, writes
from scharnier.foundation.models import AgendaItem
from scharnier.foundation.principals import Scope
from scharnier.knowledge import codes
from scharnier.network.middleware import Desk
from scharnier.people.models import Person
from scharnier.people.queries import FileHeader

PAGE = 25
SOON = timedelta(days=42)


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
        return sum(1 for name in self.initial if name.startswith("follow_") and name.endswith("_due"))


def beginning(desk: Desk, file: FileHeader) -> Beginning:
    """Now, the writer's last form and place, the language of the last talk; a draft wins over all. Three statements."""
    person = file.person
    last = (
        Contact.objects.visible_to(desk.scope)
        .filter(person_id=person.pk, project_id=file.project)
        .order_by("-at")
        .first()
    )
    draft = writes.draft_of(desk.user.id, draft_key(person.pk))
    if draft is not None:
        return Beginning(from_fields(draft.content.get("fields", {})), last, draft.updated_at)
    mine = Contact.objects.visible_to(desk.scope).filter(author_id=desk.user.id).order_by("-pk").first()
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
        },
        last,
    )


def from_fields(fields: dict[str, list[str]]) -> dict[str, Any]:
    """Typed values as the form's initial ones, unread: what can't be understood stays as it was written."""
    return {name: values if name == "topics" else (values or [""])[-1] for name, values in fields.items()}


def language_of(person: Person) -> str:
    """In which language one probably talked: German from B1 on, otherwise the first that the person speaks."""
    if person.german_level in ("B1", "B2", "C1", "C2") or not person.speaks:
        return "de"
    return str(person.speaks[0])
