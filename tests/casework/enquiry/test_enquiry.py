# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Schnellanlage: half a minute on the phone, and the enquiry has a file, a concern and a next step."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from scharnier.casework.models import FollowUp
from scharnier.foundation import principals, projections
from scharnier.people.models import Enrolment, Person
from tests import factories
from tests.factories import World
from tests.people.conftest import SignIn, statements

pytestmark = pytest.mark.django_db
NEW = "/desk/anfrage/"


def sent(house: World, **fields: Any) -> dict[str, Any]:
    usual = {
        "given_names": "Selam",
        "family_name": "Tesfay",
        "phone": "0176 04069031",
        "speaks": "ti",
        "reads": "",
        "concern": "Sucht eine Wohnung,\nKündigung zum Januar",
        "due_on": "27.11.2026",
        "owner": str(house.here.mentor.pk),
    }
    return {**usual, **fields}


def test_an_enquiry_is_on_file_with_concern_and_next_step(house: World, sign_in: SignIn) -> None:
    client = sign_in(house.here.mentor)
    page = client.post(NEW, sent(house), follow=True)
    with factories.as_staff(house.here.mentor):
        person, row, follow_up = Person.objects.get(), Enrolment.objects.get(), FollowUp.objects.get()
    assert (row.entered_on, row.concern) == (None, "Sucht eine Wohnung, Kündigung zum Januar")
    assert (person.phone, person.speaks, person.reads) == ("+4917604069031", ["ti"], "ti")
    assert (follow_up.due_on, follow_up.owner_id) == (date(2026, 11, 27), house.here.mentor.pk)
    assert "Sucht eine Wohnung, Kündigung zum Januar" in page.text
    assert '<span class="sh-tag">Anfrage</span>' in page.text
    assert "Sucht eine Wohnung" in client.get("/desk/").text
    with principals.entering(principals.system(house.here.carrier)):
        assert projections.compare(house.here.carrier) == []


def test_the_form_proposes_the_day_and_oneself(house: World, sign_in: SignIn) -> None:
    page = sign_in(house.here.colleague).get(NEW)
    form = page.context["form"]
    assert (form["due_on"].value(), form["owner"].value()) == (date(2026, 11, 27), str(house.here.colleague.pk))


@pytest.mark.parametrize("name", ["Ó", "x" * 80, "محمد", "\u202eمحمد\u202c", "O'Neill-Ω 三"])
def test_names_of_one_letter_eighty_any_script_and_without_a_second_part(
    house: World, sign_in: SignIn, name: str
) -> None:
    answer = sign_in(house.here.mentor).post(NEW, sent(house, given_names=name, family_name="", phone=""))
    assert answer.status_code == 302
    with factories.as_staff(house.here.mentor):
        assert Person.objects.get().given_names == name.strip("\u202e\u202c")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"given_names": "", "family_name": ""}, "family_name"),
        ({"given_names": "x" * 81}, "given_names"),
        ({"phone": "12"}, "phone"),
        ({"concern": "  "}, "concern"),
        ({"concern": "x" * 201}, "concern"),
        ({"due_on": "23.11.2026"}, "due_on"),
        ({"due_on": "24.11.2036"}, "due_on"),
        ({"owner": "niemand"}, "owner"),
        ({"speaks": "klingonisch"}, "speaks"),
    ],
)
def test_bad_input_is_named_and_nothing_is_lost(
    house: World, sign_in: SignIn, fields: dict[str, str], field: str
) -> None:
    data = sent(house, **fields)
    answer = sign_in(house.here.mentor).post(NEW, data)
    assert field in answer.context["form"].errors
    for name in ("given_names", "phone"):
        assert not data[name] or f'value="{data[name]}"' in answer.text
    with factories.as_staff(house.here.mentor):
        assert not Person.objects.exists()
        assert not FollowUp.objects.exists()


def test_somebody_alike_is_asked_about_once(house: World, sign_in: SignIn) -> None:
    client = sign_in(house.here.mentor)
    client.post(NEW, sent(house))
    asked = client.post(NEW, sent(house, given_names="Selam", family_name="Tesfai"))
    assert "Trotzdem anlegen" in asked.text
    assert "gleiche Telefonnummer" in asked.text
    assert client.post(NEW, sent(house, anyway="1")).status_code == 302
    with factories.as_staff(house.here.mentor):
        assert Person.objects.count() == 2


def test_a_double_click_makes_one_file(house: World, sign_in: SignIn) -> None:
    client = sign_in(house.here.mentor)
    token = client.get(NEW).context["form"]["form_token"].value()
    answers = [client.post(NEW, {**sent(house), "form_token": token, "anyway": "1"}) for _ in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    with factories.as_staff(house.here.mentor):
        assert Person.objects.count() == FollowUp.objects.count() == 1


def test_who_only_reads_makes_no_enquiry(house: World, sign_in: SignIn) -> None:
    for who in (house.here.auditor, house.here.admin):
        assert sign_in(who).get(NEW).status_code == 403
        assert sign_in(who).post(NEW, sent(house)).status_code == 403


def test_the_page_takes_few_statements(house: World, sign_in: SignIn) -> None:
    client = sign_in(house.here.mentor)
    client.get("/desk/suche/")
    assert statements(client, NEW)[1] <= 8
