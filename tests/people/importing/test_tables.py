# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Files as they come: what is read, what is skipped, and what is refused."""

import io
import subprocess
import sys
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scharnier.people.importing import sources
from scharnier.people.importing.faults import ImportFault
from scharnier.people.importing.tables import read_table
from scharnier.people.importing.text import word_list
from tests.people.importing.lists import mapped, one_sheet, xlsx

HEAD = ["Nr.", "Name, Vorname", "geb. am", "Eintritt"]
ONE = [1, "Saleh, Layla", datetime(1968, 9, 2), "27.10.2017"]  # noqa: DTZ001 - a cell has no time zone
TWO = [2, "Nuri, Maryam", "ca. 1974", 43028]


def _fault(content: bytes, filename: str = "liste.xlsx") -> str | None:
    """The code of the fault that reading everything ends with; None when all can be read."""
    try:
        for sheet in read_table(content, filename):
            list(sheet.rows)
    except ImportFault as fault:
        return fault.reason_code
    return None


def test_titles_above_the_header_are_no_participants() -> None:
    sheet = one_sheet(xlsx(["Liste (Stand: 30.09.2019)"], ["vertraulich"], [], HEAD, ONE, TWO, merge=["A1:D1"]))
    assert (sheet.header_row, sheet.columns, sheet.as_of) == (4, HEAD, date(2019, 9, 30))
    assert sheet.titles == ("Liste (Stand: 30.09.2019)", "vertraulich")
    assert [(row.number, row.values) for row in sheet.rows] == [(5, ONE), (6, TWO)]


def test_rows_can_be_read_twice() -> None:
    sheet = one_sheet(xlsx(HEAD, ONE, TWO))
    assert [row.number for row in sheet.rows] == [row.number for row in sheet.rows] == [2, 3]


def test_blank_rows_subtotals_sections_and_repeated_headers_are_skipped_with_a_reason() -> None:
    content = xlsx(
        HEAD,
        ["Standort Freiberg"],
        ONE,
        [],
        [],
        ["Zwischensumme: 1"],
        HEAD,
        TWO,
        ["--- Übertrag Blatt 1 ---"],
        [None, "Gesamt", 2, 17],
        [],
        merge=["A2:D2"],
    )
    rows = list(one_sheet(content).rows)
    assert [(row.number, row.last_number, row.skip) for row in rows] == [
        (2, 2, "section"),
        (3, 3, ""),
        (4, 5, "blank"),
        (6, 6, "subtotal"),
        (7, 7, "repeated_header"),
        (8, 8, ""),
        (9, 9, "subtotal"),
        (10, 10, "subtotal"),
    ]


def test_a_person_called_like_a_subtotal_stays_a_person() -> None:
    rows = list(
        one_sheet(xlsx(HEAD[1:], ["Total, Anna", "1.1.1990", "1.2.2018"], ["Summer, Eva", "2.2.1990", "1.3.2018"])).rows
    )
    assert [row.skip for row in rows] == ["", ""]


def test_merged_headers_in_two_rows_become_one_heading_a_column() -> None:
    content = xlsx(
        ["Mentorenliste"],
        ["Name", None, "Aufenthalt", None, "Kontakt", None],
        ["Nachname", "Vorname", "Titel", "gültig bis", "Telefon", "E-Mail"],
        ["Saleh", "Layla", "Duldung", "1.1.2020", "0171-3920012", "layla@example.org"],
        merge=["A1:F1", "A2:B2", "C2:D2", "E2:F2"],
    )
    assert one_sheet(content).columns == [
        "Name: Nachname",
        "Name: Vorname",
        "Aufenthalt: Titel",
        "Aufenthalt: gültig bis",
        "Kontakt: Telefon",
        "Kontakt: E-Mail",
    ]


def test_a_heading_merged_over_two_columns_names_both() -> None:
    sheet = one_sheet(xlsx(["Name", None, "Eintritt"], ["Saleh", "Layla", "1.1.2018"], merge=["A1:B1"]))
    assert sheet.columns == ["Name", "Name (2)", "Eintritt"]


def test_headings_are_never_empty_and_never_twice() -> None:
    assert one_sheet(xlsx(["Name", None, "Telefon", "Telefon"], ["Saleh", "x", "1", "2"])).columns == [
        "Name",
        "Spalte B",
        "Telefon",
        "Telefon (2)",
    ]


def test_a_column_in_use_without_a_heading_is_offered_as_well() -> None:
    assert one_sheet(xlsx(["Name", "Eintritt"], ["Saleh, Layla", "1.2.2018", None, "ruft an"])).columns == [
        "Name",
        "Eintritt",
        "Spalte C",
        "Spalte D",
    ]


def test_formulas_are_handed_on_as_formulas_and_not_calculated() -> None:
    (row,) = one_sheet(xlsx(HEAD, [1, "Saleh, Layla", "=DATE(1968,9,2)", "27.10.2017"])).rows
    assert [cell.formula for cell in row.cells] == [False, False, True, False]
    assert row.cells[2].value == "=DATE(1968,9,2)"


def test_a_list_in_words_nobody_knows_is_read_and_left_to_a_person() -> None:
    sheet = one_sheet(xlsx(["Qwer", "Asdf", "Yxcv"], ["eins", "zwei", 3], ["vier", "fünf", 6]))
    assert sheet.columns == ["Qwer", "Asdf", "Yxcv"]
    with pytest.raises(ImportFault, match="unknown_columns"):
        mapped(sheet).check()


def test_sheets_without_a_table_are_named() -> None:
    more: dict[str, list[list[object]]] = {
        "2018": [list(HEAD), list(TWO)],
        "Legende": [["m = männlich"], ["AE = Aufenthaltserlaubnis"]],
    }
    sheets = read_table(xlsx(HEAD, ONE, more=more), "liste.xlsx")
    assert [sheet.name for sheet in sheets] == ["Sheet", "2018"]
    assert sheets[0].other_sheets == ("Legende",)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_a_csv_is_read_whatever_its_encoding_and_separator(encoding: str, delimiter: str) -> None:
    lines = [
        ["Nachname", "Vorname", "Straße", "Eintritt"],
        ["Özer", "Gül", '"Weg 3; 2, a|b\nhinten"', "1.2.2018"],
        ["Süß", "Jörg", "", "3.4.2018"],
    ]
    content = "\r\n".join(delimiter.join(line) for line in lines).encode(encoding)
    sheet = one_sheet(content, "liste.csv")
    assert sheet.columns == lines[0]
    assert [row.values for row in sheet.rows] == [
        ["Özer", "Gül", "Weg 3; 2, a|b\nhinten", "1.2.2018"],
        ["Süß", "Jörg", None, "3.4.2018"],
    ]


def test_a_csv_may_declare_its_separator() -> None:
    sheet = one_sheet(b"sep=|\r\nName|Eintritt\r\nSaleh, Layla|1.2.2018\r\n", "liste.csv")
    assert (sheet.header_row, [row.number for row in sheet.rows]) == (2, [3])


def test_a_csv_with_the_wrong_ending_is_read_by_its_content() -> None:
    assert one_sheet(b"Name;Eintritt\nSaleh, Layla;1.2.2018\n", "liste.xlsx").columns == ["Name", "Eintritt"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"\r\n  \r\n", "empty"),
        (b"%PDF-1.7 ...", "not_a_spreadsheet"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not_a_spreadsheet"),
        (b"MZ" + bytes(200), "not_a_spreadsheet"),
        (bytes(range(256)) * 4, "not_a_spreadsheet"),
        (b"<html><table><tr><td>Name</td></tr></table></html>", "not_a_spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"PK\x03\x04 but nothing more", "damaged"),
        (b"1;2;3\n4;5;6\n", "no_header"),
        (b"ein Satz ohne Tabelle\n", "no_header"),
    ],
)
def test_what_is_no_list_is_refused_with_its_reason(content: bytes, reason: str) -> None:
    assert _fault(content) == reason


def _archive(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_other_packages_are_told_apart() -> None:
    types = {"[Content_Types].xml": b"<Types/>"}
    assert _fault(_archive({"readme.txt": b"x"})) == "not_a_spreadsheet"
    assert _fault(_archive(types | {"word/document.xml": b"<w/>"}), "liste.docx") == "not_a_spreadsheet"
    assert (
        _fault(_archive({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "liste.ods")
        == "other_spreadsheet"
    )
    assert _fault(_archive(types | {"xl/workbook.bin": b"x"}), "liste.xlsb") == "other_spreadsheet"


def test_a_package_that_unpacks_to_too_much_is_refused_unread() -> None:
    bomb = _archive(
        {"[Content_Types].xml": b"<Types/>", "xl/sharedStrings.xml": b" " * (sources.MAX_IN_MEMORY_PART + 1)}
    )
    assert len(bomb) < 200_000
    assert _fault(bomb) == "too_large"


def test_exploding_entities_are_refused_unread() -> None:
    entities = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    assert _fault(_archive({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": entities})) == "damaged"


def test_a_file_over_the_limit_is_fault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_bytes(b"Name;Eintritt\nSaleh, Layla;1.2.2018\n")
    assert read_table(path, path.name)[0].name == "liste"
    monkeypatch.setattr(sources, "MAX_BYTES", 20)
    with pytest.raises(ImportFault, match="too_large"):
        read_table(path, path.name)


def test_too_many_rows_are_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MAX_ROWS", 3)
    assert _fault(xlsx(HEAD, ONE, TWO, ONE)) == "too_many_rows"
    assert _fault(b"Name;Eintritt\n" + b"Saleh, Layla;1.2.2018\n" * 3, "liste.csv") == "too_many_rows"


def test_a_missing_file_is_a_fault_and_no_crash(tmp_path: Path) -> None:
    with pytest.raises(ImportFault, match="unreadable_file"):
        read_table(tmp_path / "none.xlsx", "none.xlsx")


@settings(max_examples=60, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=400),
        st.text(max_size=200).map(str.encode),
        st.binary(max_size=200).map(lambda tail: b"PK\x03\x04" + tail),
    )
)
def test_no_content_makes_the_reader_fail(content: bytes) -> None:
    assert _fault(content, "liste.csv") in {None, *word_list("messages")["files"]}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=5))
def test_no_damage_makes_the_reader_fail(damage: list[tuple[float, int]]) -> None:
    content = bytearray(xlsx(HEAD, ONE, TWO))
    for place, byte in damage:
        content[int(place * (len(content) - 1))] = byte
    assert _fault(bytes(content)) in {None, *word_list("messages")["files"]}


def test_a_process_without_a_workbook_does_without_the_reader_of_workbooks() -> None:
    """Together with what it draws in it is a fifth of the memory of a process that serves pages."""
    read = "from scharnier.people.importing import sources; from scharnier.knowledge import occupations; import sys"
    asked = f"{read}; sys.exit('openpyxl' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0
