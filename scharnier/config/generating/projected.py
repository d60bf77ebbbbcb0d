# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Agenda, timeline and search of generated rows, worded by the rooms themselves and written by COPY.

For persons and counselling the generator calls the rooms' functions with drafts of its rows, which asks the database
nothing; for every other kind it runs the room's `derive`. So a room that changes what it projects changes the
generated rows with it, and `scharnier check` has nothing to find.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from scharnier.casework import projected as casework
from scharnier.casework.situations.models import Situation
from scharnier.config.generating import chance, situations
from scharnier.config.generating.chance import identifier, milliseconds
from scharnier.config.generating.tables import NULL, Tables, escaped
from scharnier.foundation import principals, projections
from scharnier.foundation.models import AgendaItem, SearchEntry, TimelineEntry
from scharnier.foundation.projections import Due, Event, Row
from scharnier.knowledge.files import edition
from scharnier.people import projected as people
from scharnier.people.law import filling
from scharnier.people.law.models import AccessOutlook
from scharnier.people.law.outlook import Ahead

DRAFTED = {
    *(casework.CONTACT, casework.FOLLOW_UP, casework.REVIEW, casework.GOAL, casework.STEP, casework.REVISION),
    *(people.PERSON, people.ENTRY, people.EXIT, people.FILE_NEW, people.EXPIRY),
}


class Draft:
    """A row that isn't in the database yet: the attributes a room's wording function reads, keys as text."""

    def __init__(self, **values: Any) -> None:
        self.__dict__ = values


class Projected:
    """Writes projected rows: those that are handed to it, and those that the rooms derive."""

    def __init__(self, tables: Tables, seed: int, today: date) -> None:
        self.tables = tables
        self._seed = seed
        self._rng: random.Random = chance.stream(seed, "projected")
        self._moment = milliseconds(today.toordinal() - 1)
        keys = "id carrier_id project_id subject_id audience_id kind source_id"
        self._due = tables.table(AgendaItem, f"{keys} key owner_id due_on subject_name title detail done_at done_by_id")
        self._event = tables.table(TimelineEntry, f"{keys} at title text author_id author_name")
        self._found = tables.table(SearchEntry, f"{keys} title text")
        self._outlook = tables.table(
            AccessOutlook, "id created_at carrier_id person_id level changes_on summary edition noted_on"
        )
        self._situation = tables.table(
            Situation,
            "id created_at version carrier_id project_id person_id enrolment_id span asked_for owner_id answer "
            "answered_at answered_by_id",
        )
        self._today, self._day = today, today.isoformat()
        self._known: dict[str, Ahead] = {}

    def begin(self, project: str) -> None:
        """Identifiers of this project's rows don't depend on the projects before."""
        self._rng = chance.stream(self._seed, "projected", project)

    def derive(self, carriers: Sequence[str]) -> None:
        """Everything else that the rooms derive for these carriers; call inside one transaction of the owner."""
        for carrier in carriers:
            self.begin(carrier)
            identity = UUID(carrier)
            with principals.entering(principals.system(identity)):
                self._look_ahead(identity)
                self._afterwards(identity)
                for source in projections.sources():
                    if source.kind in DRAFTED:
                        continue
                    for number, row in enumerate(source.derive(identity)):
                        self.add(row)
                        if number % 1000 == 0:
                            self.tables.settle()
        self.tables.flush()

    def _look_ahead(self, carrier: UUID) -> None:
        """Everybody's access to work, from which the room derives its reminders."""
        for number, (person, found) in enumerate(filling.outlooks(carrier, self._known)):
            on = found.changes_on.isoformat() if found.changes_on else NULL
            self._outlook.add(
                identifier(self._rng, self._moment), f"{self._day} 03:41+01", carrier.hex, person.hex, found.level, on,
                escaped(found.summary), edition(), self._day,
            )  # fmt: skip
            if number % 1000 == 0:
                self.tables.settle()
        self.tables.flush()

    def _afterwards(self, carrier: UUID) -> None:
        """How people are doing after the exit."""
        for number, (row, code, day, answer, told) in enumerate(situations.rows(carrier, self._rng, self._today)):
            by = NULL if told is None else _id(row.staff_id)
            at = NULL if told is None or by == NULL else f"{told.isoformat()} 10:15+01"
            self._situation.add(
                identifier(self._rng, self._moment), f"{self._day} 03:42+01", "1", carrier.hex, row.project_id.hex,
                row.person_id.hex, row.pk.hex, code, day.isoformat(), _id(row.staff_id), "" if at == NULL else answer,
                at, by,
            )  # fmt: skip
            if number % 1000 == 0:
                self.tables.settle()
        self.tables.flush()

    def add(self, row: Row | None) -> None:
        """One row as a room words it; its keys, and moments that are only handed through, may be text for COPY."""
        if row is None:
            return
        anchor: Any = row.anchor  # its keys are UUIDs or, in the generator's drafts, text
        carrier, project, subject, source = anchor.carrier, anchor.project, anchor.subject, anchor.source
        keys = (
            identifier(self._rng, self._moment),
            carrier if carrier.__class__ is str else _id(carrier),
            project if project.__class__ is str else _id(project),
            subject if subject.__class__ is str else _id(subject),
            NULL if anchor.audience is None else _id(anchor.audience),
            anchor.kind,
            source if source.__class__ is str else _id(source),
        )
        if isinstance(row, Event):
            self._event.add(
                *keys, _moment(row.at), escaped(row.title), escaped(row.text), _id(row.author), escaped(row.author_name)
            )
        elif isinstance(row, Due):
            self._due.add(
                *keys, row.key, _id(row.owner), row.due_on.isoformat(), escaped(row.subject_name), escaped(row.title),
                escaped(row.detail), _moment(row.done_at), _id(row.done_by),
            )  # fmt: skip
        else:
            self._found.add(*keys, escaped(row.title), escaped(row.text))


def _id(value: UUID | str | None) -> str:
    if value is None:
        return NULL
    return value if isinstance(value, str) else value.hex


def _moment(value: datetime | str | None) -> str:
    if value is None:
        return NULL
    return value if isinstance(value, str) else value.isoformat()
