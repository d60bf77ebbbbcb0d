# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A check of after-care, answered in a minute."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from scharnier.casework.models import FollowUp
from scharnier.foundation.models import AgendaItem, TimelineEntry
from scharnier.foundation.writes import DomainError
from scharnier.work.placements import actions as placements
from scharnier.work.placements.models import Placement
from scharnier.work.retention import actions
from scharnier.work.retention.actions import Answer
from scharnier.work.retention.models import RetentionCheck
from tests.factories import World, as_staff
from tests.work.on_the_way import TODAY, differences, nour, terms

pytestmark = pytest.mark.django_db


def _first(house: World) -> RetentionCheck:
    placements.place(nour(house.here), terms(begins=date(2026, 11, 16)), editor=house.here.mentor)
    rows = RetentionCheck.objects.select_related("person", "placement__person", "done_by")
    return rows.get(mark="w1")


def test_still_there_with_trouble_becomes_a_sentence_and_a_follow_up(house: World) -> None:
    mentor = house.here.mentor
    with as_staff(mentor):
        check = _first(house)
        said = Answer(
            "yes",
            TODAY,
            hours=Decimal(30),
            trouble_person=["mobilitaet"],
            trouble_firm=["sprache_verstaendigung"],
            help_needed="Fahrgemeinschaft",
            next_step="Kollegen fragen",
        )
        actions.answer(check, said, editor=mentor)
        entry = TimelineEntry.objects.get(kind="work.retention_answer")
        assert entry.title == "Nachbetreuung nach einer Woche: ja, noch dort (Tischlerei Kiefer)"
        assert entry.text == "Arbeitsweg / Führerschein, Sprache / Verständigung · Fahrgemeinschaft"
        assert FollowUp.objects.get().title == "Kollegen fragen"
        assert Placement.objects.get().hours == Decimal(30)
        assert AgendaItem.objects.get(source_id=check.pk).done_by_id == mentor.pk
        assert differences(house.here) == []


def test_not_there_any_more_wants_the_last_day_and_ends_the_placement(house: World) -> None:
    mentor = house.here.mentor
    with as_staff(mentor):
        check = _first(house)
        with pytest.raises(DomainError, match="Tragen Sie den letzten Tag"):
            actions.answer(check, Answer("no", TODAY), editor=mentor)
        end = placements.End(date(2026, 11, 20), "dismissed_probation")
        actions.answer(check, Answer("no", TODAY, end=end), editor=mentor)
        assert Placement.objects.get().ended_on == date(2026, 11, 20)
        assert list(RetentionCheck.objects.values_list("mark", flat=True)) == ["w1"]
        assert differences(house.here) == []


def test_who_was_not_reached_is_asked_again_in_a_week(house: World) -> None:
    mentor = house.here.mentor
    with as_staff(mentor):
        check = _first(house)
        assert actions.try_again(check, editor=mentor) == date(2026, 12, 1)
        assert AgendaItem.objects.get(source_id=check.pk).due_on == date(2026, 12, 1)
        for day in (date(2026, 11, 1), date(2026, 11, 25)):
            with pytest.raises(DomainError, match="Gefragt wurde"):
                actions.answer(check, Answer("yes", day), editor=mentor)
        with pytest.raises(DomainError, match="aus der Liste"):
            actions.answer(check, Answer("yes", TODAY, trouble_firm=["wetter"]), editor=mentor)
        assert differences(house.here) == []
