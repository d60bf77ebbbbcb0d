# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""From the stored file to rows: one pass over all sheets of a run, as its plan understands them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from scharnier.foundation import clock
from scharnier.people.importing.names import name_key
from scharnier.people.importing.outcome import PartialDate
from scharnier.people.importing.records import (
    DuplicateFinder,
    Outcome,
    ParticipantRow,
    Problem,
    RowResult,
    Severity,
    parse_sheet,
)
from scharnier.people.importing.tables import Sheet, read_table
from scharnier.people.lists.plan import ListPlan
from scharnier.people.models import ImportedRow, ImportRun, Person

KEPT_PROBLEMS = 5000


def sheets_of(run: ImportRun) -> list[Sheet]:
    return read_table(bytes(run.content), run.filename)


def rows_of(sheets: list[Sheet], plan: ListPlan) -> Iterator[RowResult]:
    """Every row of every sheet that takes part; duplicates are found across sheets."""
    finder, values, today = DuplicateFinder(), plan.value_map(), clock.today()
    for sheet in sheets:
        mapping = plan.mapping(sheet)
        if mapping is not None:
            yield from parse_sheet(sheet, mapping, values, today, default_entry=plan.default_entry, duplicates=finder)


def store(problem: Problem) -> dict[str, Any]:
    return asdict(problem)


def restore(stored: dict[str, Any]) -> Problem:
    return Problem(
        **{
            **stored,
            "severity": Severity(stored["severity"]),
            "outcome": Outcome(stored["outcome"]),
            "candidates": tuple(stored["candidates"]),
        }
    )


class Known:
    """The persons whom the reader of the list may see already, to recognise a participant who has a file.

    Recognised means: the same name (however written) and the same exact date of birth, or the same name and telephone.
    The first of January, a year alone or an estimate never count. A row that an earlier run has written, cut off
    or not, is recognised by its place in the list together with name and birth, however little these say.
    """

    def __init__(self, project: Any) -> None:
        self._by_birth: dict[tuple[str, Any], Any] = {}
        self._by_phone: dict[tuple[str, str], Any] = {}
        persons = Person.objects.filter(enrolments__project_id=project, merged_into=None).values_list(
            "pk", "family_name", "given_names", "birth_date", "birth_precision", "phone"
        )
        for pk, family, given, birth, precision, phone in persons.iterator(chunk_size=5000):
            key = name_key(family, given)
            if birth and precision == "day" and (birth.month, birth.day) != (1, 1):
                self._by_birth[key, birth] = pk
            if phone:
                self._by_phone[key, phone] = pk

        self._by_row: dict[tuple[str, int, str, Any], Any] = {}
        names = ("family_name", "given_names", "birth_date")
        rows = ImportedRow.objects.filter(project_id=project, person__merged_into=None)
        values = rows.values_list("sheet", "row", "person_id", *(f"person__{name}" for name in names))
        for sheet, row, pk, family, given, birth in values.iterator(chunk_size=5000):
            self._by_row[sheet, row, name_key(family, given), birth] = pk

    def find(self, record: ParticipantRow) -> Any:
        """The identifier of the file that this row already has, or None."""
        key = name_key(record.family_name, record.given_names)
        birth = record.birth.value if record.birth else None
        if written := self._by_row.get((record.sheet[:80], record.row, key, birth)):
            return written
        if record.birth and _proves(record.birth) and (found := self._by_birth.get((key, record.birth.value))):
            return found
        return next((self._by_phone[key, phone] for phone in record.phones if (key, phone) in self._by_phone), None)


def _proves(birth: PartialDate) -> bool:
    exact = birth.precision.value == "day" and not birth.estimated
    return exact and (birth.value.month, birth.value.day) != (1, 1)
