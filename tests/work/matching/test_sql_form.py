# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The SQL form answers what the specification and the columnar form answer, behind the locks, for a member of staff."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scharnier.directory.organisations.models import Organisation
from scharnier.foundation.ids import uuid7
from scharnier.knowledge import postcodes
from scharnier.knowledge.matching import (
    NEVER_READ,
    Person,
    Vacancy,
    edition_at,
    judge,
    read_person,
    straight_line,
    suggestions,
    travel,
)
from scharnier.knowledge.matching.batch import best as best_of_columns
from scharnier.knowledge.matching.columns import blocks
from scharnier.knowledge.matching.facts import Distance, read_place
from scharnier.knowledge.matching.grid import cell, cells, least_way
from scharnier.knowledge.matching.spec import access_fits, nearest, order
from scharnier.knowledge.matching.steps import access_steps, occupation_ranges
from scharnier.work.matching.models import VacancyRow
from scharnier.work.matching.sql import MOST_CELLS, Question, best, near
from scharnier.work.vacancies.models import Vacancy as VacancyRecord
from scharnier.work.vacancies.models import activity_of
from tests import factories
from tests.factories import as_staff

DAY = date(2026, 11, 22)
OCCUPATIONS = ["29302", "29301", "63302", "54101", "51311", "43414", "81302"]
STATUSES = [
    {},
    {"status": "ae_25_2_1"},
    {"status": "duldung_60b"},
    {"status": "gestattung", "stay_since": "2026-10-10"},
]
KINDS = {kind: activity_of(kind) for kind in ("beschaeftigung_sv", "ausbildung_betrieblich", "hospitation")}
FIRMS = [UUID(int=1), UUID(int=2)]
NUMBER = 120
NEVER = st.fixed_dictionaries(dict.fromkeys(NEVER_READ, st.text(max_size=4)))


def _some(values: list[Any], most: int = 2) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.sampled_from(values), max_size=most, unique=True)


def _maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


POSTCODES = ["01067", "04109", "04229", "04319", "06108", "08056", "09111", "99084", "99427"]


def _travel() -> travel.TravelTimes:
    """Invented minutes: ways that are quicker or slower than the crow flies, in one direction or both, and none."""
    chance = random.Random(11)
    pairs = [
        (int(one) * 100_000 + int(other), chance.choice([0, 3, 19, 20, 40, 60, 61, 90, 250, 300]))
        for one in POSTCODES
        for other in POSTCODES
        if chance.random() < 0.7
    ]
    return travel.TravelTimes(*map(tuple, zip(*sorted(pairs), strict=True)))


TRAVEL = _travel()
MIDDLES = [spot for code in POSTCODES if (spot := postcodes.coordinates(code))]
PLACES = st.tuples(st.floats(50.9, 51.6), st.floats(11.9, 13.8)).map(list)
PERSONS = st.fixed_dictionaries(
    {
        "id": st.just("p"),
        "residence": st.sampled_from(STATUSES),
        "bound_to": _maybe(_some(["14713", "14521"])),
        "place": _maybe(PLACES | st.just([51.34, 12.37]) | st.sampled_from(MIDDLES).map(list)),
        "radius": _maybe(st.sampled_from([0, 10, 30, 150])),
        "german": st.sampled_from([None, "none", "A1", "A2", "B1", "C1"]),
        "level": _maybe(st.integers(1, 4)),
        "licences": _maybe(_some(["B", "C", "T"])),
        "hours_from": _maybe(st.integers(0, 20)),
        "hours_to": _maybe(st.integers(20, 40)),
        "occupations": _some(OCCUPATIONS),
        "wishes": _some(OCCUPATIONS),
        "qualifications": _some(OCCUPATIONS),
        "offers": _some(["buddy", "housing", "shifts"], 3),
        "excludes": _some(["29", "541", "81302"]),
        "excluded_employers": _some([str(FIRMS[0])]),
    }
)


def _vacancies(house: factories.House) -> list[VacancyRecord]:
    """Invented ones that differ in everything; the same in every run."""
    chance = random.Random(7)
    tenant = {"carrier_id": house.carrier, "project_id": house.project}
    for firm in FIRMS:
        Organisation.objects.create(id=firm, carrier_id=house.carrier, name=f"Betrieb {firm.int}")
    made = []
    for _ in range(NUMBER):
        place = chance.choice(
            [None, *MIDDLES, *MIDDLES, (51.34, 12.37), (chance.uniform(50.9, 51.6), chance.uniform(11.9, 13.8))]
        )
        made.append(
            VacancyRecord(
                **tenant,
                id=chance.choice([uuid7, uuid4])(),
                organisation_id=chance.choice(FIRMS),
                title="Stelle",
                kind=chance.choice(list(KINDS)),
                occupation=chance.choice(OCCUPATIONS),
                level=chance.randint(1, 4),
                german=chance.choice(["", "none", "A1", "A2", "B1", "C1"]),
                starts_on=chance.choice([None, date(2026, 12, 1), date(2027, 1, 20), date(2027, 3, 1)]),
                licences=chance.choice([None, [], ["B"], ["B", "C"]]),
                hours_from=chance.choice([None, 10, 20, 35]),
                hours_to=chance.choice([None, 35, 40]),
                offers=chance.sample(["buddy", "housing", "shifts"], chance.randint(0, 3)),
                district=chance.choice(["", "14713", "14521"]),
                lat=place and place[0],
                lon=place and place[1],
                confirm_until=date(2027, 6, 1),
            )
        )
    VacancyRecord.objects.bulk_create(made)
    return made


def keys(answers: list[Any]) -> list[tuple[str, int, int]]:
    return [(answer.vacancy, answer.score, len(answer.missing)) for answer in answers]


def reached(person: Person, place: Any, distance: Distance) -> bool:
    """Whether a place lies in the squares that are looked up for near misses, within twice the radius."""
    if person.place is None or person.radius is None:
        return True
    looked = 2 * person.radius
    squares = {each for each in cells(person.place, looked) if (least_way(person.place, each) or 0) <= looked}
    told = travel.near(distance, person.place, looked)
    squares |= {cell(spot) for spot, way in told.items() if way <= looked}
    return len(squares) > MOST_CELLS or cell(place) in squares


def _scans(cursor: Any) -> list[int]:
    """How often this transaction has looked into the index by squares and into that by occupations."""
    cursor.execute(
        "SELECT pg_stat_get_xact_numscans(name::regclass) "
        "FROM unnest(ARRAY['vacancyrow_by_cell', 'vacancyrow_by_occupation']) AS name"
    )
    return [row[0] for row in cursor.fetchall()]


@pytest.mark.django_db
def test_specification_columns_and_sql_give_identical_lists() -> None:
    world = factories.world()
    house = world.here
    with as_staff(house.mentor):
        right: list[Vacancy] = [row.facts() for row in _vacancies(house)]
        rows = {row.pk: row for row in VacancyRow.objects.all()}
        assert {vacancy.place: cell(vacancy.place) for vacancy in right} == {
            (row.x, row.y, row.z) if row.x is not None else None: row.cell for row in rows.values()
        }

        @given(
            PERSONS,
            st.sampled_from([1, 5, 20]),
            st.fixed_dictionaries(dict.fromkeys(NEVER_READ, st.text(max_size=4))),
            st.sampled_from([straight_line, TRAVEL]),
        )
        @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
        def identical(person: dict[str, Any], top: int, never: dict[str, str], distance: Distance) -> None:
            left = read_person(person)
            expected = suggestions(left, right, DAY, 2 * top, distance)
            (block,) = blocks([left], right, DAY, distance)
            assert block.top(0, top) == expected[:top]
            assert next(best_of_columns([left], right, DAY, top, distance)) == expected[:top]
            with connection.cursor() as cursor:
                asked = Question(DAY, KINDS, DAY, top, distance=distance)
                found = best(cursor, left, asked)
                assert [(str(hit.vacancy), hit.score, hit.doubts) for hit in found] == keys(expected[:top])
                # Sex, origin, religion and age change nothing, and the next page begins where this one ends.
                assert found == best(cursor, read_person({**never, **person}), asked)
                if len(found) == top:
                    after = best(cursor, left, replace(asked, after=found[-1].key))
                    assert [(str(hit.vacancy), hit.score, hit.doubts) for hit in after] == keys(expected[top:])

                # What one rule alone keeps closed, as far as the squares reach that are looked up; what somebody
                # doesn't want to do is no near miss.
                closed = [
                    answer
                    for row in right
                    if reached(left, row.place, distance) and not row.occupation.startswith(left.excludes)
                    for answer in [judge(left, row, DAY, distance)]
                    if len(answer.blocked_by) == 1
                ]
                closed.sort(key=order)
                wide = replace(asked, misses=1, radius=2 * left.radius if left.radius else None)
                assert [
                    (str(each.hit.vacancy), each.hit.score, each.hit.doubts, each.hit.against)
                    for each in near(cursor, left, wide)
                ] == [(one.vacancy, one.score, len(one.missing), one.blocked_by) for one in closed[:top]]

        identical()

        # Each half of the walk reads its own index, however few vacancies there are.
        nearby = read_person({"id": "p", "occupations": ["29302"], "place": [51.34, 12.37], "radius": 30})
        anywhere = read_person({"id": "p", "occupations": ["29302"]})
        with connection.cursor() as cursor:
            for person, used in ((nearby, [True, False]), (anywhere, [False, True])):
                before = _scans(cursor)
                best(cursor, person, Question(DAY, KINDS, DAY))
                assert [after > earlier for after, earlier in zip(_scans(cursor), before, strict=True)] == used

    with as_staff(world.away.mentor), connection.cursor() as cursor:
        anybody = read_person({"id": "p", "occupations": ["29302"]})
        assert best(cursor, anybody, Question(DAY, KINDS, DAY)) == []  # another carrier's vacancies stay out of sight


@given(PERSONS)
@settings(max_examples=60, deadline=None)
def test_ranges_of_occupations_and_steps_of_access_say_what_each_vacancy_would_be_told(row: dict[str, Any]) -> None:
    person: Person = read_person(row)
    most = edition_at(DAY)
    ranges = occupation_ranges(person, most)
    for code in [*OCCUPATIONS, "01104", "29303", "94704", "54102"]:
        excluded = any(code.startswith(digits) for digits in person.excludes)
        found = next((each for each in ranges if each.low <= int(code) <= each.high), None)
        assert (found is None) == excluded
        if found is not None:
            assert found.occupation == most["occupation"] * nearest(person.occupations, code) // 100
            assert found.wish == most["wish"] * nearest(person.wishes, code) // 100
    for activity in set(KINDS.values()):
        steps = access_steps(person, DAY, activity)
        for start in (
            DAY,
            date(2026, 12, 31),
            date(2027, 1, 10),
            date(2027, 1, 11),
            date(2028, 3, 1),
            date(2032, 1, 1),
        ):
            said = next(step.fits for step in reversed(steps) if step.since <= start)
            assert said is access_fits(person, start, activity)


@given(PLACES, PLACES, st.sampled_from([0, 5, 30, 120]))
@settings(max_examples=100, deadline=None)
def test_squares_of_the_map_hold_every_place_within_reach(one: list[float], other: list[float], radius: int) -> None:
    here, there = read_place("place", one), read_place("place", other)
    assert here is not None
    assert there is not None
    way = straight_line(here, there)
    assert (least_way(here, cell(there)) or 0) <= way
    if way <= radius:
        assert cell(there) in cells(here, radius)
