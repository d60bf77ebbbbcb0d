# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The audit for people to read: who did what when, by project for lead and audit, by carrier for data protection."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _

from scharnier.foundation import audit_words, cards, clock
from scharnier.foundation.audit_words import Change, Page
from scharnier.foundation.principals import Scope
from scharnier.network.middleware import Desk
from scharnier.network.models import Membership, Role, User
from scharnier.people.models import Person

ROWS = 25
SPAN = timedelta(days=31)
READERS = frozenset({"lead", "auditor"})


@dataclass(frozen=True)
class Where:
    """Whose audit is read: of a project, or (project None) of a whole carrier without what files say."""

    carrier: UUID
    project: UUID | None
    name: str
    function: str


@dataclass(frozen=True)
class Asked:
    """What is looked for: days, both included; whoever acted; a table."""

    since: date
    until: date
    actor: UUID | None = None
    table: str = ""


@dataclass(frozen=True)
class Line:
    """One event. `fields` are the names of what it touched; `person` is there where the reader may open the file."""

    id: int
    at: datetime
    actor: str
    behalf: str
    what: str
    about: str
    person: UUID | None
    fields: str


@dataclass(frozen=True)
class Event:
    """One event with what it changed. `project` and `subject` say which opening has to be recorded."""

    line: Line
    subject: UUID | None
    changes: list[Change]
    erased: bool
    kept_back: bool


def where(desk: Desk) -> Where | None:
    """The present project for its lead and for an audit; for data protection the carrier; None for everybody else."""
    place = desk.project
    if place is not None and place.project is not None and place.roles & READERS:
        return Where(place.carrier, place.project, place.name, ",".join(sorted(place.roles)))
    found = next((each for each in desk.projects if "protection" in each.roles), None)
    return Where(found.carrier, None, found.carrier_name, "protection") if found is not None else None


def _plain() -> list[str]:
    """Tables that say nothing about persons: their content is open to data protection too."""
    return [
        card.table
        for card in cards.all_cards().values()
        if not card.subject and not any(column.access for column in card.columns.values())
    ]


def _circles() -> list[str]:
    """Tables whose rows belong to a confidential circle, also where an event of before doesn't say to which."""
    return [card.table for card in cards.all_cards().values() if card.lock.audience]


def _events(place: Where, asked: Asked, **more: Any) -> list[dict[str, Any]]:
    begin = datetime.combine(asked.since, time.min, clock.ZONE)
    end = datetime.combine(asked.until + timedelta(days=1), time.min, clock.ZONE)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM trail(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                place.carrier,
                place.project,
                clock.today(),
                begin,
                end,
                asked.actor,
                [asked.table] if asked.table else None,
                _plain(),
                _circles(),
                more.get("one"),
                more.get("cursor"),
                bool(more.get("back")),
                more.get("limit", ROWS + 1),
            ],
        )
        names = [column.name for column in cursor.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    for row in rows:
        if isinstance(row["payload"], str):
            row["payload"] = json.loads(row["payload"])
    return rows


def page(
    scope: Scope, place: Where, asked: Asked, *, after: int | None = None, before: int | None = None
) -> Page[Line]:
    """25 events, the latest first; two statements."""
    back = before is not None
    found = _events(place, asked, cursor=before if back else after, back=back)
    more = len(found) > ROWS
    found = found[-ROWS:] if back else found[:ROWS]
    if not found:
        return Page([])
    people = _people(scope, place, found)
    rows = [_line(row, people) for row in found]
    earlier, later = (after is not None, more) if not back else (more, True)
    return Page(rows, before=rows[0].id if earlier else None, after=rows[-1].id if later else None)


def _people(scope: Scope, place: Where, rows: list[dict[str, Any]]) -> dict[UUID, str]:
    """Names of the persons whose files the reader may open; data protection reads file numbers."""
    wanted = {row["subject_id"] for row in rows if row["subject_id"]}
    if place.project is None or not wanted:
        return {}
    return {row.pk: row.list_name for row in Person.objects.visible_to(scope).filter(pk__in=wanted)}


_KINDS = {
    "system": lambda: _("das System"),
    "owner": lambda: _("der Betrieb"),
    "signin": lambda: _("bei der Anmeldung"),
    "participant": lambda: _("die Person selbst"),
    "grant": lambda: _("über einen Link"),
}


def _line(row: dict[str, Any], people: dict[UUID, str]) -> Line:
    table, action, subject = row["table_name"], row["action"], row["subject_id"]
    known = subject in people
    said = [
        audit_words.column_label(table, column)
        for column in row["columns"]
        if audit_words.shown(table, column) and action == "update"
    ]
    if table == "foundation_accessrecord":
        what = audit_words.table_label(table)
    elif table:
        what = f"{audit_words.table_label(table)} {audit_words.action_label(action)}"
    else:
        what = audit_words.action_label(action)
    return Line(
        id=row["id"],
        at=row["at"],
        actor=row["actor"] or _KINDS.get(row["kind"], lambda: _("jemand von außen"))(),
        behalf=row["behalf"],
        what=what,
        about=people[subject] if known else row["file_number"],
        person=subject if known else None,
        fields=", ".join(dict.fromkeys(said)),
    )


def event(scope: Scope, place: Where, number: int) -> Event | None:
    """One event with what it changed, None where there is none for this reader; four statements at most.

    Content is shown where the row itself may be read, or stood in the reader's project until it was deleted.
    """
    rows = _events(place, Asked(date(2015, 1, 1), clock.today()), one=number, limit=1)
    if not rows:
        return None
    row = rows[0]
    people = _people(scope, place, rows)
    table, action, payload = row["table_name"], row["action"], row["payload"]
    content = payload is not None and _open_content(place, table, action, row["row_id"])
    mentioned = audit_words.people_in(table, payload)
    names = (
        {str(pk): name for pk, name in User.objects.filter(pk__in=mentioned).values_list("pk", "display_name")}
        if mentioned
        else {}
    )
    changes = audit_words.changes(table, action, row["columns"], payload, names=names, content=content)
    erased = payload is None and place.project is not None
    return Event(_line(row, people), row["subject_id"], changes, erased, not content and not erased and bool(changes))


def _open_content(place: Where, table: str, action: str, row: str) -> bool:
    card = cards.all_cards().get(table)
    if card is None or action not in ("insert", "update", "delete"):
        return False
    if action == "delete":
        return place.project is not None and card.lock.narrow and not card.lock.audience
    if place.project is None:
        return table in _plain()
    with connection.cursor() as cursor:
        cursor.execute("SELECT trail_readable(%s, %s)", [table, row])
        return bool((cursor.fetchone() or (False,))[0])


def colleagues(scope: Scope, place: Where) -> list[tuple[str, str]]:
    """Whoever works or worked here, to choose from; one statement."""
    rows = Membership.objects.visible_to(scope).filter(carrier_id=place.carrier).exclude(role=Role.OFFICE)
    if place.project is not None:
        rows = rows.filter(Q(project_id=place.project) | Q(project_id=None))
    found = rows.order_by("user__display_name").values_list("user_id", "user__display_name").distinct()[:300]
    return [(str(user), name) for user, name in found]


def tables(place: Where) -> list[tuple[str, str]]:
    """What can have been changed, by name."""
    hidden = set(_circles()) if place.project is None else set()
    named = [(table, audit_words.table_label(table)) for table in audit_words.named_tables() if table not in hidden]
    return sorted(named, key=lambda pair: pair[1].casefold())
