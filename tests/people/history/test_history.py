# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The history of a file: who, when, before and after, in words; no more than the reader may read."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from scharnier.people import actions
from scharnier.people.history import queries
from scharnier.people.history.queries import Asked
from scharnier.people.models import Person
from scharnier.people.separation import actions as separation
from tests import factories
from tests.factories import World
from tests.people.conftest import SignIn, statements
from tests.people.consents.conftest import agreed, rests

pytestmark = pytest.mark.django_db


def nour(house: World, **fields: Any) -> UUID:
    with factories.as_staff(house.here.mentor):
        return factories.person(house.here, sex="female", birth_date=date(1988, 5, 12), **fields).pk


def change(house: World, person: UUID, **fields: Any) -> None:
    with factories.as_staff(house.here.colleague):
        row = Person.objects.get(pk=person)
        actions.update_person(row, row.version, fields)


def page(person: UUID, rest: str = "") -> str:
    return f"/desk/personen/{person}/verlauf/angaben/{rest}"


def text_of(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_every_change_stands_there_in_words(house: World, sign_in: SignIn) -> None:
    person = nour(house)
    change(house, person, nationality="SY", occupation="Tischlerin")
    change(house, person, occupation="Schreinerin")
    said = text_of(sign_in(house.here.mentor), page(person))
    assert "Stammdaten geändert" in said
    assert "Stammdaten angelegt" in said
    before, _, after = said.partition("<del><bdi>Tischlerin</bdi></del>")
    assert before
    assert after.partition("</dd>")[0].endswith(">jetzt</span> <bdi>Schreinerin</bdi>")
    assert "Colleague Nord" in said
    assert "Syrien" in said
    assert "12.05.1988" in said
    assert '"SY"' not in said
    assert "{" not in said.partition("<main")[2].partition("</main")[0].replace("{%", "")


def test_one_field_and_one_colleague_can_be_looked_for(house: World, sign_in: SignIn) -> None:
    person = nour(house)
    change(house, person, occupation="Tischlerin", place="Neubrandenburg")
    client = sign_in(house.here.mentor)
    said = text_of(client, page(person, "?field=people_person.occupation"))
    shown = said.partition("</aside>")[2]  # the filters name every colleague and field
    assert "Tischlerin" in shown
    assert "Neubrandenburg" not in shown
    mine = text_of(client, page(person, f"?field=&actor={house.here.mentor.pk}")).partition("</aside>")[2]
    assert "Tischlerin" not in mine
    wrong = client.get(page(person, "?field=people_person.password"))
    assert wrong.status_code == 200
    assert "page" not in wrong.context or not wrong.context.get("page")


def test_a_reader_sees_neither_strangers_nor_the_separated(house: World, sign_in: SignIn) -> None:
    person = nour(house)
    change(house, person, occupation="Tischlerin")
    assert sign_in(house.away.mentor).get(page(person)).status_code == 404
    with factories.as_staff(house.away.mentor):
        assert queries.page(person, Asked()).rows == []
        assert queries.writers(person) == []
    with factories.as_staff(house.here.lead):
        bashar = factories.person(house.here, "Haddad", "Bashar", staff=house.here.colleague)
        separation.separate(person, bashar.pk, "Schutz")
    with factories.as_staff(house.here.colleague):
        assert queries.page(person, Asked()).rows == []


def test_what_has_no_basis_is_named_and_not_shown(house: World, sign_in: SignIn) -> None:
    rests(house, "messenger", "consent")
    person = nour(house, messenger="Signal 0176 04069031")
    client = sign_in(house.here.mentor)
    assert "04069031" not in text_of(client, page(person))
    with factories.as_staff(house.here.mentor):
        part = Person.objects.get(pk=person).enrolments.select_related("person", "project", "staff").get()
    agreed(house, part, "messenger")
    assert "04069031" in text_of(client, page(person))


def test_pages_of_25_lead_on_and_back(house: World, sign_in: SignIn) -> None:
    person = nour(house)
    for number in range(30):
        change(house, person, place=f"Ort {number}")
    with factories.as_staff(house.here.mentor):
        first = queries.page(person, Asked("people_person"))
        assert len(first.rows) == 25
        second = queries.page(person, Asked("people_person"), after=first.after)
        assert len(second.rows) == 6
        back = queries.page(person, Asked("people_person"), before=second.before)
    assert [row.id for row in back.rows] == [row.id for row in first.rows]
    client = sign_in(house.here.mentor)
    client.get(page(person))
    answer, number = statements(client, page(person))
    assert answer.status_code == 200
    assert number <= 14
