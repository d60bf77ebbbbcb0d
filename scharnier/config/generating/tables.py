# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rows as PostgreSQL's COPY reads them, and where they go: into the database or into CSV files.

The columns come from the models: one that the generator doesn't fill gets the model's default, so a new column breaks
nothing.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from django.db import connection, models

NULL = "\\N"
BATCH = 60_000


def escaped(text: str) -> str:
    """Any text for COPY; the building blocks of the generator hold none of these characters and skip this."""
    if not ("\\" in text or "\n" in text or "\t" in text or "\r" in text):
        return text
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def as_json(value: Any) -> str:
    return escaped(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def array(values: Sequence[str]) -> str:
    """A text array of codes (no quoting: codes hold no comma, brace or quote)."""
    return "{" + ",".join(values) + "}"


def _default(field: models.Field[Any, Any]) -> str:
    if field.has_default():
        value = field.get_default()
    elif field.null:
        value = None
    elif isinstance(field, models.CharField | models.TextField):
        value = ""
    else:
        raise ValueError(f"{field.model._meta.db_table}.{field.column} has no default: the generator must fill it.")
    if value is None:
        return NULL
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(field, models.JSONField):
        return as_json(value)
    if isinstance(value, list | tuple):
        return array([str(item) for item in value])
    return escaped(str(value))


class Table:
    """One table and the columns that the generator fills, in the order in which it gives them."""

    def __init__(self, model: type[models.Model], filled: str) -> None:
        names = filled.split()
        fields = {
            str(field.column): field
            for field in model._meta.concrete_fields
            if not field.generated and not (field.primary_key and field.column not in names)
        }
        self.name = model._meta.db_table
        self.unknown = [name for name in names if name not in fields]
        self._kept = [place for place, name in enumerate(names) if name in fields] if self.unknown else None
        rest = {name: field for name, field in fields.items() if name not in names}
        self.columns = [name for name in names if name in fields] + list(rest)
        self._tail = "".join(f"\t{_default(field)}" for field in rest.values())
        self.lines: list[str] = []

    def add(self, *values: str) -> None:
        """One row; every value as COPY reads it, `NULL` for none."""
        chosen = values if self._kept is None else [values[place] for place in self._kept]
        self.lines.append("\t".join(chosen) + self._tail)


class Sink(Protocol):
    """Where full tables are emptied to."""

    def take(self, table: Table) -> None: ...


class DatabaseSink:
    """Into the connected database, whose role must own the tables: COPY is refused behind row-level policies."""

    def take(self, table: Table) -> None:
        if table.lines:
            self.copy(table, "\n".join(table.lines))
            table.lines.clear()

    def copy(self, table: Table, text: str) -> None:
        columns = ", ".join(f'"{name}"' for name in table.columns)
        with connection.cursor() as cursor, cursor.copy(f"COPY {table.name} ({columns}) FROM STDIN") as copy:
            copy.write(f"{text}\n")


class CsvSink:
    """One CSV file per table, with a heading; an empty field is NULL or an empty text, as the column says."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._begun: set[str] = set()

    def take(self, table: Table) -> None:
        fresh = table.name not in self._begun
        self._begun.add(table.name)
        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\n")
        if fresh:
            writer.writerow(table.columns)
        for line in table.lines:
            writer.writerow([_plain(value) for value in line.split("\t")])
        with (self.folder / f"{table.name}.csv").open("w" if fresh else "a", encoding="utf-8") as file:
            file.write(buffer.getvalue())
        table.lines.clear()


def _plain(value: str) -> str:
    if value == NULL:
        return ""
    return value.replace("\\n", "\n").replace("\\t", "\t").replace("\\\\", "\\") if "\\" in value else value


class Parcel:
    """Keeps the rows as text by table, for another process."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}

    def take(self, table: Table) -> None:
        if table.lines:
            known = self.texts.get(table.name)
            text = "\n".join(table.lines)
            self.texts[table.name] = text if known is None else f"{known}\n{text}"
            table.lines.clear()


class Nowhere:
    """Drops the rows."""

    def take(self, table: Table) -> None:
        table.lines.clear()


class Tables:
    """All tables of a run with one sink; emptied whenever they hold `BATCH` rows together, so memory stays bounded."""

    def __init__(self, sink: Sink) -> None:
        self.sink = sink
        self.all: list[Table] = []
        self.rows: dict[str, int] = {}

    def table(self, model: type[models.Model], filled: str) -> Table:
        made = Table(model, filled)
        self.all.append(made)
        return made

    def unpack(self, sink: DatabaseSink, texts: dict[str, str]) -> None:
        """Rows that another process has made."""
        for table in self.all:
            if text := texts.get(table.name):
                self.rows[table.name] = self.rows.get(table.name, 0) + text.count("\n") + 1
                sink.copy(table, text)

    def settle(self) -> None:
        """Empty everything if it has become much."""
        if sum(len(table.lines) for table in self.all) >= BATCH:
            self.flush()

    def flush(self) -> None:
        for table in self.all:
            self.rows[table.name] = self.rows.get(table.name, 0) + len(table.lines)
            self.sink.take(table)
