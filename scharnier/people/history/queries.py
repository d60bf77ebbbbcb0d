# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who wrote what in a file, when, before and after; never more than the reader may read in the file itself."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from scharnier.foundation import audit_words, cards
from scharnier.foundation.audit_words import Change, Page
from scharnier.network.models import User
from scharnier.people.consents import known

ROWS = 25


@dataclass(frozen=True)
class Asked:
    """What is looked for: a table, one of its columns, whoever wrote."""

    table: str = ""
    column: str = ""
    actor: UUID | None = None


@dataclass(frozen=True)
class Line:
    """One writing: who, when, what, and every field with its words before and after."""

    id: int
    at: datetime
    actor: str
    behalf: str
    what: str
    changes: list[Change]
    erased: bool


# What a page showed to whom is kept, too. Nobody wrote it, so it stands among the rest only when it is asked for.
_ANSWERS = "people_judgement"


def _tables() -> list[str]:
    """What a file consists of; who opened it stands elsewhere."""
    return [table for table in known.tables() if table != "foundation_accessrecord"]


def _circles() -> list[str]:
    return [card.table for card in cards.all_cards().values() if card.lock.audience]


def _events(person: UUID, asked: Asked, cursor_at: int | None, back: bool) -> list[dict[str, Any]]:
    tables = [table for table in _tables() if asked.table or table != _ANSWERS]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM file_history(%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [person, tables, _circles(), asked.table, asked.column, asked.actor, cursor_at, back, ROWS + 1],
        )
        names = [column.name for column in cursor.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    for row in rows:
        if isinstance(row["payload"], str):
            row["payload"] = json.loads(row["payload"])
    return rows


def page(
    person: UUID,
    asked: Asked,
    *,
    closed: Collection[tuple[str, str]] = (),
    closed_rows: Callable[[Collection[str]], Mapping[str, Collection[str]]] | None = None,
    after: int | None = None,
    before: int | None = None,
) -> Page[Line]:
    """25 writings, the latest first; two statements. What has no basis: `closed` columns, and rows, asked for the
    tables that are to be seen."""
    back = before is not None
    found = _events(person, asked, before if back else after, back)
    more = len(found) > ROWS
    found = found[-ROWS:] if back else found[:ROWS]
    if not found:
        return Page([])
    names = _names(found)
    shut = closed_rows({row["table_name"] for row in found}) if closed_rows else {}
    rows = [_line(row, asked, names, closed, whole=row["row_id"] in shut.get(row["table_name"], ())) for row in found]
    earlier, later = (after is not None, more) if not back else (more, True)
    return Page(rows, before=rows[0].id if earlier else None, after=rows[-1].id if later else None)


def _names(rows: list[dict[str, Any]]) -> dict[str, str]:
    wanted = {one for row in rows for one in audit_words.people_in(row["table_name"], row["payload"])}
    if not wanted:
        return {}
    found = User.objects.filter(pk__in=wanted).values_list("pk", "display_name")
    return {str(pk): name for pk, name in found}


def _line(
    row: dict[str, Any], asked: Asked, names: dict[str, str], closed: Collection[tuple[str, str]], *, whole: bool
) -> Line:
    table, action, payload = row["table_name"], row["action"], row["payload"]
    columns = [asked.column] if asked.column else row["columns"]
    changes = [
        each
        if not whole and (table, each.column) not in closed
        else Change(each.column, each.label, "", "", hidden=True)
        for each in audit_words.changes(table, action, columns, payload, names=names)
        if (action == "update") or each.before or each.after or each.hidden
    ]
    who = row["actor"] or (_("das System") if row["kind"] == "system" else _("jemand von außen"))
    what = f"{audit_words.table_label(table)} {audit_words.action_label(action)}"
    return Line(row["id"], row["at"], who, row["behalf"], what, changes, payload is None)


def writers(person: UUID) -> list[tuple[str, str]]:
    """Whoever has written in the file, to choose from; one statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name FROM file_writers(%s) ORDER BY name", [person])
        return [(str(user), name) for user, name in cursor.fetchall()]


def fields() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every field of every table, grouped, to choose from: (table, [(table.column, label)])."""
    found = []
    for table in _tables():
        card = cards.card_of(table)
        columns = [
            (f"{table}.{name}", audit_words.own_label(table, name))
            for name, column in card.columns.items()
            if column.access and audit_words.own_label(table, name)
        ]
        label = audit_words.table_label(table)
        found.append((label, [(table, f"{label}: {_('alles')}"), *columns]))
    return sorted(found, key=lambda group: group[0].casefold())
