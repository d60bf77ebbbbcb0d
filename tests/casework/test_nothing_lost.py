# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A merge, a departure and another rhythm lose nothing that is due, begun or confided, and double nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from scharnier.casework.confidential.actions import circles_of, name_deputies, write_note
from scharnier.casework.contacts import actions as talks
from scharnier.casework.contacts.actions import Reminder, Talk, draft_key
from scharnier.casework.models import FollowUp, Goal, IntegrationPlan
from scharnier.casework.plans import actions as plans
from scharnier.casework.plans.actions import Agreement, GoalText, StepText
from scharnier.casework.today import hint_actions
from scharnier.casework.today.watch import SILENCE, Hint
from scharnier.foundation import principals, projections, writes
from scharnier.foundation.models import AgendaItem, Draft, TimelineEntry
from scharnier.foundation.writes import DomainError
from scharnier.network.models import User
from scharnier.network.programmes import effects
from scharnier.network.programmes.models import ProgrammeSetting
from scharnier.network.staffing import handover
from scharnier.network.staffing.holdings import Holder
from scharnier.people import actions as people
from scharnier.people.merging import actions as merging
from scharnier.people.merging import queries
from scharnier.people.models import Enrolment, Person
from tests import factories
from tests.casework.conftest import NOW, TODAY, participant
from tests.factories import World, as_staff

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def worked_on(house: World, name: str, *, left: int, freeze: bool = False, **draft: list[str]) -> Enrolment:
    """Somebody who left, with everything that can be open in a file: due, begun, confided."""
    mentor = house.here.mentor
    with as_staff(mentor):
        row = participant(house.here, name, entered_on=TODAY - timedelta(days=300))
        reminders = [Reminder(TODAY + timedelta(days=3), f"Rückruf {name}", mentor.pk)]
        talk = Talk(NOW - timedelta(days=40), "phone", 10, note=f"Anruf bei {name}")
        talks.write_contact(row, author=mentor, talk=talk, reminders=reminders)
        goal = plans.add_goal(row, editor=mentor, text=GoalText("arbeit", f"Ziel {name}"))
        assert goal is not None
        found = Goal.objects.select_related("person", "plan").get(pk=goal)
        plans.add_step(found, editor=mentor, text=StepText(f"Schritt {name}", "", mentor.pk, TODAY))
        if freeze:
            plans.freeze_revision(
                principals.scope(), row, author=mentor, place=None, agreement=Agreement(name), version=None
            )
        write_note(row, author=mentor, text=f"Geheim {name}")
        fields = {"note": [f"Begonnen {name}"], **draft}
        content = {"title": name, "url": f"/desk/personen/{row.person_id}/gespraeche/neu/", "fields": fields}
        writes.keep_draft(mentor.pk, draft_key(row.person_id), content)
        row.refresh_from_db()
        day = TODAY - timedelta(days=left)
        people.exit_enrolment(row, None, exited_on=day, exit_reason="goal_reached", confirmed=True)
    return row


@pytest.fixture
def twice(house: World) -> tuple[Enrolment, Enrolment]:
    with principals.entering(principals.SYSTEM):
        factories.says(house.programme, "records.required", ["four_weeks", "six_months"])
        factories.says(house.programme, "records.retention_checks", [])
    mine = worked_on(house, "Haddad", left=20, freeze=True)
    other = worked_on(house, "Hadad", left=25, agreed=["Ruft an"])
    with as_staff(house.here.colleague):
        writes.keep_draft(house.here.colleague.pk, draft_key(other.person_id), {"fields": {"note": ["Kollegin"]}})
    return mine, other


def due(who: User) -> list[tuple[str, str]]:
    with as_staff(who):
        rows = AgendaItem.objects.filter(done_at=None, owner_id=who.pk)
        return sorted((row.kind, row.title) for row in rows if row.kind.startswith("casework."))


def sound(house: World) -> list[str]:
    with principals.entering(principals.system(house.here.carrier)):
        return projections.compare(house.here.carrier)


def merge(house: World, mine: Enrolment, other: Enrolment) -> Any:
    with as_staff(house.here.mentor):
        one, two = Person.objects.get(pk=mine.person_id), Person.objects.get(pk=other.person_id)
        compared = queries.compare_files(one, two)
        choices = {each.name: "mine" for each in compared.choices} | {each.key: "mine" for each in compared.clashes}
        return merging.merge(one, two, choices, house.here.mentor.pk)


def test_a_merge_keeps_what_is_due_begun_and_confided(
    house: World, sign_in: SignIn, twice: tuple[Enrolment, Enrolment]
) -> None:
    mine, other = twice
    mentor, before = house.here.mentor, due(house.here.mentor)
    done = merge(house, mine, other)
    after = due(mentor)
    # One person left once: the later exit is asked about, and everything else is there as before, once.
    asked = [row for row in before if row[0] == "casework.situation"]
    assert len(asked) == 4
    assert len([row for row in after if row[0] == "casework.situation"]) == 2
    assert [row for row in after if row[0] != "casework.situation"] == [
        row for row in before if row[0] != "casework.situation"
    ]
    assert sound(house) == []
    with as_staff(mentor):
        assert IntegrationPlan.objects.filter(person_id=mine.person_id).count() == 1
        assert set(Goal.objects.values_list("person_id", flat=True)) == {mine.person_id}
        assert TimelineEntry.objects.filter(kind="casework.confidential", subject_id=mine.person_id).count() == 2
        fields = Draft.objects.get(user_id=mentor.pk).content["fields"]
    assert fields["note"] == ["Begonnen Haddad\n\nBegonnen Hadad"]
    assert fields["agreed"] == ["Ruft an"]
    with as_staff(house.here.colleague):
        assert Draft.objects.get().key == draft_key(mine.person_id)
    file = f"/desk/personen/{mine.person_id}"
    notes = sign_in(mentor).get(f"{file}/vertraulich/").content.decode()
    assert "Geheim Haddad" in notes
    assert "Geheim Hadad" in notes
    assert "Geheim" not in sign_in(house.here.colleague).get(f"{file}/verlauf/", follow=True).content.decode()
    page = sign_in(house.here.colleague).get(f"{file}/gespraeche/neu/").content.decode()
    assert "Kollegin" in page

    with as_staff(mentor):
        merging.undo(done, mentor.pk, {})
    assert due(mentor) == before
    assert sound(house) == []


def test_a_merge_opens_no_note_to_anybody_and_keeps_what_was_promised_about_a_hint(
    house: World, sign_in: SignIn, twice: tuple[Enrolment, Enrolment]
) -> None:
    mine, other = twice
    mentor, colleague = house.here.mentor, house.here.colleague
    with as_staff(mentor):
        name_deputies(house.here.carrier, circles_of(other, mentor.pk), author=mentor.pk, deputies=[colleague.pk])
        for row, days in ((mine, 3), (other, 5)):
            hint = Hint(row.person_id, row.project_id, "x", SILENCE, f"lange still {days}", TODAY)
            hint_actions.put_off(hint, user=mentor.pk, day=TODAY + timedelta(days=days))
    merge(house, mine, other)
    # Two circles in one file: the deputy of the one reads no note of the other, and the author is told so.
    url = f"/desk/personen/{mine.person_id}/vertraulich/"
    theirs = sign_in(colleague).get(url).text
    assert "Geheim Hadad" in theirs
    assert "Geheim Haddad" not in theirs
    client = sign_in(mentor)
    said = "Zwei Akten sind eine geworden"
    assert said in client.get(url).text
    client.post(f"{url}vertretung/", {"deputies": []})
    assert "Geheim" not in sign_in(colleague).get(url).text
    assert said not in client.get(url).text
    client.post(f"{url}vertretung/", {"deputies": [str(colleague.pk)]})
    theirs = sign_in(colleague).get(url).text
    assert "Geheim Hadad" in theirs
    assert "Geheim Haddad" in theirs
    # Two promises about one hint: both stay, and while one is open nobody makes a third.
    with as_staff(mentor):
        promised = FollowUp.objects.filter(about=SILENCE, done_at=None).order_by("due_on")
        assert [row.person_id for row in promised] == [mine.person_id] * 2
        projections.mark_done(AgendaItem.objects.get(source_id=promised[0].pk), mentor.pk)
        hint = Hint(mine.person_id, mine.project_id, "x", SILENCE, "lange still", TODAY)
        with pytest.raises(DomainError, match="schon jemand"):
            hint_actions.seen_to(hint, user=mentor.pk)
    assert sound(house) == []


def test_whoever_leaves_and_whatever_rhythm_comes_nothing_due_is_lost(
    house: World, twice: tuple[Enrolment, Enrolment]
) -> None:
    here, before = house.here, due(house.here.mentor)
    with as_staff(here.mentor):
        FollowUp.objects.filter(person_id=twice[0].person_id).update(about="silence")
    with principals.entering(principals.SYSTEM):
        factories.says(house.programme, "plan.review_months", 1)
        ProgrammeSetting.objects.filter(key="records.required").update(value=[])
    effects.in_line(here.carrier)
    assert due(here.mentor) == before
    with as_staff(here.lead) as scope:
        holder = Holder(here.carrier, here.project, here.mentor.pk)
        handover.hand_over(scope, holder, {}, rest=here.colleague.pk)
    assert due(here.mentor) == []
    assert due(here.colleague) == before
    assert sound(house) == []
