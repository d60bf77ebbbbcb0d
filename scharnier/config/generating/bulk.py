# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Loading millions of rows as the owner: without the audit of each row, with indexes and keys made once at the end.

Everything happens in one transaction: whoever kills it leaves the database as it was.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, connections, transaction

from scharnier.config import environment as env


@contextmanager
def as_owner() -> Iterator[None]:
    """Within this block the default connection is a new one, of the role that owns the tables, in one transaction."""
    serving = connections["default"]
    owner = env.database(owner=True)
    described = {
        **serving.settings_dict,
        "USER": owner.user,
        "PASSWORD": owner.password,
        "HOST": owner.host,
        "PORT": owner.port,
        "OPTIONS": {"application_name": "scharnier-generate", **owner.options},
    }
    owning = type(serving)(described, "default")
    connections["default"] = owning
    try:
        with transaction.atomic():
            yield
    finally:
        owning.close()
        connections["default"] = serving


def execute(statement: str, values: Sequence[Any] = ()) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)


def fetch(statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return list(cursor.fetchall())


def without_audit(tables: Sequence[str]) -> None:
    """Until `with_audit`, in this transaction only: rows of these tables leave no audit event each."""
    _switch_audit(tables, "DISABLE")


def with_audit(tables: Sequence[str]) -> None:
    _switch_audit(tables, "ENABLE")


def _switch_audit(tables: Sequence[str], verb: str) -> None:
    triggers = fetch(
        "SELECT tgrelid::regclass::text, tgname FROM pg_trigger "
        "WHERE tgfoid = 'audit_row'::regproc AND tgrelid = ANY (%s::text[]::regclass[])",
        [list(tables)],
    )
    for table, trigger in triggers:
        execute(f'ALTER TABLE {table} {verb} TRIGGER "{trigger}"')


def note(action: str, payload: dict[str, Any]) -> None:
    """The one audit event that stands for all loaded rows."""
    execute("SELECT audit_note(%s, NULL, NULL, 'network_carrier', '', %s::jsonb)", [action, json.dumps(payload)])


@dataclass
class TakenDown:
    """Indexes, primary, unique and foreign keys of some tables, taken down and ready to be put up again."""

    indexes: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def put_up_indexes(self) -> None:
        for statement in [*self.keys, *self.indexes]:
            execute(statement)
        self.keys, self.indexes = [], []

    def put_up_foreign_keys(self) -> None:
        for statement in self.foreign:
            execute(statement)
        self.foreign = []


def take_down(tables: Sequence[str], keep: Sequence[str] = ()) -> TakenDown:
    """Take down what slows a bulk load of `tables`; those named by `keep` keep their primary keys.

    Foreign keys come back with a check of all rows at once instead of one deferred check a row.
    """
    down = TakenDown()
    names = [list(tables), list(tables)]
    foreign = fetch(
        "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE contype = 'f' AND (conrelid = ANY (%s::text[]::regclass[]) OR confrelid = ANY (%s::text[]::regclass[]))",
        names,
    )
    for table, name, definition in foreign:
        execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        down.foreign.append(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
    unique = fetch(
        "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE conrelid = ANY (%s::text[]::regclass[]) "
        "AND (contype = 'u' OR contype = 'p' AND conrelid <> ALL (%s::text[]::regclass[])) ORDER BY contype",
        [list(tables), list(keep)],
    )
    for table, name, definition in unique:
        execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        down.keys.append(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
    indexes = fetch(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index "
        "WHERE indrelid = ANY (%s::text[]::regclass[]) AND NOT indisprimary "
        "AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = indexrelid AND c.contype IN ('p', 'u', 'x'))",
        names[:1],
    )
    for name, definition in indexes:
        execute(f"DROP INDEX {name}")
        down.indexes.append(definition)
    return down
