# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tables out of files: XLSX and CSV as projects keep them, read row by row.

Formulas are never evaluated. Rows that are no participants (blank, subtotals, section titles, repeated headings)
are handed on with the reason, never dropped silently.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path

from scharnier.people.importing.columns import header_score
from scharnier.people.importing.faults import ImportFault
from scharnier.people.importing.sources import RawRow, RawSheet, open_source
from scharnier.people.importing.text import CellValue, clean, fold

_HEADER_SEARCH = 40
_SUBTOTAL = re.compile(
    r"^(?:zwischen)?summen?\b|^gesamt|^insgesamt|^uebertrag|^total|^subtotal|^sum\b|^anzahl\b|^teilnehmer gesamt"
)
_DATED = re.compile(r"\d{1,2}\.\d{1,2}\.\d{2,4}$|\d{4}-\d{2}-\d{2}")
_AS_OF = re.compile(r"\bstand\b[:\s]*(?:vom\s*)?(\d{1,2})\.(\d{1,2})\.(\d{4})", re.IGNORECASE)

__all__ = ["Cell", "ImportFault", "Row", "RowStream", "Sheet", "read_table"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as stored. `formula`: the value is the formula's text, not its result."""

    value: CellValue
    formula: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its number as the spreadsheet shows it.

    `skip` is empty for data, otherwise why the row is no participant: blank, subtotal, section, repeated_header.
    A run of blank rows is one Row up to `last_number`.
    """

    sheet: str
    number: int
    cells: list[Cell]
    skip: str = ""
    last_number: int = 0

    @property
    def values(self) -> list[CellValue]:
        return [cell.value for cell in self.cells]


class RowStream:
    """The rows below the header. Each iteration reads the file anew, so nothing is kept in memory."""

    def __init__(self, start: Callable[[], Iterator[Row]]) -> None:
        self._start = start

    def __iter__(self) -> Iterator[Row]:
        return self._start()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with a table: `header_row` as the spreadsheet counts, `columns` one heading each (never empty or twice).

    `as_of` is the day in a title such as "Stand 30.09.2019"; `titles` are the lines above the header; `other_sheets`
    are the file's sheets without a table, with the reason (for the report).
    """

    name: str
    header_row: int
    columns: list[str]
    rows: RowStream
    as_of: date | None = None
    titles: tuple[str, ...] = ()
    hidden: bool = False
    hidden_columns: tuple[str, ...] = ()
    other_sheets: tuple[str, ...] = field(default=())

    def sample(self, size: int = 200) -> list[list[CellValue]]:
        """Values of the first data rows, for `guess_mapping`."""
        return [row.values for row in islice((row for row in self.rows if not row.skip), size)]


def read_table(path_or_bytes: Path | str | bytes, filename: str) -> list[Sheet]:
    """The sheets of an XLSX or CSV file that hold a table with headings.

    Raises ImportFault with a code of the message table's `files`. Damage and too many rows may show only while rows
    are read.
    """
    raw_sheets = open_source(path_or_bytes, filename)
    tables, others = [], []
    for raw in raw_sheets:
        found = _find_header(raw)
        if found is None:
            others.append(raw.name)
        else:
            tables.append((raw, *found))
    if not tables:
        raise ImportFault("no_header", {"sheets": ", ".join(others)[:200]})
    return [_sheet(raw, header, depth, tuple(others)) for raw, header, depth in tables]


def _find_header(raw: RawSheet) -> tuple[RawRow, int] | None:
    """The header row and how many rows of group headings belong above it (0 or 1)."""
    head = list(islice(raw.rows(), _HEADER_SEARCH))
    best: tuple[float, int] | None = None
    for position, row in enumerate(head):
        texts = [cell for cell in row.values if isinstance(cell, str) and any(ch.isalpha() for ch in cell)]
        filled = [cell for cell in row.values if cell is not None and clean(cell)]
        if len(filled) < 2 or len(texts) < 0.8 * len(filled):
            continue
        score = 3.0 * header_score(row.values) + (1.0 if len(texts) == len({fold(text) for text in texts}) else 0.0)
        # Equal scores: the upper row; what follows a table's heading is data.
        if best is None or score > best[0]:
            best = (score, position)
    if best is None:
        return None
    position = best[1]
    recognised = header_score(head[position].values)
    if recognised < 1 and not _looks_like_heading(head, position):
        return None
    return head[position], _group_rows(raw, head, position)


def _looks_like_heading(head: list[RawRow], position: int) -> bool:
    """A heading in words nobody knows: at least two short texts over rows that are filled as widely."""
    width = sum(1 for cell in head[position].values if cell is not None and clean(cell))
    below = [
        row
        for row in head[position + 1 :]
        if sum(1 for cell in row.values if cell is not None and clean(cell)) >= max(2, width // 2)
    ]
    short = all(len(clean(cell)) <= 60 for cell in head[position].values if cell is not None)
    return bool(below) and short and width >= 2


def _group_rows(raw: RawSheet, head: list[RawRow], position: int) -> int:
    if position == 0:
        return 0
    above = head[position - 1]
    if above.number != head[position].number - 1:
        return 0
    merged_groups = [span for span in raw.merges if span.top == above.number and span.right > span.left]
    upright = [span for span in raw.merges if span.top == above.number and span.bottom == head[position].number]
    filled = sum(1 for cell in above.values if cell is not None and clean(cell))
    # One merged cell over everything is a title, not a group.
    return 1 if upright or (filled >= 2 and merged_groups) else 0


def _sheet(raw: RawSheet, header: RawRow, depth: int, others: tuple[str, ...]) -> Sheet:
    columns = _columns(raw, header, depth)
    titles = tuple(
        text
        for row in islice(raw.rows(), _HEADER_SEARCH)
        if row.number < header.number - depth
        for cell in row.values
        if (text := clean(cell))
    )
    return Sheet(
        name=raw.name,
        header_row=header.number,
        columns=columns,
        rows=RowStream(lambda: _rows(raw, header, len(columns))),
        as_of=_as_of(titles),
        titles=titles,
        hidden=raw.hidden,
        hidden_columns=tuple(columns[index] for index in raw.hidden_columns if index < len(columns)),
        other_sheets=others,
    )


def _columns(raw: RawSheet, header: RawRow, depth: int) -> list[str]:
    names = [" ".join(clean(cell).split()) for cell in header.values]
    # A column in use below the header counts, even if nobody gave it a heading.
    width = max(
        (len(row.values) for row in islice(raw.rows(), _HEADER_SEARCH) if row.number > header.number), default=0
    )
    names += [""] * (width - len(names))
    if depth:
        groups = {row.number: row for row in islice(raw.rows(), _HEADER_SEARCH)}[header.number - 1].values
        names = _with_groups(raw, header.number - 1, groups, names)
    for span in raw.merges:
        if span.top == header.number and span.left < len(names):
            for index in range(span.left + 1, min(span.right + 1, len(names))):
                names[index] = names[index] or names[span.left]
    return _distinct(names)


def _with_groups(raw: RawSheet, number: int, groups: list[CellValue], names: list[str]) -> list[str]:
    width = max(len(names), len(groups))
    names = names + [""] * (width - len(names))
    above = [" ".join(clean(cell).split()) for cell in groups] + [""] * (width - len(groups))
    for span in raw.merges:
        if span.top <= number <= span.bottom and span.left < width:
            for index in range(span.left + 1, min(span.right + 1, width)):
                above[index] = above[span.left]
    joined = [f"{group}: {name}" if group and name else group or name for group, name in zip(above, names, strict=True)]
    return joined


def _distinct(names: list[str]) -> list[str]:
    seen: dict[str, int] = {}
    distinct = []
    for index, name in enumerate(names):
        name = name or f"Spalte {_letters(index)}"
        seen[name] = seen.get(name, 0) + 1
        distinct.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return distinct


def _letters(index: int) -> str:
    letters, index = "", index + 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _as_of(titles: tuple[str, ...]) -> date | None:
    for title in titles:
        if match := _AS_OF.search(title):
            try:
                return date(int(match[3]), int(match[2]), int(match[1]))
            except ValueError:
                continue
    return None


def _rows(raw: RawSheet, header: RawRow, width: int) -> Iterator[Row]:
    heading = [fold(clean(cell)) for cell in header.values]
    section_rows = {span.top for span in raw.merges if span.right - span.left >= 2}
    blank: tuple[int, int] | None = None
    for row in raw.rows():
        if row.number <= header.number:
            continue
        filled = [(index, text) for index, cell in enumerate(row.values) if cell is not None and (text := clean(cell))]
        if not filled:
            blank = (blank[0] if blank else row.number, row.number)
            continue
        # Blank rows at the end of a sheet are not worth a word; those between participants are.
        if blank:
            yield Row(raw.name, blank[0], [], "blank", blank[1])
            blank = None
        cells = [Cell(value, index in row.formulas) for index, value in enumerate(row.values[:width])]
        cells += [Cell(None)] * (width - len(cells))
        yield Row(raw.name, row.number, cells, _skip_reason(row.number, filled, heading, section_rows), row.number)


def _skip_reason(number: int, filled: list[tuple[int, str]], heading: list[str], section_rows: set[int]) -> str:
    first = filled[0][1]
    begins = fold(first)
    if begins in heading and [fold(text) for _, text in filled] == [text for text in heading if text]:
        return "repeated_header"
    if _SUBTOTAL.match(begins) or first.startswith(("---", "===", "***", "###", "___")):
        words = [text for _, text in filled if not re.fullmatch(r"[\d.,%€ ]+", text)]
        # Somebody may be called Total; a sum has no dates.
        dated = any(_DATED.match(text) for _, text in filled)
        if not dated and (len(filled) <= 3 or len(words) <= 1):
            return "subtotal"
    if len(filled) == 1 and (
        number in section_rows
        or (filled[0][0] == 0 and heading[:1] and _is_counter(heading[0]) and not first.isdecimal())
    ):
        return "section"
    return ""


def _is_counter(heading: str) -> bool:
    return heading in {"nr", "lfd nr", "lfd", "id", "number", "no"}
