# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The specification for many persons and vacancies at once: a matrix a rule instead of a loop a pair.

    for block in blocks(persons, vacancies, day):
        block.top(0, 20)          # the same answers as spec.suggestions(persons[block.first], vacancies, day)

Whole numbers only, so that both forms agree to the last point; a property test holds them together.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from scharnier.knowledge.matching.facts import Distance, Person, Place, Vacancy, straight_line
from scharnier.knowledge.matching.spec import (
    BEST_MARGIN,
    SAME_OCCUPATION,
    Answer,
    edition_at,
    judge,
    nearest,
    rules,
)
from scharnier.knowledge.matching.steps import accesses

Ints = npt.NDArray[np.signedinteger[Any]]
Bytes = npt.NDArray[np.uint8]
Bools = npt.NDArray[np.bool_]

NOTHING = -1
"""What stands where nothing is known."""
NO, YES, OPEN = 0, 1, 2
"""The three answers of a hard rule."""


@dataclass(frozen=True)
class Block:
    """Some persons (rows, from `first` on) against all vacancies (columns): scores, and a bit for each hard rule."""

    first: int
    persons: Sequence[Person]
    vacancies: Sequence[Vacancy]
    day: date
    distance: Distance
    scores: Ints
    blocked: Bytes
    missing: Bytes

    def top(self, row: int, number: int) -> list[Answer]:
        """The best pairs of a person that nothing blocks, with their parts, ordered as spec.order says."""
        free = np.flatnonzero(self.blocked[row] == 0)
        if not len(free):
            return []
        doubts = _bits(self.missing[row, free])
        keys = self.scores[row, free].astype(np.int64) * 16 - doubts
        if len(free) > number:
            least = np.partition(keys, len(keys) - number)[len(keys) - number]
            kept = keys >= least
            free, keys = free[kept], keys[kept]
        ranked = sorted(zip(keys.tolist(), free.tolist(), strict=True), key=lambda one: (-one[0], self._name(one[1])))
        return [
            judge(self.persons[row], self.vacancies[place], self.day, self.distance) for _, place in ranked[:number]
        ]

    def _name(self, place: int) -> str:
        return self.vacancies[place].id


def blocks(
    persons: Sequence[Person],
    vacancies: Sequence[Vacancy],
    day: date,
    distance: Distance = straight_line,
    rows: int = 64,
) -> Iterator[Block]:
    """All pairs, `rows` persons at a time: memory grows with rows times vacancies only."""
    right = _Vacancies(vacancies)
    most = edition_at(day)
    for first in range(0, len(persons), rows):
        some = persons[first : first + rows]
        left = _Persons(some)
        way = _ways(some, vacancies, right, distance)
        verdicts = _verdicts(some, left, right, way)
        blocked = np.zeros(way.shape, dtype=np.uint8)
        missing = np.zeros(way.shape, dtype=np.uint8)
        for bit, rule in enumerate(rules()):
            blocked |= (verdicts[rule] == NO).astype(np.uint8) << bit
            missing |= (verdicts[rule] == OPEN).astype(np.uint8) << bit
        yield Block(first, some, vacancies, day, distance, _scores(some, left, right, way, most), blocked, missing)


class _Vacancies:
    """Columns of the vacancies; what occurs often stands once, with an index."""

    def __init__(self, rows: Sequence[Vacancy]) -> None:
        self.codes, self.code = _indexed([row.occupation for row in rows])
        self.starts, self.start = _indexed([(row.start, row.activity) for row in rows])
        self.districts, self.district = _indexed([row.district for row in rows])
        self.licence_sets, self.licences = _indexed([row.licences for row in rows])
        self.offer_sets, self.offers = _indexed([row.offers for row in rows])
        self.employers, self.employer = _indexed([row.employer for row in rows])
        self.places, self.place = _indexed([row.place for row in rows])
        self.level = _column([row.level for row in rows])
        self.german = _column([row.german for row in rows])
        self.low, self.high = _column([row.hours_from for row in rows]), _column([row.hours_to for row in rows])


class _Persons:
    """Columns of some persons, shaped to stand against a row of vacancies."""

    def __init__(self, rows: Sequence[Person]) -> None:
        self.german = _column([row.german for row in rows])[:, None]
        self.level = _column([row.level for row in rows])[:, None]
        self.radius = _column([row.radius for row in rows])[:, None]
        self.low = _column([row.hours_from for row in rows])[:, None]
        self.high = _column([row.hours_to for row in rows])[:, None]


def _column(values: Sequence[int | None]) -> Ints:
    return np.array([NOTHING if value is None else value for value in values], dtype=np.int16)


def _indexed(values: Sequence[Any]) -> tuple[list[Any], Ints]:
    """Every different value once, and for each row where its value stands."""
    seen: dict[Hashable, int] = {}
    index = np.array([seen.setdefault(value, len(seen)) for value in values], dtype=np.int64)
    return list(seen), index


def _spread(persons: Sequence[Person], values: Sequence[Any], index: Ints, of: Callable[[Person, Any], int]) -> Ints:
    """`of` for each person and each different value, spread over all vacancies."""
    table = np.array([[of(person, value) for value in values] for person in persons], dtype=np.int16)
    return np.asarray(table.reshape(len(persons), len(values))[:, index])


def _ways(persons: Sequence[Person], vacancies: Sequence[Vacancy], right: _Vacancies, distance: Distance) -> Ints:
    """Distances, or NOTHING."""
    if distance is not straight_line:

        def asked(person: Person, place: Place | None) -> int:
            way = None if person.place is None or place is None else distance(person.place, place)
            return NOTHING if way is None else way

        return _spread(persons, right.places, right.place, asked)
    here = np.array([person.place or (0, 0, 0) for person in persons], dtype=np.int64).reshape(-1, 1, 3)
    there = np.array([place or (0, 0, 0) for place in right.places], dtype=np.int64).reshape(1, -1, 3)
    square = ((here - there) ** 2).sum(axis=2)
    metres = np.sqrt(square.astype(np.float64)).astype(np.int64)
    metres -= metres * metres > square  # the root of a large square may be rounded up to the next whole number
    metres += (metres + 1) * (metres + 1) <= square
    way = ((metres + 999) // 1000).astype(np.int32)
    way[np.array([person.place is None for person in persons], dtype=np.bool_)] = NOTHING
    way[:, np.array([place is None for place in right.places], dtype=np.bool_)] = NOTHING
    return np.asarray(way[:, right.place])


def _verdicts(persons: Sequence[Person], left: _Persons, right: _Vacancies, way: Ints) -> Mapping[str, Ints]:
    """NO, YES or OPEN for each hard rule and pair."""
    known = (left.low != NOTHING) & (left.high != NOTHING) & ((right.low != NOTHING) & (right.high != NOTHING))[None, :]
    meet = np.maximum(left.low, right.low) <= np.minimum(left.high, right.high)
    return {
        "access": _access(persons, right),
        "residence": _spread(persons, right.districts, right.district, _residence),
        "radius": _three(way <= left.radius, (way != NOTHING) & (left.radius != NOTHING)),
        "german": _enough(left.german, right.german),
        "level": _enough(left.level, right.level),
        "licence": _spread(persons, right.licence_sets, right.licences, _licence),
        "hours": _three(meet, known),
        "exclusion": _three(
            ~(
                _spread(persons, right.codes, right.code, _excludes_code).astype(np.bool_)
                | _spread(persons, right.employers, right.employer, _excludes_employer).astype(np.bool_)
            ),
            np.bool_(True),
        ),
    }


def _three(fits: Bools, known: Bools | np.bool_) -> Ints:
    return np.where(known, fits, np.int8(OPEN)).astype(np.int8, copy=False)


def _enough(has: Ints, needs: Ints) -> Ints:
    answer = _three(has >= needs, (has != NOTHING) & (needs != NOTHING))
    return np.where(needs == 0, np.int8(YES), answer)


def _access(persons: Sequence[Person], right: _Vacancies) -> Ints:
    table = np.array(
        [[_verdict(fits) for fits in accesses(person, right.starts)] for person in persons],
        dtype=np.int8,
    ).reshape(len(persons), len(right.starts))
    return np.asarray(table[:, right.start])


def _verdict(fits: bool | None) -> int:
    return OPEN if fits is None else int(fits)


def _residence(person: Person, district: str | None) -> int:
    if person.bound_to is None:
        return OPEN
    if not person.bound_to:
        return YES
    return OPEN if district is None else int(district in person.bound_to)


def _licence(person: Person, needed: frozenset[str] | None) -> int:
    if needed is None:
        return OPEN
    if not needed:
        return YES
    return OPEN if person.licences is None else int(needed <= person.licences)


def _excludes_code(person: Person, code: str) -> int:
    return int(any(code.startswith(digits) for digits in person.excludes))


def _excludes_employer(person: Person, employer: str | None) -> int:
    return int(employer is not None and employer in person.excluded_employers)


def _scores(persons: Sequence[Person], left: _Persons, right: _Vacancies, way: Ints, most: Mapping[str, int]) -> Ints:
    """The sum of all parts; the same whole-number arithmetic as spec.points."""

    def near_points(person: Person, code: str) -> int:
        own, wished = nearest(person.occupations, code), nearest(person.wishes, code)
        return most["occupation"] * own // 100 + most["wish"] * wished // 100

    score = _spread(persons, right.codes, right.code, near_points)
    near = (way != NOTHING) & (left.radius > 0) & (way <= left.radius)
    score += np.where(near, most["distance"] * (left.radius - way) // np.maximum(left.radius, 1), 0).astype(np.int16)
    above = left.level - right.level
    by_step = np.array([most["level"], most["level"] // 2, 0], dtype=np.int16)
    score += np.where((left.level == NOTHING) | (above < 0), np.int16(0), by_step[np.clip(above, 0, 2)])
    both = (left.german != NOTHING) & (right.german != NOTHING)
    margin = np.clip(left.german - right.german, 0, BEST_MARGIN)
    score += np.where(both, most["german"] * margin // BEST_MARGIN, 0).astype(np.int16)
    known = (left.low != NOTHING) & (left.high != NOTHING) & (right.low != NOTHING) & (right.high != NOTHING)
    inside = known & (left.low <= right.low) & (right.high <= left.high)
    score += inside * np.int16(most["hours"])

    def qualified(person: Person, code: str) -> int:
        return int(any(own[:SAME_OCCUPATION] == code[:SAME_OCCUPATION] for own in person.qualifications))

    def offered(person: Person, offers: frozenset[str]) -> int:
        wanted = len(person.offers)
        return most["offers"] * len(person.offers & offers) // wanted if wanted else 0

    score += most["qualification"] * _spread(persons, right.codes, right.code, qualified)
    score += _spread(persons, right.offer_sets, right.offers, offered)
    return score


def _bits(values: Bytes) -> Ints:
    """How many bits of each value are set; eight rules, eight bits."""
    return np.asarray(np.unpackbits(values[:, None], axis=1).sum(axis=1), dtype=np.int64)
