# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The comparison of groups: computed by the carrier's night work, read by lead, administration and data protection."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from scharnier.foundation import clock, principals
from scharnier.foundation.tasks import Initiator, NoLongerAllowed
from scharnier.foundation.writes import DomainError
from scharnier.network.models import Role
from scharnier.people.models import Person
from scharnier.work.fairness import gathering, tasks
from scharnier.work.fairness.models import FairnessReport
from scharnier.work.introductions.models import Introduction
from scharnier.work.vacancies.models import Vacancy
from tests import factories
from tests.factories import House, World
from tests.people.conftest import SignIn, statements
from tests.work.on_the_way import firm, vacancy

pytestmark = pytest.mark.django_db
PAGE = "/desk/vermittlung/fairness/"


def people(house: House, number: int, **facts: Any) -> list[Person]:
    return [factories.person(house, f"Name{facts.get('sex', '')}{each}", **facts) for each in range(number)]


def filled(house: World) -> None:
    """24 men with B1, 18 women and two without an entry with A2; six vacancies ask for B1, one for nothing."""
    here = house.here
    with factories.as_staff(here.mentor):
        men = people(here, 24, sex="m", german_level="B1", nationality="SY", birth_date=date(1990, 1, 1))
        people(here, 18, sex="f", german_level="A2", nationality="UA", birth_date=date(1990, 1, 1))
        people(here, 2, german_level="A2", nationality="SY", birth_date=date(1960, 1, 1))
        bakery = firm(here, "Bäckerei Nord")
        for _ in range(6):
            vacancy(here, bakery, german="B1")
        vacancy(here, bakery, german="none")
        vacancy(here, bakery, german="none", confirm_until=date(2026, 11, 23))  # confirmed no more
        for person in men[:6]:
            Introduction.objects.create(
                carrier_id=here.carrier, project_id=here.project, person=person, organisation=bakery, work="Backstube",
                state="interview", agreed_on=clock.today(), owner=here.mentor, changed_by=here.mentor,
            )  # fmt: skip


def kept(house: House) -> FairnessReport:
    return gathering.compare(house.carrier)


def lines(report: FairnessReport, dimension: str) -> dict[str, Any]:
    return {line["code"]: line for line in report.result["groups"][dimension]}


def test_groups_are_compared_small_ones_left_out_and_their_complement_too(house: World) -> None:
    filled(house)
    report = kept(house.here)
    assert (report.people, report.vacancies, report.least) == (44, 7, 5)
    sexes = lines(report, "sex")
    # Two without an entry are too few; without the women, who are fewer than the men, the total would name them.
    assert [sexes[code]["people"] for code in ("m", "f", "neither")] == [24, None, None]
    assert sexes["f"]["shares"]["five"] is None
    assert sexes["m"]["shares"] == {"five": 1.0, "any": 1.0, "introduced": 0.25, "accepted": 0.25, "placed": 0.0}
    levels = lines(report, "german")
    assert (levels["b1"]["people"], levels["a2"]["people"]) == (24, 20)
    assert (levels["b1"]["shares"]["five"], levels["a2"]["shares"]["five"]) == (1.0, 0.0)
    assert "five" in levels["a2"]["alerts"]
    assert levels["a2"]["blocked"]["german"] == pytest.approx(6 / 7)
    assert report.result["all"]["people"] == 44


def test_the_page_only_reads_says_what_is_too_low_and_names_nobody(house: World, sign_in: SignIn) -> None:
    filled(house)
    kept(house.here)
    with principals.entering(principals.SYSTEM):
        officer = factories.user("datenschutz")
        factories.member(officer, house.here.carrier, None, Role.PROTECTION)
    for who in (house.here.lead, house.here.admin, officer):
        answer, asked = statements(sign_in(who), PAGE)
        assert answer.status_code == 200
        assert asked <= 14
    text = answer.text.replace("\xa0", " ")
    assert "44 Personen, 7 offene Stellen" in text
    assert "Zahlen liegen unter neun Zehnteln der besten Gruppe" in text
    assert "86 %" in text  # of the vacancies ask for more German than A2
    assert "Namef0" not in text
    assert "·" in text
    english = sign_in(house.here.lead)
    english.cookies["django_language"] = "en"
    assert PAGE in english.get("/desk/").text


def test_whoever_may_asks_for_a_comparison_once_in_four_weeks(house: World, sign_in: SignIn) -> None:
    filled(house)
    client = sign_in(house.here.lead)
    assert "Es gibt noch keinen Vergleich." in client.get(PAGE).text
    token = client.get(PAGE).context["form"]["form_token"].value()
    for _ in range(2):
        assert client.post(PAGE, {"form_token": token}).status_code == 302
    assert "Der Vergleich läuft" in client.get(PAGE).text
    lead = Initiator(house.here.lead.pk, house.here.project, "fairness.view")
    tasks.compare_now(lead, house.here.carrier)
    tasks.compare_now(lead, house.away.carrier)
    assert "44 Personen" in client.get(PAGE).text
    client.post(PAGE)
    assert "keine vier Wochen alt" in client.get(PAGE).text
    with pytest.raises(DomainError):
        kept(house.here)
    with principals.entering(principals.system(house.away.carrier)):
        assert not FairnessReport.objects.exists()
    with clock.frozen(datetime(2026, 12, 23, 9, 0, tzinfo=clock.ZONE)):
        tasks.compare_all()
        answer = sign_in(house.here.lead).get(PAGE + "?tag=2026-11-24")
        assert "Stichtag 24.11.2026" in answer.text
        assert "Stichtag 23.12.2026" in sign_in(house.here.lead).get(PAGE + "?tag=unfug").text


def test_nobody_else_reads_or_asks_and_nobody_writes_one_by_hand(house: World, sign_in: SignIn) -> None:
    filled(house)
    report = kept(house.here)
    for who in (house.here.mentor, house.here.auditor):
        client = sign_in(who)
        assert client.get(PAGE).status_code == 403
        assert client.post(PAGE).status_code == 403
        with pytest.raises(NoLongerAllowed):
            tasks.compare_now(Initiator(who.pk, house.here.project, "fairness.view"), house.here.carrier)
    assert "44 Personen" not in sign_in(house.away.lead).get(PAGE).text
    with factories.as_staff(house.away.lead) as scope:
        assert not FairnessReport.objects.exists()
        assert not FairnessReport.objects.visible_to(scope).exists()
    with factories.as_staff(house.here.lead):
        assert not FairnessReport.objects.update(people=1)
        with pytest.raises(DatabaseError), transaction.atomic():
            FairnessReport.objects.create(
                carrier_id=house.here.carrier, as_of=report.as_of - timedelta(days=90), since=report.since, people=1,
                edition="x", vacancies=1, least=1,
            )  # fmt: skip


def test_a_carrier_without_people_or_vacancies_has_an_empty_comparison(house: World, sign_in: SignIn) -> None:
    assert kept(house.away).people == 0
    assert "0 Personen, 0 offene Stellen" in sign_in(house.away.lead).get(PAGE).text
    with factories.as_staff(house.here.mentor):
        people(house.here, 6, sex="f")
        assert not Vacancy.objects.exists()
    report = kept(house.here)
    assert lines(report, "sex")["f"]["shares"]["any"] == 0
    assert lines(report, "sex")["f"]["best"] is None
