# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
from datetime import date

from scharnier.knowledge.catalogue import all_entries, entries, law_changes, left_out, scenarios
from scharnier.knowledge.rules import law

TODAY = date(2026, 11, 22)


def test_every_rule_is_listed_with_text_citation_and_cases() -> None:
    listed = {entry.id: entry for entry in all_entries()}
    assert set(listed) == {rule.id for rule in law().rules} | {rule.id for rule in law().discretion_rules}
    for entry in listed.values():
        assert entry.text.de, entry.id
        assert entry.citation, entry.id
        assert entry.cases, entry.id


def test_rules_are_found_by_words_of_text_citation_and_status() -> None:
    assert {entry.id for entry in entries("ungeklärter identität")} == {"R301-self-tolerated-old", "R500-60b"}
    assert {entry.id for entry in entries("§ 60b Abs. 5")} == {"R500-60b"}
    assert entries("no such words anywhere") == []


def test_rules_are_listed_for_a_day_and_a_status() -> None:
    found = {entry.id for entry in entries(on=date(2018, 1, 1), status="gestattung")}
    assert "R650-district" in found
    assert "R680-approval" not in found
    assert "R500-60b" not in found


def test_an_entry_says_since_when_and_until_when() -> None:
    listed = {entry.id: entry for entry in all_entries()}
    assert (listed["R414-ae-3-months"].valid_from, listed["R414-ae-3-months"].valid_to) == (date(2026, 6, 12), None)
    assert listed["R414-ae-3-months"].is_in_force
    assert not listed["R400-ae-2015"].is_in_force
    assert listed["R430-wait-3-months"].inputs == ("stay_since",)


def test_changes_of_law_are_in_order_and_gaps_are_named() -> None:
    days = [change.date for change in law_changes()]
    assert days == sorted(days)
    assert any("students" in gap.en and "Studierende" in gap.de for gap in left_out())


def test_a_tolerated_person_is_shown_what_other_statuses_would_open() -> None:
    person = {
        "status": "duldung",
        "nationality": "AF",
        "stay_since": "2024-05-01",
        "reception_centre_obligation": False,
    }
    found = {scenario.status: scenario for scenario in scenarios(person, TODAY, "apprenticeship")}
    assert found["duldung_60c"].answer.discretion == "muss"
    assert found["ae_16g"].answer.level == "unrestricted"
    assert found["ae_16g"].conditions
    assert "ae_104c" not in found
    assert "ae_104c" in {scenario.status for scenario in scenarios(person, date(2025, 12, 30), "employment")}
