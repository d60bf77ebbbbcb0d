# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Bytes into raw rows: recognises the file, refuses what is none or too large, decodes, streams."""

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scharnier.people.importing.faults import ImportFault
from scharnier.people.importing.text import CellValue

if TYPE_CHECKING:
    import openpyxl

MAX_BYTES: Final = 25 * 1024 * 1024
# 50,000 rows of 30 columns unpack to about 100 MB of XML; the tables of strings and styles are held in memory.
MAX_UNPACKED: Final = 400 * 1024 * 1024
MAX_IN_MEMORY_PART: Final = 60 * 1024 * 1024
MAX_ROWS: Final = 50_000
MAX_COLUMNS: Final = 200
_SHEETS: Final = 50
_SAMPLE_BYTES: Final = 64 * 1024

_FOREIGN: Final = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
    b"\x1f\x8b": "gzip",
    b"{\\rtf": "RTF",
    b"MZ": "EXE",
    b"\x7fELF": "ELF",
    b"SQLite format 3": "SQLite",
    b"<!DOCTYPE": "HTML",
    b"<html": "HTML",
    b"<HTML": "HTML",
    b"<?xml": "XML",
}


@dataclass(frozen=True, slots=True)
class Span:
    """A merged range: rows as the spreadsheet counts, columns from 0; all ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class RawRow:
    number: int
    values: list[CellValue]
    formulas: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class RawSheet:
    name: str
    rows: Callable[[], Iterator[RawRow]]
    merges: tuple[Span, ...] = ()
    hidden: bool = False
    hidden_columns: tuple[int, ...] = field(default=())


def open_source(path_or_bytes: Path | str | bytes, filename: str) -> list[RawSheet]:
    """The sheets of the file; a CSV has one, named after the file. Raises ImportFault."""
    content = _content(path_or_bytes)
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _open_xlsx(content)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        encrypted = "EncryptedPackage".encode("utf-16-le") in content
        raise ImportFault("encrypted" if encrypted else "old_excel", {"file": filename[:100]})
    stripped = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    for magic, kind in _FOREIGN.items():
        if stripped.startswith(magic):
            raise ImportFault("not_a_spreadsheet", {"file": filename[:100], "kind": kind})
    return [_open_csv(content, filename)]


def _content(path_or_bytes: Path | str | bytes) -> bytes:
    if isinstance(path_or_bytes, bytes):
        size, content = len(path_or_bytes), path_or_bytes
    else:
        path = Path(path_or_bytes)
        try:
            size = path.stat().st_size
            content = path.read_bytes() if size <= MAX_BYTES else b""
        except OSError as error:
            raise ImportFault("unreadable_file", {"file": path.name[:100], "detail": str(error.strerror)}) from None
    if size > MAX_BYTES:
        raise ImportFault("too_large", {"limit": f"{MAX_BYTES // 1024 // 1024} MB"})
    if not content.strip(b"\0 \t\r\n"):
        raise ImportFault("empty")
    return content


# ---- XLSX ----


def _open_xlsx(content: bytes) -> list[RawSheet]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_archive(archive)
        book = _load(content)
        try:
            sheets = [
                (sheet.title, sheet.sheet_state != "visible", _part_name(sheet)) for sheet in book.worksheets[:_SHEETS]
            ]
        finally:
            book.close()
        return [_xlsx_sheet(content, *sheet) for sheet in sheets]
    except ImportFault:
        raise
    except Exception:
        # A damaged or hostile package makes the reader fail in any of a dozen ways; to a person they are one.
        raise ImportFault("damaged") from None


def _load(content: bytes) -> "openpyxl.Workbook":
    # Only here: nine megabytes that a process without a workbook can do without.
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        # "Data Validation extension is not supported": nothing a reader of values needs.
        warnings.simplefilter("ignore")
        return load_workbook(io.BytesIO(content), read_only=True, keep_links=False)


def _part_name(sheet: object) -> str:
    return str(getattr(sheet, "_worksheet_path", "")).lstrip("/")


def _check_archive(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise ImportFault("encrypted")
    if len(parts) > 2000 or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise ImportFault("too_large", {"limit": f"{MAX_UNPACKED // 1024 // 1024} MB"})
    if "mimetype" in names and b"opendocument" in archive.read("mimetype")[:200]:
        raise ImportFault("other_spreadsheet", {"kind": "OpenDocument"})
    if "xl/workbook.bin" in names:
        raise ImportFault("other_spreadsheet", {"kind": "XLSB"})
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        kind = "DOCX" if any(name.startswith("word/") for name in names) else "ZIP"
        raise ImportFault("not_a_spreadsheet", {"kind": kind, "file": ""})
    for part in parts:
        in_memory = not part.filename.startswith("xl/worksheets/")
        if in_memory and part.file_size > MAX_IN_MEMORY_PART and part.filename.endswith((".xml", ".rels")):
            raise ImportFault("too_large", {"limit": f"{MAX_IN_MEMORY_PART // 1024 // 1024} MB"})
        if part.filename.endswith((".xml", ".rels")):
            with archive.open(part) as stream:
                # Spreadsheets never carry a DTD; one is there to define exploding entities.
                if b"<!DOCTYPE" in stream.read(2048):
                    raise ImportFault("damaged")


def _xlsx_sheet(content: bytes, title: str, hidden: bool, part: str) -> RawSheet:
    merges, hidden_columns = _layout(content, part)
    return RawSheet(title, lambda: _xlsx_rows(content, title), merges, hidden, hidden_columns)


def _layout(content: bytes, part: str) -> tuple[tuple[Span, ...], tuple[int, ...]]:
    """Merged ranges and hidden columns, which the streaming reader does not know."""
    merges, hidden = [], []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if part not in archive.namelist():
            return (), ()
        with archive.open(part) as stream:
            tail = b""
            while chunk := stream.read(1 << 20):
                window = tail + chunk
                for match in re.finditer(
                    rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z]+[0-9]+:[A-Z]+[0-9]+)\"[^>]*>", window
                ):
                    merges.append(match[1].decode())
                for match in re.finditer(rb"<(?:\w+:)?col\s[^>]*>", window):
                    hidden += _hidden_columns(match[0])
                tail = window[window.rfind(b"<") :][-2000:]
                if len(merges) > 20_000:
                    break
    from openpyxl.utils import range_boundaries

    spans = []
    for ref in dict.fromkeys(merges):
        left, top, right, bottom = range_boundaries(ref)
        if left and top and right and bottom:
            spans.append(Span(top, left - 1, bottom, right - 1))
    return tuple(spans), tuple(sorted(set(hidden)))


def _hidden_columns(tag: bytes) -> list[int]:
    if not re.search(rb'hidden="(?:1|true)"', tag):
        return []
    first, last = re.search(rb'min="(\d+)"', tag), re.search(rb'max="(\d+)"', tag)
    if not first or not last:
        return []
    return list(range(int(first[1]) - 1, min(int(last[1]), MAX_COLUMNS)))


def _xlsx_rows(content: bytes, title: str) -> Iterator[RawRow]:
    book = _load(content)
    try:
        filled = 0
        sheet = book[title]
        # The stated size of a sheet is often wrong; without it a row is as wide as its last cell.
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            values = [_plain(cell.value) for cell in cells[:MAX_COLUMNS]]
            formulas = frozenset(index for index, cell in enumerate(cells) if cell.data_type == "f")
            while values and values[-1] is None:
                values.pop()
            filled += bool(values)
            if filled > MAX_ROWS:
                raise ImportFault("too_many_rows", {"limit": f"{MAX_ROWS:,}".replace(",", ".")})
            yield RawRow(number, values, formulas)
    except ImportFault:
        raise
    except Exception:
        raise ImportFault("damaged") from None
    finally:
        book.close()


def _plain(value: object) -> CellValue:
    if value is None or isinstance(value, (str, int, float, date, time)):
        return value
    # Array and table formulas are objects with the formula as text; intervals ("36:00 h") have none.
    return str(getattr(value, "text", None) or value)


# ---- CSV ----


def _open_csv(content: bytes, filename: str) -> RawSheet:
    encoding = _encoding(content, filename)
    text = content.decode(encoding)
    if "\0" in text or _binary_share(text[:_SAMPLE_BYTES]) > 0.02:
        raise ImportFault("not_a_spreadsheet", {"file": filename[:100], "kind": "?"})
    declared = re.match(r"sep=(.)\r?\n", text)
    delimiter = declared[1] if declared else _delimiter(text)
    start = declared.end() if declared else 0
    name = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", Path(filename).name) or "CSV"
    return RawSheet(name[:80], lambda: _csv_rows(text, start, delimiter, 1 if declared else 0))


def _encoding(content: bytes, filename: str) -> str:
    if content.startswith(b"\xef\xbb\xbf"):
        candidates = ["utf-8-sig"]
    elif content.startswith((b"\xff\xfe", b"\xfe\xff")):
        candidates = ["utf-16"]
    else:
        candidates = ["utf-8", "cp1252", "latin-1"]
    for candidate in candidates:
        try:
            content.decode(candidate)
            return candidate
        except UnicodeError:
            continue
    raise ImportFault("not_a_spreadsheet", {"file": filename[:100], "kind": "?"})


def _binary_share(text: str) -> float:
    odd = sum(1 for ch in text if (ch < " " and ch not in "\t\r\n\x0b\x0c") or "\x7f" <= ch <= "\x9f")
    return odd / max(len(text), 1)


def _delimiter(text: str) -> str:
    """The separator that cuts the first lines into the most columns, equally often."""
    best, best_score = ";", 0.0
    for candidate in (";", "\t", ",", "|"):
        try:
            widths = [len(row) for row in _first_records(text[:_SAMPLE_BYTES], candidate) if any(row)]
        except csv.Error:
            continue
        if not widths:
            continue
        usual = max(set(widths), key=lambda width: (widths.count(width), width))
        score = widths.count(usual) / len(widths) * usual if usual > 1 else 0.0
        if score > best_score:
            best, best_score = candidate, score
    return best


def _first_records(text: str, delimiter: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return [row for _, row in zip(range(60), reader, strict=False)]


def _csv_rows(text: str, start: int, delimiter: str, before: int) -> Iterator[RawRow]:
    source = io.StringIO(text, newline="")
    source.seek(start)
    try:
        for number, record in enumerate(csv.reader(source, delimiter=delimiter), start=1 + before):
            if number > MAX_ROWS:
                raise ImportFault("too_many_rows", {"limit": f"{MAX_ROWS:,}".replace(",", ".")})
            values: list[CellValue] = [cell if cell.strip() else None for cell in record[:MAX_COLUMNS]]
            while values and values[-1] is None:
                values.pop()
            yield RawRow(number, values)
    except csv.Error as error:
        raise ImportFault("csv_broken", {"detail": str(error)[:100]}) from None
