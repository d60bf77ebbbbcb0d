# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is known about a person, table by table, as the record cards say it; counts, not content."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from uuid import UUID

from django.apps import apps
from django.db import connection

from scharnier.foundation import audit_words
from scharnier.foundation.cards import Card, Merge, all_cards
from scharnier.foundation.locks import LOG


@dataclass(frozen=True)
class Known:
    """One kind of record: what it is called, how many there are, which fields say something about the person."""

    table: str
    label: str
    count: int
    fields: tuple[str, ...]


@cache
def tables() -> tuple[str, ...]:
    """Tables with rows about a person that the person may ask for: no projections, no log, no machinery."""
    real = {model._meta.db_table for model in apps.get_models()}
    return tuple(table for table, card in all_cards().items() if table in real and _about_a_person(card))


def _about_a_person(card: Card) -> bool:
    return bool(
        card.subject
        and card.lock is not LOG
        and card.merge is not Merge.REBUILD
        and any(column.access for column in card.columns.values())
    )


def counts(person: UUID) -> list[Known]:
    """How many rows the reader sees of every kind; one statement."""
    parts = " UNION ALL ".join(
        f"SELECT '{table}', count(*) FROM {table} WHERE {all_cards()[table].subject} = %s"  # noqa: S608  # names of ours
        for table in tables()
    )
    with connection.cursor() as cursor:
        cursor.execute(parts, [person] * len(tables()))
        found = dict(cursor.fetchall())
    return [
        Known(table, audit_words.table_label(table), found[table], fields_of(table))
        for table in tables()
        if found[table]
    ]


def fields_of(table: str) -> tuple[str, ...]:
    """The fields that a person is told of, in words."""
    card = all_cards()[table]
    names = [name for name, column in card.columns.items() if column.access and audit_words.own_label(table, name)]
    return tuple(dict.fromkeys(audit_words.own_label(table, name) for name in names))
