# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
from datetime import date
from typing import Any

import pytest

from scharnier.knowledge.cases import rows
from scharnier.knowledge.eligibility import (
    Answer,
    Override,
    criteria,
    eligibility,
    groups,
    needed_inputs,
    overruled,
    programmes,
)
from scharnier.knowledge.files import load
from scharnier.knowledge.inputs import InputError

CASES = rows("eligibility")
ABOUT_THE_CASE = {"id", "family", "programme", "group", "date", "answer", "criteria", "missing"}
REFUGEE = {"status": "ae_25_2_1", "nationality": "SY", "housing": "anschlussunterbringung"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_target_groups_answer_as_the_table_says(case: dict[str, Any]) -> None:
    person = {name: value for name, value in case.items() if name not in ABOUT_THE_CASE}
    found = eligibility(case["programme"], person, case["date"], case.get("group"))
    assert found.answer == case["answer"]
    singles = {single.criterion: single.answer.value for single in found.criteria}
    assert case.get("criteria", {}).items() <= singles.items()
    if "missing" in case:
        assert sorted(found.missing) == sorted(case["missing"])


def test_there_are_sixty_cases_and_no_two_share_a_name() -> None:
    names = [case["id"] for case in CASES]
    assert len(names) == len(set(names)) >= 60


def test_every_criterion_is_answered_both_ways_somewhere() -> None:
    seen: dict[str, set[Answer]] = {}
    for case in CASES:
        person = {name: value for name, value in case.items() if name not in ABOUT_THE_CASE}
        for single in eligibility(case["programme"], person, case["date"], case.get("group")).criteria:
            seen.setdefault(single.criterion, set()).add(single.answer)
    assert set(seen) == {criterion.name for criterion in criteria().values()}
    assert {name for name, answers in seen.items() if Answer.YES not in answers or len(answers) == 1} == set()


def test_every_programme_names_its_groups() -> None:
    assert len(programmes()) == 5
    assert groups("arbeitsmarktmentoren_sn") == ("people", "employers")


def test_every_answer_carries_its_reasons_in_two_languages() -> None:
    found = eligibility("integrationsmanagement_bw", REFUGEE, date(2018, 5, 2))
    assert [single.criterion for single in found.criteria] == [
        "refugee_background",
        "housing",
        "good_bleibeperspektive",
    ]
    assert all(text.de and text.en for single in found.criteria for text in single.because)
    assert found.criteria[1].because[0].de == "Unterbringung: Kommunale Anschlussunterbringung."


def test_a_judgement_of_the_adviser_overrules_and_the_computed_answer_stays() -> None:
    computed = eligibility("integrationsmanagement_bw", {**REFUGEE, "housing": "eigene_wohnung"}, date(2018, 5, 2))
    judged = overruled(computed, Override(Answer.YES, "Umzug in die Wohnung erst gestern", date(2018, 5, 2)))
    assert (computed.answer, judged.answer, judged.computed) == (Answer.NO, Answer.YES, Answer.NO)


def test_an_override_without_a_reason_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a reason"):
        Override(Answer.YES, "  ", date(2018, 5, 2))


def test_the_law_of_the_entry_day_counts() -> None:
    person = {
        "status": "duldung",
        "nationality": "RS",
        "asylum_outcome": "withdrawn",
        "asylum_application_date": "2018-01-01",
        "stay_since": "2018-01-01",
        "reception_centre_obligation": False,
        "residence_state": "MV",
        "birth_date": "1980-01-01",
    }
    assert eligibility("ifdm_mv", person, date(2019, 12, 31)).answer is Answer.YES
    assert eligibility("ifdm_mv", person, date(2020, 1, 1)).answer is Answer.NO


def test_an_unknown_programme_group_or_code_is_named() -> None:
    with pytest.raises(InputError, match="unknown programme 'nafminus'"):
        eligibility("nafminus", {}, date(2018, 1, 1))
    with pytest.raises(InputError, match="no target group 'firms'"):
        eligibility("nafplus_mv", {}, date(2018, 1, 1), "firms")
    with pytest.raises(InputError, match="housing: unknown code 'zelt'"):
        eligibility("integrationsmanagement_bw", {"housing": "zelt"}, date(2018, 1, 1))
    with pytest.raises(InputError, match="earlier_statuses: 'duldung' is not a list"):
        eligibility("integrationsmanagement_bw", {"earlier_statuses": "duldung"}, date(2018, 1, 1))


def test_an_intake_is_told_what_the_programme_needs() -> None:
    assert "birth_date" in needed_inputs("ifdm_mv")
    assert "housing" not in needed_inputs("ifdm_mv")
    assert needed_inputs("moving_migration", "companies") == ("company_in_region",)


def test_every_criterion_a_programme_names_exists() -> None:
    named = set()
    for programme in load("programmes.yaml")["programmes"]:
        stack = list(programme["eligibility"].values())
        while stack:
            node = stack.pop()
            stack.extend([*node.get("all", []), *node.get("any", [])])
            if "criterion" in node:
                named.add(node["criterion"])
    assert named <= set(criteria())
