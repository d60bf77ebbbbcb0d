# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Narrowing a list by what stands in the person and by the limit of support."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.db import connection

from scharnier.foundation import principals
from scharnier.people.caseload import filters, queries
from scharnier.people.models import Enrolment
from tests import factories
from tests.factories import World
from tests.people.caseload.test_list import LIST, names, write
from tests.people.conftest import TODAY, SignIn, statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def some(house: World) -> None:
    with principals.entering(principals.SYSTEM):
        factories.says(house.programme, "support.months", 24)
    write(
        house.here,
        {
            "family_name": "Bah",
            "sex": "f",
            "birth_date": date(1999, 11, 24),
            "postcode": "04509",
            "place": "Delitzsch",
        },
        {
            "family_name": "Diallo",
            "sex": "m",
            "birth_date": date(1999, 11, 25),
            "postcode": "04838",
            "place": "Eilenburg",
        },
        {"family_name": "Ceesay", "postcode": "01067", "place": "Dresden"},
    )
    with factories.as_staff(house.here.mentor):
        limits = {"Bah": TODAY + timedelta(days=20), "Diallo": TODAY - timedelta(days=1)}
        for name, until in limits.items():
            Enrolment.objects.filter(person__family_name=name).update(support_until=until)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?geschlecht=f", ["Bah"]),
        ("?alter=27-34", ["Bah"]),
        ("?alter=18-26", ["Diallo"]),
        ("?alter=26-27", ["Bah", "Diallo"]),
        ("?alter=40-30", ["Bah", "Ceesay", "Diallo"]),
        ("?alter=999-999", ["Bah", "Ceesay", "Diallo"]),
        ("?ort=delitzsch", ["Bah"]),
        ("?ort=04", ["Bah", "Diallo"]),
        ("?ort=%25", []),
        ("?grenze=bald", ["Bah"]),
        ("?grenze=vorbei", ["Diallo"]),
        ("?geschlecht=f&ort=01", []),
    ],
)
def test_sex_age_town_and_limit_narrow_the_list(
    house: World, some: None, sign_in: SignIn, query: str, expected: list[str]
) -> None:
    client = sign_in(house.here.mentor)
    assert names(client, LIST + query) == expected


def test_the_filters_say_in_words_what_they_do(house: World, some: None, sign_in: SignIn) -> None:
    page = sign_in(house.here.mentor).get(LIST + "?alter=65-120&geschlecht=f&grenze=bald&ort=Wurzen").content.decode()
    for words in ("ab 65", "weiblich", "bald erreicht", "Wurzen"):
        assert f"<b>{words}</b>" in page
    assert "Kein Fall passt zu" in page


def test_towns_of_the_project_are_offered_with_their_number(house: World, some: None, sign_in: SignIn) -> None:
    write(house.here, {"family_name": "Zaher", "place": "Dresden"}, {"family_name": "Ohneort"})
    write(house.other_project, {"family_name": "Nebenan", "place": "Zwickau"})
    client = sign_in(house.here.mentor)
    page, count = statements(client, LIST + "orte/?phase=clearing")
    text = page.content.decode()
    assert "?phase=clearing&amp;ort=Dresden" in text
    assert text.index("Dresden") < text.index("Delitzsch")
    assert "Zwickau" not in text
    assert count <= 8
    assert 'name="phase" value="clearing"' in text


def test_without_a_limit_nobody_is_offered_that_filter(house: World, sign_in: SignIn) -> None:
    write(house.here, {"family_name": "Bah"})
    assert "Grenze der Begleitung" not in sign_in(house.here.mentor).get(LIST).content.decode()


def test_ages_are_counted_in_completed_years_even_from_a_leap_day() -> None:
    assert queries._years_before(date(2024, 2, 29), 1) == date(2023, 2, 28)
    assert filters.ages("18-26") == (18, 26)
    assert filters.ages("26-18") is None
    assert filters.ages("jung") is None


def test_nobody_learns_of_a_project_out_of_reach_by_its_description(house: World, sign_in: SignIn) -> None:
    write(house.away, {"family_name": "Fremd", "place": "Zwickau"})
    with factories.as_staff(house.here.mentor), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM person_described(%s, '', NULL, NULL, 'Zwickau', '')", [house.away.project])
        assert cursor.fetchone()[0] == 0
    assert sign_in(house.here.admin).get(LIST + "orte/").status_code == 403


def test_sex_age_and_place_are_read_from_an_index_alone(house: World, some: None) -> None:
    """Every row of every person visited is what made these filters slow in a project of thousands."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_indexdef('person_by_description'::regclass)")
        assert "(carrier_id, id) INCLUDE (sex, birth_date, place, postcode)" in cursor.fetchone()[0]
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'person_described'")
        body = cursor.fetchone()[0]
        used = set(re.findall(r"\bp\.(\w+)", body))
        assert used == {"id", "carrier_id", "sex", "birth_date", "place", "postcode"}
