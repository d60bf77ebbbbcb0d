# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""`scharnier check --reassess`: whom another edition of the rules affects."""

from __future__ import annotations

from uuid import UUID

import pytest

from scharnier.foundation import checks
from scharnier.knowledge import files
from scharnier.people.law.models import EligibilityDecision, Judgement, JudgementKind
from tests import factories
from tests.factories import World
from tests.people.conftest import SignIn
from tests.people.law.conftest import TOLERATED, on_file

pytestmark = pytest.mark.django_db


def listed(reassess: bool = True) -> list[str]:
    return [problem for name, problem in checks.run_all(reassess) if name == "reassess answers"]


def shown_otherwise(house: World, person: UUID, **answer: object) -> None:
    """As if an older edition had said something else about work."""
    with factories.as_staff(house.here.mentor):
        last = Judgement.objects.filter(person_id=person, topic="employment").latest("id")
        Judgement.objects.create(
            carrier_id=last.carrier_id,
            person_id=person,
            kind=last.kind,
            topic=last.topic,
            asked=last.asked,
            answer={**last.answer, **answer},
            edition="olderedition",
        )


def test_nobody_is_affected_by_the_edition_they_were_shown(house: World, sign_in: SignIn) -> None:
    person = on_file(house.here, TOLERATED)
    sign_in(house.here.mentor).get(f"/desk/personen/{person}/")
    assert listed() == []


def test_whoever_would_get_another_answer_is_listed_without_a_name(house: World, sign_in: SignIn) -> None:
    person = on_file(house.here, TOLERATED)
    sign_in(house.here.mentor).get(f"/desk/personen/{person}/")
    shown_otherwise(house, person, level="with_permission")
    lines = listed()
    assert lines == [
        "NORD-2026-0001 employment: with_permission is now with_approval (shown 2026-11-24 under olderedition)"
    ]
    assert "Sheikho" not in lines[0]
    assert listed(reassess=False) == []


def test_another_rule_with_the_same_level_says_so(house: World, sign_in: SignIn) -> None:
    person = on_file(house.here, TOLERATED)
    sign_in(house.here.mentor).get(f"/desk/personen/{person}/")
    shown_otherwise(house, person, rule="R000-gone", discretion="kann")
    assert ["other discretion, rule" in line for line in listed()] == [True]


def test_the_same_answer_under_another_edition_is_no_news(
    house: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = on_file(house.here, TOLERATED)
    sign_in(house.here.mentor).get(f"/desk/personen/{person}/")
    monkeypatch.setattr("scharnier.people.law.reassess.edition", lambda: f"not {files.edition()}")
    assert listed() == []


def test_inputs_that_no_rule_reads_any_more_are_named(house: World, sign_in: SignIn) -> None:
    person = on_file(house.here, TOLERATED)
    sign_in(house.here.mentor).get(f"/desk/personen/{person}/")
    with factories.as_staff(house.here.mentor):
        last = Judgement.objects.filter(person_id=person, topic="employment").latest("id")
        asked = {**last.asked, "person": {**last.asked["person"], "status": "gone"}}
        Judgement.objects.create(
            carrier_id=last.carrier_id,
            person_id=person,
            kind=last.kind,
            topic=last.topic,
            asked=asked,
            answer=last.answer,
            edition="olderedition",
        )
    assert ["can't be read any more" in line for line in listed()] == [True]


def group_shown(house: World, sign_in: SignIn, person: UUID) -> Judgement:
    sign_in(house.here.mentor).get(f"/desk/personen/{person}/zielgruppe/")
    with factories.as_staff(house.here.mentor):
        return Judgement.objects.filter(person_id=person, kind=JudgementKind.ELIGIBILITY).latest("id")


def test_a_target_group_that_another_edition_answers_otherwise_is_listed(house: World, sign_in: SignIn) -> None:
    person = on_file(house.here, TOLERATED)
    last = group_shown(house, sign_in, person)
    first = {**last.answer["criteria"][0], "answer": "needs_assessment"}
    changed = {**last.answer, "criteria": [first, *last.answer["criteria"][1:]]}
    with factories.as_staff(house.here.mentor):
        Judgement.objects.create(
            carrier_id=last.carrier_id,
            person_id=person,
            kind=last.kind,
            topic=last.topic,
            asked=last.asked,
            answer={**changed, "answer": "no"},
            rule_text=last.rule_text,
            edition="olderedition",
        )
    lines = listed()
    change = f"no is now {last.answer['answer']}"
    assert lines == [f"NORD-2026-0001 arbeitsmarktmentoren_sn: {change} (shown 2026-11-24 under olderedition)"]
    assert "Sheikho" not in lines[0]


def test_a_single_criterion_that_differs_is_named(house: World, sign_in: SignIn) -> None:
    person = on_file(house.here, TOLERATED)
    last = group_shown(house, sign_in, person)
    name = last.answer["criteria"][0]["criterion"]
    first = {**last.answer["criteria"][0], "answer": "needs_assessment"}
    with factories.as_staff(house.here.mentor):
        Judgement.objects.create(
            carrier_id=last.carrier_id,
            person_id=person,
            kind=last.kind,
            topic=last.topic,
            asked=last.asked,
            answer={**last.answer, "criteria": [first, *last.answer["criteria"][1:]]},
            rule_text=last.rule_text,
            edition="olderedition",
        )
    assert [f"as before, other {name} (" in line for line in listed()] == [True]


def test_an_advisers_decision_upon_an_answer_that_is_another_one_now_is_listed(house: World, sign_in: SignIn) -> None:
    person = on_file(house.here, TOLERATED)
    last = group_shown(house, sign_in, person)
    with factories.as_staff(house.here.mentor):
        EligibilityDecision.objects.create(
            carrier_id=last.carrier_id,
            project_id=house.here.project,
            person_id=person,
            value="yes",
            reason="Bescheid lag vor",
            computed={"asked": last.asked, "answer": {**last.answer, "answer": "no"}},
            edition="olderedition",
        )
    lines = listed()
    assert [f"computed no is now {last.answer['answer']} (decided yes on 2026-11-24" in line for line in lines] == [
        True
    ]
    assert "Bescheid" not in lines[0]
