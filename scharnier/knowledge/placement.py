# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Support to be applied for in time, marks of after-care, adequacy and hours of a placement. Data: data/placement.yaml.

    instruments("eq", date(2026, 12, 1))           ->  (Instrument("eq", …), Instrument("vermittlungsbudget", …), …)
    instruments(…)[0].apply_by(date(2026, 12, 1))  ->  date(2026, 11, 30)
    marks("beschaeftigung_sv", Dates(start=date(2026, 12, 1)))
        ->  (Mark("w1", …, date(2026, 12, 8)), Mark("w4", …, date(2026, 12, 29)), …)
    adequate("beschaeftigung_sv", 2, 3, date(2026, 12, 1)).fits  ->  False
    hours(date(2026, 12, 1)).most                  ->  48

Days are calendar days, hours are hours a week, levels the requirement levels 1 to 4 of the KldB 2010.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from scharnier.knowledge.files import load
from scharnier.knowledge.rules import Text
from scharnier.knowledge.workdays import add_months

FILE = "placement.yaml"


@dataclass(frozen=True, slots=True)
class Instrument:
    """Something that pays for a placement. `who` files it (employer, person) with an authority (a code)."""

    code: str
    label: Text
    text: Text
    who: str
    authority: str
    apply: str
    lead_weeks: int
    citation: tuple[str, ...]

    def apply_by(self, start: date) -> date | None:
        """The last day on which an application still counts; None where it may come at any time."""
        if self.apply == "before_start":
            return start - timedelta(days=1)
        if self.apply == "month_of_start":
            return add_months(start.replace(day=1), 1) - timedelta(days=1)
        return None

    def begin_by(self, start: date) -> date | None:
        """The day on which one should begin with it."""
        last = self.apply_by(start)
        return last - timedelta(weeks=self.lead_weeks) if last else None


@dataclass(frozen=True, slots=True)
class Dates:
    """The days of a placement, as far as they are known."""

    start: date
    end: date | None = None
    probation: date | None = None
    intermediate: date | None = None
    final: date | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A day on which to ask how it goes. `estimated`: counted from the usual course, nobody has entered the day."""

    code: str
    label: Text
    on: date
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class Adequacy:
    """Whether a job fits the qualification: None where a level isn't known. `text` is the rule it was judged by."""

    fits: bool | None
    text: Text


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours a week: full-time from, at most in all jobs together."""

    full_time: int
    most: int
    citation: tuple[str, ...]


def _rows(section: str, day: date) -> Iterator[Mapping[str, Any]]:
    for row in load(FILE)[section]:
        if row["valid_from"] <= day and (row["valid_to"] is None or day <= row["valid_to"]):
            yield row


def instruments(placement_type: str, start: date) -> tuple[Instrument, ...]:
    """What may pay for a placement of this type that begins on a day, in the order of the data."""
    return tuple(
        _instrument(row)
        for row in _rows("instruments", start)
        if row["types"] == "any" or placement_type in row["types"]
    )


def instrument(code: str, start: date) -> Instrument | None:
    """One of them, whatever the type; None where no row is valid on that day."""
    return next((_instrument(row) for row in _rows("instruments", start) if row["code"] == code), None)


def instrument_codes() -> dict[str, Text]:
    """Every code with its name."""
    return {row["code"]: _text(row) for row in load(FILE)["instruments"]}


def marks(placement_type: str, dates: Dates) -> tuple[Mark, ...]:
    """When to ask how it goes, the earliest first; a mark after the planned end of the placement falls away."""
    found = []
    for row in _rows("checks", dates.start):
        if placement_type not in row["types"]:
            continue
        day: date | None = getattr(dates, row["at"])
        estimated = day is None and "usual" in row
        if day is None and "usual" in row:
            day = add_months(dates.start, row["usual"])
        if day is None:
            continue
        on = _after(row, day)
        if on >= dates.start and (dates.end is None or on <= dates.end):
            found.append(Mark(row["code"], _text(row), on, estimated))
    return tuple(sorted(found, key=lambda mark: mark.on))


def mark_label(code: str) -> Text | None:
    """The name of a mark."""
    return next((_text(row) for row in load(FILE)["checks"] if row["code"] == code), None)


def adequate(placement_type: str, level: int | None, qualified: int | None, start: date) -> Adequacy:
    """Whether a job of a requirement level is adequate for somebody qualified for another."""
    row = next(_rows("adequacy", start), None)
    if row is None:
        return Adequacy(None, Text("", ""))
    if placement_type in row["steps"]:
        return Adequacy(True, _text(row))
    return Adequacy(None if level is None or qualified is None else level >= qualified, _text(row))


def hours(start: date) -> Hours | None:
    """What the law says of hours a week on a day; None before the rules begin."""
    row = next(_rows("hours", start), None)
    return Hours(row["full_time"], row["most"], tuple(row["citation"])) if row else None


def _instrument(row: Mapping[str, Any]) -> Instrument:
    return Instrument(
        row["code"],
        _text(row),
        _text(row["text"]),
        row["for"],
        row["with"],
        row["apply"],
        row["lead_weeks"],
        tuple(row["citation"]),
    )


def _after(row: Mapping[str, Any], day: date) -> date:
    if "months" in row:
        return add_months(day, row["months"])
    return day + timedelta(days=row.get("days", 0), weeks=row.get("weeks", 0))


def _text(row: Mapping[str, str]) -> Text:
    return Text(row["de"], row["en"])
