# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
from datetime import date, timedelta
from typing import Any

import pytest

from scharnier.knowledge.access import Assessment, assess, changes, next_change, reassess, what_if
from scharnier.knowledge.cases import AccessCase, access_cases
from scharnier.knowledge.conditions import FAR_FUTURE
from scharnier.knowledge.inputs import InputError
from scharnier.knowledge.rules import Level, Rule, law, relevant_inputs

TODAY = date(2026, 11, 22)
TOLERATED = {
    "status": "duldung",
    "nationality": "AF",
    "stay_since": "2024-05-01",
    "reception_centre_obligation": False,
}


def _shown(case: AccessCase, answer: Assessment) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "level": answer.level.value,
        "rule": answer.rule,
        "discretion": answer.discretion.value,
        "missing": sorted(answer.missing),
        "borderline": answer.borderline,
        "provisional": answer.provisional,
        "limited": answer.limited,
        "status": answer.status,
        "stricter": answer.endorsement_stricter,
    }
    if "next" in case.expect:
        change = next_change(case.person, case.date, case.activity)
        shown["next"] = None if change is None else {"date": change.date, "level": change.level.value}
    return shown


@pytest.mark.parametrize("case", access_cases(), ids=lambda case: case.id)
def test_the_rules_answer_as_the_table_says(case: AccessCase) -> None:
    shown = _shown(case, assess(case.person, case.date, case.activity))
    expected = {name: sorted(value) if name == "missing" else value for name, value in case.expect.items()}
    assert {name: shown[name] for name in expected} == expected


def test_no_two_cases_share_a_name() -> None:
    names = [case.id for case in access_cases()]
    assert len(names) == len(set(names)) >= 250


def test_every_rule_decides_at_least_one_case() -> None:
    decided = {assess(case.person, case.date, case.activity).rule for case in access_cases()}
    via = {name for case in access_cases() for name in assess(case.person, case.date, case.activity).via}
    assert {rule.id for rule in law().rules} - decided - via == set()


def test_every_discretion_rule_decides_at_least_one_case() -> None:
    used = {assess(case.person, case.date, case.activity).discretion_rule for case in access_cases()}
    assert {rule.id for rule in law().discretion_rules} - used == set()


def _boundaries() -> list[tuple[Rule, int, int]]:
    """Every rule with the last day on one side and the first day on the other side of each of its two ends."""
    found = []
    for rule in law().rules:
        if rule.span[0] > law().covers_from.toordinal():
            found.append((rule, rule.span[0] - 1, rule.span[0]))
        if rule.span[1] < FAR_FUTURE:
            found.append((rule, rule.span[1], rule.span[1] + 1))
    return found


@pytest.mark.parametrize(("rule", "before", "after"), _boundaries(), ids=lambda value: getattr(value, "id", ""))
def test_both_sides_of_every_change_of_law_have_a_case(rule: Rule, before: int, after: int) -> None:
    touching = {case.date.toordinal() for case in access_cases() if _concerns(rule, case)}
    assert {before, after} <= touching


def _concerns(rule: Rule, case: AccessCase) -> bool:
    if case.activity not in rule.activities:
        return False
    return bool({case.person.get("status"), assess(case.person, case.date, case.activity).status} & set(rule.statuses))


def test_reasons_come_in_two_languages_and_name_the_facts() -> None:
    answer = assess(TOLERATED, TODAY, "employment")
    german = " ".join(text.de for text in answer.because)
    english = " ".join(text.en for text in answer.because)
    assert "Stichtag 22.11.2026, Duldung (§ 60a AufenthG)" in german
    assert "48 Monate sind erst am 01.05.2028 vergangen" in german
    assert "48 months will only have passed on 1 May 2028" in english
    assert "Nationality: Afghanistan." in english


def test_what_nobody_recorded_is_listed_as_assumed_not_as_a_fact() -> None:
    answer = assess(TOLERATED, TODAY, "employment")
    assert "entered_for_benefits" in answer.assumed
    assert "Leistungsbezug" not in " ".join(text.de for text in answer.because)
    recorded = assess({**TOLERATED, "entered_for_benefits": False}, TODAY, "employment")
    assert "entered_for_benefits" not in recorded.assumed
    assert "Eine Einreise zum Leistungsbezug ist nicht festgestellt." in [text.de for text in recorded.because]


def test_an_unknown_answer_names_the_missing_inputs_in_words() -> None:
    answer = assess({"status": "duldung", "nationality": "AF"}, TODAY, "employment")
    assert answer.level is Level.UNKNOWN
    assert answer.missing == (
        "reception_centre_obligation",
        "minor_children_in_household",
        "reception_centre_since",
        "duldung_since",
        "identity_proven_by_passport",
        "training_60c_planned",
    )
    assert "Es fehlt: Wohnpflicht in einer Aufnahmeeinrichtung" in " ".join(text.de for text in answer.because)


def test_disputed_cutoff_days_are_explained() -> None:
    person = {
        "status": "gestattung",
        "nationality": "AL",
        "reception_centre_obligation": False,
        "asylum_request_date": "2015-08-20",
        "asylum_application_date": "2015-09-20",
    }
    answer = assess(person, date(2016, 1, 10), "employment")
    assert answer.level is Level.UNKNOWN
    assert "liegen auf verschiedenen Seiten des Stichtags 31.08.2015" in " ".join(text.de for text in answer.because)


def test_no_rule_is_neither_a_permission_nor_a_ban() -> None:
    answer = assess({"status": "ae_20"}, date(2024, 2, 29), "employment")
    assert answer.level is Level.NO_RULE
    assert answer.level.order is None
    assert "weder erlaubt noch verboten" in answer.reason.de


def test_a_chain_of_rules_is_as_certain_as_its_weakest_link() -> None:
    person = {**TOLERATED, "status": "fiktion_81_3_2", "stay_since": "2015-01-01"}
    answer = assess(person, date(2025, 6, 1), "employment")
    assert answer.via == ("R182-fiktion-81-3-2",)
    assert answer.confidence == "unsure"
    assert "§ 81 Abs. 3 Satz 2 AufenthG" in answer.citation


def test_a_visa_issued_for_a_certificate_is_followed_through_both() -> None:
    person = {**TOLERATED, "status": "visum_d", "purpose_status": "fiktion_81_3_2", "stay_since": "2015-01-01"}
    answer = assess(person, date(2025, 6, 1), "employment")
    assert answer.via == ("R183-visum-d", "R182-fiktion-81-3-2")
    assert answer.status == "duldung"


def test_limits_and_warnings_of_a_rule_come_in_both_languages() -> None:
    covered = assess({"status": "ae_18a", "covered_by_title": True}, TODAY, "employment")
    assert covered.limits is not None
    assert covered.limits.de.startswith("Nur die Ausbildung oder Beschäftigung")
    watching = assess({"status": "duldung_60b"}, TODAY, "hospitation")
    assert watching.warnings[0].de.startswith("Wer mitarbeitet, ist beschäftigt")
    assert assess({"status": "ae_16g"}, TODAY, "employment").limits is None


def test_a_status_that_refers_to_itself_is_refused() -> None:
    with pytest.raises(InputError, match="previous_status: fiktion_81_4 refers back to itself"):
        assess({"status": "fiktion_81_4", "previous_status": "fiktion_81_4"}, TODAY, "employment")


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("status", "duldungg", r"status: unknown code 'duldungg' \(did you mean duldung\?\)"),
        ("stay_since", "2024-02-30", "stay_since: '2024-02-30' is not a day of the calendar"),
        ("stay_since", 20240201, "stay_since: 20240201 is not a date"),
        ("entered_for_benefits", "ja", "entered_for_benefits: 'ja' is neither true nor false"),
        ("asylum_outcome", "rejected", r"asylum_outcome: unknown value 'rejected' \(did you mean rejected_mu\?\)"),
        ("weekly_hours", "zehn", "weekly_hours: 'zehn' is not a number"),
        ("nationality", "XX", "nationality: unknown code 'XX'"),
        ("workplace_agency_district", 7, "workplace_agency_district: 7 is not a text"),
    ],
)
def test_a_value_that_cannot_be_read_is_named(field: str, value: object, problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        assess({**TOLERATED, field: value}, TODAY, "employment")


def test_an_unknown_activity_is_refused() -> None:
    with pytest.raises(InputError, match=r"activity: unknown code 'work'"):
        assess(TOLERATED, TODAY, "work")


def test_norway_survives_yaml() -> None:
    assert assess({**TOLERATED, "nationality": False}, TODAY, "employment").status == "eu_citizen"


def test_dates_may_be_text_or_date() -> None:
    as_date = {**TOLERATED, "stay_since": date(2024, 5, 1)}
    assert assess(as_date, TODAY, "employment") == assess(TOLERATED, "2026-11-22", "employment")


def test_other_entries_of_a_person_do_not_matter() -> None:
    assert assess({**TOLERATED, "shoe_size": 42}, TODAY, "employment") == assess(TOLERATED, TODAY, "employment")


def test_what_if_answers_for_another_status_or_activity() -> None:
    now = assess(TOLERATED, TODAY, "employment")
    training = what_if(TOLERATED, TODAY, "apprenticeship", status="duldung_60c")
    ukraine = what_if(TOLERATED, TODAY, "employment", status="ae_24")
    assert (now.level, training.level, training.discretion, ukraine.level) == (
        "with_approval",
        "with_permission",
        "muss",
        "unrestricted",
    )


def test_changes_follow_each_other_until_a_day() -> None:
    person = {**TOLERATED, "stay_since": "2026-10-01"}
    found = changes(person, TODAY, "employment", date(2031, 1, 1))
    assert [(change.date, change.level, change.kind) for change in found] == [
        (date(2027, 1, 1), "with_approval", "period"),
        (date(2030, 10, 1), "with_permission", "period"),
    ]
    assert changes(person, TODAY, "employment", date(2026, 12, 31)) == []
    assert len(changes(person, TODAY, "employment", date(2027, 1, 1))) == 1
    stronger = {**person, "stay_since": "2020-01-01"}
    assert changes(stronger, date(2024, 2, 1), "employment", date(2024, 3, 1)) == []
    assert len(changes(stronger, date(2024, 2, 1), "employment", date(2024, 3, 1), count_discretion=True)) == 1


def test_a_change_of_law_is_told_from_a_waiting_period() -> None:
    change = next_change({"status": "ae_25_3"}, date(2020, 1, 1), "employment")
    assert change is not None
    assert (change.date, change.kind, change.before) == (date(2020, 3, 1), "law", "with_permission")


def test_a_change_of_discretion_counts_only_on_request() -> None:
    person = {**TOLERATED, "stay_since": "2020-01-01"}
    assert next_change(person, date(2024, 2, 1), "employment", count_discretion=True) is not None
    assert next_change(person, date(2024, 2, 1), "employment") is None


def test_the_centre_duty_of_a_family_ends_after_twelve_months_in_a_secondary_migration_centre() -> None:
    person = {
        "status": "duldung",
        "nationality": "AF",
        "stay_since": "2024-01-01",
        "duldung_since": "2026-06-20",
        "reception_centre_obligation": True,
        "reception_centre_since": "2025-12-22",
        "minor_children_in_household": True,
        "secondary_migration_centre": True,
        "identity_proven_by_passport": False,
        "training_60c_planned": False,
    }
    assert assess(person, date(2026, 12, 19), "employment").rule == "R533-ae-tolerated-2026"
    short = {**person, "duldung_since": "2026-06-23"}
    assert assess(short, date(2026, 12, 21), "employment").level is Level.NONE
    assert assess(short, date(2026, 12, 22), "employment").level is Level.WITH_APPROVAL
    ordinary = {**short, "secondary_migration_centre": False}
    assert assess(ordinary, date(2026, 6, 22), "employment").level is Level.WITH_APPROVAL


def test_advice_warns_when_the_longest_stay_in_a_centre_has_passed() -> None:
    person = {
        **TOLERATED,
        "reception_centre_obligation": True,
        "minor_children_in_household": False,
        "duldung_since": "2024-05-01",
    }
    early = assess({**person, "reception_centre_since": "2025-05-23"}, TODAY, "employment")
    late = assess({**person, "reception_centre_since": "2025-05-22"}, TODAY, "employment")
    assert early.warnings == ()
    assert "18 Monaten" in late.warnings[0].de


def test_a_status_that_did_not_exist_yet_is_pointed_out() -> None:
    answer = assess({"status": "duldung_60c", "nationality": "AF"}, date(2018, 1, 1), "apprenticeship")
    assert "gab es an dem Tag nicht" in " ".join(text.de for text in answer.warnings)


def test_what_the_document_prints_is_shown_as_a_level_beside_the_answer() -> None:
    answer = assess({**TOLERATED, "title_endorsement": "nicht_erlaubt"}, TODAY, "employment")
    assert (answer.endorsement, answer.endorsement_stricter) == (Level.NONE, True)
    assert "strenger als diese Auskunft" in answer.warnings[0].de
    employed_only = {"status": "ae_25_4", "title_endorsement": "beschaeftigung_erlaubt"}
    assert assess(employed_only, TODAY, "self_employment").endorsement is None


def test_json_holds_plain_words() -> None:
    shown = assess(TOLERATED, TODAY, "employment").as_json()
    assert (shown["level"], shown["discretion"], shown["confidence"]) == ("with_approval", "soll", "verified")
    assert assess({"status": "ae_20"}, date(2020, 1, 1), "employment").as_json()["confidence"] is None


def test_a_record_keeps_inputs_answer_rule_text_and_edition() -> None:
    answer = assess({**TOLERATED, "stay_since": date(2024, 5, 1)}, TODAY, "employment")
    record = answer.as_record({**TOLERATED, "stay_since": date(2024, 5, 1), "name": "Nobody"})
    assert len(record["edition"]) == 12
    assert record["asked"]["person"]["stay_since"] == "2024-05-01"
    assert "name" not in record["asked"]["person"]
    assert record["answer"]["level"] == "with_approval"
    assert record["rule_text"]["de"].startswith("Vorrangprüfung")


def test_what_would_tell_how_strong_the_claim_is_is_named() -> None:
    person = {
        "status": "gestattung",
        "nationality": "SY",
        "stay_since": "2023-01-01",
        "reception_centre_obligation": False,
    }
    open_ = assess(person, date(2024, 6, 1), "employment")
    assert (open_.level, open_.discretion, open_.discretion_rule) == ("with_approval", "kann", None)
    assert open_.discretion_missing == ("asylum_application_date", "asylum_outcome")
    known = {**person, "asylum_application_date": "2023-01-10", "asylum_outcome": "pending"}
    claim = assess(known, date(2024, 6, 1), "employment")
    assert (claim.discretion, claim.discretion_missing) == ("muss", ())
    assert claim.discretion_citation == ("§ 61 Abs. 2 Satz 5 i.V.m. Abs. 1 Satz 2 AsylG",)


def test_reasons_tell_first_what_decided_and_then_what_did_not() -> None:
    person = {**TOLERATED, "status": "fiktion_81_3_2", "title_endorsement": "nicht_erlaubt"}
    told = [text.en for text in assess(person, TODAY, "employment").because]
    assert told[1].startswith("Late application")
    assert told[2].startswith("Priority check abolished")
    assert any("Nationality: Afghanistan." in sentence for sentence in told[3:])


def test_a_stored_answer_is_compared_with_the_rules_of_today() -> None:
    record = assess(TOLERATED, TODAY, "employment").as_record(TOLERATED)
    assert reassess(record) is None
    older = {**record, "answer": {**record["answer"], "level": "none"}}
    found = reassess(older)
    assert found is not None
    assert found.level is Level.WITH_APPROVAL


def test_an_intake_asks_only_what_the_rules_look_at() -> None:
    assert relevant_inputs("ae_25_2_1", TODAY) == ()
    assert relevant_inputs("fiktion_81_4", TODAY) == ("title_endorsement", "previous_status")
    tolerated = relevant_inputs("duldung", TODAY, "employment")
    assert {"stay_since", "duldung_since", "reception_centre_obligation"} <= set(tolerated)
    assert "accelerated_procedure_art42" not in tolerated
    assert set(relevant_inputs("fiktion_81_3_2", TODAY, "employment")) == set(tolerated)
    assert "weekly_hours" in relevant_inputs("visum_d", TODAY, "employment", following="ae_16a")


def test_the_day_after_the_last_day_read_is_provisional_for_tolerated_persons_only() -> None:
    day = date(2026, 8, 19)
    assert not assess(TOLERATED, day, "employment").provisional
    assert assess(TOLERATED, day + timedelta(days=1), "employment").provisional
    assert not assess({"status": "ae_24"}, day + timedelta(days=1), "employment").provisional
