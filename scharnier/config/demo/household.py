# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Families for some participants of the demo: couples with two files, children and a spouse abroad without one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

from scharnier.foundation import clock, principals, upkeep
from scharnier.foundation.ids import uuid7
from scharnier.people.household.models import HouseholdMember
from scharnier.people.models import Enrolment, Person

# Every so many participants one has a family; every so many of these families live with a spouse who has a file.
FAMILY, COUPLE = 6, 3
CHILDREN = (("Lina", 3), ("Adam", 6), ("Sara", 9), ("Elias", 12), ("Mila", 15))
YOUNGEST_PARENT = timedelta(days=26 * 366)


def state() -> int:
    """Put households on file for every carrier, as the system; returns how many members there are."""
    return sum(_of_carrier(carrier) for carrier in upkeep.carriers())


def _of_carrier(carrier: UUID) -> int:
    rows: list[HouseholdMember] = []
    with principals.entering(principals.system(carrier)):
        open_cases = Enrolment.objects.filter(carrier_id=carrier, exited_on=None, person__merged_into=None)
        cases = open_cases.select_related("person").order_by("project_id", "person_id")
        taken: set[UUID] = set()
        for _, group in groupby(cases, key=lambda case: case.project_id):
            rows += _of_project([case.person for case in group if case.person_id not in taken])
            taken |= {row.person_id for row in rows}
        HouseholdMember.objects.bulk_create(rows)
    return len(rows)


def _of_project(persons: list[Person]) -> Iterator[HouseholdMember]:
    adults = [each for each in persons if each.birth_date and each.birth_date < clock.today() - YOUNGEST_PARENT]
    taken: set[UUID] = set()
    for number, person in enumerate(adults[::FAMILY]):
        if person.pk in taken:
            continue
        spouse = _spouse(person, adults, taken) if number % COUPLE == 0 else None
        taken |= {person.pk} | ({spouse.pk} if spouse else set())
        yield from _family(person, spouse, number)


def _spouse(person: Person, adults: list[Person], taken: set[UUID]) -> Person | None:
    for other in adults:
        if other.pk in taken | {person.pk} or {person.sex, other.sex} != {"f", "m"}:
            continue
        if other.nationality == person.nationality and _near(person.birth_date, other.birth_date):
            return other
    return None


def _near(one: date | None, other: date | None) -> bool:
    return one is not None and other is not None and abs((one - other).days) < 8 * 365


def _family(person: Person, spouse: Person | None, number: int) -> Iterator[HouseholdMember]:
    home, today = uuid7(), clock.today()
    own = HouseholdMember(carrier_id=person.carrier_id, person=person, household=home, contact=spouse is not None)
    family = [own]
    if spouse is not None:
        other = HouseholdMember(carrier_id=person.carrier_id, person=spouse, household=home)
        own.relations[str(other.pk)] = "spouse"
        family.append(other)
    children = CHILDREN[number % 3 : number % 3 + 1 + number % 3]
    known = [(given, today.year - age, "child", "") for given, age in children]
    if spouse is None and number % 4 == 1 and len(person.nationality) == 2:
        known.append(("Noor", (person.birth_date or today).year + 2, "spouse", person.nationality))
    for given, year, relation, country in known:
        row = HouseholdMember(
            carrier_id=person.carrier_id,
            person=person,
            household=home,
            family_name=person.family_name,
            given_names=given,
            birth_date=date(year, 1, 1),
            birth_precision="year",
            country=country,
        )
        for parent in family:
            if relation == "child" or parent is own:
                parent.relations[str(row.pk)] = relation
        yield row
    yield from family
