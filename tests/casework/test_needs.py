# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Needs: noted by field and urgency, the urgent first; met ones stay."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import translation

from scharnier.casework import projected
from scharnier.casework.contacts import actions as talks
from scharnier.casework.contacts.actions import Talk
from scharnier.casework.needs.models import Need
from scharnier.foundation import clock, principals
from scharnier.foundation.models import TimelineEntry
from scharnier.knowledge import codes
from scharnier.network.models import User
from scharnier.people.models import Enrolment
from tests import factories
from tests.casework.conftest import TODAY, measured, participant
from tests.casework.test_contacts import url
from tests.casework.test_plan import add_goal
from tests.factories import World, as_staff

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]


@pytest.fixture
def nour(house: World) -> Enrolment:
    with as_staff(house.here.mentor):
        return participant(house.here)


def typed(**changes: Any) -> dict[str, Any]:
    return {"field": "wohnen", "text": "Zwei Zimmer", "urgency": "soon", "form_token": str(uuid4())} | changes


def noted(house: World) -> list[Need]:
    with as_staff(house.here.mentor):
        return list(Need.objects.order_by("pk"))


def test_needs_are_listed_with_the_urgent_ones_first(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    client = sign_in(house.here.mentor)
    for urgency, text in (("later", "Verein"), ("now", "Zahnarzt"), ("soon", "Wohnung")):
        client.post(url(nour, "bedarf/neu/"), typed(text=text, urgency=urgency))
    page, statements = measured(client, url(nour, "bedarf/"))
    assert statements <= 14
    assert [need.text for need in page.context["needs"]] == ["Zahnarzt", "Wohnung", "Verein"]
    overview = client.get(url(nour, "")).content.decode()
    assert overview.index("Zahnarzt") < overview.index("Wohnung")


def test_the_plan_says_how_urgent_a_field_is(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    client = sign_in(house.here.mentor)
    add_goal(client, nour, field="wohnen")
    assert "Bedarf: " not in client.get(url(nour, "plan/")).content.decode()
    for urgency in ("later", "now", "soon"):
        client.post(url(nour, "bedarf/neu/"), typed(urgency=urgency))
    page, statements = measured(client, url(nour, "plan/"))
    assert statements <= 14
    assert "Bedarf: sofort" in page.content.decode()


def test_a_double_click_notes_once(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    client, data = sign_in(house.here.mentor), typed()
    client.post(url(nour, "bedarf/neu/"), data)
    client.post(url(nour, "bedarf/neu/"), data)
    assert len(noted(house)) == 1


def test_a_met_need_stays_and_can_be_opened_again(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    client = sign_in(house.here.mentor)
    client.post(url(nour, "bedarf/neu/"), typed())
    move = url(nour, f"bedarf/{noted(house)[0].pk}/stand/")
    client.post(move, {"to": "met"})
    assert (noted(house)[0].state, noted(house)[0].closed_on) == ("met", TODAY)
    assert "gedeckt" in client.get(url(nour, "bedarf/")).content.decode()
    assert "Öffnen Sie den Bedarf zuerst wieder." in client.post(move, {"to": "dropped"}, follow=True).content.decode()
    client.post(move, {"to": "open"})
    assert (noted(house)[0].state, noted(house)[0].closed_on) == ("open", None)


def test_the_second_of_two_editors_sees_the_first_ones_words(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    client = sign_in(house.here.mentor)
    client.post(url(nour, "bedarf/neu/"), typed())
    edit = url(nour, f"bedarf/{noted(house)[0].pk}/")
    sign_in(house.here.colleague).post(edit, typed(text="Drei Zimmer", version="1"))
    page = client.post(edit, typed(text="Vier Zimmer", version="1")).content.decode()
    assert "Drei Zimmer" in page
    assert "Vier Zimmer" in page
    assert noted(house)[0].text == "Drei Zimmer"


@pytest.mark.parametrize("changes", [{"text": ""}, {"field": "kochen"}, {"urgency": ""}, {"text": "x" * 301}])
def test_what_cannot_be_is_refused(house: World, sign_in: SignIn, nour: Enrolment, changes: dict[str, Any]) -> None:
    assert sign_in(house.here.mentor).post(url(nour, "bedarf/neu/"), typed(**changes)).status_code == 200
    assert noted(house) == []


def test_who_reads_writes_nothing_and_strangers_see_nothing(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    auditor = sign_in(house.here.auditor)
    assert auditor.get(url(nour, "bedarf/")).status_code == 200
    assert auditor.post(url(nour, "bedarf/neu/"), typed()).status_code == 403
    assert sign_in(house.away.mentor).get(url(nour, "bedarf/")).status_code == 404
    assert noted(house) == []


def test_the_need_of_another_file_is_not_found(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    client = sign_in(house.here.mentor)
    client.post(url(nour, "bedarf/neu/"), typed())
    with as_staff(house.here.mentor):
        other = participant(house.here, "Noori")
    assert client.get(url(other, f"bedarf/{noted(house)[0].pk}/")).status_code == 404


def test_a_renamed_field_has_its_name_in_every_form_and_list(house: World, sign_in: SignIn, nour: Any) -> None:
    with principals.entering(principals.SYSTEM):
        factories.says(house.programme, "plan.field_words", {"finanzen": "Geld und Schulden"})
    client = sign_in(house.here.mentor)
    base = f"/desk/personen/{nour.person_id}/"
    for page in (f"{base}bedarf/neu/", f"{base}gespraeche/neu/", "/desk/kurzberatung/", f"{base}plan/ziele/neu/"):
        text = client.get(page).text
        assert "Geld und Schulden" in text, page
        assert "Finanzen" not in text, page
    client.post(f"{base}bedarf/neu/", {"field": "finanzen", "text": "Schuldnerberatung", "urgency": "soon"})
    for page in (f"{base}bedarf/", base):
        assert "Geld und Schulden" in client.get(page).text, page
    with as_staff(house.here.mentor):
        row = Enrolment.objects.get(pk=nour.pk)
        said = Talk(clock.now() - timedelta(hours=1), "phone", 15, ("finanzen", "wohnen"), note="x")
        talks.write_contact(row, author=house.here.mentor, talk=said)
    timeline = client.get(f"{base}verlauf/").text
    assert "Telefon, 15 Minuten · Geld und Schulden, Wohnen" in timeline
    with as_staff(house.here.mentor), translation.override("en"):
        entry = TimelineEntry.objects.get(kind=projected.CONTACT)
        housing = codes.label("plan_field", "wohnen", "en")
        assert projected.contact_told(entry)[0].endswith(f" · Geld und Schulden, {housing}")
