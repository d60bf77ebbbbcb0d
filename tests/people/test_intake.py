# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody new: on file in a minute, and asked about when somebody alike is there already."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from scharnier.foundation import principals
from scharnier.foundation.principals import Scope
from scharnier.people import actions
from scharnier.people.actions import NewParticipant
from scharnier.people.matching import queries as matching
from scharnier.people.matching.likeness import Facts
from scharnier.people.models import Enrolment, Person, ResidenceStatus
from tests import factories
from tests.factories import House, World
from tests.people.conftest import SignIn, statements

pytestmark = pytest.mark.django_db
NEW = "/desk/personen/neu/"
SHORT = {
    "family_name": "Sheikho",
    "given_names": "Mahmoud",
    "birth_date": "04.03.1988",
    "sex": "m",
    "nationality": "SY",
    "phone": "0176 04069031",
    "language": "kmr",
    "code": "duldung",
    "valid_to": "14.12.2026",
    "entered_on": "24.11.2026",
}


def on_file(house: House, family: str, given: str, **fields: Any) -> UUID:
    row = NewParticipant(
        carrier=house.carrier,
        project=house.project,
        family_name=family,
        given_names=given,
        staff=house.mentor.pk,
        **fields,
    )
    with factories.as_staff(house.mentor):
        return actions.create_person(row)


def alike(scope: Scope, family: str, given: str, phone: str = "", born: date | None = None) -> dict[UUID, str]:
    typed = Facts(family, given, phone=phone, birth=born)
    return {twin.person_id: twin.reasons for twin in matching.twins(scope, typed)}


def test_a_short_form_makes_a_file(house: World, sign_in: SignIn) -> None:
    client = sign_in(house.here.mentor)
    answer = client.post(NEW, {**SHORT, "staff": str(house.here.mentor.pk)})
    assert answer.status_code == 302
    with factories.as_staff(house.here.mentor):
        person = Person.objects.get()
        stay = ResidenceStatus.objects.get()
        row = Enrolment.objects.get()
    assert answer["Location"] == f"/desk/personen/{person.pk}/"
    assert (person.phone, person.speaks, person.birth_precision) == ("+4917604069031", ["kmr"], "day")
    assert (stay.code, stay.valid_to) == ("duldung", date(2026, 12, 14))
    assert (row.staff_id, row.entered_on) == (house.here.mentor.pk, date(2026, 11, 24))
    assert client.get(answer["Location"]).status_code == 200


def test_a_name_is_enough(house: World, sign_in: SignIn) -> None:
    assert sign_in(house.here.mentor).post(NEW, {"given_names": "Selam"}).status_code == 302
    with factories.as_staff(house.here.mentor):
        assert Enrolment.objects.get().entered_on is None


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"family_name": "", "given_names": ""}, "Tragen Sie einen Namen ein"),
        ({"birth_date": "31.02.1990"}, "Meinten Sie 28.02.1990?"),
        ({"birth_date": "04.03.2088"}, "Das liegt in der Zukunft."),
        ({"birth_date": "vor dem Krieg"}, "Schreiben Sie 24.11.1990, 11.1990 oder nur das Jahr: 1990."),
        ({"family_name": "W" * 81}, "Höchstens 80 Zeichen passen hierhin, jetzt sind es 81."),
        ({"code": "", "valid_to": "14.12.2026"}, "Zu welchem Status gehört das Datum?"),
        ({"code": "unsinn"}, "sh-f--bad"),
        ({"language": "klingonisch"}, "sh-f--bad"),
        ({"phone": "12"}, "Das ist keine Telefonnummer."),
        ({"given_names": "x" * 81}, "sh-f--bad"),
        ({"entered_on": "01.01.1980"}, "Der Eintritt liegt vor der Geburt."),
        ({"staff": "not-a-user"}, "sh-f--bad"),
    ],
)
def test_bad_input_is_named_and_nothing_is_lost(
    house: World, sign_in: SignIn, fields: dict[str, str], said: str
) -> None:
    answer = sign_in(house.here.mentor).post(NEW, {**SHORT, **fields})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert said in page
    for name in ("family_name", "phone"):
        assert f'value="{({**SHORT, **fields})[name]}"' in page or not ({**SHORT, **fields})[name]
    with factories.as_staff(house.here.mentor):
        assert not Person.objects.exists()


@pytest.mark.parametrize("written", ["ca. 1974", "um 1974", "~1974"])
def test_a_year_that_is_only_guessed_is_kept_as_estimated(house: World, sign_in: SignIn, written: str) -> None:
    client = sign_in(house.here.mentor)
    answer = client.post(NEW, {**SHORT, "birth_date": written})
    assert answer.status_code == 302
    with factories.as_staff(house.here.mentor):
        made = Person.objects.get(family_name=SHORT["family_name"])
        assert (made.birth_date, made.birth_precision) == (date(1974, 1, 1), "estimated")


def test_somebody_alike_is_asked_about_once(house: World, sign_in: SignIn) -> None:
    known = on_file(house.here, "Sheikho", "Mahmoud", phone="+4917604069031")
    client = sign_in(house.here.mentor)
    asked = client.post(NEW, SHORT)
    page = asked.content.decode()
    assert asked.status_code == 200
    assert "Trotzdem anlegen" in page
    assert f"/desk/personen/{known}/" in page
    assert "gleicher Name, gleiche Telefonnummer" in page
    assert client.post(NEW, {**SHORT, "anyway": "1"}).status_code == 302
    with factories.as_staff(house.here.mentor):
        assert Person.objects.count() == 2


def test_a_double_click_makes_one_file(house: World, sign_in: SignIn) -> None:
    client = sign_in(house.here.mentor)
    token = str(client.get(NEW).context["form"]["form_token"].value())
    answers = [client.post(NEW, {**SHORT, "form_token": token, "anyway": "1"}) for _ in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    with factories.as_staff(house.here.mentor):
        assert Person.objects.count() == 1


def test_the_hint_comes_while_typing_and_no_name_stands_in_an_address(house: World, sign_in: SignIn) -> None:
    on_file(house.here, "Müller", "Jürgen", birth_date=date(1990, 5, 3))
    client = sign_in(house.here.mentor)
    typed = {"family_name": "Mueller", "given_names": "Juergen", "birth_date": "3.5.1990", "phone": "01"}
    hint = client.post(NEW + "aehnlich/", typed, headers={"HX-Request": "true"})
    assert "Müller, Jürgen" in hint.content.decode()
    assert client.post(NEW + "aehnlich/", {"family_name": "M"}).content.decode().strip() == ""
    assert client.get(NEW + "aehnlich/", typed).status_code == 405


def test_what_counts_as_alike(house: World) -> None:
    hassan = on_file(house.here, "Al Hassan", "Fatima", birth_date=date(1990, 5, 3))
    mohammad = on_file(house.here, "Haddad", "Mohammad", birth_date=date(1992, 7, 9), phone="+4917604069031")
    on_file(house.here, "Tesfay", "Selam", birth_date=date(1990, 1, 1))
    with factories.as_staff(house.here.mentor) as scope:
        assert alike(scope, "Fatima", "Al-Hassan") == {hassan: "gleicher Name"}
        assert list(alike(scope, "Hadad", "Muhamad", born=date(1992, 7, 9))) == [mohammad]
        assert alike(scope, "Ganz", "Anders", phone="+4917604069031") == {mohammad: "gleiche Telefonnummer"}
        assert alike(scope, "Bah", "Ibrahim", born=date(1990, 5, 3)) == {}
        assert alike(scope, "Bah", "Ibrahim", born=date(1990, 1, 1)) == {}
        assert "gleicher Geburtstag" not in "".join(alike(scope, "Tesfai", "Selam", born=date(1990, 1, 1)).values())


def test_nothing_is_revealed_about_people_outside_the_own_projects(house: World, sign_in: SignIn) -> None:
    on_file(house.away, "Sheikho", "Mahmoud", phone="+4917604069031", birth_date=date(1988, 3, 4))
    on_file(house.other_project, "Sheikho", "Mahmoud", phone="+4917604069031", birth_date=date(1988, 3, 4))
    with factories.as_staff(house.here.mentor) as scope:
        assert alike(scope, "Sheikho", "Mahmoud", "+4917604069031", date(1988, 3, 4)) == {}
    client = sign_in(house.here.mentor)
    page = client.post(NEW, SHORT).content.decode()
    assert "Fragen Sie im Projekt Projekt fern nach." in page
    assert "/desk/personen/0" not in page
    assert client.post(NEW, {**SHORT, "anyway": "1"}).status_code == 302


def test_readers_and_administrators_take_nobody_on_file(house: World, sign_in: SignIn) -> None:
    for who in (house.here.auditor, house.here.admin):
        refused = sign_in(who).post(NEW, SHORT)
        assert refused.status_code == 403
        assert "hilft Ihnen" in refused.content.decode() or "fragen Sie" in refused.content.decode()
    assert Client().post(NEW, SHORT).status_code == 401
    for carrier in (house.here.carrier, house.away.carrier):
        with principals.entering(principals.system(carrier)):
            assert not Person.objects.exists()


def test_the_form_takes_few_statements_and_little_room(house: World, sign_in: SignIn) -> None:
    client = sign_in(house.here.mentor)
    answer, count = statements(client, NEW)
    assert count <= 14
    assert len(answer.content) <= 60 * 1024
