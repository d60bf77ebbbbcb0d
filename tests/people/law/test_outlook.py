# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Changes of access on the agenda: when they stand there, what a click does, and that a recount finds the same."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from scharnier.foundation import clock, principals, projections
from scharnier.foundation.models import AgendaItem
from scharnier.people import actions
from scharnier.people.actions import NewStay
from scharnier.people.law import actions as law
from scharnier.people.law import filling, outlook
from scharnier.people.law.models import AccessOutlook
from scharnier.people.law.tasks import look_ahead
from scharnier.people.models import Enrolment, Person, ResidenceStatus
from tests import factories
from tests.factories import World
from tests.people.conftest import TODAY, SignIn
from tests.people.law.conftest import STAY, TOLERATED, on_file

pytestmark = pytest.mark.django_db


def items(house: World, person: UUID) -> list[tuple[date, str]]:
    with factories.as_staff(house.here.mentor):
        rows = AgendaItem.objects.filter(subject_id=person, kind=outlook.KIND).order_by("due_on")
        return [(row.due_on, row.detail) for row in rows]


def compared(house: World) -> list[str]:
    with principals.entering(principals.system(house.here.carrier)):
        return projections.compare(house.here.carrier)


def test_a_change_stands_on_the_agenda_90_60_and_30_days_before(house: World) -> None:
    person = on_file(house.here, TOLERATED)
    found = items(house, person)
    change = date(2028, 2, 3)
    assert [day for day, _ in found] == [change - timedelta(days=days) for days in (90, 60, 30)]
    assert found[0][1] == "ab 03.02.2028 Arbeit: mit Erlaubnis der Ausländerbehörde"
    assert compared(house) == []


def test_a_change_that_is_near_is_noted_at_once(house: World) -> None:
    near = TODAY + timedelta(days=10)
    began = near.replace(year=near.year - 4)
    person = on_file(house.here, {**TOLERATED, "stay_since": began.isoformat()})
    assert [day for day, _ in items(house, person)] == [near]
    assert compared(house) == []


def test_other_facts_move_it_and_another_status_takes_it_away(house: World) -> None:
    person = on_file(house.here, TOLERATED)
    with factories.as_staff(house.here.mentor):
        law.save_facts(Person.objects.get(pk=person), 2, {"stay_since": "2024-06-15"})
    assert items(house, person)[0][0] == date(2028, 6, 15) - timedelta(days=90)
    assert compared(house) == []
    with factories.as_staff(house.here.mentor):
        row = ResidenceStatus.objects.select_related("person").get(person_id=person)
        actions.change_residence(row, None, actions.NewStay("ne_9", TODAY))
    assert items(house, person) == []
    assert compared(house) == []


def test_leaving_takes_it_away_and_is_not_held_up_by_it(house: World) -> None:
    person = on_file(house.here, TOLERATED)
    with factories.as_staff(house.here.mentor):
        row = Enrolment.objects.select_related("person").get(person_id=person)
        actions.exit_enrolment(row, None, exited_on=TODAY, exit_reason="other")
    assert items(house, person) == []
    assert compared(house) == []


def test_done_postponed_and_handed_over_survive_a_recount_and_the_night(house: World) -> None:
    person = on_file(house.here, TOLERATED)
    with factories.as_staff(house.here.mentor):
        first, second, third = AgendaItem.objects.filter(subject_id=person, kind=outlook.KIND).order_by("due_on")
        projections.mark_done(first, house.here.mentor.pk)
        projections.postpone(second, house.here.mentor.pk, second.due_on + timedelta(days=3))
        projections.delegate(third, house.here.mentor.pk, house.here.colleague.pk)
    assert compared(house) == []
    look_ahead()
    assert compared(house) == []
    with factories.as_staff(house.here.mentor):
        rows = AgendaItem.objects.filter(subject_id=person, kind=outlook.KIND).order_by("due_on")
        assert [row.done_at is not None for row in rows] == [True, False, False]
        assert rows[1].due_on == date(2028, 2, 3) - timedelta(days=57)
        assert rows[2].owner_id == house.here.colleague.pk
        projections.mark_open(rows[0], house.here.mentor.pk)
    assert compared(house) == []


def test_seeing_to_one_reminder_sees_to_the_earlier_ones_but_not_to_later_ones(house: World) -> None:
    person = on_file(house.here, TOLERATED)
    with factories.as_staff(house.here.mentor):
        _first, second, _third = AgendaItem.objects.filter(subject_id=person, kind=outlook.KIND).order_by("due_on")
        projections.mark_done(second, house.here.mentor.pk)
        rows = AgendaItem.objects.filter(subject_id=person, kind=outlook.KIND).order_by("due_on")
        assert [row.done_at is not None for row in rows] == [True, True, False]
        assert {row.done_by_id for row in rows[:2]} == {house.here.mentor.pk}
    assert compared(house) == []


def test_the_night_finds_what_the_days_have_changed(house: World) -> None:
    person = on_file(house.here, TOLERATED)
    with clock.frozen(datetime(2028, 2, 4, 3, 41, tzinfo=clock.ZONE)):
        look_ahead()
        with factories.as_staff(house.here.mentor):
            row = AccessOutlook.objects.get(person_id=person)
            assert row.level == "with_permission"
            assert row.changes_on is None
        assert items(house, person) == []
        assert compared(house) == []


def test_a_name_that_changes_shows_on_the_agenda(house: World) -> None:
    person = on_file(house.here, TOLERATED)
    with factories.as_staff(house.here.mentor):
        actions.update_person(Person.objects.get(pk=person), None, {"family_name": "Haddad"})
        names = set(AgendaItem.objects.filter(subject_id=person).values_list("subject_name", flat=True))
    assert names == {"Haddad, Mahmoud"}
    assert compared(house) == []


def test_without_a_status_nothing_is_ahead(house: World) -> None:
    person = on_file(house.here, stays=())
    assert items(house, person) == []
    with factories.as_staff(house.here.mentor):
        assert not AccessOutlook.objects.filter(person_id=person).exists()


def test_a_click_on_the_item_leads_to_the_other_day(house: World, sign_in: SignIn) -> None:
    person = on_file(house.here, TOLERATED)
    with factories.as_staff(house.here.mentor):
        item = AgendaItem.objects.filter(subject_id=person, kind=outlook.KIND).first()
    assert item is not None
    address = projections.address(item.kind, item.subject_id, item.source_id)
    assert sign_in(house.here.mentor).get(address).status_code == 200


def test_a_whole_network_gets_the_outlooks_that_each_file_would(house: World) -> None:
    on_file(house.here, TOLERATED)
    on_file(house.here, stays=(STAY, NewStay("ne_9", TODAY)))
    on_file(house.here, stays=())
    with principals.entering(principals.system(house.here.carrier)):
        kept = AccessOutlook.objects.filter(carrier_id=house.here.carrier)
        one_by_one = {row.person_id: (row.level, row.changes_on, row.summary) for row in kept}
        at_once = {
            person: (found.level, found.changes_on, found.summary)
            for person, found in filling.outlooks(house.here.carrier)
        }
    assert at_once == one_by_one
    assert len(at_once) == 2
