# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The file says what its phase still asks for, and counts the hours before the entry."""

import pytest

from scharnier.casework.models import Contact
from scharnier.foundation import clock, principals
from scharnier.people.models import Enrolment
from tests import factories
from tests.factories import World
from tests.people.conftest import SignIn, house, sign_in, statements

__all__ = ["house", "sign_in"]
pytestmark = pytest.mark.django_db


def enrolled(house: World, **changes: object) -> Enrolment:
    with factories.as_staff(house.here.mentor):
        person = factories.person(house.here)
        Enrolment.objects.filter(person=person).update(**changes)
        return Enrolment.objects.get(person=person)


def test_the_file_shows_what_its_phase_and_those_before_still_ask_for(house: World, sign_in: SignIn) -> None:
    row = enrolled(house, phase="placement")
    answer, count = statements(sign_in(house.here.mentor), f"/desk/personen/{row.person_id}/")
    for text in ("Was noch fehlt", "Aufenthaltsstatus erfasst", "ein Gespräch dokumentiert", "ein Plan mit einem Ziel"):
        assert text in answer.text
    assert "Eintritt eingetragen" not in answer.text
    assert count <= 14


def test_in_the_first_phase_nothing_is_asked(house: World, sign_in: SignIn) -> None:
    row = enrolled(house)
    assert "Was noch fehlt" not in sign_in(house.here.mentor).get(f"/desk/personen/{row.person_id}/").text


def test_hours_are_counted_until_the_entry(house: World, sign_in: SignIn) -> None:
    row = enrolled(house, entered_on=None)
    client, page = sign_in(house.here.mentor), f"/desk/personen/{row.person_id}/"
    assert "Stunden Beratung" not in client.get(page).text
    with principals.entering(principals.SYSTEM):
        factories.says(house.programme, "records.hours_before_entry", 2)
    assert "0:00 von 2 Stunden Beratung." in client.get(page).text
    mentor = house.here.mentor
    with factories.as_staff(mentor):
        case = {"carrier_id": row.carrier_id, "project_id": row.project_id, "person_id": row.person_id}
        for minutes in (45, 50, None, 40):
            Contact.objects.create(
                **case, at=clock.now(), form="phone", minutes=minutes, author=mentor, changed_by=mentor
            )
    text = client.get(page).text
    assert "2:15 von 2 Stunden Beratung." in text
    assert "Der Teilnehmerdatensatz ist jetzt nötig" in text
    with factories.as_staff(mentor):
        Enrolment.objects.filter(pk=row.pk).update(entered_on=clock.today())
    assert "Stunden Beratung" not in client.get(page).text
