# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whatever is done in whatever order: agenda and timeline say what the rows of the room say."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable
from datetime import timedelta

import pytest

from scharnier.casework import projected
from scharnier.casework.contacts import actions as talks
from scharnier.casework.contacts.actions import Reminder, Talk
from scharnier.casework.models import Contact, Goal, Step
from scharnier.casework.plans import actions as plans
from scharnier.casework.plans.actions import Agreement, GoalText, StepText
from scharnier.casework.today import actions as today
from scharnier.foundation import clock, principals, projections
from scharnier.foundation.models import AgendaItem, TimelineEntry
from scharnier.foundation.writes import DomainError
from scharnier.people.models import Enrolment
from tests.casework.conftest import NOW, TODAY, participant
from tests.factories import House, World, as_staff

pytestmark = pytest.mark.django_db


class Walk:
    """Somebody who does whatever comes to mind in two files."""

    def __init__(self, where: House, files: list[Enrolment], dice: random.Random) -> None:
        self.where, self.files, self.dice = where, files, dice
        self.people = [where.mentor, where.colleague, where.lead]

    def file(self) -> Enrolment:
        return self.dice.choice(self.files)

    def day(self) -> timedelta:
        return timedelta(days=self.dice.randint(1, 60))

    def goal(self) -> Goal | None:
        return self.dice.choice([*Goal.objects.select_related("person", "plan"), None])

    def step(self) -> Step | None:
        return self.dice.choice([*Step.objects.select_related("person", "goal__plan"), None])

    def item(self) -> AgendaItem | None:
        return self.dice.choice([*AgendaItem.objects.all(), None])

    # ---------- what one can do ----------

    def talk(self) -> None:
        at = NOW - self.day()
        owner = self.dice.choice(self.people).pk
        follow = [Reminder(TODAY + self.day(), "Anrufen", owner)][: self.dice.randint(0, 1)]
        talk = Talk(at, "phone", 15, ("arbeit",), note="Notiz " * self.dice.randint(0, 90), agreed="Vereinbart")
        talks.write_contact(self.file(), author=self.where.mentor, talk=talk, reminders=follow)

    def correct_talk(self) -> None:
        found = self.dice.choice([*Contact.objects.select_related("author"), None])
        if found is not None:
            talk = Talk(NOW - self.day(), "video", None, (), note="Anders")
            talks.change_contact(found, editor=self.where.colleague, talk=talk, version=None)

    def remind(self) -> None:
        talks.add_follow_up(self.file(), reminder=Reminder(TODAY + self.day(), "Nachfragen", self.where.mentor.pk))

    def aim(self) -> None:
        plans.add_goal(
            self.file(), editor=self.where.mentor, text=GoalText("arbeit", f"Ziel {self.dice.randint(1, 9)}")
        )

    def reword_goal(self) -> None:
        if (goal := self.goal()) is not None:
            text = GoalText("sprache", f"Neues Ziel {self.dice.randint(1, 9)}", responsible="Nour")
            plans.change_goal(goal, editor=self.where.colleague, text=text, version=None)

    def move_goal(self) -> None:
        if (goal := self.goal()) is not None:
            plans.move_goal(goal, editor=self.where.mentor, to=self.dice.choice(["open", "reached", "dropped"]))

    def plan_step(self) -> None:
        if (goal := self.goal()) is not None:
            plans.add_step(goal, editor=self.where.mentor, text=self.step_text())

    def step_text(self) -> StepText:
        owner = self.dice.choice([None, *(each.pk for each in self.people)])
        due = self.dice.choice([None, TODAY + self.day(), TODAY - self.day()])
        return StepText(f"Schritt {self.dice.randint(1, 9)}", self.dice.choice(["", "Nour"]), owner, due)

    def reword_step(self) -> None:
        if (step := self.step()) is not None:
            plans.change_step(step, editor=self.where.mentor, text=self.step_text(), version=None)

    def mark_step(self) -> None:
        if (step := self.step()) is not None:
            how = self.dice.choice(["", "done", "alone", "with_help", "by_staff"])
            plans.mark_step(step, editor=self.where.mentor, how=how)

    def strike_step(self) -> None:
        if (step := self.step()) is not None:
            plans.remove_step(step)

    def freeze(self) -> None:
        plans.freeze_revision(
            principals.scope(),
            self.file(),
            author=self.where.mentor,
            place=None,
            agreement=Agreement("Nour", self.dice.choice(["", "Herr Osman"])),
            version=None,
        )

    def answer(self) -> None:
        if (item := self.item()) is None:
            return
        user = self.where.mentor.pk
        match self.dice.choice(["done", "undo", "later", "hand"]):
            case "done":
                today.settle(item, user=user)
            case "undo":
                today.undo(principals.scope(), item, user=user, back_to=None)
            case "later":
                today.put_off(item, user=user, day=TODAY + self.day())
            case _:
                today.hand_on(principals.scope(), item, user=user, to=self.dice.choice(self.people).pk)

    def steps(self) -> list[Callable[[], None]]:
        often = [self.answer, self.plan_step, self.mark_step]
        rest = [self.talk, self.correct_talk, self.remind, self.aim, self.reword_goal, self.move_goal]
        return [*often, *often, *rest, self.reword_step, self.strike_step, self.freeze]


def differences(where: House) -> list[str]:
    """What this room has projected otherwise; the kinds of the other rooms, of which there is nothing here, rest."""
    mine = {each.kind: each for each in projections.sources() if each.kind.startswith("casework.")}
    with (
        principals.entering(principals.system(where.carrier)),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(projections, "sources", lambda: list(mine.values()))
        return [each for each in projections.compare(where.carrier) if " casework." in each]


@pytest.mark.parametrize("seed", range(4))
def test_after_any_walk_the_projections_are_what_the_rooms_derive(house: World, seed: int) -> None:
    with as_staff(house.here.mentor):
        files = [participant(house.here), participant(house.here, "Noori")]
        walk = Walk(house.here, files, random.Random(seed))
        for begin in (walk.aim, walk.aim, walk.aim, walk.plan_step, walk.plan_step, walk.talk, walk.remind):
            begin()
    for number in range(0, 60, 6):
        with as_staff(house.here.mentor):
            for minute in range(number, number + 6):
                with clock.frozen(NOW + timedelta(minutes=minute)), contextlib.suppress(DomainError):
                    walk.dice.choice(walk.steps())()
        assert differences(house.here) == []
    with as_staff(house.here.mentor):
        kinds = set(AgendaItem.objects.values_list("kind", flat=True)) | set(
            TimelineEntry.objects.values_list("kind", flat=True)
        )
    assert {projected.FOLLOW_UP, projected.CONTACT} <= kinds


def test_a_rebuild_makes_the_same_again(house: World) -> None:
    with as_staff(house.here.mentor):
        files = [participant(house.here)]
        walk = Walk(house.here, files, random.Random(7))
        for _ in range(3):
            walk.talk()
            walk.aim()
            walk.remind()
        walk.freeze()
    with principals.entering(principals.system(house.here.carrier)):
        projections.rebuild(house.here.carrier)
    assert differences(house.here) == []


def test_the_check_finds_what_was_changed_behind_its_back(house: World) -> None:
    with as_staff(house.here.mentor):
        talks.add_follow_up(
            participant(house.here), reminder=Reminder(TODAY + timedelta(days=1), "Anrufen", house.here.mentor.pk)
        )
        AgendaItem.objects.update(title="Etwas anderes")
    assert "differs from its source" in differences(house.here)[0]
