# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Thousands of new rows of one table, as JSON in one parameter of one statement.

COPY is refused behind row-level policies, and a value list of forty columns for a thousand rows costs more to put
together than to write. Policies, constraints and triggers hold as ever.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection, models
from django.db.models.expressions import DatabaseDefault

BATCH = 1000


def insert(rows: Sequence[models.Model]) -> None:
    """Write rows of one model that aren't there yet; what only the database fills in is left to it."""
    if not rows:
        return
    meta = type(rows[0])._meta
    fields = [field for field in meta.concrete_fields if not field.generated]
    left = {field.attname for field in fields if isinstance(getattr(rows[0], field.attname), DatabaseDefault)}
    names = [(field.attname, str(field.column)) for field in fields if field.attname not in left]
    columns = ", ".join(connection.ops.quote_name(column) for _name, column in names)
    table = connection.ops.quote_name(meta.db_table)
    statement = (
        f"INSERT INTO {table} ({columns}) SELECT {columns} "  # noqa: S608  # names of ours
        f"FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb)"
    )
    with connection.cursor() as cursor:
        for start in range(0, len(rows), BATCH):
            batch: list[dict[str, Any]] = [
                {column: getattr(row, name) for name, column in names} for row in rows[start : start + BATCH]
            ]
            cursor.execute(statement, [json.dumps(batch, default=str)])
