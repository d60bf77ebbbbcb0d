# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A check of after-care, answered in a minute."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from scharnier.casework.models import FollowUp
from scharnier.foundation import principals
from scharnier.foundation.models import AgendaItem, TimelineEntry
from scharnier.foundation.writes import DomainError
from scharnier.work.introductions import actions as introductions
from scharnier.work.introductions.actions import Happened, NewIntroduction
from scharnier.work.placements import actions as placements
from scharnier.work.placements.models import Placement
from scharnier.work.retention import actions, counting, queries
from scharnier.work.retention.actions import Answer
from scharnier.work.retention.models import RetentionCheck
from tests.factories import World, as_staff
from tests.work.on_the_way import TODAY, differences, nour, terms, vacancy

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


def test_what_happened_is_counted_and_answers_the_items_of_reports(house: World) -> None:
    mentor = house.here.mentor
    with as_staff(mentor):
        case = nour(house.here)
        row = introductions.propose(case, NewIntroduction(vacancy(house.here), agreed=True), editor=mentor)
        introductions.record(row, Happened("no_employer", TODAY, reason="german"), editor=mentor)
        day = date(2026, 3, 2)
        trial = placements.place(case, terms(kind="hospitation", begins=day, ends=day, hours=None), editor=mentor)
        placements.end(trial.placement, placements.End(day, "taken_over"), editor=mentor)
        job = placements.place(case, terms(begins=date(2026, 3, 9)), editor=mentor).placement
        placements.end(job, placements.End(date(2026, 10, 1), "better_job"), editor=mentor)
        never = placements.place(case, terms(kind="minijob", hours=Decimal(5)), editor=mentor).placement
        placements.end(never, placements.End(TODAY, "never_started"), editor=mentor)
        found = counting.tally(principals.scope(), house.here.project, date(2026, 1, 1), TODAY)
        assert [(name, n) for name, n in found.states if n] == [
            ("vorgeschlagen", 1),
            ("Person einverstanden", 1),
            ("Betrieb sagt ab", 1),
        ]
        assert found.reasons == [("Betrieb sagt ab", "Deutsch reicht nicht", 1)]
        assert [(kind.begun, kind.insured, kind.adequate) for kind in found.kinds] == [(1, 1, 1), (1, 1, 1)]
        assert (found.could, found.kept) == (1, 1)
        items = queries.data_items(Placement.objects.filter(person=case.person))
        assert (items["job_start"], items["job_end"]) == (date(2026, 3, 9), date(2026, 10, 1))
        assert (items["hospitations"], items["minijobs"], items["training_start"]) == (1, 0, None)
