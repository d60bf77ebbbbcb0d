# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
from datetime import date

import pytest

from scharnier.knowledge import codes
from scharnier.knowledge.access import Assessment, assess
from scharnier.knowledge.cases import AccessCase, access_cases
from scharnier.knowledge.pathway import employer_sentence, obligations, path
from scharnier.knowledge.rules import Text

TODAY = date(2026, 11, 22)
TOLERATED = {"status": "duldung", "nationality": "AF", "stay_since": "2024-05-01", "reception_centre_obligation": False}


def _answer(activity: str = "employment", **changed: object) -> Assessment:
    return assess({**TOLERATED, **changed}, TODAY, activity)


@pytest.mark.parametrize("case", access_cases(), ids=lambda case: case.id)
def test_every_answer_has_a_way_that_begins_with_reading_the_document(case: AccessCase) -> None:
    way = path(assess(case.person, case.date, case.activity))
    assert way.steps
    assert way.employer.de
    assert way.steps[0].code in {"read_document", "only_watching", "measure_order", "sozialamt_assigns"}
    assert all(codes.is_code("authority", step.who) for step in way.steps)


def test_what_stands_on_the_document_is_shown_word_for_word() -> None:
    assert path(_answer(), printed="Beschäftigung nur mit Erlaubnis").printed == "Beschäftigung nur mit Erlaubnis"


def test_an_approval_needs_the_employers_declaration_and_the_agency() -> None:
    steps = [step.code for step in path(_answer()).steps]
    assert steps.index("declaration") < steps.index("apply_permission") < steps.index("internal_approval")
    assert steps[-1] == "start"


def test_after_four_years_the_agency_is_not_asked() -> None:
    steps = [step.code for step in path(_answer(stay_since="2020-01-01")).steps]
    assert "internal_approval" not in steps
    assert "apply_permission" in steps


def test_subsidies_come_before_the_start() -> None:
    steps = path(_answer()).steps
    subsidy = next(step for step in steps if step.code == "subsidy_first")
    assert subsidy.before_start
    assert steps.index(subsidy) < len(steps) - 1


def test_the_priority_check_is_a_matter_of_the_past() -> None:
    person = {**TOLERATED, "stay_since": "2017-01-01", "workplace_state": "MV", "skilled_recognised_job": False}
    way = path(assess(person, date(2017, 12, 1), "employment"))
    assert way.id == "P520-subordinate"
    assert "Vorrangprüfung" in way.permission.de


def test_the_employer_reads_whether_with_whom_and_how_long_but_no_reasons() -> None:
    sentence = employer_sentence(_answer(), office=Text("der Ausländerbehörde Göppingen", "the Göppingen office"))
    assert "Antrag bei der Ausländerbehörde Göppingen; üblich sind 3 bis 4 Wochen" in sentence.de
    assert "apply at the Göppingen office; usually 3 to 4 weeks" in sentence.en
    banned = employer_sentence(_answer(removal_obstacle_own_fault=True))
    assert banned.de == "Darf diese Tätigkeit derzeit nicht aufnehmen."


def test_a_change_of_job_or_hours_needs_the_office_again() -> None:
    assert {"N100-other-job", "N110-hours", "N120-expiry"} <= {renewal.id for renewal in path(_answer()).renewals}
    free = path(assess({"status": "ae_24"}, TODAY, "employment"))
    assert {renewal.id for renewal in free.renewals} == {"N130-status", "N140-end"}


def test_residence_obligations_say_what_they_mean_for_work_and_move() -> None:
    assert [found.id for found in obligations("duldung", TODAY)] == ["W200-tolerated-area", "W210-tolerated-residence"]
    (protected,) = obligations("ae_25_2_1", TODAY)
    assert "15 Wochenstunden" in protected.move.de
    assert obligations("ae_25_2_1", date(2016, 8, 5)) == ()
    assert obligations("german", TODAY) == ()
