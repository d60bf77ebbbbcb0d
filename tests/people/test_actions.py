# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Writing files: what is made, what is refused, and that search, timeline and agenda follow."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from scharnier.foundation import clock, principals, projections
from scharnier.foundation.models import AgendaItem, TimelineEntry
from scharnier.foundation.writes import Conflict, DomainError
from scharnier.network.models import Role
from scharnier.people import actions
from scharnier.people.actions import NewParticipant, NewStay
from scharnier.people.models import Enrolment, Person, ResidenceStatus
from tests import factories
from tests.factories import World

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


@pytest.fixture
def world() -> Iterator[World]:
    with clock.frozen(TODAY):
        yield factories.world()


def new(world: World, **fields: Any) -> NewParticipant:
    facts: dict[str, Any] = {
        "family_name": "Sheikho",
        "given_names": "Mahmoud",
        "birth_date": date(1988, 3, 4),
        "staff": world.here.mentor.pk,
        "entered_on": date(2026, 1, 14),
        **fields,
    }
    return NewParticipant(carrier=world.here.carrier, project=world.here.project, **facts)


def problems(carrier: UUID) -> list[str]:
    with principals.entering(principals.system(carrier)):
        return projections.compare(carrier)


def test_files_are_numbered_by_project_and_year(world: World) -> None:
    with factories.as_staff(world.here.mentor):
        made = [actions.create_person(new(world)) for _ in range(2)]
        numbers = [Person.objects.get(pk=pk).file_number for pk in made]
    assert numbers == ["NORD-2026-0001", "NORD-2026-0002"]
    assert actions.number_prefix("arbeit-leipzig-stadt", 2026) == "ALS-2026"


@pytest.mark.django_db(transaction=True)
def test_two_who_create_at_the_same_moment_get_different_numbers() -> None:
    world = factories.world()

    def create(number: int) -> list[UUID]:
        try:
            with factories.as_staff(world.here.mentor):
                return actions.create_many([new(world, family_name=f"Person {number}-{row}") for row in range(5)])
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        made = [person for batch in pool.map(create, range(4)) for person in batch]
    with factories.as_staff(world.here.mentor):
        numbers = set(Person.objects.values_list("file_number", flat=True))
    assert len(made) == len(numbers) == 20
    assert numbers == {f"NORD-{clock.today().year}-{number:04d}" for number in range(1, 21)}


def test_a_new_person_is_found_and_has_a_beginning(world: World) -> None:
    with factories.as_staff(world.here.mentor):
        person = actions.create_person(new(world, own_script_name="محمود شيخو", phone="+4917604069031"))
        for query in ("sheikho mah", "محمود", "017604069031", "NORD-2026-0001"):
            assert [hit.subject_id for hit in projections.search(query)] == [person], query
        titles = set(TimelineEntry.objects.filter(subject_id=person).values_list("kind", flat=True))
    assert titles == {"entry", "file_new"}
    assert problems(world.here.carrier) == []


def test_a_document_that_expires_is_remembered_three_times(world: World) -> None:
    stay = NewStay("duldung", date(2026, 6, 1), TODAY + timedelta(days=200))
    with factories.as_staff(world.here.mentor):
        person = actions.create_person(new(world, stays=(stay,)))
        items = AgendaItem.objects.filter(subject_id=person).order_by("due_on")
        assert [item.due_on for item in items] == [TODAY + timedelta(days=200 - n) for n in (90, 60, 30)]
        assert {item.owner_id for item in items} == {world.here.mentor.pk}
    assert problems(world.here.carrier) == []


def test_reminders_that_had_passed_when_the_document_was_recorded_fall_away(world: World) -> None:
    with factories.as_staff(world.here.mentor):
        soon = actions.create_person(new(world, stays=(NewStay("duldung", None, TODAY + timedelta(days=40)),)))
        over = actions.create_person(new(world, stays=(NewStay("duldung", None, TODAY - timedelta(days=3)),)))
        due = {item.subject_id: item.due_on for item in AgendaItem.objects.all()}
    assert due == {soon: TODAY + timedelta(days=10), over: TODAY - timedelta(days=3)}
    assert problems(world.here.carrier) == []


def test_whoever_sees_to_a_later_reminder_has_seen_to_the_earlier_ones(world: World) -> None:
    stay = NewStay("duldung", date(2026, 6, 1), TODAY + timedelta(days=200))
    with factories.as_staff(world.here.mentor):
        person = actions.create_person(new(world, stays=(stay,)))
        first, second, third = AgendaItem.objects.filter(subject_id=person).order_by("due_on")
        projections.mark_done(second, world.here.mentor.pk)
        projections.postpone(third, world.here.mentor.pk, third.due_on + timedelta(days=3))
        projections.delegate(third, world.here.mentor.pk, world.here.colleague.pk)
        first.refresh_from_db()
        assert first.done_at is not None
    assert problems(world.here.carrier) == []
    with factories.as_staff(world.here.mentor):
        projections.mark_open(AgendaItem.objects.get(pk=second.pk), world.here.mentor.pk)
    assert problems(world.here.carrier) == []


def test_projections_follow_every_change(world: World) -> None:
    with factories.as_staff(world.here.mentor):
        pk = actions.create_person(
            new(world, stays=(NewStay("gestattung", date(2025, 1, 1), TODAY + timedelta(days=100)),))
        )
        person = Person.objects.get(pk=pk)
        actions.update_person(person, 1, {"family_name": "Scheikho"})
        assert [hit.title for hit in projections.search("scheikho")] == ["Scheikho, Mahmoud"]
        actions.add_residence(person, NewStay("duldung", TODAY, TODAY + timedelta(days=300)), end_previous=True)
        before = ResidenceStatus.objects.get(code="gestattung")
        assert before.valid_to == TODAY - timedelta(days=1)
        enrolment = Enrolment.objects.get(person=person)
        actions.change_enrolment(enrolment, 1, {"staff_id": world.here.colleague.pk, "phase": "placement"})
        assert set(AgendaItem.objects.values_list("owner_id", "subject_name")) == {
            (world.here.colleague.pk, "Scheikho, Mahmoud")
        }
    assert problems(world.here.carrier) == []
    with factories.as_staff(world.here.mentor):
        enrolment = Enrolment.objects.get(person_id=pk)
        actions.exit_enrolment(enrolment, enrolment.version, exited_on=TODAY, exit_reason="work")
        kinds = set(AgendaItem.objects.filter(subject_id=pk).values_list("kind", flat=True))
        assert kinds == {"casework.situation"}  # what is due ends with the exit, and the programme asks afterwards
    assert problems(world.here.carrier) == []
    with factories.as_staff(world.here.mentor):
        enrolment = Enrolment.objects.get(person_id=pk)
        actions.reopen_enrolment(enrolment, enrolment.version)
        assert not TimelineEntry.objects.filter(subject_id=pk, kind="exit").exists()
    assert problems(world.here.carrier) == []


def test_a_new_name_is_found_in_a_project_that_the_writer_does_not_see(world: World) -> None:
    with principals.entering(principals.SYSTEM):
        factories.member(
            world.here.colleague, world.other_project.carrier, world.other_project.project, Role.CASEWORKER
        )
    with factories.as_staff(world.here.mentor):
        pk = actions.create_person(new(world))
    with factories.as_staff(world.here.colleague):
        person = Person.objects.get(pk=pk)
        actions.enrol(person, world.other_project.project, staff=world.here.colleague.pk, entered_on=date(2026, 3, 1))
    with factories.as_staff(world.here.mentor):
        actions.update_person(Person.objects.get(pk=pk), 1, {"family_name": "Scheikho"})
        actions.add_residence(person, NewStay("duldung", TODAY, TODAY + timedelta(days=300)))
    with factories.as_staff(world.other_project.mentor):
        assert [hit.title for hit in projections.search("scheikho")] == ["Scheikho, Mahmoud"]
        assert AgendaItem.objects.filter(subject_id=pk).count() == 3
    assert problems(world.here.carrier) == []


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"family_name": "", "given_names": ""}, "family_name"),
        ({"family_name": "x" * 81}, "family_name"),
        ({"birth_date": TODAY + timedelta(days=1)}, "birth_date"),
        ({"birth_date": date(1899, 12, 31)}, "birth_date"),
        ({"entered_germany_on": date(1980, 1, 1)}, "entered_germany_on"),
        ({"sex": "weiblich"}, "sex"),
        ({"nationality": "SYR"}, "nationality"),
        ({"speaks": ("ar", "klingonisch")}, "speaks"),
        ({"phase": "somewhere"}, "phase"),
        ({"exited_on": date(2026, 1, 13)}, "exited_on"),
        ({"exited_on": TODAY + timedelta(days=1)}, "exited_on"),
        ({"entered_on": None, "exited_on": TODAY}, "exited_on"),
        ({"exit_reason": "work"}, "exited_on"),
        ({"exited_on": TODAY, "exit_reason": "bored"}, "exit_reason"),
        ({"entered_on": date(1980, 1, 1)}, "entered_on"),
        ({"entered_on": TODAY + timedelta(days=500)}, "entered_on"),
        ({"stays": (NewStay("duldung", TODAY, TODAY - timedelta(days=1)),)}, "valid_to"),
        ({"stays": (NewStay("§ 25"),)}, "code"),
        ({"stays": (NewStay("duldung", date(1980, 1, 1)),)}, "valid_from"),
    ],
)
def test_what_cannot_be_is_refused_and_the_field_named(world: World, fields: dict[str, Any], field: str) -> None:
    with factories.as_staff(world.here.mentor), pytest.raises(DomainError) as refused:
        actions.create_person(new(world, **fields))
    assert refused.value.field == field
    assert refused.value.message


def test_only_somebody_who_works_in_the_project_is_responsible(world: World) -> None:
    for stranger in (world.here.auditor, world.other_project.mentor):
        with factories.as_staff(world.here.mentor), pytest.raises(DomainError):
            actions.create_person(new(world, staff=stranger.pk))


def test_one_bad_row_keeps_the_whole_list_out(world: World) -> None:
    with factories.as_staff(world.here.mentor):
        with pytest.raises(DomainError):
            actions.create_many([new(world), new(world, sex="?")])
        assert not Person.objects.exists()


def test_nobody_takes_part_twice_at_the_same_time(world: World) -> None:
    with factories.as_staff(world.here.mentor):
        person = Person.objects.get(pk=actions.create_person(new(world)))
        with pytest.raises(DomainError, match="nimmt schon teil"):
            actions.enrol(person, world.here.project, staff=None, entered_on=TODAY)
        enrolment = Enrolment.objects.get()
        actions.exit_enrolment(enrolment, 1, exited_on=date(2026, 6, 30), exit_reason="work")
        with pytest.raises(DomainError, match="frühere Teilnahme"):
            actions.enrol(person, world.here.project, staff=None, entered_on=date(2026, 5, 1))
        actions.enrol(person, world.here.project, staff=None, entered_on=date(2026, 7, 1))
        assert Enrolment.objects.count() == 2


def test_leaving_with_something_still_due_has_to_be_confirmed(world: World) -> None:
    with factories.as_staff(world.here.mentor):
        person = Person.objects.get(pk=actions.create_person(new(world)))
        anchor = projections.Anchor(world.here.carrier, world.here.project, person.pk, "follow_up", person.pk)
        projections.put([projections.Due(anchor, TODAY, person.list_name, "Rückruf")])
        enrolment = Enrolment.objects.get()
        with pytest.raises(actions.StillOpen):
            actions.exit_enrolment(enrolment, 1, exited_on=TODAY, exit_reason="moved")
        actions.exit_enrolment(enrolment, 1, exited_on=TODAY, exit_reason="moved", confirmed=True)
        assert Enrolment.objects.get().exited_on == TODAY


def test_the_second_of_two_editors_is_told_and_nothing_is_overwritten(world: World) -> None:
    with factories.as_staff(world.here.mentor):
        pk = actions.create_person(new(world))
        actions.update_person(Person.objects.get(pk=pk), 1, {"place": "Neubrandenburg"})
        with pytest.raises(Conflict) as conflict:
            actions.update_person(Person.objects.get(pk=pk), 1, {"place": "Demmin"})
        assert conflict.value.differences[0].theirs == "Neubrandenburg"
        assert Person.objects.get(pk=pk).place == "Neubrandenburg"


def test_the_last_contact_is_the_latest_in_whatever_order_contacts_are_written(world: World) -> None:
    days = [date(2026, 5, 1), date(2026, 9, 1), date(2026, 7, 1)]
    with factories.as_staff(world.here.mentor):
        pk = actions.create_person(new(world))
        for day in days:
            actions.note_contact(person=pk, project=world.here.project, on=day)
        assert Enrolment.objects.get().last_contact_on == date(2026, 9, 1)


def test_the_limit_of_support_follows_from_the_programme(world: World) -> None:
    with principals.entering(principals.SYSTEM):
        factories.says(world.programme, "support.months", 36)
    with factories.as_staff(world.here.mentor):
        actions.create_person(new(world))
        assert Enrolment.objects.get().support_until == date(2029, 1, 13)


def test_a_thousand_people_take_as_few_statements_as_one(world: World) -> None:
    stay = NewStay("duldung", date(2026, 6, 1), TODAY + timedelta(days=200))
    rows = [new(world, family_name=f"Person {number}", stays=(stay,)) for number in range(1000)]
    with factories.as_staff(world.here.mentor):
        with CaptureQueriesContext(connection) as one:
            actions.create_many(rows[:1])
        with CaptureQueriesContext(connection) as many:
            made = actions.create_many(rows)
        assert len(set(made)) == 1000
        assert Person.objects.count() == 1001
    assert len(many) == len(one) <= 18
    assert problems(world.here.carrier) == []
