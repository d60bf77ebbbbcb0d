# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A case that changes hands takes everything open along; a whole caseload does so in one go."""

from __future__ import annotations

import time
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from scharnier.casework.contacts import actions as talks
from scharnier.casework.contacts.actions import Reminder
from scharnier.casework.models import FollowUp, Goal, IntegrationPlan, Step
from scharnier.casework.plans import actions as plans
from scharnier.casework.plans.actions import GoalText, StepText
from scharnier.foundation import access, clock, principals, projections
from scharnier.foundation.ids import uuid7
from scharnier.foundation.models import AgendaItem, AudienceMember, TimelineEntry
from scharnier.foundation.projections import Anchor, Event
from scharnier.foundation.writes import DomainError
from scharnier.network.models import Membership, User
from scharnier.network.staffing import handover, holdings
from scharnier.network.staffing.holdings import Holder
from scharnier.network.staffing.models import HandedCase, HandOver
from scharnier.people import actions as people
from scharnier.people.actions import NewStay
from scharnier.people.models import Enrolment
from tests import factories
from tests.factories import World, as_staff

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


def case(world: World, name: str = "Haddad") -> Enrolment:
    """A case of the mentor with a follow-up, a plan with a step, and a document that expires."""
    mentor = world.here.mentor
    person = factories.person(world.here, name)
    people.add_residence(person, NewStay("duldung", date(2025, 1, 1), TODAY + timedelta(days=100)))
    enrolment = Enrolment.objects.select_related("person", "project__programme").get(person=person)
    talks.add_follow_up(enrolment, reminder=Reminder(TODAY, "Anrufen", mentor.pk))
    goal = plans.add_goal(enrolment, editor=mentor, text=GoalText("arbeit", "Arbeit finden"))
    assert goal is not None
    found = Goal.objects.select_related("person", "plan").get(pk=goal)
    plans.add_step(found, editor=mentor, text=StepText("Lebenslauf", "Nour", mentor.pk, TODAY + timedelta(days=3)))
    return enrolment


def holder(world: World) -> Holder:
    return Holder(world.here.carrier, world.here.project, world.here.mentor.pk)


def owners() -> set[UUID]:
    """Who owns anything open, on the agenda and in the rows behind it."""
    found = set(AgendaItem.objects.filter(done_at=None).values_list("owner_id", flat=True))
    for model in (FollowUp, Step, IntegrationPlan):
        found |= set(model._default_manager.values_list("owner_id", flat=True))
    return {each for each in found if each is not None}


def recounted(world: World) -> list[str]:
    with principals.entering(principals.system(world.here.carrier)):
        return projections.compare(world.here.carrier)


def test_what_is_open_in_a_case_follows_the_change_of_whoever_is_responsible(world: World) -> None:
    with as_staff(world.here.mentor):
        row = case(world)
        assert owners() == {world.here.mentor.pk}
        people.change_enrolment(row, None, {"staff_id": world.here.colleague.pk})
        assert owners() == {world.here.colleague.pk}
        shown = TimelineEntry.objects.get(kind="network.hand_over")
        assert shown.title == "Übergeben von Mentor Nord an Colleague Nord"
    assert recounted(world) == []


def test_a_second_member_of_staff_takes_nothing_away_from_the_first(world: World) -> None:
    with as_staff(world.here.mentor):
        row = case(world)
        people.change_enrolment(row, None, {"second_staff_id": world.here.colleague.pk})
        assert owners() == {world.here.mentor.pk}
        assert not HandOver.objects.exists()


def test_whoever_becomes_the_second_keeps_what_is_theirs(world: World) -> None:
    with as_staff(world.here.mentor):
        row = case(world)
        people.change_enrolment(
            row, None, {"staff_id": world.here.colleague.pk, "second_staff_id": world.here.mentor.pk}
        )
        follow_up = FollowUp.objects.get()
    assert follow_up.owner_id == world.here.mentor.pk


def test_what_was_done_stays_with_whoever_did_it(world: World) -> None:
    with as_staff(world.here.mentor):
        row = case(world)
        item = AgendaItem.objects.get(kind="casework.follow_up")
        projections.mark_done(item, world.here.mentor.pk)
        people.change_enrolment(row, None, {"staff_id": world.here.colleague.pk})
        done = FollowUp.objects.get()
    assert (done.owner_id, done.done_by_id) == (world.here.mentor.pk, world.here.mentor.pk)
    assert recounted(world) == []


def test_chosen_cases_go_and_the_others_stay(world: World) -> None:
    with as_staff(world.here.mentor) as scope:
        one, two = case(world), case(world, "Osman")
        made = handover.hand_over(
            scope, holder(world), {world.here.colleague.pk: [one.person_id]}, note="Ruft gern morgens an."
        )
        assert Enrolment.objects.get(pk=one.pk).staff_id == world.here.colleague.pk
        assert Enrolment.objects.get(pk=two.pk).staff_id == world.here.mentor.pk
        items = dict(AgendaItem.objects.filter(kind="casework.follow_up").values_list("subject_id", "owner_id"))
        assert items == {one.person_id: world.here.colleague.pk, two.person_id: world.here.mentor.pk}
        entry = TimelineEntry.objects.get(kind="network.hand_over")
        assert (entry.subject_id, entry.text) == (one.person_id, "Ruft gern morgens an.")
    with as_staff(world.here.colleague) as scope:
        assert HandedCase.objects.filter(hand_over_id=made, taker=world.here.colleague, seen_at=None).count() == 1
        assert handover.take_note(scope, made) == 1
        assert handover.take_note(scope, made) == 0
    assert recounted(world) == []


def test_a_whole_caseload_goes_with_a_fixed_number_of_statements(world: World) -> None:
    with as_staff(world.here.mentor) as scope:
        first = [case(world, f"Eins{number}").person_id for number in range(3)]
        with CaptureQueriesContext(connection) as few:
            handover.hand_over(scope, holder(world), {world.here.colleague.pk: first})
        many = [case(world, f"Zwei{number}").person_id for number in range(30)]
        with CaptureQueriesContext(connection) as more:
            handover.hand_over(scope, holder(world), {world.here.colleague.pk: many})
        assert len(more) <= len(few) + 2
        assert owners() == {world.here.colleague.pk}


def test_two_hundred_cases_change_hands_within_two_seconds(world: World) -> None:
    mentor = world.here.mentor
    with as_staff(mentor):
        subjects = people.create_many(
            [
                people.NewParticipant(
                    carrier=world.here.carrier,
                    project=world.here.project,
                    family_name=f"Person{number:03}",
                    staff=mentor.pk,
                    entered_on=date(2026, 1, 5),
                    stays=(NewStay("duldung", date(2026, 1, 1), TODAY + timedelta(days=40)),),
                )
                for number in range(200)
            ]
        )
        rows = [
            FollowUp(
                carrier_id=world.here.carrier,
                project_id=world.here.project,
                person_id=subject,
                due_on=TODAY,
                title="Anrufen",
                owner=mentor,
            )
            for subject in subjects
        ]
        FollowUp.objects.bulk_create(rows)
    with as_staff(world.here.lead) as scope:
        took = []
        # Back and forth, and the best counts: what else the machine does is no matter of ours.
        for giver, takers in ((mentor, [world.here.colleague]), (world.here.colleague, [mentor, world.here.lead])):
            begun = time.perf_counter()
            whose = Holder(world.here.carrier, world.here.project, giver.pk)
            shares = handover.share_out(holdings.cases(scope, whose), [taker.pk for taker in takers])
            to: dict[UUID, list[UUID]] = {taker: [each.subject for each in given] for taker, given in shares.items()}
            handover.hand_over(scope, whose, to)
            took.append(time.perf_counter() - begun)
            assert [len(given) for given in to.values()] == [200 // len(takers)] * len(takers)
            assert not Enrolment.objects.filter(staff=giver).exists()
    assert min(took) < 2, took


def test_a_tandem_partner_who_takes_over_stands_in_the_case_once(world: World) -> None:
    with as_staff(world.here.mentor) as scope:
        row = case(world)
        people.change_enrolment(row, None, {"second_staff_id": world.here.colleague.pk})
        handover.hand_over(scope, holder(world), {world.here.colleague.pk: [row.person_id]})
        row.refresh_from_db(fields=["staff_id", "second_staff_id"])
    assert (row.staff_id, row.second_staff_id) == (world.here.colleague.pk, None)


def test_the_lead_hands_over_for_somebody_and_others_do_not(world: World) -> None:
    with as_staff(world.here.mentor):
        row = case(world)
    with as_staff(world.here.colleague) as scope, pytest.raises(access.Forbidden):
        handover.hand_over(scope, holder(world), {world.here.colleague.pk: [row.person_id]})
    with as_staff(world.here.auditor) as scope, pytest.raises(access.Forbidden):
        handover.hand_over(scope, holder(world), {world.here.colleague.pk: [row.person_id]})
    with as_staff(world.here.lead) as scope:
        handover.hand_over(scope, holder(world), {world.here.colleague.pk: [row.person_id]})
        assert owners() == {world.here.colleague.pk}


def test_bad_input_is_refused_and_nothing_moves(world: World) -> None:
    with as_staff(world.here.mentor) as scope:
        row = case(world)
        for to, subjects, what in (
            (world.here.auditor.pk, [row.person_id], "arbeitet heute nicht"),
            (world.away.mentor.pk, [row.person_id], "arbeitet heute nicht"),
            (world.here.mentor.pk, [row.person_id], "arbeitet heute nicht"),
            (world.here.colleague.pk, [], "mindestens einen Fall"),
            (world.here.colleague.pk, [uuid7()], "inzwischen geändert"),
            (world.here.colleague.pk, [row.person_id, row.person_id], "inzwischen geändert"),
        ):
            with pytest.raises(DomainError, match=what):
                handover.hand_over(scope, holder(world), {to: subjects})
        assert owners() == {world.here.mentor.pk}
        assert not HandOver.objects.exists()


def test_what_hangs_on_no_open_case_goes_to_whoever_takes_the_rest(world: World) -> None:
    with as_staff(world.here.mentor) as scope:
        row = case(world)
        people.exit_enrolment(row, None, exited_on=TODAY, exit_reason="moved", confirmed=True)
        assert holdings.cases(scope, holder(world)) == []
        handover.hand_over(scope, holder(world), {}, rest=world.here.colleague.pk)
        assert owners() == {world.here.colleague.pk}
    assert recounted(world) == []


def test_what_hangs_on_cases_that_stay_is_no_rest(world: World) -> None:
    with as_staff(world.here.mentor) as scope:
        goes, stays = case(world), case(world, "Osman")
        handover.hand_over(scope, holder(world), {world.here.colleague.pk: [goes.person_id]}, rest=world.here.lead.pk)
        kept = set(AgendaItem.objects.filter(subject_id=stays.person_id).values_list("owner_id", flat=True))
        plan = IntegrationPlan.objects.get(person_id=stays.person_id)
    assert kept == {world.here.mentor.pk}
    assert plan.owner_id == world.here.mentor.pk
    assert recounted(world) == []


# ---------- confidential notes ----------


def confide(world: World, subject: UUID) -> UUID:
    audience = uuid7()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT audience_open(%s, %s, %s, 'confidential', %s)",
            [audience, uuid7(), world.here.carrier, clock.today()],
        )
    anchor = Anchor(world.here.carrier, world.here.project, subject, "sample", uuid7(), audience)
    projections.put([Event(anchor, clock.now(), "Vertraulich")])
    return audience


def reads(who: User, audience: UUID) -> bool:
    with as_staff(who) as scope:
        return audience in scope.audiences


def test_confidential_notes_of_handed_cases_stay_readable_by_the_new_owner(world: World) -> None:
    with as_staff(world.here.mentor):
        row, other = case(world), case(world, "Osman")
        audience, stays = confide(world, row.person_id), confide(world, other.person_id)
    with as_staff(world.here.lead) as scope:
        assert ("audience", 2) in [(each.kind, each.number) for each in holdings.open_counts(scope, holder(world))]
    with as_staff(world.here.mentor) as scope:
        handover.hand_over(scope, holder(world), {world.here.colleague.pk: [row.person_id]})
    assert reads(world.here.colleague, audience)
    assert not reads(world.here.colleague, stays)
    assert not reads(world.here.lead, audience)


@pytest.mark.parametrize("taker", ["lead", "colleague"])
def test_a_lead_who_hands_over_for_somebody_opens_no_confidential_notes(world: World, taker: str) -> None:
    to = getattr(world.here, taker)
    with as_staff(world.here.mentor):
        row = case(world)
        audience = confide(world, row.person_id)
    with as_staff(world.here.lead) as scope:
        handover.hand_over(scope, holder(world), {to.pk: [row.person_id]})
    assert not reads(to, audience)
    assert reads(world.here.mentor, audience)


def test_what_somebody_else_can_read_anyway_is_not_passed_on(world: World) -> None:
    with as_staff(world.here.mentor) as scope:
        row = case(world)
        audience = confide(world, row.person_id)
        AudienceMember.objects.create(carrier_id=world.here.carrier, audience_id=audience, user_id=world.here.lead.pk)
        handover.hand_over(scope, holder(world), {world.here.colleague.pk: [row.person_id]})
    assert not reads(world.here.colleague, audience)


# ---------- scharnier check ----------


def test_the_check_finds_what_somebody_left_behind(world: World) -> None:
    with as_staff(world.here.mentor):
        case(world)
    assert found(world) == []
    with as_staff(world.here.lead):
        Membership.objects.filter(user=world.here.mentor).update(valid_to=TODAY - timedelta(days=1))
    kinds = {line.split(":")[0] for line in found(world)}
    assert kinds == {"case", "agenda"}


def found(world: World) -> list[str]:
    with principals.entering(principals.system(world.here.carrier)):
        return list(holdings.check(world.here.carrier))


def test_somebody_who_only_reads_holds_nothing(world: World) -> None:
    with as_staff(world.here.lead) as scope:
        reader = Holder(world.here.carrier, world.here.project, world.here.auditor.pk)
        assert holdings.open_counts(scope, reader) == []
