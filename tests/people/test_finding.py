# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Search: however people write, only among those one may see, and without names in addresses."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from scharnier.people import actions, words
from scharnier.people.actions import NewParticipant
from tests import factories
from tests.factories import House, World
from tests.people.conftest import SignIn

pytestmark = pytest.mark.django_db
SEARCH = "/desk/suche/"


def on_file(house: House, **fields: Any) -> UUID:
    row = NewParticipant(carrier=house.carrier, project=house.project, staff=house.mentor.pk, **fields)
    with factories.as_staff(house.mentor):
        return actions.create_person(row)


def found(client: Client, text: str) -> str:
    answer = client.post(SEARCH, {"q": text})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    "text",
    [
        "sheikho",
        "SHEIKHO mahm",
        "mahmoud sheikho",
        "محمود",
        "0176 040 690 31",
        "+49 176 / 04069031",
        "0049 176 04069031",
        "04069031",
        "NORD-2026-0001",
        "mueller",
        "A-77",
    ],
)
def test_a_person_is_found_by(house: World, sign_in: SignIn, text: str) -> None:
    person = on_file(
        house.here,
        family_name="Sheikho-Müller",
        given_names="Mahmoud",
        own_script_name="محمود شيخو",
        phone="+4917604069031",
        external_number="A-77",
    )
    assert f"/desk/personen/{person}/" in found(sign_in(house.here.mentor), text)


def test_the_command_bar_gets_a_fragment_with_persons_and_commands(house: World, sign_in: SignIn) -> None:
    on_file(house.here, family_name="Personas", given_names="Nour")
    client = sign_in(house.here.mentor)
    answer = client.post(SEARCH, {"q": "person"}, headers={"HX-Request": "true"})
    text = answer.content.decode()
    assert "<html" not in text
    assert 'role="option"' in text
    assert "Personas, Nour" in text
    assert 'data-url="/desk/aufnahme/"' in text


def test_strangers_find_nothing(house: World, sign_in: SignIn) -> None:
    on_file(house.here, family_name="Sheikho")
    for who in (house.other_project.mentor, house.away.lead, house.here.admin):
        page = found(sign_in(who), "sheikho")
        assert "Kein Treffer" in page
        assert "/desk/personen/0" not in page
    assert Client().post(SEARCH, {"q": "sheikho"}).status_code == 401


@pytest.mark.parametrize("text", ["", " ", "a", "%", "__", "'; --", "\x00ab", "x" * 500])
def test_odd_input_does_no_harm(house: World, sign_in: SignIn, text: str) -> None:
    on_file(house.here, family_name="Sheikho")
    assert "Sheikho" not in found(sign_in(house.here.mentor), text)


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("0176 / 040-690 31", "017604069031"),
        ("0049 176 04069031", "+4917604069031"),
        ("+49 (176) 04069031", "+4917604069031"),
        ("  Sheikho   Mahmoud ", "Sheikho Mahmoud"),
        ("NORD-2026-0001", "NORD-2026-0001"),
    ],
)
def test_telephone_numbers_lose_their_marks(typed: str, query: str) -> None:
    assert words.folded_query(typed) == query
