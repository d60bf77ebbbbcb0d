# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""From a proposal to a decision, by agreement and in any order that small firms phone in."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from scharnier.foundation import principals
from scharnier.foundation.models import AgendaItem, TimelineEntry
from scharnier.foundation.writes import DomainError
from scharnier.people.consents.queries import NoBasis
from scharnier.work.introductions import actions, profile, queries
from scharnier.work.introductions.actions import Happened, NewIntroduction
from scharnier.work.introductions.models import Introduction, IntroductionStep
from scharnier.work.vacancies.actions import close, confirm
from tests.factories import World, as_staff
from tests.work.on_the_way import TODAY, differences, firm, nour, vacancy

pytestmark = pytest.mark.django_db


def _steps(row: Introduction) -> list[tuple[str, str, bool]]:
    return [
        (step.state, step.on.isoformat(), step.late)
        for step in IntroductionStep.objects.filter(introduction=row).order_by("on", "id")
    ]


def _again(row: Introduction) -> Introduction:
    return Introduction.objects.select_related("organisation", "vacancy", "person").get(pk=row.pk)


def test_an_introduction_goes_its_way_skips_and_is_completed_afterwards(house: World) -> None:
    mentor = house.here.mentor
    with as_staff(mentor):
        row = actions.propose(nour(house.here), NewIntroduction(vacancy(house.here)), editor=mentor)
        assert (row.state, row.work, row.next_on) == ("proposed", "Tischlerin oder Tischler", date(2026, 11, 27))
        with pytest.raises(DomainError, match="muss die Person einverstanden sein"):
            actions.record(_again(row), Happened("interview", TODAY), editor=mentor)
        actions.record(_again(row), Happened("trial", date(2026, 12, 3), agreed=True), editor=mentor)
        found = _again(row)
        assert (found.state, found.agreed_on, found.next_on) == ("trial", TODAY, date(2026, 12, 4))
        actions.record(found, Happened("interview", date(2026, 11, 20), "am Telefon"), editor=mentor)
        assert _again(row).state == "trial"
        assert _steps(row) == [
            ("interview", "2026-11-20", True),
            ("proposed", "2026-11-24", False),
            ("agreed", "2026-11-24", True),
            ("trial", "2026-12-03", False),
        ]
        item = AgendaItem.objects.get(source_id=row.pk)
        assert (item.due_on, item.owner_id) == (date(2026, 12, 4), mentor.pk)
        assert "Tischlerei Kiefer" in item.title
        actions.record(_again(row), Happened("hired", TODAY), editor=mentor)
        assert not AgendaItem.objects.filter(source_id=row.pk).exists()
        assert TimelineEntry.objects.filter(kind="work.introduction_step").count() == 5
        assert differences(house.here) == []


def test_a_no_has_a_reason_of_the_right_side_and_can_be_gone_back_on(house: World) -> None:
    mentor = house.here.mentor
    with as_staff(mentor):
        row = actions.propose(nour(house.here), NewIntroduction(vacancy(house.here), agreed=True), editor=mentor)
        for wrong in ("", "distance", "nix"):
            with pytest.raises(DomainError, match="Wählen Sie einen Grund"):
                actions.record(_again(row), Happened("no_employer", TODAY, reason=wrong), editor=mentor)
        with pytest.raises(DomainError, match="Schreiben Sie den Grund"):
            actions.record(_again(row), Happened("no_person", TODAY, reason="other"), editor=mentor)
        actions.record(_again(row), Happened("no_employer", TODAY, reason="german"), editor=mentor)
        found = _again(row)
        assert (found.closed_on, found.reason, found.next_on) == (TODAY, "german", None)
        said = TimelineEntry.objects.get(kind="work.introduction_step", title__startswith="Betrieb sagt ab")
        assert said.text == "Deutsch reicht nicht"
        actions.record(found, Happened("interview", date(2026, 11, 20)), editor=mentor)
        assert _again(row).state == "no_employer"
        actions.record(_again(row), Happened("interview", TODAY), editor=mentor)
        assert (_again(row).state, _again(row).reason, _again(row).closed_on) == ("interview", "", None)
        assert differences(house.here) == []


@pytest.mark.parametrize(
    ("happened", "message"),
    [
        (Happened("sent", date(2026, 11, 25), agreed=True), "liegt in der Zukunft"),
        (Happened("trial", date(2028, 11, 25), agreed=True), "höchstens ein Jahr"),
        (Happened("agreed", date(2016, 11, 25)), "mehr als fünf Jahre"),
        (Happened("agreed", TODAY, next_on=date(2026, 11, 1)), "heute oder später"),
        (Happened("gone", TODAY), "was passiert ist"),
    ],
)
def test_days_that_cannot_be_are_refused(house: World, happened: Happened, message: str) -> None:
    mentor = house.here.mentor
    with as_staff(mentor):
        row = actions.propose(nour(house.here), NewIntroduction(vacancy(house.here)), editor=mentor)
        with pytest.raises(DomainError, match=message):
            actions.record(_again(row), happened, editor=mentor)
        assert _again(row).state == "proposed"


def test_what_follows_does_not_lie_before_the_last_state_and_no_job_before_a_no(house: World) -> None:
    mentor = house.here.mentor
    with as_staff(mentor):
        row = actions.propose(nour(house.here), NewIntroduction(vacancy(house.here)), editor=mentor)
        actions.record(_again(row), Happened("sent", date(2026, 11, 20), agreed=True), editor=mentor)
        for wrong in (
            Happened("interview", date(2026, 11, 19)),
            Happened("no_employer", date(2026, 11, 19), reason="german"),
        ):
            with pytest.raises(DomainError, match=r"Am 20\.11\.2026 war der Stand „Profil beim Betrieb“"):
                actions.record(_again(row), wrong, editor=mentor)
        actions.record(_again(row), Happened("trial", date(2026, 12, 3)), editor=mentor)
        actions.record(_again(row), Happened("no_employer", date(2026, 11, 23), reason="filled"), editor=mentor)
        with pytest.raises(DomainError, match=r"Am 23\.11\.2026 steht „Betrieb sagt ab“"):
            actions.record(_again(row), Happened("hired", date(2026, 11, 22)), editor=mentor)
        assert not [step for step in _steps(row) if step[0] == "hired"]
        actions.record(_again(row), Happened("hired", TODAY), editor=mentor)
        assert (_again(row).state, _again(row).reason) == ("hired", "")


def test_nobody_is_proposed_twice_nor_for_what_is_gone_nor_after_the_end(house: World) -> None:
    mentor = house.here.mentor
    with as_staff(mentor):
        case, open_one = nour(house.here), vacancy(house.here)
        actions.propose(case, NewIntroduction(open_one), editor=mentor)
        with pytest.raises(DomainError, match="läuft schon"):
            actions.propose(case, NewIntroduction(open_one), editor=mentor)
        gone = vacancy(house.here, firm(house.here, "Alt"), status="withdrawn", closed_on=TODAY)
        with pytest.raises(DomainError, match="zurückgezogen"):
            actions.propose(case, NewIntroduction(gone), editor=mentor)
        with pytest.raises(DomainError, match="Wählen Sie eine Stelle"):
            actions.propose(case, NewIntroduction(), editor=mentor)
        with pytest.raises(DomainError, match="um welche Tätigkeit"):
            actions.propose(case, NewIntroduction(organisation=firm(house.here, "Frei")), editor=mentor)
        case.exited_on = TODAY
        with pytest.raises(DomainError, match="beendet"):
            actions.propose(case, NewIntroduction(open_one), editor=mentor)


def test_the_profile_tells_a_firm_what_counts_and_nothing_of_whom(house: World) -> None:
    mentor = house.here.mentor
    with as_staff(mentor):
        case = nour(house.here)
        made = profile.compose(
            queries.known(principals.scope(), case.person),
            code="4F2K",
            work="Tischlerin",
            activity="employment",
            start=None,
        )
        told = str(made.to_json())
        assert "6 Jahre" in told
        assert "Deutsch B1" in told
        assert "Arbeitsmarktzugang" in told
        for secret in ("Nour", "Haddad", "SY", "Syrien", "Aleppo", "Damaskus", "1990", "ae_25", "Holz"):
            assert secret not in told, secret
        assert profile.from_json(made.to_json()) == made
        assert profile.names_in("Frau Haddad ist fleißig.", case.person) == ["haddad"]


def test_a_name_goes_out_with_a_basis_and_a_profile_with_agreement_alone(house: World) -> None:
    mentor = house.here.mentor
    given: dict[str, Any] = {"code": "4F2K", "work": "x", "note": "", "parts": []}
    with as_staff(mentor):
        row = actions.propose(nour(house.here), NewIntroduction(vacancy(house.here)), editor=mentor)
        with pytest.raises(DomainError, match="muss die Person einverstanden sein"):
            actions.send_profile(_again(row), given, editor=mentor)
        actions.record(_again(row), Happened("agreed", TODAY), editor=mentor)
        actions.send_profile(_again(row), given, editor=mentor)
        found = _again(row)
        assert (found.state, found.sent_on, found.profile) == ("sent", TODAY, given)
        with pytest.raises(NoBasis):
            actions.name_person(principals.scope(), found, editor=mentor)
        assert _again(row).identified_on is None


def test_whoever_is_on_the_way_to_a_vacancy_that_is_gone_stands_on_the_agenda(house: World) -> None:
    mentor = house.here.mentor
    with as_staff(mentor):
        offered = vacancy(house.here)
        rows = [
            actions.propose(nour(house.here, name=name), NewIntroduction(offered), editor=mentor)
            for name in ("Haddad", "Noori")
        ]
        close(offered, "withdrawn", reason="Auftrag verloren")
        items = AgendaItem.objects.filter(source_id__in=[row.pk for row in rows])
        assert {item.due_on for item in items} == {TODAY}
        assert all("Bescheid geben" in item.title for item in items)
        assert Introduction.objects.filter(closed_on=None).count() == 2
        assert differences(house.here) == []
        confirm(offered, days=30)
        assert not AgendaItem.objects.filter(title__contains="Bescheid").exists()
        assert differences(house.here) == []
