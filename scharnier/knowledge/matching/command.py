# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""`scharnier match`: persons and vacancies as JSON lines in, suggestions as JSON lines out. No database, no Django."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from scharnier.knowledge.inputs import InputError
from scharnier.knowledge.matching import travel
from scharnier.knowledge.matching.columns import blocks
from scharnier.knowledge.matching.facts import Distance, Person, Vacancy, read_person, read_vacancy, straight_line
from scharnier.knowledge.matching.spec import judge, openings

Row = TypeVar("Row", Person, Vacancy)


def main(argv: Sequence[str] | None = None) -> int:
    """`scharnier match PERSONS VACANCIES [--top N]`. 0: all rows read, 1: some not (the others are answered)."""
    parser = argparse.ArgumentParser(
        prog="scharnier match",
        description="Matches PERSONS with VACANCIES (JSON lines, fields in docs/matching.md). "
        "Prints one JSON line a pair: all pairs, or with --top the best N of each person that nothing blocks.",
    )
    parser.add_argument("persons", metavar="PERSONS", type=Path)
    parser.add_argument("vacancies", metavar="VACANCIES", type=Path)
    parser.add_argument("--top", metavar="N", type=_positive, help="only the best N of each person, nothing blocked")
    parser.add_argument(
        "--openings", action="store_true", help="instead: what stands in the way alone, for each person"
    )
    parser.add_argument("--travel-times", metavar="FILE", type=Path, help="minutes between postcodes (from,to,minutes)")
    parser.add_argument("--as-of", metavar="DATE", type=_day, help="day whose points count (default: today)")
    options = parser.parse_args(argv)
    day = options.as_of or datetime.now(ZoneInfo("Europe/Berlin")).date()
    reader = _Reader()
    distance = reader.distance(options.travel_times)
    persons = reader.rows(options.persons, read_person)
    vacancies = reader.rows(options.vacancies, read_vacancy)
    if persons is None or vacancies is None or distance is None:
        return 1
    for line in _answers(persons, vacancies, day, distance, options.top, only_openings=options.openings):
        print(json.dumps(line, ensure_ascii=False))
    return 1 if reader.failed else 0


def _answers(
    persons: list[Person],
    vacancies: list[Vacancy],
    day: date,
    distance: Distance,
    top: int | None,
    *,
    only_openings: bool,
) -> Iterator[dict[str, Any]]:
    if only_openings:
        for person in persons:
            found = openings(person, vacancies, day, distance)
            lines = [{"rule": one.rule, "need": one.need, "more": one.more} for one in found]
            yield {"person": person.id, "openings": lines}
    elif top is None:
        for person in persons:
            yield from (judge(person, vacancy, day, distance).as_json() for vacancy in vacancies)
    else:
        for block in blocks(persons, vacancies, day, distance):
            for row in range(len(block.persons)):
                yield from (answer.as_json() for answer in block.top(row, top))


class _Reader:
    """Reads JSON lines; a faulty one costs a line on stderr and the exit status, not the others."""

    def __init__(self) -> None:
        self.failed = False

    def distance(self, path: Path | None) -> Distance | None:
        """What ways are measured with; None when the table can't be used."""
        if path is None:
            return straight_line
        try:
            return travel.read(path)[0]
        except OSError as problem:
            self._refuse(f"{path}: can't be read ({problem.strerror})")
        except travel.TravelTimesError as fault:
            for problem_ in fault.problems:
                self._refuse(f"{path}: {problem_}")
        return None

    def rows(self, path: Path, read: Callable[[Mapping[str, Any]], Row]) -> list[Row] | None:
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as problem:
            reason = problem.strerror if isinstance(problem, OSError) else "is not UTF-8 text"
            self._refuse(f"{path}: can't be read ({reason})")
            return None
        found: list[Row] = []
        seen: dict[str, int] = {}
        for number, line in enumerate(text.splitlines(), 1):
            if not line.strip():
                continue
            try:
                row = read(_mapping(line))
            except InputError as problem:
                self._refuse(f"{path}:{number}: {problem}")
                continue
            if row.id in seen:
                self._refuse(f"{path}:{number}: id: {row.id!r} was already in line {seen[row.id]}")
                continue
            seen[row.id] = number
            found.append(row)
        return found

    def _refuse(self, line: str) -> None:
        self.failed = True
        print(line, file=sys.stderr)


def _mapping(line: str) -> Mapping[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as problem:
        raise InputError("line", f"is not JSON ({problem})") from None
    if not isinstance(row, dict):
        raise InputError("line", "is not a JSON object")
    return row


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 on")
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day of the calendar (write 2026-11-22)") from None
