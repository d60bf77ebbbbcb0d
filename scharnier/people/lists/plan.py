# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a list is to be understood: columns, values and staff, as stored with the run and remembered for the carrier."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from scharnier.people.importing.columns import (
    ColumnTarget,
    Mapping,
    bind,
    guess_mapping,
    mapping_from_guesses,
    signature,
)
from scharnier.people.importing.tables import Sheet
from scharnier.people.importing.values import LeaveEmpty, ValueMap


@dataclass(frozen=True)
class Value:
    """One decision about a text: a code, or None for *leave the cell empty*."""

    target: str
    raw: str
    code: str | None


@dataclass
class ListPlan:
    """Mapping per sheet, decided values, and who a name in the staff column is (user id as text, empty for nobody)."""

    sheets: dict[str, list[tuple[str, str | None]]] = field(default_factory=dict)
    values: list[Value] = field(default_factory=list)
    staff: dict[str, str] = field(default_factory=dict)
    without: list[str] = field(default_factory=list)
    default_entry: date | None = None  # day of entry for rows that name none

    def mapping(self, sheet: Sheet) -> Mapping | None:
        """The columns of this sheet with their targets; None when the sheet is left out or looks different."""
        columns = self.sheets.get(sheet.name)
        if columns is None or sheet.name in self.without or [name for name, _ in columns] != list(sheet.columns):
            return None
        return Mapping(tuple(ColumnTarget(index, name, target) for index, (name, target) in enumerate(columns)))

    def value_map(self) -> ValueMap:
        known = ValueMap()
        for value in self.values:
            known.remember(value.target, value.raw, LeaveEmpty() if value.code is None else value.code)
        return known

    def decide(self, target: str, raw: str, code: str | None) -> None:
        self.values = [value for value in self.values if (value.target, value.raw) != (target, raw)]
        self.values.append(Value(target, raw, code))

    def as_json(self) -> dict[str, Any]:
        return {
            "sheets": {name: [list(pair) for pair in columns] for name, columns in self.sheets.items()},
            "values": [[value.target, value.raw, value.code] for value in self.values],
            "staff": self.staff,
            "without": self.without,
            "default_entry": self.default_entry.isoformat() if self.default_entry else "",
        }


def from_json(stored: dict[str, Any]) -> ListPlan:
    return ListPlan(
        sheets={name: [(pair[0], pair[1]) for pair in columns] for name, columns in stored.get("sheets", {}).items()},
        values=[Value(*value) for value in stored.get("values", [])],
        staff=dict(stored.get("staff", {})),
        without=list(stored.get("without", [])),
        default_entry=date.fromisoformat(stored["default_entry"]) if stored.get("default_entry") else None,
    )


def signatures(sheets: list[Sheet]) -> Iterator[tuple[Sheet, str]]:
    for sheet in sheets:
        yield sheet, signature(sheet.columns)


def first_plan(sheets: list[Sheet], remembered: dict[str, ListPlan]) -> ListPlan:
    """What is known from earlier lists with these columns (by signature), guessed where nothing is."""
    plan = ListPlan()
    for sheet, sign in signatures(sheets):
        known = remembered.get(sign)
        columns = next(iter(known.sheets.values()), []) if known else []
        stored = Mapping(tuple(ColumnTarget(i, *pair) for i, pair in enumerate(columns)))
        mapping = bind(stored, sheet.columns) if stored.targets else None
        if mapping is None:
            mapping = mapping_from_guesses(guess_mapping(sheet.columns, sheet.sample()))
        plan.sheets[sheet.name] = [(column.column, column.target) for column in mapping.columns]
        if known:
            plan.values += [value for value in known.values if value not in plan.values]
            plan.staff.update(known.staff)
    return plan
