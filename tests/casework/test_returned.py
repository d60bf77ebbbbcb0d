# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Back from leave: what others wrote into one's files and did of one's list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client

from scharnier.casework.contacts import actions as talks
from scharnier.casework.contacts.actions import Reminder, Talk
from scharnier.casework.models import FollowUp
from scharnier.foundation import clock, projections
from scharnier.foundation.models import AgendaItem
from scharnier.network.models import Substitution, User
from tests.casework.conftest import NOW, TODAY, measured, participant
from tests.factories import World, as_staff

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
PAGE = "/desk/waehrenddessen/"


def leave(house: World, first: int, last: int) -> None:
    with as_staff(house.here.lead):
        Substitution.objects.create(
            carrier_id=house.here.carrier,
            project_id=house.here.project,
            absent=house.here.mentor,
            cover=house.here.colleague,
            valid_from=TODAY + timedelta(days=first),
            valid_to=TODAY + timedelta(days=last),
        )


@pytest.fixture
def case(house: World) -> UUID:
    """A case of the mentor with a follow-up; the cover talked during the leave, the mentor before it."""
    mentor, colleague = house.here.mentor, house.here.colleague
    with as_staff(mentor):
        row = participant(house.here)
        mine = Talk(NOW - timedelta(days=20), "phone", note="Vor dem Urlaub")
        reminder = Reminder(TODAY - timedelta(days=3), "Antrag abgeben", mentor.pk)
        talks.write_contact(row, author=mentor, talk=mine, reminders=[reminder])
    with clock.frozen(NOW - timedelta(days=4)), as_staff(colleague):
        said = Talk(clock.now() - timedelta(hours=1), "office_hour", note="Brief vom Jobcenter")
        talks.write_contact(row, author=colleague, talk=said)
        theirs = participant(house.here, "Fremd", staff=colleague)
        talks.write_contact(theirs, author=colleague, talk=Talk(said.at, "phone", note="Nicht meine Akte"))
        projections.mark_done(AgendaItem.objects.get(source_id=FollowUp.objects.get().pk), colleague.pk)
    return row.person_id


def test_what_happened_in_ones_files_and_was_done_is_there_on_return(house: World, sign_in: SignIn, case: UUID) -> None:
    leave(house, -10, -1)
    client = sign_in(house.here.mentor)
    today = client.get("/desk/").content.decode()
    assert "Während Sie weg waren" in today
    assert f"Vom 14.11.2026 bis 23.11.2026, vertreten von {house.here.colleague.display_name}." in today
    page, statements = measured(client, PAGE)
    text = page.content.decode()
    assert statements <= 14
    assert "Brief vom Jobcenter" in text
    assert "Haddad" in text
    assert "Antrag abgeben" in text
    assert "Vor dem Urlaub" not in text
    assert "Nicht meine Akte" not in text


def test_only_the_one_who_was_away_and_only_for_two_weeks(house: World, sign_in: SignIn, case: UUID) -> None:
    leave(house, -30, -15)
    assert "Während Sie weg waren" not in sign_in(house.here.mentor).get("/desk/").content.decode()
    assert "ging keine Abwesenheit zu Ende" in sign_in(house.here.mentor).get(PAGE).content.decode()
    leave(house, -10, -1)
    assert "Während Sie weg waren" not in sign_in(house.here.colleague).get("/desk/").content.decode()
    assert "Brief vom Jobcenter" not in sign_in(house.here.colleague).get(PAGE).content.decode()
    assert sign_in(house.here.admin).get(PAGE).status_code == 403


def test_a_leave_that_goes_on_says_nothing_yet(house: World, sign_in: SignIn, case: UUID) -> None:
    leave(house, -10, -1)
    leave(house, 0, 5)
    assert "Während Sie weg waren" not in sign_in(house.here.mentor).get("/desk/").content.decode()
