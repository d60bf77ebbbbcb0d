# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody known to two partners of a consortium counts once, and nobody learns who it was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from scharnier.foundation import clock, principals
from scharnier.foundation.ids import uuid7
from scharnier.network.structure import counting
from scharnier.network.structure.models import Consortium, ConsortiumMember, CountKey, JointAgreement, Part
from scharnier.people import actions
from scharnier.people import counting as people_counting
from scharnier.people.actions import NewParticipant
from scharnier.people.models import Person
from tests import factories
from tests.factories import House, World

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
BEGIN = date(2026, 1, 1)


@pytest.fixture
def world() -> Iterator[World]:
    with clock.frozen(TODAY):
        yield factories.world()


def consortium(world: World, *, agreement: bool = True, confirmed: bool = True) -> UUID:
    """A consortium of `here` (lead partner) and `away`."""
    with principals.entering(principals.SYSTEM):
        made = Consortium.objects.create(
            carrier_id=world.here.carrier, programme=world.programme, name="Verbund", valid_from=BEGIN
        )
        for house, part in ((world.here, Part.LEAD), (world.away, Part.PARTNER)):
            ConsortiumMember.objects.create(
                carrier_id=world.here.carrier,
                consortium=made,
                partner_id=house.carrier,
                name=house.code,
                part=part,
                valid_from=BEGIN,
                confirmed_at=clock.now() if confirmed or part == Part.LEAD else None,
            )
        if agreement:
            agree(world, made.pk)
    return made.pk


def agree(world: World, key: UUID) -> None:
    JointAgreement.objects.create(
        carrier_id=world.here.carrier,
        consortium_id=key,
        agreed_on=BEGIN,
        reference="Ordner 7",
        contact_point="Koordination",
        duties=[{"party": "nord", "answers_for": "Auskunft"}],
    )


def enter(house: House, **fields: Any) -> UUID:
    facts: dict[str, Any] = {
        "family_name": "Al-Haddad",
        "given_names": "Nour",
        "birth_date": date(1990, 4, 3),
        "sex": "f",
        "entered_on": date(2026, 3, 1),
        **fields,
    }
    with factories.as_staff(house.mentor):
        return actions.create_person(NewParticipant(carrier=house.carrier, project=house.project, **facts))


def counted(world: World, key: UUID, **period: Any) -> counting.Numbers | None:
    with factories.as_staff(world.here.lead):
        return counting.numbers(key, **period)


def test_somebody_whom_two_partners_know_counts_once(world: World) -> None:
    key = consortium(world)
    enter(world.here)
    enter(world.away, family_name="NOUR", given_names="Al Haddad")
    enter(world.away, family_name="Tesfay", given_names="Hiwot")
    assert counted(world, key) == counting.Numbers(persons=2, entries=3, incomparable=0, here=1)


@pytest.mark.parametrize("lacking", [{"birth_date": None}, {"birth_precision": "year"}, {"sex": ""}])
def test_who_can_not_be_compared_counts_for_each_partner_and_is_reported(world: World, lacking: dict[str, Any]) -> None:
    key = consortium(world)
    enter(world.here, **lacking)
    enter(world.away, **lacking)
    assert counted(world, key) == counting.Numbers(persons=2, entries=2, incomparable=2, here=1)


def test_without_an_agreement_on_record_nobody_is_counted(world: World) -> None:
    key = consortium(world, agreement=False)
    enter(world.here)
    assert counted(world, key) is None
    with principals.entering(principals.SYSTEM):
        assert not CountKey.objects.exists()
        agree(world, key)
    with principals.entering(principals.system(world.here.carrier)):
        assert people_counting.catch_up(world.here.carrier) == 1
    assert counted(world, key) == counting.Numbers(1, 1, 0, 1)


def test_people_of_a_partner_who_has_not_confirmed_are_not_counted(world: World) -> None:
    key = consortium(world, confirmed=False)
    enter(world.away)
    assert counted(world, key) == counting.Numbers(0, 0, 0, 0)
    with pytest.raises(DatabaseError, match="out of scope"), factories.as_staff(world.away.lead):
        counting.numbers(key)


def test_a_corrected_name_moves_the_key_along(world: World) -> None:
    key = consortium(world)
    enter(world.here)
    person = enter(world.away, given_names="Noor")
    assert counted(world, key) == counting.Numbers(2, 2, 0, 1)
    with factories.as_staff(world.away.mentor):
        actions.update_person(Person.objects.get(pk=person), None, {"given_names": "Nour"})
    assert counted(world, key) == counting.Numbers(1, 2, 0, 1)


def test_only_entries_of_the_period_count(world: World) -> None:
    key = consortium(world)
    enter(world.here)
    enter(world.here, given_names="Hiwot", entered_on=date(2026, 9, 1))
    enter(world.here, given_names="Salma", entered_on=date(2025, 9, 1))  # before the consortium began
    assert counted(world, key) == counting.Numbers(2, 2, 0, 2)
    assert counted(world, key, begin=date(2026, 7, 1)) == counting.Numbers(1, 1, 0, 1)
    assert counted(world, key, end=date(2026, 7, 1)) == counting.Numbers(1, 1, 0, 1)


def test_nobody_reads_another_partners_keys(world: World) -> None:
    consortium(world)
    enter(world.away)
    with factories.as_staff(world.here.lead) as scope:
        assert not CountKey.objects.exists()
        assert not CountKey.objects.visible_to(scope).exists()


def test_strangers_to_a_consortium_get_no_number(world: World) -> None:
    key = consortium(world)
    with factories.as_staff(world.here.mentor), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM consortium_count(%s, NULL, NULL)", [key])
    with principals.entering(principals.SYSTEM):
        ConsortiumMember.objects.filter(partner_id=world.away.carrier).delete()
    with pytest.raises(DatabaseError, match="out of scope"), factories.as_staff(world.away.lead):
        counting.numbers(key)
    with pytest.raises(DatabaseError, match="out of scope"), principals.entering(principals.PUBLIC):
        counting.numbers(key)


def test_only_the_partner_itself_confirms(world: World) -> None:
    consortium(world, confirmed=False)
    with principals.entering(principals.SYSTEM):
        member = ConsortiumMember.objects.get(partner_id=world.away.carrier).pk

    def confirm() -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT consortium_confirm(%s, %s)", [member, clock.now()])
            return bool(cursor.fetchone()[0])

    with factories.as_staff(world.here.admin):
        assert not confirm()
    with factories.as_staff(world.away.lead):
        assert not confirm()
    with factories.as_staff(world.away.admin), transaction.atomic():
        assert confirm()


def test_the_same_person_has_unrelated_keys_in_two_consortia() -> None:
    facts = ("Nour Al-Haddad", date(1990, 4, 3), True, "f")
    one, other = counting.key_of(uuid7(), *facts), counting.key_of(uuid7(), *facts)
    assert one is not None
    assert len(one) == 32
    assert one != other


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jörg Müller", "Mueller Jorg"),
        ("Nour Al-Haddad", "Al Haddad, Nour"),
        ("Łukasz Dąbrowski", "Lukasz Dabrowski"),
        ("Ümit Strauß", "UEMIT STRAUSS"),
    ],
)
def test_spellings_of_one_name_meet(one: str, other: str) -> None:
    assert counting.words_of(one) == counting.words_of(other)
