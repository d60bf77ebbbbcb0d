# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A substitution gives exactly what it says, from its first day to its last."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from scharnier.casework.models import Contact
from scharnier.foundation import clock, principals, projections
from scharnier.foundation.ids import uuid7
from scharnier.foundation.models import AgendaItem, AudienceMember, AuditEvent, SearchEntry, TimelineEntry
from scharnier.foundation.projections import Anchor, Event, Findable
from scharnier.network.middleware import build_desk
from scharnier.network.models import Membership, Role, Substitution, User
from scharnier.network.staffing.models import SubstitutionCase
from scharnier.people.models import Enrolment, Person
from tests import factories
from tests.factories import World, as_staff

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
FIRST, LAST = TODAY + timedelta(days=3), TODAY + timedelta(days=10)


@dataclass(frozen=True)
class Cases:
    """Two cases of the mentor of `here`, each with a contact and a confidential note of one audience."""

    world: World
    nour: Person
    omar: Person
    audience: UUID


@pytest.fixture
def cases(world: World) -> Cases:
    mentor = world.here.mentor
    audience = uuid7()
    with as_staff(mentor):
        people = [factories.person(world.here, name) for name in ("Haddad", "Osman")]
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT audience_open(%s, %s, %s, 'confidential', %s)",
                [audience, uuid7(), world.here.carrier, clock.today()],
            )
        for person in people:
            Contact.objects.create(
                carrier_id=world.here.carrier,
                project_id=world.here.project,
                person=person,
                at=clock.now(),
                form="phone",
                author=mentor,
                changed_by=mentor,
            )
            anchor = Anchor(world.here.carrier, world.here.project, person.pk, "sample", uuid7(), audience)
            told = f"Geheimnis {person.family_name}"
            projections.put([Event(anchor, clock.now(), told), Findable(anchor, told)])
    return Cases(world, people[0], people[1], audience)


def cover(cases: Cases, by: User, *chosen: Person, **extent: Any) -> Substitution:
    """A substitution for the mentor of `here`, for all cases or for the chosen ones."""
    here = {"carrier_id": cases.world.here.carrier, "project_id": cases.world.here.project}
    with as_staff(cases.world.here.mentor):
        made = Substitution.objects.create(
            **here,
            absent=cases.world.here.mentor,
            cover=by,
            all_cases=not chosen,
            **{"valid_from": FIRST, "valid_to": LAST, **extent},
        )
        for person in chosen:
            SubstitutionCase.objects.create(**here, substitution=made, subject_id=person.pk)
    return made


@contextmanager
def on(day: date, who: User) -> Iterator[Any]:
    with clock.frozen(day), as_staff(who) as scope:
        yield scope


def read(scope: Any) -> set[str]:
    """Whom somebody reads, by both locks together; each alone must say the same."""
    by_policy = set(Person.objects.values_list("family_name", flat=True))
    by_both = set(Person.objects.visible_to(scope).values_list("family_name", flat=True))
    enrolled = set(Enrolment.objects.visible_to(scope).values_list("person__family_name", flat=True))
    talked = set(Contact.objects.visible_to(scope).values_list("person__family_name", flat=True))
    assert by_policy == by_both == enrolled == talked
    return by_both


def told(scope: Any) -> set[str]:
    """Whose confidential notes somebody reads, by timeline and by search."""
    noted = set(TimelineEntry.objects.visible_to(scope).filter(kind="sample").values_list("title", flat=True))
    assert noted == set(TimelineEntry.objects.filter(kind="sample").values_list("title", flat=True))
    assert noted == {entry.title for entry in projections.search("geheimnis")}
    return {title.removeprefix("Geheimnis ") for title in noted}


def writes(person: Person) -> bool:
    with transaction.atomic():
        done = Person.objects.filter(pk=person.pk).update(remark="von der Vertretung")
        noted = Contact.objects.filter(person_id=person.pk).update(note="von der Vertretung")
        assert done == noted
        return bool(done)


BOTH = {"Haddad", "Osman"}


@pytest.mark.parametrize("day", [FIRST, LAST])
def test_a_stranger_of_the_carrier_gets_the_project_for_its_days(cases: Cases, day: date) -> None:
    stranger = cases.world.other_project.mentor
    cover(cases, stranger)
    with on(day, stranger) as scope:
        assert read(scope) == BOTH
        assert writes(cases.nour)
        assert told(scope) == set()


@pytest.mark.parametrize("day", [FIRST - timedelta(days=1), LAST + timedelta(days=1)])
def test_the_day_before_and_the_day_after_there_is_nothing(cases: Cases, day: date) -> None:
    stranger = cases.world.other_project.mentor
    cover(cases, stranger, with_confidential=True)
    cover(cases, stranger, cases.nour, with_confidential=True)
    with on(day, stranger) as scope:
        assert read(scope) == set()
        assert told(scope) == set()
        assert not writes(cases.nour)
        desk = build_desk(scope, None)
        assert desk is not None
        assert desk.covering == []
        assert cases.world.here.project not in {place.project for place in desk.projects}


@pytest.mark.parametrize("day", [FIRST, LAST])
def test_reading_is_not_writing(cases: Cases, day: date) -> None:
    stranger = cases.world.other_project.mentor
    cover(cases, stranger, may_write=False)
    with on(day, stranger) as scope:
        assert read(scope) == BOTH
        assert not writes(cases.nour)
        desk = build_desk(scope, str(cases.world.here.project))
        assert desk is not None
        assert desk.may("people.view")
        assert not desk.may("people.edit")


def test_chosen_cases_are_these_cases_and_no_others(cases: Cases) -> None:
    stranger = cases.world.other_project.mentor
    cover(cases, stranger, cases.nour)
    with on(FIRST, stranger) as scope:
        assert read(scope) == {"Haddad"}
        assert writes(cases.nour)
        assert not writes(cases.omar)
        assert {entry.title for entry in projections.search("osman")} == set()
        assert not SearchEntry.objects.filter(subject_id=cases.omar.pk).exists()
        desk = build_desk(scope, str(cases.world.here.project))
        assert desk is not None
        assert desk.may("casework.write")
        assert not desk.may("people.new")
    with pytest.raises(DatabaseError, match="row-level security"), on(FIRST, stranger), transaction.atomic():
        factories.person(cases.world.here, "Neu", staff=stranger)


def test_chosen_cases_to_read_are_not_written(cases: Cases) -> None:
    stranger = cases.world.other_project.mentor
    cover(cases, stranger, cases.nour, may_write=False)
    with on(FIRST, stranger) as scope:
        assert read(scope) == {"Haddad"}
        assert not writes(cases.nour)


def test_of_two_substitutions_for_chosen_cases_the_lesser_counts(cases: Cases) -> None:
    stranger = cases.world.other_project.mentor
    cover(cases, stranger, cases.nour)
    cover(cases, stranger, cases.omar, may_write=False)
    with on(FIRST, stranger) as scope:
        assert read(scope) == BOTH
        assert not writes(cases.nour)
        assert not writes(cases.omar)


def test_a_colleague_keeps_what_the_own_role_gives(cases: Cases) -> None:
    colleague = cases.world.here.colleague
    cover(cases, colleague, cases.nour, may_write=False)
    with on(FIRST, colleague) as scope:
        assert read(scope) == BOTH
        assert writes(cases.omar)


@pytest.mark.parametrize("by", ["colleague", "stranger"])
def test_confidential_notes_open_only_when_it_says_so_and_only_for_its_cases(cases: Cases, by: str) -> None:
    who = cases.world.here.colleague if by == "colleague" else cases.world.other_project.mentor
    cover(cases, who, cases.nour, with_confidential=True)
    with on(FIRST, who) as scope:
        assert told(scope) == {"Haddad"}
    with on(LAST + timedelta(days=1), who) as scope:
        assert told(scope) == set()


def test_with_all_cases_the_notes_of_this_project_open_and_nobody_else_is_let_in(cases: Cases) -> None:
    colleague = cases.world.here.colleague
    cover(cases, colleague, with_confidential=True)
    with on(FIRST, colleague) as scope:
        assert told(scope) == BOTH
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            AudienceMember.objects.create(
                carrier_id=cases.world.here.carrier, audience_id=cases.audience, user_id=colleague.pk
            )


def test_nobody_but_the_absent_opens_their_confidential_notes(cases: Cases) -> None:
    here = cases.world.here
    with pytest.raises(DatabaseError, match="confidential"), as_staff(here.lead), transaction.atomic():
        Substitution.objects.create(
            carrier_id=here.carrier,
            project_id=here.project,
            absent=here.mentor,
            cover=here.lead,
            valid_from=TODAY,
            valid_to=TODAY,
            with_confidential=True,
        )


def test_it_ends_with_the_membership_of_either(cases: Cases) -> None:
    stranger = cases.world.other_project.mentor
    cover(cases, stranger)
    with as_staff(cases.world.here.lead):
        Membership.objects.filter(user=cases.world.here.mentor).update(valid_to=FIRST)
    with on(FIRST, stranger) as scope:
        assert read(scope) == BOTH
    with on(FIRST + timedelta(days=1), stranger) as scope:
        assert read(scope) == set()


def test_what_is_done_in_a_covered_case_says_for_whom(cases: Cases) -> None:
    colleague, mentor = cases.world.here.colleague, cases.world.here.mentor
    cover(cases, colleague)
    with on(FIRST, colleague) as scope:
        desk = build_desk(scope, None)
        assert desk is not None
        found = desk.act_for([mentor.pk], cases.world.here.project, cases.nour.pk)
        assert found is not None
        assert found.name == mentor.display_name
        assert writes(cases.nour)
    with principals.entering(principals.SYSTEM):
        event = AuditEvent.objects.filter(table="people_person", action="update").latest("at")
    assert (event.actor_id, event.behalf_id) == (colleague.pk, mentor.pk)


def test_nobody_acts_for_somebody_for_whom_they_do_not_stand_in(cases: Cases) -> None:
    with (
        pytest.raises(DatabaseError, match="stands in"),
        as_staff(cases.world.here.colleague),
        transaction.atomic(),
    ):
        principals.act_for(cases.world.here.mentor.pk)


def test_an_audit_without_an_end_is_refused(world: World) -> None:
    with pytest.raises(DatabaseError, match="membership_audit_ends"), as_staff(world.here.lead), transaction.atomic():
        factories.member(world.here.colleague, world.here.carrier, world.here.project, Role.AUDITOR, valid_to=None)


def test_the_agenda_of_a_substitution_for_chosen_cases_holds_these(cases: Cases) -> None:
    colleague, here = cases.world.here.colleague, cases.world.here
    with as_staff(here.mentor):
        for person in (cases.nour, cases.omar):
            AgendaItem.objects.create(
                carrier_id=here.carrier,
                project_id=here.project,
                subject_id=person.pk,
                kind="casework.follow_up",
                source_id=uuid7(),
                owner_id=here.mentor.pk,
                due_on=FIRST,
                subject_name=person.list_name,
                title="Anrufen",
            )
    cover(cases, colleague, cases.nour)
    from scharnier.casework.today import queries

    with on(FIRST, colleague) as scope:
        desk = build_desk(scope, None)
        assert desk is not None
        shown = queries.today(desk, queries.COVERED)
    assert [row.who for row in shown.now.rows] == ["Haddad, Nour"]
