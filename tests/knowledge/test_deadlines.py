# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Deadlines of letters, working days and holidays."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scharnier.knowledge import codes, deadlines, workdays
from scharnier.knowledge.cases import rows
from scharnier.knowledge.deadlines import Kind, suggest
from scharnier.knowledge.inputs import InputError

CASES = rows("deadlines")
DAYS = st.dates(date(2015, 7, 1), date(2040, 12, 31))
LANDS = st.sampled_from([None, *codes.codes("german_state")])
MATTERS = st.sampled_from([matter.code for matter in deadlines.matters()])


def ask(case: dict[str, Any]) -> deadlines.Deadline:
    more = {name: case[name] for name in ("stated", "notice") if name in case}
    return suggest(case["matter"], case.get("dated"), case.get("served"), case.get("land"), **more)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_the_case_table_holds(case: dict[str, Any]) -> None:
    answer = ask(case)
    assert (answer.day, answer.kind.value) == (case["day"], case.get("kind", "counted"))
    assert answer.missing == tuple(case.get("missing", ()))
    if "careful" in case:
        assert answer.careful == case["careful"]
    if "confidence" in case:
        assert answer.confidence == case["confidence"]
    if "cites" in case:
        assert case["cites"] in answer.citations


def test_the_table_has_at_least_sixty_cases() -> None:
    assert len(CASES) >= 60
    assert len({case["id"] for case in CASES}) == len(CASES)


def test_every_answer_says_that_it_is_no_legal_advice() -> None:
    for case in CASES:
        assert ask(case).warnings[0] is deadlines.NOT_ADVICE


def test_what_is_unsure_says_so() -> None:
    answer = suggest("bamf_ablehnung", served=date(2026, 7, 1), land="SN")
    assert deadlines.UNSURE in answer.warnings
    assert any("neue Adresse" in line.de for line in answer.warnings)


def test_the_reasons_tell_the_whole_way() -> None:
    answer = suggest("sgb2_bescheid", "2026-11-02", None, "SN")
    assert [line.de for line in answer.because] == [
        "Post vom 02.11.2026 gilt am 4. Tag danach als bekannt gegeben: 06.11.2026.",
        "1 Monat ab 06.11.2026: bis 06.12.2026.",
        "Der 06.12.2026 ist frei (ein Sonntag): nächster Werktag ist der 07.12.2026.",
    ]
    assert answer.citations == ("§ 84 Abs. 1 SGG", "§ 37 Abs. 2 SGB X", "§ 64 Abs. 3 SGG")
    assert answer.action is not None
    assert answer.action.en == "lodge an objection"
    assert answer.as_json()["day"] == "2026-12-07"


def test_a_letter_of_unknown_matter_has_no_deadline() -> None:
    answer = suggest(None, dated=date(2026, 11, 2))
    assert (answer.kind, answer.day, answer.missing) == (Kind.UNKNOWN, None, ("matter",))


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        ({"matter": "nonsense"}, "matter"),
        ({"matter": "sgb2_bescheid", "dated": "2026-02-30"}, "dated"),
        ({"matter": "sgb2_bescheid", "dated": "2026-11-02", "served": "2026-11-01"}, "served"),
        ({"matter": "sgb2_bescheid", "dated": "2026-11-02", "land": "XX"}, "land"),
        ({"matter": "sgb2_bescheid", "dated": 5}, "dated"),
        ({"matter": "mitwirkung_sozial", "stated": "soon"}, "stated"),
    ],
)
def test_what_cant_be_read_names_the_field(arguments: dict[str, Any], field: str) -> None:
    with pytest.raises(InputError) as fault:
        suggest(**arguments)
    assert fault.value.field == field


def test_matters_belong_to_senders() -> None:
    assert {"sgb2_bescheid", "meldetermin"} <= {matter.code for matter in deadlines.matters("jobcenter")}
    assert deadlines.matters("nobody") == ()
    written = {code for matter in deadlines.matters() for code in matter.senders}
    assert written == {sender.code for sender in deadlines.senders()}
    assert deadlines.matters()[0].label("en").startswith("decision on basic income")


@given(MATTERS, DAYS, st.integers(0, 40), LANDS)
@settings(max_examples=150, deadline=None)
def test_the_careful_day_is_never_later_and_the_last_day_is_a_working_day(
    matter: str, dated: date, later: int, land: str | None
) -> None:
    answer = suggest(matter, dated, dated + timedelta(days=later), land)
    if answer.kind is Kind.COUNTED:
        assert answer.day is not None
        assert answer.careful is not None
        assert answer.careful <= answer.day
        assert answer.citations
        assert workdays.free_because(answer.day, land) is None


@given(MATTERS, DAYS, st.integers(0, 60), LANDS)
@settings(max_examples=100, deadline=None)
def test_a_later_letter_never_has_an_earlier_deadline(matter: str, day: date, later: int, land: str | None) -> None:
    if any(day <= change <= day + timedelta(days=later) for change in (date(2025, 1, 1), date(2026, 6, 12))):
        return
    next_day = day + timedelta(days=later)
    first, second = suggest(matter, day, day, land), suggest(matter, next_day, next_day, land)
    if first.day and second.day:
        assert first.day <= second.day


@given(DAYS, LANDS)
@settings(max_examples=100, deadline=None)
def test_holidays_of_the_country_are_holidays_of_every_land(day: date, land: str | None) -> None:
    assert set(workdays.holidays(day.year, None)) <= set(workdays.holidays(day.year, land))
    assert workdays.next_working_day(day, land) >= workdays.next_working_day(day, None)


@pytest.mark.parametrize(
    ("year", "month", "day"), [(1818, 3, 22), (1943, 4, 25), (2024, 3, 31), (2026, 4, 5), (2038, 4, 25), (2285, 3, 22)]
)
def test_easter_falls_where_it_falls(year: int, month: int, day: int) -> None:
    assert workdays.easter(year) == date(year, month, day)


@pytest.mark.parametrize(("land", "number"), [("BE", 10), ("BW", 12), ("SN", 11), ("MV", 11), ("SL", 12), ("HE", 10)])
def test_each_land_has_as_many_holidays_in_2026_as_its_act_says(land: str, number: int) -> None:
    assert len(workdays.holidays(2026, land)) == number
