# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Agenda, timeline and search of generated rows: the rooms' own `derive` functions, written by COPY.

So a room that changes what it projects changes the generated rows with it, and `scharnier check` has nothing to find.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from scharnier.config.generating import chance
from scharnier.config.generating.chance import identifier, milliseconds
from scharnier.config.generating.tables import NULL, Tables, escaped
from scharnier.foundation import principals, projections
from scharnier.foundation.models import AgendaItem, SearchEntry, TimelineEntry
from scharnier.foundation.projections import Anchor, Due, Event


class Projected:
    """Writes the projections of one carrier after the other."""

    def __init__(self, tables: Tables, today: date) -> None:
        self.tables = tables
        self._moment = milliseconds(today.toordinal() - 1)
        keys = "id carrier_id project_id subject_id audience_id kind source_id"
        self._due = tables.table(AgendaItem, f"{keys} key owner_id due_on subject_name title detail done_at done_by_id")
        self._event = tables.table(TimelineEntry, f"{keys} at title text author_id author_name")
        self._found = tables.table(SearchEntry, f"{keys} title text")

    def write(self, carriers: Sequence[str], seed: int) -> None:
        """Everything that the rooms derive for these carriers; call inside one transaction of the owner."""
        for carrier in carriers:
            rng = chance.stream(seed, "projected", carrier)
            identity = UUID(carrier)
            with principals.entering(principals.system(identity)):
                for source in projections.sources():
                    for row in source.derive(identity):
                        self._add(row, identifier(rng, self._moment))
                        if len(self._event.lines) + len(self._due.lines) + len(self._found.lines) > 40_000:
                            self.tables.flush()
        self.tables.flush()

    def _add(self, row: projections.Row, identity: str) -> None:
        keys = (identity, *_keys(row.anchor))
        if isinstance(row, Due):
            self._due.add(
                *keys, row.key, _id(row.owner), row.due_on.isoformat(), escaped(row.subject_name), escaped(row.title),
                escaped(row.detail), _moment(row.done_at), _id(row.done_by),
            )  # fmt: skip
        elif isinstance(row, Event):
            self._event.add(
                *keys,
                row.at.isoformat(),
                escaped(row.title),
                escaped(row.text),
                _id(row.author),
                escaped(row.author_name),
            )
        else:
            self._found.add(*keys, escaped(row.title), escaped(row.text))


def _keys(anchor: Anchor) -> tuple[str, ...]:
    return (
        anchor.carrier.hex,
        anchor.project.hex,
        anchor.subject.hex,
        _id(anchor.audience),
        anchor.kind,
        anchor.source.hex,
    )


def _id(value: UUID | None) -> str:
    return NULL if value is None else value.hex


def _moment(value: datetime | None) -> str:
    return NULL if value is None else value.isoformat()
