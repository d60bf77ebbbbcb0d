# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The end of support stands on Today like any other thing that is due, and follows limit, warning and extension."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from scharnier.foundation import principals, projections
from scharnier.foundation.models import AgendaItem
from scharnier.network.programmes import effects
from scharnier.network.staffing import handover
from scharnier.network.staffing.holdings import Holder
from scharnier.people import actions as people
from scharnier.people.models import Enrolment
from scharnier.people.support import actions, agenda
from tests import factories
from tests.factories import World
from tests.network.programmes.test_changing import change
from tests.people.conftest import TODAY, SignIn
from tests.people.support.test_support import REASON, limited

__all__ = ["limited"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def item(house: World, limited: Enrolment) -> AgendaItem:
    with factories.as_staff(house.here.mentor):
        agenda.refresh([limited.person_id])
        return AgendaItem.objects.get(kind=agenda.KIND)


def now(house: World) -> AgendaItem | None:
    with factories.as_staff(house.here.lead):
        return AgendaItem.objects.filter(kind=agenda.KIND).first()


def agrees(house: World) -> bool:
    with principals.entering(principals.system(house.here.carrier)):
        return not [line for line in projections.compare(house.here.carrier) if agenda.KIND in line]


def press(client: Client, item: AgendaItem, what: str = "", **values: str) -> int:
    return client.post(f"/desk/punkt/{item.pk}/{what}", values).status_code


def test_it_is_due_as_early_as_the_project_wants_to_be_warned(
    house: World, sign_in: SignIn, item: AgendaItem, limited: Enrolment
) -> None:
    assert limited.support_until is not None
    assert item.due_on == limited.support_until - timedelta(days=90)
    assert item.owner_id == house.here.mentor.pk
    page = sign_in(house.here.mentor).get("/desk/").text
    assert "Begleitung verlängern oder abschließen" in page
    assert "befristet bis 19.12.2026" in page
    assert agrees(house)


def test_an_extension_moves_it(house: World, item: AgendaItem, limited: Enrolment) -> None:
    with factories.as_staff(house.here.mentor):
        row = Enrolment.objects.get(pk=limited.pk)
        actions.extend(row, row.version, until=date(2027, 12, 31), reason=REASON, user=house.here.mentor.pk)
    moved = now(house)
    assert moved is not None
    assert (moved.due_on, moved.detail) == (date(2027, 10, 2), "befristet bis 31.12.2027")
    assert agrees(house)


def test_seen_to_later_and_handed_over_are_kept(house: World, sign_in: SignIn, item: AgendaItem) -> None:
    client = sign_in(house.here.mentor)
    assert press(client, item, "spaeter/", day="30.11.2026") < 400
    assert press(client, item, "abgeben/", to=str(house.here.colleague.pk)) < 400
    kept = now(house)
    assert kept is not None
    assert kept.owner_id == house.here.colleague.pk
    assert kept.due_on > TODAY
    assert agrees(house)
    assert press(sign_in(house.here.colleague), kept) < 400
    done = now(house)
    assert done is not None
    assert done.done_at is not None
    assert agrees(house)


def test_an_extension_after_it_was_seen_to_begins_anew(
    house: World, sign_in: SignIn, item: AgendaItem, limited: Enrolment
) -> None:
    press(sign_in(house.here.mentor), item)
    with factories.as_staff(house.here.mentor):
        row = Enrolment.objects.get(pk=limited.pk)
        actions.extend(row, None, until=date(2027, 12, 31), reason=REASON, user=house.here.mentor.pk)
    again = now(house)
    assert again is not None
    assert again.done_at is None
    assert agrees(house)


def test_settings_move_add_and_remove_it(house: World, item: AgendaItem) -> None:
    change(house, house.here.lead, "support.warning_days", TODAY, 14)
    effects.in_line(house.here.carrier)
    moved = now(house)
    assert moved is not None
    assert moved.due_on == date(2026, 12, 5)
    assert agrees(house)
    change(house, house.here.lead, "support.months", TODAY, None)
    effects.in_line(house.here.carrier)
    assert now(house) is None
    change(house, house.here.lead, "support.months", date(2026, 11, 25), 36)
    change(house, house.here.lead, "support.months", date(2026, 11, 1), 36)
    effects.in_line(house.here.carrier)
    assert now(house) is not None
    assert agrees(house)


def test_whoever_has_left_has_no_end_ahead(house: World, item: AgendaItem, limited: Enrolment) -> None:
    with factories.as_staff(house.here.mentor):
        row = Enrolment.objects.get(pk=limited.pk)
        people.exit_enrolment(row, row.version, exited_on=TODAY, exit_reason="work", confirmed=True)
    assert now(house) is None
    assert agrees(house)


def test_it_goes_along_when_whoever_took_it_over_hands_over(
    house: World, sign_in: SignIn, item: AgendaItem, limited: Enrolment
) -> None:
    here = house.here
    press(sign_in(here.mentor), item, "abgeben/", to=str(here.colleague.pk))
    with factories.as_staff(here.lead) as scope:
        giver = Holder(here.carrier, here.project, here.colleague.pk)
        handover.hand_over(scope, giver, {}, rest=here.mentor.pk)
    kept = now(house)
    assert kept is not None
    assert kept.owner_id == here.mentor.pk
    assert agrees(house)


def test_a_new_participation_has_it_at_once(house: World) -> None:
    with principals.entering(principals.SYSTEM):
        factories.says(house.programme, "support.months", 24)
    with factories.as_staff(house.here.mentor):
        people.create_person(
            people.NewParticipant(
                carrier=house.here.carrier,
                project=house.here.project,
                family_name="Neu",
                staff=house.here.mentor.pk,
                entered_on=date(2026, 1, 10),
            )
        )
    there = now(house)
    assert there is not None
    assert there.detail == "befristet bis 09.01.2028"
    assert agrees(house)
