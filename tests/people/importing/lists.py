# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Small lists for the tests, built as spreadsheet programs write them."""

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import openpyxl

from scharnier.people.importing.columns import Mapping, guess_mapping, mapping_from_guesses
from scharnier.people.importing.records import RowResult, parse_sheet
from scharnier.people.importing.tables import Sheet, read_table
from scharnier.people.importing.values import ValueMap

FILES = Path(__file__).parent / "files"
TODAY = date(2026, 11, 22)


def xlsx(
    *rows: Sequence[object], merge: Sequence[str] = (), more: dict[str, list[list[object]]] | None = None
) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    for span in merge:
        sheet.merge_cells(span)
    for title, others in (more or {}).items():
        extra = book.create_sheet(title)
        for other in others:
            extra.append(other)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def one_sheet(content: bytes, filename: str = "liste.xlsx") -> Sheet:
    (sheet,) = read_table(content, filename)
    return sheet


def mapped(sheet: Sheet) -> Mapping:
    return mapping_from_guesses(guess_mapping(sheet.columns, sheet.sample()))


def read(
    content: bytes, filename: str = "liste.csv", values: ValueMap | None = None, default_entry: date | None = None
) -> list[RowResult]:
    sheet = one_sheet(content, filename)
    return list(parse_sheet(sheet, mapped(sheet), values or ValueMap(), TODAY, default_entry=default_entry))


def csv_list(head: str, *rows: str) -> bytes:
    return "\r\n".join([head, *rows, ""]).encode()
