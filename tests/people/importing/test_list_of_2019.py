# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The list of 2019, 296 rows by four hands over three years: the expected figures were counted in the file itself.

Its people, numbers and addresses are invented.
"""

from collections import Counter
from datetime import date

import pytest

from scharnier.people.importing.outcome import PartialDate, Precision
from scharnier.people.importing.records import ParticipantRow, RowResult, parse_sheet
from scharnier.people.importing.report import Report, summarise
from scharnier.people.importing.tables import Sheet, read_table
from scharnier.people.importing.values import ValueMap
from tests.people.importing.lists import FILES, TODAY, mapped

# What both files have in common: reason and column -> cells.
PROBLEMS = {
    ("date_too_late", "Eintritt"): 1,
    ("date_too_early", "Eintritt"): 1,
    ("entry_inexact", "Eintritt"): 11,
    ("exit_inexact", "Austritt"): 6,
    ("exit_before_entry", "Austritt"): 6,
    ("entry_before_arrival", "Einreise"): 39,
    ("residence_ambiguous", "Aufenthaltstitel"): 33 + 29 + 18 + 11,
    ("marked_unknown", "Aufenthaltstitel"): 4,
    ("date_too_early", "gültig bis"): 3,
    ("date_impossible", "gültig bis"): 2,
    ("expiry_inexact", "gültig bis"): 4 + 7,
    ("email_not_ascii", "E-Mail"): 2,
    ("formula", "Bemerkung"): 30,
    ("duplicate", ""): 2 * 9,
}
NOTES = {
    ("date_serial", "geb. am"): 18,
    ("date_year_only", "geb. am"): 12 + 12 + 1,
    ("date_serial", "Einreise"): 22,
    ("date_year_only", "Einreise"): 6 + 8,
    ("date_serial", "Eintritt"): 30,
    ("date_serial", "Austritt"): 21,
    ("date_serial", "gültig bis"): 28,
    ("single_name", "Name, Vorname"): 6,
    ("postcode_zero_added", "PLZ Ort"): 20,
    ("cross_means_yes", "Arbeitserlaubnis?"): 42,
    ("work_permission_unknown", "Arbeitserlaubnis?"): 46,
    ("level_lower_taken", "Sprachniveau"): 23,
    ("level_is_course", "Sprachniveau"): 12,
    ("level_is_literacy", "Sprachniveau"): 17,
    ("level_with_certificate", "Sprachniveau"): 24,
    ("exit_reason_general", "Grund"): 19,
    ("exit_reason_unknown", "Grund"): 14,
    ("reason_without_exit", "Grund"): 6,
    ("remark_sensitive", "Bemerkung"): 21,
}


def _sheet(ending: str) -> Sheet:
    name = f"teilnehmerliste_2019.{ending}"
    (sheet,) = read_table(FILES / name, name)
    return sheet


def _results(ending: str, values: ValueMap | None = None) -> list[RowResult]:
    sheet = _sheet(ending)
    return list(parse_sheet(sheet, mapped(sheet), values or ValueMap(), TODAY))


@pytest.fixture(scope="module", params=["xlsx", "csv"])
def ending(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def results(ending: str) -> list[RowResult]:
    return _results(ending)


@pytest.fixture(scope="module")
def report(results: list[RowResult]) -> Report:
    return summarise(results)


def test_the_sheet_is_found_under_its_title_and_beside_its_legend() -> None:
    sheet = _sheet("xlsx")
    assert (sheet.name, sheet.header_row, sheet.as_of) == ("TN-Liste 2019", 4, date(2019, 9, 30))
    assert (sheet.hidden_columns, sheet.other_sheets) == (("Einreise",), ("Legende",))


def test_every_column_is_recognised(ending: str) -> None:
    mapping = mapped(_sheet(ending))
    assert [column.target for column in mapping.columns] == [
        "external_no",
        "name",
        "birth_date",
        "sex",
        "nationality",
        "residence_status",
        "residence_valid_to",
        "entry_to_germany",
        "work_permission",
        "postcode_place",
        "phone",
        "email",
        "german_level",
        "school",
        "occupation",
        "enrolment_entry",
        "enrolment_exit",
        "exit_reason",
        "staff",
        "remark",
    ]
    mapping.check()


def test_296_rows_become_285_files_nine_were_twice_two_stay_out(report: Report) -> None:
    assert (report.rows, report.accepted, report.duplicates, report.rejected) == (296, 285, 9, 2)


def test_blank_rows_and_subtotals_are_named(ending: str, report: Report) -> None:
    assert dict(report.skipped) == ({"blank": 5, "subtotal": 4} if ending == "xlsx" else {})


def test_every_problem_is_found(ending: str, report: Report) -> None:
    lost = {("letters_lost", "Name, Vorname"): 3} if ending == "csv" else {}
    assert Counter((p.reason_code, p.column) for p in report.problems) == PROBLEMS | lost


def test_every_reading_that_needed_care_is_noted(report: Report) -> None:
    ignored = {"row_blank", "row_subtotal", "phone_shared"}
    assert Counter((p.reason_code, p.column) for p in report.notes if p.reason_code not in ignored) == NOTES


def test_the_people_who_stand_there_twice_are_found() -> None:
    twins = {result.row: result.duplicate_of[1] for result in _results("xlsx") if result.duplicate_of}
    assert twins == {299: 294, 300: 160, 301: 56, 302: 108, 303: 173, 304: 152, 305: 148, 306: 147, 307: 49}


def _records(results: list[RowResult]) -> dict[str, ParticipantRow]:
    return {result.record.external_no: result.record for result in results if result.record}


def test_the_faults_of_single_rows_are_read_as_people_meant_them(results: list[RowResult]) -> None:
    records = _records(results)
    assert records["8"].birth == PartialDate(date(1974, 1, 1), Precision.YEAR, estimated=True)
    assert records["4"].entry == date(2017, 9, 10)
    assert records["4"].exit == date(2019, 1, 8)
    assert records["7"].postcode == "01796"
    assert records["7"].phones == ("+491713920020",)
    assert records["13"].family_name == ""
    assert records["13"].given_names == "Zahra"
    assert records["14"].birth == PartialDate(date(1996, 1, 1))
    assert records["3"].residence_status is None
    assert records["3"].residence_text == "anerkannt"
    assert records["5"].exit is None
    assert records["5"].exit_reason is None
    assert records["5"].exit_reason_text != ""
    assert records["9"].remark_sensitive
    assert records["9"].nationality == "SY"
    assert records["13"].remark == "=> Termin ABH 12.4."


def test_everybody_accepted_has_a_name_an_entry_and_codes_of_the_lists(results: list[RowResult]) -> None:
    accepted = [result.record for result in results if result.accepted and result.record]
    assert Counter(record.sex for record in accepted) == {"m": 172, "f": 102, "x": 3, None: 8}
    assert Counter(record.nationality for record in accepted) == {
        "SY": 119,
        "AF": 46,
        "IQ": 38,
        "ER": 18,
        "UA": 16,
        "GM": 14,
        "IR": 14,
        "SO": 12,
        "TR": 6,
        "stateless": 2,
    }
    assert all(
        record.phones[0].startswith(("+49171392", "+4917604069", "+493023125")) for record in accepted if record.phones
    )
    assert sum(1 for record in accepted if not record.phones) == 42


def test_six_decisions_settle_the_residence_titles(results: list[RowResult], report: Report, ending: str) -> None:
    opened = {value.raw: value.count for value in report.open_values()}
    assert opened == {
        "NE": 19,
        "Niederlassungserlaubnis": 14,
        "§25 II AufenthG": 18,
        "AE § 25 Abs. 2": 11,
        "Fiktionsbescheinigung": 18,
        "anerkannt": 11,
        "?": 4,
    }
    values = ValueMap()
    for value in report.open_values():
        if value.candidates:
            values.remember(value.target, value.raw, value.candidates[0])
    settled = summarise(_results(ending, values))
    assert [problem.raw for problem in settled.problems if problem.target == "residence_status"] == ["?"] * 4


def test_each_mentor_gets_a_list(report: Report) -> None:
    assert set(report.by_staff()) == {"M. 2", "Mentor 1", "Mentor 2", "Mentor 3", "Mentorin 4"}
    assert sum(len(problems) for problems in report.by_staff().values()) == len(report.problems)
