# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The indicators of indicators.py for many records at once: one pass over columns, no Python loop per record.

    table = Table.of("esf_2014_2020", records)            # or Table(…) from arrays read out of the database
    tally("esf_2014_2020", table, date(2026, 11, 22), by={"sex": table.categories("sex")})

A condition becomes a pair of boolean arrays, "yes" and "open" (unknown), combined by the same three-valued logic.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from scharnier.knowledge.conditions import AllOf, AnyOf, Compare, Condition, Derived, Not, Recorded
from scharnier.knowledge.expressions import DAY_OPERATORS, CountAbove, DayCompare, Truthy
from scharnier.knowledge.indicators import IndicatorSet, Record, Step, indicator_set, read_record, required_items

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int32]

EPOCH = date(1970, 1, 1).toordinal()
NO_DAY = np.int32(-(2**31))
"""What stands in a column of days (days since 1 January 1970) where no day is recorded."""
NOTHING = -1
"""What stands in any other column where nothing is recorded."""


@dataclass(frozen=True)
class Events:
    """Dated status changes of all records, sorted by record and then by day: three arrays of equal length."""

    record: Ints
    day: Ints
    status: Ints


@dataclass(frozen=True)
class Categories:
    """A breakdown: per record the index of its category, or -1."""

    index: Ints
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Participation records as columns of equal length.

    Days: int32 since 1970-01-01 (`NO_DAY`: not recorded). Yes-or-no items: 1, 0, -1. Enums: index into the values of
    the data file, -1. Numbers and lengths of lists: the number, -1. A missing column counts as nowhere recorded.
    """

    size: int
    items: IndicatorSet
    columns: Mapping[str, Ints]
    events: Mapping[str, Events] = field(default_factory=dict)

    @classmethod
    def of(cls, code: str, records: Sequence[Record]) -> "Table":
        """A table from single records, checked one by one: fine for thousands, slow for millions. Raises InputError."""
        wanted = indicator_set(code)
        read = [read_record(wanted, record) for record in records]
        columns = {}
        for name, item in wanted.items.items():
            if item.type != "events":
                cells = [_cell(item.type, item.values, values.get(name)) for values in read]
                columns[name] = np.array(cells, dtype=np.int32)
        triples = [
            (number, day - EPOCH, wanted.items["status_events"].values.index(status))
            for number, values in enumerate(read)
            for day, status in values.get("status_events", ())
        ]
        flat = np.array(triples, dtype=np.int32).reshape(-1, 3)
        return cls(len(read), wanted, columns, {"status_events": Events(flat[:, 0], flat[:, 1], flat[:, 2])})

    def column(self, name: str) -> Ints:
        """A column, or one that says "not recorded" everywhere."""
        found = self.columns.get(name)
        if found is None:
            empty = NO_DAY if name in self.items.items and self.items.items[name].type == "date" else NOTHING
            found = np.full(self.size, empty, dtype=np.int32)
        return found

    def categories(self, name: str) -> Categories:
        """The breakdown by an enum item, for example "sex"."""
        return Categories(self.column(name), self.items.items[name].values)


@dataclass(frozen=True)
class Tally:
    """The figures of one pass.

    `totals` maps indicator codes to numbers of participants, sums or per cent; `open` says for how many records an
    indicator cannot be decided; `by` splits the counted ones: breakdown, category, code. `incomplete` records lack an
    item that must be recorded before they may be reported; `invalid` ones leave before they enter and count nowhere.
    """

    participants: int
    complete: int
    incomplete: int
    invalid: int
    totals: Mapping[str, float]
    open: Mapping[str, int]
    by: Mapping[str, Mapping[str, Mapping[str, int]]]


def tally(
    code: str, table: Table, as_of: date, by: Mapping[str, Categories] | None = None, *, complete_only: bool = False
) -> Tally:
    """Counts a set over all records of a table. With `complete_only` incomplete records are left out.

    Records that enter after `as_of` do not count yet. Raises InputError for an unknown set.
    """
    pass_ = _Pass(table, as_of)
    entered, valid, complete = pass_.entered(), pass_.valid(), pass_.complete()
    counted = entered & valid
    everybody = counted & complete if complete_only else counted
    totals: dict[str, float] = {}
    unknown: dict[str, int] = {}
    split: dict[str, dict[str, dict[str, int]]] = {
        name: {label: {} for label in x.labels} for name, x in (by or {}).items()
    }
    rows = {
        (name, label): (breakdown.index == number)
        for name, breakdown in (by or {}).items()
        for number, label in enumerate(breakdown.labels)
    }
    for indicator in table.items.indicators:
        if indicator.when is not None:
            yes, open_ = pass_.truth(indicator.when)
            hit = yes & everybody
            totals[indicator.code] = int(np.count_nonzero(hit))
            unknown[indicator.code] = 0 if open_ is None else int(np.count_nonzero(open_ & everybody))
            for (name, label), mask in rows.items():
                split[name][label][indicator.code] = int(np.count_nonzero(hit & mask))
        elif indicator.sum is not None:
            numbers = table.column(indicator.sum)
            totals[indicator.code] = int(numbers[everybody & (numbers > 0)].sum(dtype=np.int64))
    for indicator in table.items.indicators:
        if indicator.share is not None:
            part, whole = (totals[name] for name in indicator.share)
            totals[indicator.code] = round(100 * part / whole, 1) if whole else 0.0
    return Tally(
        participants=int(np.count_nonzero(everybody)),
        complete=int(np.count_nonzero(counted & complete)),
        incomplete=int(np.count_nonzero(counted & ~complete)),
        invalid=int(np.count_nonzero(entered & ~valid)),
        totals=totals,
        open=unknown,
        by=split,
    )


def members(table: Table, as_of: date, code: str) -> Bools:
    """Which records stand behind one figure: a boolean array. KeyError for a code that counts no participants."""
    pass_ = _Pass(table, as_of)
    when = {indicator.code: indicator.when for indicator in table.items.counted}[code]
    yes = pass_.truth(when)[0] if when is not None else np.zeros(table.size, dtype=np.bool_)
    return np.asarray(yes & pass_.entered() & pass_.valid())


Truths = tuple[Bools, Bools | None]
"""Where a condition is true, and where it is unknown (None: nowhere)."""


class _Pass:
    """One pass over a table on one day. Derived values and named conditions are worked out once and kept."""

    def __init__(self, table: Table, as_of: date) -> None:
        self.table = table
        self.day = np.int32(as_of.toordinal() - EPOCH)
        self.steps = {step.name: step for step in table.items.steps}
        self.values: dict[str, Ints] = {}
        self.named: dict[str, Truths] = {}
        self.parts: dict[str, tuple[Ints, Ints]] = {}

    def entered(self) -> Bools:
        entry = self.table.column("entry_date")
        return np.asarray((entry <= self.day) | (entry == NO_DAY))

    def valid(self) -> Bools:
        entry, leaving = self.table.column("entry_date"), self.table.column("leaving_date")
        return np.asarray((leaving == NO_DAY) | (entry == NO_DAY) | (leaving >= entry))

    def complete(self) -> Bools:
        found = np.ones(self.table.size, dtype=np.bool_)
        for name in required_items(self.table.items):
            item = self.table.items.items[name]
            recorded = self._recorded(name)
            if item.needed_if is not None:
                recorded = recorded | (self.table.column(item.needed_if) != 1)
            found &= recorded
        return found

    def truth(self, condition: Condition) -> Truths:
        """The three-valued answer for every record."""
        if isinstance(condition, Derived):
            if condition.name not in self.named:
                self.named[condition.name] = self.truth(condition.of)
            return self.named[condition.name]
        if isinstance(condition, AllOf):
            return self._all([self.truth(part) for part in condition.of])
        if isinstance(condition, AnyOf):
            return _opposite(self._all([_opposite(self.truth(part)) for part in condition.of]))
        if isinstance(condition, Not):
            return _opposite(self.truth(condition.of))
        return self._leaf(condition)

    def _all(self, parts: Sequence[Truths]) -> Truths:
        if not parts:
            return np.ones(self.table.size, dtype=np.bool_), None
        yes, open_ = parts[0]
        for other, other_open in parts[1:]:
            both = yes & other
            if open_ is None and other_open is None:
                yes = both
                continue
            # neither is false, but not both are true
            first = yes if open_ is None else yes | open_
            second = other if other_open is None else other | other_open
            open_ = first & second & ~both
            yes = both
        return yes, open_

    def _leaf(self, leaf: Condition) -> Truths:
        if isinstance(leaf, Truthy):
            return self._column(leaf.name) == 1, None
        if isinstance(leaf, Recorded):
            recorded = self._recorded(leaf.name)
            return recorded if leaf.wanted else ~recorded, None
        if isinstance(leaf, CountAbove):
            numbers = self._column(leaf.name)
            return numbers > leaf.number, _unless_empty(numbers == NOTHING)
        if isinstance(leaf, DayCompare):
            return self._days(leaf)
        if isinstance(leaf, Compare):
            return self._compare(leaf)
        raise TypeError(f"{type(leaf).__name__} has no column form")

    def _compare(self, leaf: Compare) -> Truths:
        values = self._column(leaf.name)
        open_ = _unless_empty(values == NOTHING)
        wanted = sorted(leaf.wanted) if leaf.operator == "in" else [leaf.wanted]
        numbers = [self._number(leaf.name, value) for value in wanted]
        if leaf.operator in ("in", "eq"):
            yes = values == numbers[0]
            for number in numbers[1:]:
                yes |= values == number
            return yes, open_
        yes = DAY_OPERATORS[leaf.operator](values, numbers[0])
        return (yes if open_ is None else yes & ~open_), open_

    def _number(self, name: str, value: Any) -> int:
        """How a value of the data file stands in the column; a value outside its list stands nowhere."""
        if isinstance(value, bool | int):
            return int(value)
        values = self._values_of(name)
        return values.index(value) if value in values else -2

    def _values_of(self, name: str) -> tuple[str, ...]:
        if name in self.table.items.items:
            return self.table.items.items[name].values
        step = self.steps[name]
        if step.kind == "decision_table":
            return tuple(dict.fromkeys(then for _, then in step.of))
        return self._values_of(step.of[0])

    def _days(self, leaf: DayCompare) -> Truths:
        """Compares two days. With months only "to >= from + n" and "to > from + n" occur (see expressions.py)."""
        day, other = self._column(leaf.name), self._column(leaf.other)
        open_ = _unless_empty((day == NO_DAY) | (other == NO_DAY))
        if leaf.months == 0:
            yes = DAY_OPERATORS[leaf.operator](day, other)
        else:
            month, in_month = self._split(leaf.name)
            other_month, other_in_month = self._split(leaf.other)
            due = other_month + np.int32(leaf.months)
            # in the month that decides, the day counts; the 31st is clamped to the last day of a shorter month
            if leaf.operator == "gt":
                inside = in_month > other_in_month
            else:
                inside = (in_month >= other_in_month) | _last_of_month(day)
            yes = (month > due) | ((month == due) & inside)
        return (yes if open_ is None else yes & ~open_), open_

    def _recorded(self, name: str) -> Bools:
        values = self._column(name)
        return np.asarray(values != (NO_DAY if self._is_day(name) else NOTHING))

    def _is_day(self, name: str) -> bool:
        if name in self.table.items.items:
            return self.table.items.items[name].type == "date"
        return name == "as_of" or self.steps[name].kind in ("plus_days", "plus_months")

    def _column(self, name: str) -> Ints:
        """A recorded or derived column."""
        if name in self.table.items.items:
            return self.table.column(name)
        if name not in self.values:
            if name == "as_of":
                self.values[name] = np.full(self.table.size, self.day, dtype=np.int32)
            else:
                self.values[name] = self._derive(self.steps[name])
        return self.values[name]

    def _derive(self, step: Step) -> Ints:
        if step.kind == "decision_table":
            return self._decide(step)
        if step.kind == "last_event":
            return self._last_event(step.of[0], self._column(step.of[1]))
        first = self._column(step.of[0])
        if step.kind == "years_between":
            return self._years(step.of[0], step.of[1])
        empty = first == NO_DAY
        moved = first + np.int32(step.of[1]) if step.kind == "plus_days" else _add_months(first, step.of[1])
        return np.where(empty, NO_DAY, moved).astype(np.int32, copy=False)

    def _decide(self, step: Step) -> Ints:
        """The first row of a decision table that holds; a row that is unknown leaves the value unknown."""
        values = self._values_of(step.name)
        found = np.full(self.table.size, NOTHING, dtype=np.int32)
        undecided = np.ones(self.table.size, dtype=np.bool_)
        for when, then in step.of:
            yes, open_ = self.truth(when)
            found[undecided & yes] = values.index(then)
            undecided &= ~yes if open_ is None else ~(yes | open_)
        return found

    def _years(self, birth: str, at: str) -> Ints:
        """Completed years. Months times 32 plus day of month grows with the calendar, 384 of it are a year."""
        born, when = self._column(birth), self._column(at)
        month, in_month = self._split(birth)
        at_month, at_in_month = self._split(at)
        years = (at_month * 32 + at_in_month - month * 32 - in_month) // 384
        return np.where((born == NO_DAY) | (when == NO_DAY), NOTHING, years).astype(np.int32, copy=False)

    def _split(self, name: str) -> tuple[Ints, Ints]:
        """Months since January 1970 and days into the month (0 for the first)."""
        if name not in self.parts:
            self.parts[name] = _split_days(self._column(name))
        return self.parts[name]

    def _last_event(self, name: str, until: Ints) -> Ints:
        """The status of the last event on or before a day. Events are sorted, so the last assignment wins."""
        found = np.full(self.table.size, NOTHING, dtype=np.int32)
        events = self.table.events.get(name)
        if events is not None and len(events.record):
            reached = events.day <= until[events.record]
            found[events.record[reached]] = events.status[reached]
        return found


def _opposite(truths: Truths) -> Truths:
    yes, open_ = truths
    return (~yes if open_ is None else ~(yes | open_)), open_


def _unless_empty(mask: Bools) -> Bools | None:
    return mask if mask.any() else None


def _split_days(days: Ints) -> tuple[Ints, Ints]:
    safe = np.where(days == NO_DAY, 0, days).astype("M8[D]")
    months = safe.astype("M8[M]")
    in_month = (safe - months.astype("M8[D]")).astype(np.int32)
    return months.astype(np.int32), in_month


def _last_of_month(days: Ints) -> Bools:
    months, _ = _split_days(days)
    following, _ = _split_days(days + np.int32(1))
    return np.asarray(following != months)


def _add_months(days: Ints, number: int) -> Ints:
    """Days plus calendar months, clamped to the month's end (§ 188 Abs. 3 BGB)."""
    months, in_month = _split_days(days)
    first = (months + number).astype("M8[M]").astype("M8[D]")
    length = ((months + number + 1).astype("M8[M]").astype("M8[D]") - first).astype(np.int32)
    return np.asarray(first.astype(np.int32) + np.minimum(in_month, length - 1), dtype=np.int32)


def _cell(kind: str, values: tuple[str, ...], value: Any) -> int:
    if kind == "date":
        return int(NO_DAY) if value is None else value - EPOCH
    if value is None:
        return NOTHING
    if kind == "enum":
        return values.index(value)
    return len(value) if kind == "list" else int(value)
