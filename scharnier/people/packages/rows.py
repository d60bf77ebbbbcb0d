# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rows of whole files out of the database and into it: one statement a table, whatever the table.

PostgreSQL writes a row as JSON and reads it again, so nothing is lost on the way. All tables of a portion of files are
read in one statement: they show one moment.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.utils.translation import gettext

from scharnier.foundation.writes import DomainError
from scharnier.people import rules
from scharnier.people.packages.registry import carried, shape

Rows = dict[str, list[dict[str, Any]]]  # by table
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
CODED = ("people_person", "people_enrolment", "people_residencestatus")


def read(carrier: UUID, project: UUID, persons: Sequence[UUID]) -> Rows:
    """Everything that is carried of these files, as far as the reader sees it."""
    parts: list[str] = []
    given: list[Any] = []
    for each in carried():
        known = shape(each.table)
        where = f"r.{known.subject} = ANY (%s) AND r.carrier_id = %s"
        given += [list(persons), carrier]
        if known.in_project:
            where += " AND r.project_id = %s"
            given.append(project)
        columns = ", ".join(f"'{name}', r.{name}" for name in known.columns)
        parts.append(f"SELECT '{each.table}', jsonb_build_object({columns})::text FROM {each.table} r WHERE {where}")  # noqa: S608  # names of ours
    found: Rows = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), given)
        for table, row in cursor:
            found[table].append(json.loads(row))
    return dict(found)


def renamed(project: UUID, old: UUID) -> UUID:
    """The key at the other end: the same whenever the same row comes into the same project, and a version 7 again.

    So a run that was cut off finds what it has written, and a package read twice is noticed.
    """
    mixed = int.from_bytes(hashlib.sha256(project.bytes + old.bytes).digest()[:10], "big")
    made = (old.int >> 80) << 80 | mixed  # the moment stays in front
    made = made & ~(0xF << 76) | 0x7 << 76
    return UUID(int=made & ~(0x3 << 62) | 0x2 << 62)


@dataclass(frozen=True)
class Target:
    """Where files go. `staff`: who becomes whom; `importer` stands in for everybody else."""

    carrier: UUID
    project: UUID
    importer: UUID
    source_project: str
    staff: Mapping[str, UUID] = field(default_factory=dict)

    def person(self, old: str) -> UUID:
        return renamed(self.project, UUID(old))


def moved(table: str, row: Mapping[str, Any], target: Target) -> dict[str, Any]:
    """A row as it is written at the other end. Raises DomainError for a column that is not known here."""
    known = shape(table)
    if unknown := set(row) - set(known.columns):
        raise DomainError(
            gettext("Das Paket kommt aus einer anderen Version: %(table)s kennt hier kein Feld %(field)s.")
            % {"table": table, "field": sorted(unknown)[0]}
        )
    made = {name: each.get_default() for name, each in known.defaults.items() if name not in row}
    for name, value in row.items():
        made[name] = _moved(name, value, table, target)
    made["carrier_id"] = target.carrier
    if known.in_project:
        made["project_id"] = target.project
    if table == "people_enrolment" and made.get("staff_id") == made.get("second_staff_id"):
        made["second_staff_id"] = None
    return made


def _moved(name: str, value: Any, table: str, target: Target) -> Any:
    known = shape(table)
    if value is None:
        return None
    if name in known.keys:
        if isinstance(value, str):
            return target.person(value)
        return json.loads(_UUID.sub(lambda found: str(target.person(found[0])), json.dumps(value)))
    if name in known.staff:
        return target.staff.get(value) or (None if name in known.carried.droppable else target.importer)
    if name in known.carried.swap:
        return json.loads(_UUID.sub(lambda found: _swapped(found[0], target), json.dumps(value)))
    return value


def _swapped(found: str, target: Target) -> str:
    if found == target.source_project:
        return str(target.project)
    return str(target.staff.get(found, target.importer))


def check_codes(rows: Rows) -> None:
    """Codes that this house doesn't know. Raises DomainError."""
    for table in CODED:
        for row in rows.get(table, []):
            rules.check_codes(row)


def write(rows: Rows) -> None:
    """Insert rows that have been moved, a statement a table; constraints speak at once."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for each in carried():
            if not rows.get(each.table):
                continue
            columns = ", ".join(shape(each.table).columns)
            cursor.execute(
                f"INSERT INTO {each.table} ({columns}) SELECT {columns} "  # noqa: S608  # names of ours
                f"FROM jsonb_populate_recordset(NULL::{each.table}, %s::jsonb)",
                [json.dumps(rows[each.table], cls=DjangoJSONEncoder)],
            )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
