# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What people are told, and in what form."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import scharnier.people.importing as package
from scharnier.people.importing.columns import TARGETS, guess_mapping
from scharnier.people.importing.faults import ImportFault
from scharnier.people.importing.records import Severity
from scharnier.people.importing.report import (
    explain_guess,
    fault_message,
    harmless,
    message,
    staff_aliases,
    summarise,
    target_label,
    to_csv,
    to_jsonl,
)
from scharnier.people.importing.text import word_list
from tests.people.importing.lists import csv_list, read

LIST = csv_list(
    "Name, Vorname;geb. am;Aufenthaltstitel;Eintritt;E-Mail;Mentor/in",
    "Saleh, Layla;2.9.1968;anerkannt;1.2.2018;;Mentor 2",
    "Nuri, Said;31.02.1990;Anerkannt;1.2.2018;=1+2;M. 2",
    "Aziz, Ali;;NE;31.02.2018;;",
    "Saleh, Layla;2.9.1968;;1.2.2018;;Mentor 2",
    "Summe: 4;;;;;",
)


def test_the_counts_add_up() -> None:
    report = summarise(read(LIST))
    assert (report.rows, report.accepted, report.duplicates, report.rejected) == (4, 2, 1, 1)
    assert dict(report.skipped) == {"subtotal": 1}
    assert not report.complete
    assert summarise(read(csv_list("Name;Eintritt", "Saleh, Layla;1.2.2018"))).complete


def test_rejected_cells_are_listed_errors_first() -> None:
    cells = summarise(read(LIST)).rejected_cells
    assert [(cell.row, cell.column, cell.reason_code) for cell in cells] == [
        (4, "Eintritt", "date_impossible"),
        (2, "Aufenthaltstitel", "residence_ambiguous"),
        (3, "Aufenthaltstitel", "residence_ambiguous"),
        (3, "E-Mail", "email_wrong"),
        (3, "geb. am", "date_impossible"),
        (4, "Aufenthaltstitel", "residence_ambiguous"),
    ]


def test_problems_are_grouped_for_each_mentor_those_without_last() -> None:
    grouped = summarise(read(LIST)).by_staff()
    assert list(grouped) == ["M. 2", "Mentor 2", ""]
    assert {problem.row for problem in grouped["M. 2"]} == {3}


def test_kinds_are_counted_by_column() -> None:
    kinds = summarise(read(LIST)).by_kind()
    assert (kinds[0].reason_code, kinds[0].severity, kinds[0].column, kinds[0].count) == (
        "date_impossible",
        Severity.ERROR,
        "Eintritt",
        1,
    )
    assert [kind.count for kind in kinds if kind.reason_code == "residence_ambiguous"] == [3]


def test_one_decision_is_asked_for_each_text() -> None:
    opened = [(value.raw, value.count, value.candidates[0]) for value in summarise(read(LIST)).open_values()]
    assert opened == [("anerkannt", 2, "ae_25_2_1"), ("NE", 1, "ne_26_3")]


def test_abbreviated_names_of_staff_are_proposed_as_the_longer_ones() -> None:
    assert staff_aliases(["Mentor 1", "Mentor 2", "M. 2", "Mentorin 4", ""]) == {"M. 2": "Mentor 2"}
    assert staff_aliases(["A. Berg", "Anna Berg", "Anton Berg"]) == {}


@pytest.mark.parametrize("lang", ["de", "en"])
def test_every_problem_has_a_sentence_with_nothing_left_to_fill(lang: str) -> None:
    report = summarise(read(LIST))
    for problem in [*report.problems, *report.notes]:
        sentence = message(problem, "de" if lang == "de" else "en")
        assert sentence != problem.reason_code
        assert "{" not in sentence
        assert "…" not in sentence


def test_every_code_that_the_importer_uses_has_a_sentence() -> None:
    """Reads the source, so that a new reason without a text is found."""
    texts = word_list("messages")
    known = set(texts["cells"]) | set(texts["files"]) | set(texts["guesses"])
    for path in Path(package.__file__).parent.glob("*.py"):
        source = path.read_text("utf-8")
        used = set(re.findall(r'(?:Rejected|ImportFault|_reject_row|self\.report)\(\s*"(\w+)"', source))
        used |= set(re.findall(r'self\.drop\(\s*"\w+", "(\w+)"', source))
        assert used <= known, path.name


def test_every_text_exists_in_both_languages_with_the_same_fillers() -> None:
    for section in word_list("messages").values():
        for code, text in section.items():
            assert set(text) == {"de", "en"}, code
            assert set(re.findall(r"\{(\w+)\}", text["de"])) == set(re.findall(r"\{(\w+)\}", text["en"])), code


def test_every_field_has_a_label() -> None:
    assert all(target_label(target, "de") != target for target in TARGETS)


def test_faults_and_guesses_are_explained() -> None:
    assert fault_message(ImportFault("encrypted"), "en").startswith("The file is protected")
    assert "400 MB" in fault_message(ImportFault("too_large", {"limit": "400 MB"}))
    (guess,) = guess_mapping(["geb. am"], [])
    assert explain_guess(guess) == "Überschrift"


def test_a_duplicate_names_what_differs_in_words() -> None:
    results = read(
        csv_list("Name, Vorname;geb. am;Eintritt", "Saleh, Layla;2.9.1968;1.2.2018", "Saleh, Layla;2.9.1968;1.3.2018")
    )
    sentence = message(results[1].problems[-1], "de")
    assert (
        sentence
        == "Dieselbe Person steht auch in Zeile 2. Es entsteht eine Akte; abweichend angegeben: Eintritt ins Projekt."
    )


def test_the_table_for_the_mentors_opens_in_a_spreadsheet_and_runs_nothing() -> None:
    report = summarise(
        read(csv_list("Name, Vorname;Eintritt;E-Mail", "Saleh, Layla;1.2.2018;@SUM(A1)", "Nuri, Said;1.2.2018;=1+2"))
    )
    text = to_csv(report.problems)
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))
    assert rows[0] == ["Art", "Blatt", "Zeile", "Spalte", "Inhalt", "Grund", "Zuständig"]
    assert [row[4] for row in rows[1:]] == ["'@SUM(A1)", "'=1+2"]


@settings(deadline=None)
@given(st.text())
def test_no_text_in_the_report_is_a_formula(cell: str) -> None:
    assert not harmless(cell).lstrip(" \u00a0").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert harmless(cell).removeprefix("'") in {cell, cell.removeprefix("'")}


def test_json_lines_carry_sheet_row_column_and_reason() -> None:
    lines = [json.loads(line) for line in to_jsonl(summarise(read(LIST)).rejected_cells, "en")]
    assert lines[0] == {
        "sheet": "liste",
        "row": 4,
        "column": "Eintritt",
        "target": "enrolment_entry",
        "raw": "31.02.2018",
        "reason": "date_impossible",
        "severity": "error",
        "outcome": "row_rejected",
        "message": "There is no date 31.02.2018.",
        "candidates": [],
        "staff": "",
    }
