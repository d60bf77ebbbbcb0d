# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a person brings to every vacancy, worked out once: points by ranges of occupations, access by ranges of days.

Both say the same as asking spec.py for each vacancy; they let an index be walked from the best occupation down, and
the law be asked once a turning day instead of once a vacancy.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any

from scharnier.knowledge.access import assess, changes
from scharnier.knowledge.matching.facts import Person
from scharnier.knowledge.matching.spec import SAME_OCCUPATION, nearest
from scharnier.knowledge.occupations import DEPTH, related
from scharnier.knowledge.rules import Level

LAST = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Range:
    """Codes from `low` to `high` as numbers, and the points of every occupation among them."""

    low: int
    high: int
    occupation: int
    wish: int
    qualification: int

    @property
    def points(self) -> int:
        return self.occupation + self.wish + self.qualification


def occupation_ranges(person: Person, most: Mapping[str, int]) -> list[Range]:
    """All codes in ranges of equal points, in their order; what the person excludes is left out."""
    edges = {0, 10**DEPTH}
    for code in {*person.occupations, *person.wishes}:
        for digits in related(code):
            edges.update(_span(digits))
    for digits in (*person.excludes, *(code[:SAME_OCCUPATION] for code in person.qualifications)):
        if digits.isdecimal() and digits.isascii() and len(digits) <= DEPTH:
            edges.update(_span(digits))
    found: list[Range] = []
    borders = sorted(edges)
    for low, following in pairwise(borders):
        first = _first_code(low, following)
        if first is None or first.startswith(person.excludes):
            continue
        code = first
        points = (
            most["occupation"] * nearest(person.occupations, code) // 100,
            most["wish"] * nearest(person.wishes, code) // 100,
            most["qualification"]
            if any(own[:SAME_OCCUPATION] == code[:SAME_OCCUPATION] for own in person.qualifications)
            else 0,
        )
        last = found[-1] if found else None
        if last and last.high == low - 1 and (last.occupation, last.wish, last.qualification) == points:
            found[-1] = Range(last.low, following - 1, *points)
        else:
            found.append(Range(low, following - 1, *points))
    return found


def nearness_ranges(code: str) -> tuple[list[int], list[int]]:
    """First numbers of ranges of codes, in their order, and how near (0 to 100) this code is to those of each range."""
    edges = {0, 10**DEPTH}
    for digits in related(code):
        edges.update(_span(digits))
    lows, near = [], []
    for low, following in pairwise(sorted(edges)):
        first = _first_code(low, following)
        if first is not None:
            lows.append(low)
            near.append(nearest((code,), first))
    return lows, near


def _span(digits: str) -> tuple[int, int]:
    """The first number with these leading digits, and the first one behind."""
    step = 10 ** (DEPTH - len(digits))
    return int(digits) * step, (int(digits) + 1) * step


def _first_code(low: int, following: int) -> str | None:
    """The first code from `low` on: codes end in 1 to 4."""
    for number in range(low, min(following, low + 10)):
        if number % 10 in (1, 2, 3, 4):
            return f"{number:0{DEPTH}}"
    return None


@dataclass(frozen=True, slots=True)
class Step:
    """From this day on the law opens the work (True), keeps it closed (False), or it is to be clarified (None)."""

    since: date
    fits: bool | None


def access_steps(person: Person, since: date, activity: str) -> tuple[Step, ...]:
    """What spec.access_fits says for every start from `since` on. Raises InputError for an unknown activity."""
    return _steps(tuple(sorted(person.residence.items())), since, activity)


def accesses(person: Person, starts: Sequence[tuple[date | None, str]]) -> list[bool | None]:
    """What spec.access_fits says for each first day and activity, the law asked once a turning day."""
    since = min((start for start, _ in starts if start is not None), default=None)
    if since is None:
        return [None] * len(starts)
    steps = {activity: access_steps(person, since, activity) for activity in {activity for _, activity in starts}}
    days = {activity: [step.since for step in some] for activity, some in steps.items()}
    return [
        None if start is None else steps[activity][bisect_right(days[activity], start) - 1].fits
        for start, activity in starts
    ]


@lru_cache(maxsize=20_000)
def _steps(residence: tuple[tuple[str, Any], ...], since: date, activity: str) -> tuple[Step, ...]:
    facts = dict(residence)
    steps = [Step(since, _fits(assess(facts, since, activity).level))]
    for change in changes(facts, since, activity, LAST):
        fits = _fits(change.level)
        if fits is not steps[-1].fits:
            steps.append(Step(change.date, fits))
    return tuple(steps)


def _fits(level: Level) -> bool | None:
    return None if level in (Level.UNKNOWN, Level.NO_RULE) else level is not Level.NONE


DAYS = 4_000_000
"""More than there are days in the calendar."""
