# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The best vacancies of many persons: the columnar form for lists only, so that what is far away is never looked at.

    for person, answers in zip(persons, best(persons, vacancies, day, 20)):
        answers          # the same as spec.suggestions(person, vacancies, day, 20)

Vacancies stand in the order of their squares of the map; each rule sorts out what the next one then needn't ask.
20,000 persons and 100,000 vacancies fit into some hundred megabytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from scharnier.knowledge.matching.facts import Distance, Person, Place, Vacancy, straight_line
from scharnier.knowledge.matching.grid import NOWHERE, cell, cells
from scharnier.knowledge.matching.spec import (
    BEST_MARGIN,
    SAME_OCCUPATION,
    Answer,
    edition_at,
    judge,
)
from scharnier.knowledge.matching.steps import accesses, nearness_ranges
from scharnier.knowledge.matching.travel import near

Ints = npt.NDArray[np.signedinteger[Any]]
NOTHING = -1
NO, YES, OPEN = 0, 1, 2


def best(
    persons: Sequence[Person],
    vacancies: Sequence[Vacancy],
    day: date,
    top: int = 20,
    distance: Distance = straight_line,
) -> Iterator[list[Answer]]:
    """The suggestions of each person in turn, in the order of spec.order. `distance`: straight_line or TravelTimes."""
    table = _Table(vacancies)
    most = edition_at(day)
    for person in persons:
        travel = {} if person.place is None or person.radius is None else near(distance, person.place, person.radius)
        found = table.best(person, most, top, travel)
        yield [judge(person, vacancies[place], day, distance) for place in found]


class _Table:
    """All vacancies in columns, sorted by square; what occurs often stands once, with an index."""

    def __init__(self, vacancies: Sequence[Vacancy]) -> None:
        squares = np.array([cell(row.place) for row in vacancies], dtype=np.int64)
        self.order = np.argsort(squares, kind="stable")
        rows = [vacancies[place] for place in self.order]
        self.squares, self.first = np.unique(squares[self.order], return_index=True)
        self.last = np.append(self.first[1:], len(rows))
        names = np.empty(len(rows), dtype=np.int64)
        names[sorted(range(len(rows)), key=lambda place: rows[place].id)] = np.arange(len(rows))
        self.name = names
        self.codes, self.code = _indexed([row.occupation for row in rows])
        self.numbers = np.array([int(code) for code in self.codes], dtype=np.int64)
        self.starts, self.start = _indexed([(row.start, row.activity) for row in rows])
        self.districts, self.district = _indexed([row.district for row in rows])
        self.licence_sets, self.licences = _indexed([row.licences for row in rows])
        self.offer_sets, self.offers = _indexed([row.offers for row in rows])
        self.employers, self.employer = _indexed([row.employer for row in rows])
        self.place = np.array([row.place or (0, 0, 0) for row in rows], dtype=np.int32).reshape(-1, 3)
        self.places, self.spot = _indexed([row.place for row in rows])
        self.place_at = {place: at for at, place in enumerate(self.places)}
        self.somewhere = squares[self.order] != NOWHERE
        self.level = _column([row.level for row in rows])
        self.german = _column([row.german for row in rows])
        self.low, self.high = _column([row.hours_from for row in rows]), _column([row.hours_to for row in rows])
        self._near: dict[str, Ints] = {}
        self._access: dict[tuple[tuple[str, Any], ...], Ints] = {}

    def best(
        self, person: Person, most: Mapping[str, int], top: int, travel: Mapping[Place, int] = MappingProxyType({})
    ) -> list[int]:
        """Places of the best vacancies in the sequence that was given. `travel`: kilometres that aren't measured."""
        left = self._candidates(person, travel)
        if person.german is not None:
            left = left[self.german[left] <= person.german]
        if person.level is not None:
            left = left[self.level[left] <= person.level]
        way, left = self._ways(person, left, travel)
        doubts = np.zeros(len(left), dtype=np.int64)
        for table, index in self._tables(person):
            verdict = table[index[left]]
            kept = verdict != NO
            left, way, doubts = left[kept], way[kept], doubts[kept] + (verdict[kept] == OPEN)
        low, high = self.low[left], self.high[left]
        known = (low != NOTHING) & (high != NOTHING) & (person.hours_from is not None and person.hours_to is not None)
        mine = (person.hours_from or 0, MOST if person.hours_to is None else person.hours_to)
        kept = ~known | (np.maximum(low, mine[0]) <= np.minimum(high, mine[1]))
        left, way, known, low, high, doubts = left[kept], way[kept], known[kept], low[kept], high[kept], doubts[kept]
        german = self.german[left]
        doubts += ~known
        doubts += (way == NOTHING) | (person.radius is None)
        doubts += (german == NOTHING) | ((german > 0) & (person.german is None))
        doubts += person.level is None
        score = self._points(person, most)[self.code[left]] + self._offered(person, most)[self.offers[left]]
        score += most["hours"] * (known & (mine[0] <= low) & (high <= mine[1]))
        if person.radius:
            near = (way != NOTHING) & (way <= person.radius)
            score += np.where(near, most["distance"] * (person.radius - way) // person.radius, 0)
        if person.level is not None:
            steps = np.array([most["level"], most["level"] // 2, 0, 0, 0], dtype=np.int64)
            score += steps[person.level - self.level[left]]
        if person.german is not None:
            margin = np.where(german == NOTHING, 0, np.minimum(BEST_MARGIN, person.german - german))
            score += most["german"] * margin // BEST_MARGIN
        keys = (score * 16 - doubts) * len(self.name) - self.name[left]
        if len(keys) > top:
            chosen = np.argpartition(keys, len(keys) - top)[len(keys) - top :]
            left, keys = left[chosen], keys[chosen]
        return [int(place) for place in self.order[left[np.argsort(-keys)]]]

    def _candidates(self, person: Person, travel: Mapping[Place, int]) -> Ints:
        if person.place is None or person.radius is None:
            return np.arange(len(self.name))
        squares = {*cells(person.place, person.radius), *map(cell, travel)}
        wanted = np.array(sorted(squares), dtype=np.int64)
        at = np.searchsorted(self.squares, wanted)
        found = [
            np.arange(self.first[place], self.last[place])
            for place, square in zip(at, wanted, strict=True)
            if place < len(self.squares) and self.squares[place] == square
        ]
        return np.concatenate(found) if found else np.arange(0)

    def _ways(self, person: Person, left: Ints, travel: Mapping[Place, int]) -> tuple[Ints, Ints]:
        """Kilometres or NOTHING, and what is not too far."""
        if person.place is None:
            return np.full(len(left), NOTHING, dtype=np.int64), left
        square = ((self.place[left] - np.array(person.place, dtype=np.int64)) ** 2).sum(axis=1)
        # Squares stay below 2^52, so the root of a whole number is never rounded up to the next.
        way = np.where(self.somewhere[left], (np.sqrt(square).astype(np.int64) + 999) // 1000, NOTHING)
        if travel:
            told = np.full(len(self.places), NOTHING, dtype=np.int64)
            for place, kilometres in travel.items():
                if (at := self.place_at.get(place)) is not None:
                    told[at] = kilometres
            told = told[self.spot[left]]
            way = np.where(told == NOTHING, way, told)
        if person.radius is None:
            return way, left
        kept = way <= person.radius
        return way[kept], left[kept]

    def _tables(self, person: Person) -> Iterator[tuple[Ints, Ints]]:
        """Answers to the rules that look at few different values, each with its index."""
        if person.bound_to is None or person.bound_to:
            yield _answers(self.districts, lambda district: _residence(person, district)), self.district
        yield _answers(self.licence_sets, lambda needed: _licence(person, needed)), self.licences
        yield self._accesses(person), self.start
        if person.excludes:
            yield _answers(self.codes, lambda code: not any(map(code.startswith, person.excludes))), self.code
        if person.excluded_employers:
            yield _answers(self.employers, lambda name: name not in person.excluded_employers), self.employer

    def _accesses(self, person: Person) -> Ints:
        key = tuple(sorted(person.residence.items()))
        if key not in self._access:
            self._access[key] = _said(accesses(person, self.starts))
        return self._access[key]

    def _points(self, person: Person, most: Mapping[str, int]) -> Ints:
        """Points by occupation."""
        found = np.zeros(len(self.codes), dtype=np.int64)
        for part, own in (("occupation", person.occupations), ("wish", person.wishes)):
            if own:
                found += most[part] * np.max([self._nearness(code) for code in own], axis=0) // 100
        if person.qualifications:
            same = {code[:SAME_OCCUPATION] for code in person.qualifications}
            found += most["qualification"] * np.array([code[:SAME_OCCUPATION] in same for code in self.codes])
        return found

    def _nearness(self, code: str) -> Ints:
        if code not in self._near:
            lows, near = nearness_ranges(code)
            self._near[code] = np.array(near, dtype=np.int64)[np.searchsorted(lows, self.numbers, side="right") - 1]
        return self._near[code]

    def _offered(self, person: Person, most: Mapping[str, int]) -> Ints:
        wanted = len(person.offers)
        return np.array(
            [most["offers"] * len(person.offers & each) // wanted if wanted else 0 for each in self.offer_sets],
            dtype=np.int64,
        )


MOST = 10_000
"""More hours than a week has."""


def _column(values: Sequence[int | None]) -> Ints:
    return np.array([NOTHING if value is None else value for value in values], dtype=np.int16)


def _indexed(values: Sequence[Any]) -> tuple[list[Any], Ints]:
    seen: dict[Any, int] = {}
    index = np.array([seen.setdefault(value, len(seen)) for value in values], dtype=np.int32)
    return list(seen), index


def _answers(values: Sequence[Any], ask: Callable[[Any], bool | None]) -> Ints:
    return _said([ask(value) for value in values])


def _said(answers: Sequence[bool | None]) -> Ints:
    return np.array([OPEN if answer is None else int(answer) for answer in answers], dtype=np.int8)


def _residence(person: Person, district: str | None) -> bool | None:
    return None if person.bound_to is None or district is None else district in person.bound_to


def _licence(person: Person, needed: frozenset[str] | None) -> bool | None:
    if not needed:
        return None if needed is None else True
    return None if person.licences is None else needed <= person.licences
