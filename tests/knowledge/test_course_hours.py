# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""How long an integration course is, on the day on which it begins."""

from datetime import date

from scharnier.knowledge.course_hours import hours


def told(course: str, day: date) -> dict[str, int]:
    return {part.code: part.hours for part in hours(course, day)}


def test_a_general_course_has_600_hours_and_orientation() -> None:
    assert told("integrationskurs", date(2026, 11, 24)) == {"language": 600, "orientation": 100}


def test_repeating_300_hours_ended_with_the_order_of_december_2024() -> None:
    assert told("integrationskurs", date(2024, 12, 6))["repetition"] == 300
    assert "repetition" not in told("integrationskurs", date(2024, 12, 7))
    assert told("alphabetisierungskurs", date(2026, 11, 24)) == {"language": 900, "orientation": 100, "repetition": 300}


def test_orientation_grew_in_august_2016() -> None:
    assert told("integrationskurs", date(2016, 8, 5))["orientation"] == 60
    assert told("integrationskurs", date(2016, 8, 6))["orientation"] == 100


def test_what_no_rule_knows_has_no_hours_and_every_row_cites() -> None:
    assert hours("ehrenamtlicher_kurs", date(2026, 11, 24)) == ()
    assert hours("integrationskurs", date(2010, 1, 1)) == ()
    assert all(
        part.citation and part.label("en") != part.label() for part in hours("integrationskurs", date(2020, 1, 1))
    )
