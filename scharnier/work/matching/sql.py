# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The SQL form of matching: what a person brings, worked out once in Python, and the walk through an index.

    best(cursor, person, question)      # the same as spec.suggestions among the vacancies that the caller may read

The functions are in migrations/matching.sql. A property test holds them, spec.py and columns.py together.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate, groupby
from typing import Any, Protocol
from uuid import UUID

from scharnier.knowledge.matching import edition_at, travel
from scharnier.knowledge.matching.facts import Distance, Person, Place, straight_line
from scharnier.knowledge.matching.grid import cell, cells, least_way
from scharnier.knowledge.matching.spec import BEST_MARGIN
from scharnier.knowledge.matching.steps import DAYS, Range, access_steps, occupation_ranges

NOTHING = -1
"""What stands in whole numbers where nothing is known."""
LEVELS = (1, 2, 3, 4)
MOST_GERMAN = 99
BAND, RING, MOST_PROBES = 3, 2, 6
"""Points that are walked through at once, points between two rings of squares, ranges of codes looked up for a tier."""
SPOT = 1 << 24
"""A place as one number: metres east times this, plus metres north."""
MOST_CELLS = 400
"""Beyond that many squares the walk goes by occupation alone."""


class Cursor(Protocol):
    """What a cursor of Django or psycopg can do."""

    def execute(self, sql: str, params: Sequence[Any], /) -> Any: ...

    def fetchall(self) -> list[Any]: ...


@dataclass(frozen=True)
class Hit:
    """A vacancy in its place in the order. `against`: hard rules that keep it closed, none in a suggestion."""

    vacancy: UUID
    score: int
    doubts: int
    against: tuple[str, ...]

    @property
    def key(self) -> tuple[int, int, UUID]:
        return (self.score, self.doubts, self.vacancy)


@dataclass(frozen=True)
class Question:
    """`kinds`: placement types that are asked for, each with its activity of the law. `since`: a vacancy that begins
    earlier is asked about as of this day. `off`: hard rules that don't apply to this person. `without`: vacancies that
    are left out. `misses`: how many hard rules are against it. `after`: the last row of the page before."""

    day: date
    kinds: Mapping[str, str]
    since: date
    number: int = 20
    off: frozenset[str] = frozenset()
    without: Sequence[UUID] = ()
    misses: int = 0
    after: tuple[int, int, UUID] | None = None
    protect: UUID | None = None  # leave out where somebody stands who is kept apart from this person
    radius: int | None = None  # squares are looked up within this many kilometres instead of the person's
    distance: Distance = straight_line  # or TravelTimes


def best(cursor: Cursor, person: Person, question: Question) -> list[Hit]:
    """The best vacancies in the order of spec.order; one statement."""
    cursor.execute(
        "SELECT * FROM match_vacancies(match_apart(%s::jsonb, %s, %s), %s)",
        [*_values(person, question), question.number],
    )
    return [
        Hit(vacancy, score, doubts, tuple(against.split(",")) if against else ())
        for vacancy, score, doubts, against in cursor.fetchall()
    ]


def _values(person: Person, question: Question) -> list[Any]:
    return [asked(person, question), question.protect, question.since]


def asked(person: Person, question: Question) -> str:
    """The person as the functions read it."""
    most = edition_at(question.day)
    keys, answers = _access(person, question)
    after = question.after or (None, None, None)
    spots, ways = _travelled(_told(person, question))
    return json.dumps(
        {
            **dict(zip("xyz", person.place or (None, None, None), strict=True)),
            "radius": person.radius,
            "spots": spots,
            "ways": ways,
            "german": person.german,
            "level": person.level,
            "hours_from": person.hours_from,
            "hours_to": person.hours_to,
            "bound_to": None if person.bound_to is None else list(person.bound_to),
            "licences": None if person.licences is None else sorted(person.licences),
            "offers": sorted(person.offers),
            "employers": sorted(person.excluded_employers),
            "today": question.since.isoformat(),
            "since": question.since.toordinal(),
            "points": [most[part] for part in ("distance", "level", "german", "hours", "offers")],
            "kinds": list(question.kinds),
            "keys": keys,
            "answers": answers,
            "off": sorted(question.off),
            "without": [str(each) for each in question.without],
            "misses": question.misses,
            "after_score": after[0],
            "after_doubts": after[1],
            "after_id": after[2] and str(after[2]),
            **_walk(person, question, most),
        }
    )


def _access(person: Person, question: Question) -> tuple[list[int], list[bool | None]]:
    keys: list[int] = []
    answers: list[bool | None] = []
    for place, activity in enumerate(question.kinds.values(), 1):
        for number, step in enumerate(access_steps(person, question.since, activity)):
            keys.append(place * DAYS + (step.since.toordinal() if number else 0))
            answers.append(step.fits)
    return keys, answers


def _walk(person: Person, question: Question, most: Mapping[str, int]) -> dict[str, Any]:
    """Classes of vacancies in bands of falling best sums, with what the index needs to look each of them up."""
    if "exclusion" in question.off:
        person = replace(person, excludes=())
    ranges = occupation_ranges(person, most)
    tiers = sorted({each.points for each in ranges}, reverse=True)
    probes = [_merged([each for each in ranges if each.points == points]) for points in tiers]
    rings = _rings(person, question, most)
    rest = sum(
        (
            most["hours"] if person.hours_from is not None and person.hours_to is not None else 0,
            most["offers"] if person.offers else 0,
        )
    )
    # Where squares are looked up one by one a search costs more than the rows it finds; across the country rows do.
    german = _german(person, question, most, fine=rings[0][1] is None)
    classes = sorted(
        (
            (-(top + level_points + german_points), points, tier, place, level, least, highest, top)
            for tier, points in enumerate(tiers, 1)
            for place, (ring, _squares) in enumerate(rings, 1)
            for top in (points + ring + rest,)
            for level, level_points in _levels(person, question, most)
            for least, highest, german_points in german
        )
    )
    bands = [list(same) for _, same in groupby(enumerate(classes, 1), key=lambda each: -each[1][0] // BAND)]
    lows, points_of = _lookup(ranges)
    tier_ends = list(accumulate(len(each) for each in probes))
    ring_ends = list(accumulate(len(squares or ()) for _, squares in rings))
    return {
        "codes_low": lows,
        "codes_points": points_of,
        "cells": None if rings[0][1] is None else [square for _, squares in rings for square in squares or ()],
        "ring_first": [end - len(squares or ()) + 1 for end, (_, squares) in zip(ring_ends, rings, strict=True)],
        "ring_last": ring_ends,
        "range_low": [low for probe in probes for low, _ in probe],
        "range_high": [high for probe in probes for _, high in probe],
        "tier_first": [end - len(probe) + 1 for end, probe in zip(tier_ends, probes, strict=True)],
        "tier_last": tier_ends,
        "class_base": [each[1] for each in classes],
        "class_tier": [each[2] for each in classes],
        "class_ring": [each[3] for each in classes],
        "class_level": [each[4] for each in classes],
        "class_least": [each[5] for each in classes],
        "class_most": [each[6] for each in classes],
        "class_top": [each[7] for each in classes],
        "band_first": [band[0][0] for band in bands],
        "band_last": [band[-1][0] for band in bands],
        "band_bound": [-band[0][1][0] for band in bands],
    }


def _merged(ranges: Sequence[Range]) -> list[tuple[int, int]]:
    """Few ranges of codes that hold all of these, the widest gaps left out; what else they hold is sorted out later."""
    spans = sorted((each.low, each.high) for each in ranges)
    gaps = sorted(range(1, len(spans)), key=lambda at: spans[at - 1][1] - spans[at][0])[: MOST_PROBES - 1]
    starts = [0, *sorted(gaps)]
    return [
        (spans[start][0], spans[following - 1][1])
        for start, following in zip(starts, [*starts[1:], len(spans)], strict=True)
    ]


def _lookup(ranges: Sequence[Range]) -> tuple[list[int], list[int]]:
    """First codes, and the points from there on; what is excluded has NOTHING."""
    lows, points, end = [], [], 0
    for each in ranges:
        if each.low > end:
            lows.append(end)
            points.append(NOTHING)
        lows.append(each.low)
        points.append(each.points)
        end = each.high + 1
    return lows, points


def _levels(person: Person, question: Question, most: Mapping[str, int]) -> list[tuple[int, int]]:
    """Requirement levels that aren't closed, with their points."""
    if person.level is None:
        return [(level, 0) for level in LEVELS]
    open_ = question.misses > 0 or "level" in question.off
    by_step = {0: most["level"], 1: most["level"] // 2}
    return [(level, by_step.get(person.level - level, 0)) for level in LEVELS if open_ or level <= person.level]


def _german(person: Person, question: Question, most: Mapping[str, int], fine: bool) -> list[tuple[int, int, int]]:
    """Ranges of what vacancies may ask for, with points for being above it; one range with the best unless `fine`."""
    if person.german is None:
        return [(NOTHING, MOST_GERMAN, 0)]
    has = person.german
    open_ = question.misses > 0 or "german" in question.off
    if not fine:
        return [(NOTHING, MOST_GERMAN if open_ else has, most["german"] * min(has, BEST_MARGIN) // BEST_MARGIN)]
    found = [(NOTHING, NOTHING, 0), (has, MOST_GERMAN if open_ else has, 0)]
    if has > 0:
        found.append((has - 1, has - 1, most["german"] * 1 // BEST_MARGIN))
    if has > 1:
        found.append((0, has - BEST_MARGIN, most["german"]))
    return found


def _rings(person: Person, question: Question, most: Mapping[str, int]) -> list[tuple[int, list[int] | None]]:
    """Squares of the map by the most points that the way to one of them can bring; [(0, None)] for anywhere."""
    place, radius = person.place, person.radius
    if place is None or radius is None or "radius" in question.off:
        most_points = most["distance"] if place is not None and radius else 0
        return [(most_points, None)]
    looked = radius if question.radius is None else question.radius
    nearest = {each: least_way(place, each) for each in cells(place, looked)}
    nearest = {square: way for square, way in nearest.items() if way is None or way <= looked}
    for spot, way in _told(person, question).items():
        square = cell(spot)
        before = nearest.get(square)
        if way <= looked and (before is None or way < before):
            nearest[square] = way
    if len(nearest) > MOST_CELLS:
        return [(most["distance"] if radius else 0, None)]
    rings: dict[int, list[int]] = {}
    for square, near in nearest.items():
        points = 0 if near is None or not radius or near > radius else most["distance"] * (radius - near) // radius
        rings.setdefault(-(-points // RING) * RING, []).append(square)
    return sorted(rings.items(), reverse=True)


def _told(person: Person, question: Question) -> Mapping[Place, int]:
    """Kilometres that a table of travel times says of places around; only these can change an answer."""
    if person.place is None or person.radius is None:
        return {}
    reach = max(person.radius, question.radius or 0)
    return travel.near(question.distance, person.place, reach)


def _travelled(told: Mapping[Place, int]) -> tuple[list[int], list[int | None]]:
    """Numbers of places in their order, each with its kilometres, and nothing from the number behind it on."""
    spots: list[int] = []
    ways: list[int | None] = []
    for number, way in sorted((place[1] * SPOT + place[2], way) for place, way in told.items()):
        if spots and spots[-1] == number:
            spots.pop(), ways.pop()
        spots += [number, number + 1]
        ways += [way, None]
    return spots, ways


@dataclass(frozen=True)
class Near:
    """A vacancy that one rule alone keeps closed, and what it asks for."""

    hit: Hit
    german: int
    level: int
    licences: frozenset[str]


def near(cursor: Cursor, person: Person, question: Question) -> list[Near]:
    """What one rule alone keeps closed (`misses` of the question is 1), in the same order; one statement."""
    cursor.execute(
        "SELECT m.vacancy, m.score, m.doubts, m.against, v.german::int, v.level::int, coalesce(v.licences, '{}') "
        "FROM match_vacancies(match_apart(%s::jsonb, %s, %s), %s) AS m "  # by row: a hash would read all of the carrier
        "CROSS JOIN LATERAL (SELECT * FROM work_vacancyrow AS r WHERE r.id = m.vacancy OFFSET 0) AS v",
        [*_values(person, question), question.number],
    )
    return sorted(
        (
            Near(Hit(vacancy, score, doubts, (against,)), german, level, frozenset(licences))
            for vacancy, score, doubts, against, german, level, licences in cursor.fetchall()
        ),
        key=lambda each: _order(each.hit),
    )


def _order(hit: Hit) -> tuple[int, int, UUID]:
    return (-hit.score, hit.doubts, hit.vacancy)
