# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The hint while typing: in full within the own projects, beyond them only which project to ask."""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from scharnier.foundation import principals
from scharnier.foundation.models import AuditEvent
from scharnier.people import actions
from scharnier.people.actions import NewParticipant
from scharnier.people.matching import queries as matching
from scharnier.people.matching.likeness import Facts
from scharnier.people.matching.models import MatchEntry
from scharnier.people.models import Person
from tests import factories
from tests.factories import House, World
from tests.people.conftest import SignIn

pytestmark = pytest.mark.django_db
HINT = "/desk/personen/neu/aehnlich/"
BORN = date(1990, 5, 3)
TYPED = {"family_name": "Schewtschenko", "given_names": "Oksana", "birth_date": "3.5.1990"}


def on_file(house: House, family: str, given: str, **fields: Any) -> UUID:
    row = NewParticipant(carrier=house.carrier, project=house.project, family_name=family, given_names=given, **fields)
    with factories.as_staff(house.mentor):
        return actions.create_person(row)


def hint(client: Client, typed: dict[str, str]) -> str:
    return client.post(HINT, typed, headers={"HX-Request": "true"}).content.decode()


def test_the_hint_knows_other_spellings_and_own_script(house: World, sign_in: SignIn) -> None:
    on_file(house.here, "Shevchenko", "Oksana", birth_date=BORN)
    client = sign_in(house.here.mentor)
    assert "Shevchenko, Oksana" in hint(client, TYPED)
    assert "Shevchenko, Oksana" in hint(client, {"family_name": "Шевченко", "given_names": "Оксана"})
    assert "Shevchenko, Oksana" in hint(client, {"family_name": "Oksana", "given_names": "Schewtschenko"})
    assert hint(client, {"family_name": "Bondarenko", "given_names": "Oksana", "birth_date": "1990"}).strip() == ""


def test_the_hint_follows_a_changed_name(house: World, sign_in: SignIn) -> None:
    pk = on_file(house.here, "Shevchenko", "Oksana", birth_date=BORN)
    with factories.as_staff(house.here.mentor):
        actions.update_person(Person.objects.get(pk=pk), None, {"family_name": "Bondarenko"})
    client = sign_in(house.here.mentor)
    assert "Bondarenko, Oksana" in hint(client, {**TYPED, "family_name": "Bondarenko"})
    assert "Bondarenko" not in hint(client, {"family_name": "Schewtschenko", "given_names": "Jurij"})


def test_beyond_the_own_projects_only_the_project_is_named(house: World, sign_in: SignIn) -> None:
    pk = on_file(house.away, "Shevchenko", "Oksana", birth_date=BORN, phone="+4917604069031", place="Fernstadt")
    client = sign_in(house.here.mentor)
    said = hint(client, TYPED)
    assert "Fragen Sie im Projekt Projekt fern nach." in said
    for secret in ("Shevchenko", "Oksana", "Fernstadt", str(pk), "T-", "Mentor", "1990"):
        assert secret not in said
    assert "Projekt fern" in hint(client, {"family_name": "Schewtschenko", "phone": "0176 04069031"})
    with principals.entering(principals.SYSTEM):
        assert AuditEvent.objects.filter(action="duplicate_hint_elsewhere").count() == 2


@pytest.mark.parametrize(
    "typed",
    [
        {"family_name": "Schewtschenko", "given_names": "Oksana"},
        {"family_name": "Schewtschenko", "given_names": "Oksana", "birth_date": "1990"},
        {"family_name": "Schewtschenko", "given_names": "Oksana", "birth_date": "4.5.1990"},
        {"family_name": "Ganz", "given_names": "Anders", "birth_date": "3.5.1990"},
        {"family_name": "Anders", "phone": "0176 04069031"},
    ],
)
def test_who_knows_only_half_learns_nothing(house: World, sign_in: SignIn, typed: dict[str, str]) -> None:
    on_file(house.away, "Shevchenko", "Oksana", birth_date=BORN, phone="+4917604069031")
    assert hint(sign_in(house.here.mentor), typed).strip() == ""


def test_the_first_of_january_asks_nowhere(house: World, sign_in: SignIn) -> None:
    on_file(house.away, "Shevchenko", "Oksana", birth_date=date(1990, 1, 1))
    assert hint(sign_in(house.here.mentor), {**TYPED, "birth_date": "1.1.1990"}).strip() == ""


def test_somebody_known_here_is_not_asked_about_elsewhere(house: World) -> None:
    pk = on_file(house.here, "Shevchenko", "Oksana", birth_date=BORN)
    with factories.as_staff(house.other_project.lead):
        pass
    typed = Facts("Schewtschenko", "Oksana", birth=BORN)
    with factories.as_staff(house.here.mentor) as scope:
        assert [twin.person_id for twin in matching.twins(scope, typed)] == [pk]
        assert matching.elsewhere(typed) == []
    with factories.as_staff(house.other_project.mentor) as scope:
        assert matching.twins(scope, typed) == []
        assert matching.elsewhere(typed) == ["Projekt nord"]


def test_readers_and_the_gate_functions_tell_strangers_nothing(house: World) -> None:
    pk = on_file(house.away, "Shevchenko", "Oksana", birth_date=BORN)
    typed = Facts("Schewtschenko", "Oksana", birth=BORN)
    with factories.as_staff(house.here.auditor):
        assert matching.elsewhere(typed) == []
    with factories.as_staff(house.here.mentor):
        assert not MatchEntry.objects.exists()
        with connection.cursor() as cursor:
            given = [{"person": str(pk), "keys": ["x"], "digests": []}]
            cursor.execute("SELECT person_keys(%s::jsonb)", [json.dumps(given)])
    with factories.as_staff(house.away.mentor):
        assert "x" not in MatchEntry.objects.get().keys


def test_the_hint_takes_few_statements(house: World) -> None:
    for number in range(20):
        on_file(house.here, f"Shevchenko {number}", "Oksana", birth_date=BORN)
    with factories.as_staff(house.here.mentor) as scope, CaptureQueriesContext(connection) as asked:
        typed = Facts("Schewtschenko", "Oksana", birth=BORN)
        assert len(matching.twins(scope, typed)) == 5
        assert matching.elsewhere(typed) == []
    assert len([query for query in asked.captured_queries if "SAVEPOINT" not in query["sql"]]) <= 5
