# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""From rows to participants: what is accepted, what is left empty, what stays out."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scharnier.people.importing.records import Outcome, RowResult, Severity
from scharnier.people.importing.values import ValueMap
from tests.people.importing.lists import csv_list, read

HEAD = "Name, Vorname;geb. am;Einreise;Aufenthaltstitel;gültig bis;Eintritt;Austritt;Grund;Telefon;Mentor/in"


def _codes(result: RowResult) -> list[tuple[str, str]]:
    return [(problem.reason_code, problem.column) for problem in result.problems]


def _one(row: str, default_entry: date | None = None) -> RowResult:
    (result,) = read(csv_list(HEAD.replace("Name, Vorname", "Name Vorname"), row), default_entry=default_entry)
    return result


def test_a_good_row_becomes_a_participant() -> None:
    result = _one("Saleh, Layla;2.9.1968;10.2.2016;Duldung;29.10.2019;27.10.2017;30.9.2018;Umzug;0171-3920012;Mentor 2")
    record = result.record
    assert record is not None
    assert (record.family_name, record.given_names, record.entry, record.exit) == (
        "Saleh",
        "Layla",
        date(2017, 10, 27),
        date(2018, 9, 30),
    )
    assert (record.residence_status, record.residence_text, record.residence_valid_to) == (
        "duldung",
        "Duldung",
        date(2019, 10, 29),
    )
    assert (record.exit_reason, record.phones, record.staff) == ("moved", ("+491713920012",), "Mentor 2")
    assert result.problems == []


def test_a_row_without_a_name_stays_out() -> None:
    result = _one("-;2.9.1968;;;;27.10.2017;;;;Mentor 2")
    assert result.record is None
    (problem,) = result.problems
    assert (problem.reason_code, problem.severity, problem.outcome, problem.staff) == (
        "no_name",
        Severity.ERROR,
        Outcome.ROW_REJECTED,
        "Mentor 2",
    )


def test_a_row_without_a_usable_entry_stays_out_and_says_why_once() -> None:
    assert _codes(_one("Saleh, Layla;;;;;;;;;")) == [("no_entry", "Eintritt")]
    result = _one("Saleh, Layla;;;;;31.02.2018;;;;")
    assert _codes(result) == [("date_impossible", "Eintritt")]
    assert (result.record, result.problems[0].severity) == (None, Severity.ERROR)


def test_a_preset_entry_serves_for_empty_cells_but_not_for_wrong_ones() -> None:
    given_day = date(2026, 1, 1)
    filled = _one("Saleh, Layla;;;;;;;;;", given_day).record
    assert filled is not None
    assert filled.entry == given_day
    assert _one("Saleh, Layla;;;;;31.02.2018;;;;", given_day).record is None


@pytest.mark.parametrize(
    ("row", "problems"),
    [
        ("Saleh, Layla;1.1.2027;;;;1.2.2018;;;;", [("date_in_future", "geb. am")]),
        ("Saleh, Layla;31.02.1990;;;;1.2.2018;;;;", [("date_impossible", "geb. am")]),
        ("Saleh, Layla;5.5.2019;;;;1.2.2018;;;;", [("entry_before_birth", "geb. am")]),
        ("Saleh, Layla;5.5.1990;1.1.1989;;;1.2.2018;;;;", [("arrival_before_birth", "Einreise")]),
        ("Saleh, Layla;;1.3.2018;;;1.2.2018;;;;", [("entry_before_arrival", "Einreise")]),
        ("Saleh, Layla;;;;;1.2.2018;31.1.2018;Umzug;;", [("exit_before_entry", "Austritt")]),
        ("Saleh, Layla;;;;;1.2.2018;;Umzug;;", [("reason_without_exit", "Grund")]),
        ("Saleh, Layla;;;;2020;1.2.2018;;;;", [("expiry_inexact", "gültig bis")]),
        ("Saleh, Layla;;;anerkannt;;1.2.2018;;;;", [("residence_ambiguous", "Aufenthaltstitel")]),
        ("Saleh, Layla;;;;;1.2.2018;;;123;", [("phone_wrong", "Telefon")]),
    ],
)
def test_a_bad_cell_is_left_empty_and_the_row_is_taken(row: str, problems: list[tuple[str, str]]) -> None:
    result = _one(row)
    assert _codes(result) == problems
    assert result.accepted
    assert all(p.severity is Severity.WARNING and p.outcome is Outcome.CELL_EMPTY for p in result.problems)
    record = result.record
    assert record is not None
    assert not record.phones
    assert record.residence_status is None
    assert record.residence_valid_to is None
    assert record.birth is None or record.birth.value == date(1990, 5, 5)
    assert record.entry_to_germany is None
    assert record.exit is None
    assert record.exit_reason is None
    assert record.entry == date(2018, 2, 1)


def test_an_inexact_entry_is_taken_and_somebody_is_asked() -> None:
    result = _one("Saleh, Layla;;;;;2018;2018;;;")
    record = result.record
    assert record is not None
    assert (record.entry, record.entry_exact, record.exit, record.exit_exact) == (
        date(2018, 1, 1),
        False,
        date(2018, 12, 31),
        False,
    )
    assert _codes(result) == [("entry_inexact", "Eintritt"), ("exit_inexact", "Austritt")]


def test_an_inexact_exit_is_never_in_the_future() -> None:
    record = _one("Saleh, Layla;;;;;1.2.2018;2026;;;").record
    assert record is not None
    assert record.exit == date(2026, 11, 22)


def test_two_inexact_dates_contradict_each_other_only_when_they_must() -> None:
    assert _codes(_one("Saleh, Layla;;2018;;;1.2.2018;;;;")) == []
    assert _codes(_one("Saleh, Layla;;ca. 2019;;;1.2.2018;;;;")) == []
    assert _codes(_one("Saleh, Layla;;2019;;;1.2.2018;;;;")) == [("entry_before_arrival", "Einreise")]


def test_the_day_of_expiry_narrows_the_residence_title() -> None:
    old = _one("Saleh, Layla;;;Ausbildungsduldung;1.5.2018;1.2.2018;;;;").record
    new = _one("Saleh, Layla;;;Ausbildungsduldung;1.5.2022;1.2.2018;;;;").record
    assert old is not None
    assert old.residence_status == "duldung_ausbildung_alt"
    assert new is not None
    assert new.residence_status == "duldung_60c"


def test_a_decision_about_a_value_settles_every_cell_with_it() -> None:
    values = ValueMap()
    values.remember("residence_status", "anerkannt", "ae_25_2_1")
    results = read(
        csv_list(HEAD, "Saleh, Layla;;;anerkannt;;1.2.2018;;;;", "Nuri, Said;;;Anerkannt ;;1.2.2018;;;;"), values=values
    )
    assert [result.record and result.record.residence_status for result in results] == ["ae_25_2_1", "ae_25_2_1"]


def _twice(first: str, second: str) -> tuple[RowResult, RowResult]:
    one, two = read(csv_list("Name, Vorname;geb. am;Eintritt;Telefon", first, second))
    return one, two


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Saleh, Layla;2.9.1968;1.2.2018;", "Saleh, Layla ;02.09.68;5.5.2019;"),
        ("Al-Hassan, Mohammad;2.9.1968;1.2.2018;", "Alhassan, Mohamad;2.9.1968;1.2.2018;"),
        ("Layla, Saleh;2.9.1968;1.2.2018;", "Saleh, Layla;2.9.1968;1.2.2018;"),
        ("Saleh, Layla;1.1.1981;1.2.2018;0171-3920012", "Saleh, Layla;1.1.1981;5.5.2019;01713920012"),
        ("Saleh, Layla;1.1.1981;1.2.2018;", "Saleh, Layla;1.1.1981;1.2.2018;"),
        ("Saleh, Layla;1981;1.2.2018;0171-3920012", "Saleh, Layla;1981;5.5.2019;0171-3920012"),
    ],
)
def test_the_same_person_twice_is_one_and_both_rows_say_so(first: str, second: str) -> None:
    one, two = _twice(first, second)
    assert one.accepted
    assert not two.accepted
    assert two.duplicate_of == (one.sheet, one.row)
    hints = [(p.row, p.reason_code, p.args["other"], p.outcome) for p in two.problems if p.reason_code == "duplicate"]
    assert hints == [(2, "duplicate", "3", Outcome.VALUE_KEPT), (3, "duplicate", "2", Outcome.DUPLICATE)]


@pytest.mark.parametrize(
    ("first", "second", "hint"),
    [
        ("Saleh, Layla;1.1.1981;1.2.2018;", "Saleh, Layla;1.1.1981;5.5.2019;", "duplicate_possible"),
        (
            "Saleh, Layla;2.9.1968;1.2.2018;0171-3920012",
            "Saleh, Layla;9.2.1968;5.5.2019;0171-3920012",
            "duplicate_possible",
        ),
        ("Saleh, Layla;2.9.1968;1.2.2018;", "Saleh, Layla;3.3.1990;5.5.2019;", ""),
        ("Saleh, Layla;1.1.1981;1.2.2018;", "Nuri, Said;1.1.1981;1.2.2018;", ""),
        ("Saleh, Layla;2.9.1968;1.2.2018;0171-3920012", "Saleh, Omar;3.3.1990;5.5.2019;0171-3920012", "phone_shared"),
    ],
)
def test_what_proves_nothing_is_at_most_a_hint(first: str, second: str, hint: str) -> None:
    one, two = _twice(first, second)
    assert one.accepted
    assert two.accepted
    hints = {
        p.reason_code for p in [*two.problems, *two.notes] if p.reason_code.startswith(("duplicate", "phone_shared"))
    }
    assert hints == ({hint} if hint else set())


def test_what_the_second_row_says_differently_is_named() -> None:
    _, two = _twice("Saleh, Layla;2.9.1968;1.2.2018;0171-3920012", "Saleh, Layla;2.9.1968;1.3.2018;")
    assert two.problems[-1].args["fields"] == "entry"


def test_skipped_rows_are_named_and_counted_apart() -> None:
    results = read(csv_list("Name, Vorname;Eintritt", "Saleh, Layla;1.2.2018", ";", "Summe: 1;", "Nuri, Said;1.2.2018"))
    assert [(result.row, result.skipped, result.accepted) for result in results] == [
        (2, "", True),
        (3, "blank", False),
        (4, "subtotal", False),
        (5, "", True),
    ]
    assert all(result.notes[0].outcome is Outcome.ROW_SKIPPED for result in results if result.skipped)


TYPED = st.text(st.characters(blacklist_characters='";', blacklist_categories=("Cs", "Cc")), max_size=14)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(TYPED, min_size=10, max_size=10), min_size=1, max_size=4))
def test_no_row_makes_the_import_fail(rows: list[list[str]]) -> None:
    results = read(
        csv_list(
            HEAD.replace("Name, Vorname", "Name Vorname"),
            "Saleh, Layla;;;;;1.2.2018;;;;",
            *(";".join(row) for row in rows),
        )
    )
    assert results[0].accepted
    for result in results:
        record = result.record
        if record is not None:
            assert record.family_name or record.given_names
            assert record.exit is None or record.exit >= record.entry
            assert record.birth is None or record.birth.earliest <= record.entry or not record.entry_exact
        else:
            assert result.skipped or any(problem.severity is Severity.ERROR for problem in result.problems)
