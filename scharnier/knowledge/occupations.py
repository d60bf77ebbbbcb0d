# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Occupations found by everyday words, and how near two of them are.

    occupations.find("Putzfrau")[0].occupation.code     ->  "54101"
    occupations.find("shnaider")[0].title("en")         ->  "tailor"
    occupations.nearness("29222", "62312").points       ->  45

Codes are those of the Klassifikation der Berufe 2010 in the edition of 2020; the fifth digit is the requirement level.
Words and titles are our own (data/occupations.yaml); `use_official` adds the official titles of an imported list.
"""

from __future__ import annotations

import csv
import io
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from scharnier.knowledge.files import load
from scharnier.knowledge.rules import Text
from scharnier.knowledge.wordindex import Match, WordIndex

logger = logging.getLogger(__name__)

DEPTH = 5
LARGEST_FILE = 20_000_000
MOST_PROBLEMS = 20
WORTH_SHOWING = 0.6
GONE = "(weggefallen)"
HEADING_WITHIN = 40
COLUMNS = {
    "code": ("code", "schlüssel", "schluessel", "kldb", "systematiknummer"),
    "title": ("title", "titel", "bezeichnung", "berufsbenennung"),
    "level": ("level", "ebene", "gliederungsebene"),
}
"""How the columns of the official list are called, by the beginning of their headings."""
Table = list[tuple[int, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Occupation:
    """One row: `id` is stored in files, `code` has five digits, `de` holds the feminine and the masculine form.

    `official` is the title of the imported list, empty without one. A row that only the imported list has is called
    "kldb-" and its code, and has no English name.
    """

    id: str
    code: str
    de: tuple[str, ...]
    en: str
    words_de: tuple[str, ...] = ()
    words_en: tuple[str, ...] = ()
    official: str = ""

    @property
    def level(self) -> str:
        """The requirement level: a code of the list requirement_level ("1" helper to "4" expert)."""
        return self.code[-1]

    def title(self, lang: str = "de") -> str:
        """What people read: "Köchin / Koch", "cook"; the German one where there is no English name."""
        return self.en if self.en and not lang.startswith("de") else " / ".join(self.de)


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer to a search: how well it fits (1 to 100) and by which of its words."""

    occupation: Occupation
    score: int
    word: str
    how: str

    def title(self, lang: str = "de") -> str:
        return self.occupation.title(lang)

    def because(self) -> Text:
        """Why this is on the list, for the small print beside it."""
        german, english = _REASONS[self.how]
        return Text(german.format(word=self.word), english.format(word=self.word))


_REASONS = {
    "same": ("gefunden als «{word}»", "found as “{word}”"),
    "sound": ("klingt wie «{word}»", "sounds like “{word}”"),
    "begin": ("Anfang von «{word}»", "begins like “{word}”"),
    "part": ("steckt in «{word}»", "is part of “{word}”"),
    "near": ("ähnlich geschrieben wie «{word}»", "is spelt like “{word}”"),
}


def find(text: str, lang: str = "de", limit: int = 10) -> list[Hit]:
    """The occupations that fit what somebody typed or said, best first, German and English words alike.

    Umlauts, accents, doubled letters, spellings by ear, Cyrillic letters and a few wrong letters don't matter. `lang`
    ("de" or another) only breaks ties. Fewer than two letters find nothing.
    """
    rows, index = _current()
    best: dict[int, Match] = {}
    for match in index.find(text, "de" if lang.startswith("de") else "en"):
        known = best.get(match.row)
        if known is None or match.score > known.score:
            best[match.row] = match
    least = WORTH_SHOWING * max((match.score for match in best.values()), default=0)
    fitting = [match for match in best.values() if match.score >= least]
    ordered = sorted(fitting, key=lambda match: (-match.score, rows[match.row].en == "", match.row))
    return [Hit(rows[match.row], round(100 * match.score), match.word, match.how) for match in ordered[:limit]]


def all_occupations() -> tuple[Occupation, ...]:
    """Our rows in the order of the file, then what only the imported list has."""
    return _current()[0]


def by_id(identifier: str) -> Occupation | None:
    """The row with that id, or None."""
    return _by_id(_current()[0]).get(identifier)


def by_code(code: str) -> tuple[Occupation, ...]:
    """All rows with that code of five digits; empty for one that is neither in our file nor in the imported list."""
    return tuple(row for row in _current()[0] if row.code == code)


def title(code: str, lang: str = "de") -> str:
    """A readable title for a code of five digits; the code itself when nothing is known about it."""
    rows = by_code(code)
    return rows[0].title(lang) if rows else code


@lru_cache(maxsize=2)
def _by_id(rows: tuple[Occupation, ...]) -> Mapping[str, Occupation]:
    return {row.id: row for row in rows}


# ---- nearness ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Nearness:
    """Points of 100 and the line of the table that gives them."""

    points: int
    because: Text


@dataclass(frozen=True)
class _Table:
    by_digits: Mapping[int, Nearness]
    pairs: Mapping[tuple[str, str], Nearness]


@cache
def _table() -> _Table:
    data = load("occupation-nearness.yaml")
    pairs: dict[tuple[str, str], Nearness] = {}
    for row in data["pairs"]:
        line = Nearness(row["points"], Text(row["de"], row["en"]))
        for one in row["one"]:
            for other in row["other"]:
                for key in ((one, other), (other, one)):
                    if key not in pairs or pairs[key].points < line.points:
                        pairs[key] = line
    by_digits = {row["digits"]: Nearness(row["points"], Text(row["de"], row["en"])) for row in data["same_digits"]}
    return _Table(by_digits, pairs)


@lru_cache(maxsize=200_000)
def nearness(one: str, other: str) -> Nearness:
    """How near two codes of five digits are: the better of common leading digits and the table of pairs.

    Symmetric. The table is data/occupation-nearness.yaml. Raises ValueError for what is no code of five digits.
    """
    for code in (one, other):
        if not is_code(code):
            raise ValueError(f"{code!r} is not a code of five digits, the last one 1 to 4")
    table = _table()
    same = next((number for number in range(DEPTH) if one[number] != other[number]), DEPTH)
    best = table.by_digits[same]
    for mine in (4, 3, 2):
        for theirs in (4, 3, 2):
            line = table.pairs.get((one[:mine], other[:theirs]))
            if line is not None and line.points > best.points:
                best = line
    return best


def related(code: str) -> list[str]:
    """Leading digits at which nearness to `code` may change: its own, and those that a pair sets beside it."""
    own = {code[:digits] for digits in range(1, DEPTH + 1)}
    return sorted(own | {theirs for mine, theirs in _table().pairs if code.startswith(mine)})


def is_code(code: object) -> bool:
    """Whether this looks like a code of five digits; whether it exists only the official list knows."""
    return isinstance(code, str) and len(code) == DEPTH and code.isascii() and code.isdigit() and code[-1] in "1234"


# ---- the official list --------------------------------------------------------------------------------------------


class OfficialListError(ValueError):
    """The file cannot be used; `problems` names rows and reasons, at most twenty."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Official:
    """One row of the official list: a code of one to five digits and its title."""

    code: str
    title: str


def load_official(path: Path) -> tuple[Official, ...]:
    """The official list: XLSX as the Federal Employment Agency publishes it, or CSV (comma, semicolon or tab; UTF-8 or
    Windows-1252), with columns for code (Schlüssel) and title (Titel); rows above the heading don't matter.

    A column `level` (Ebene), where there is one, must be the number of digits. Rows whose title says that the code is
    gone are left out. Raises OfficialListError naming every row that is wrong, OSError when the file can't be read.
    """
    if path.stat().st_size > LARGEST_FILE:
        raise OfficialListError([f"the file is larger than {LARGEST_FILE // 1_000_000} MB"])
    table = _workbook(path) if path.suffix.lower() in (".xlsx", ".xlsm") else _csv(path)
    if not table:
        raise OfficialListError(["the file is empty"])
    for place, (_, cells) in enumerate(table[:HEADING_WITHIN]):
        names = [_column(cell) for cell in cells]
        if {"code", "title"} <= set(names):
            return _checked(table[place + 1 :], names)
    names = [_column(cell) for cell in table[0][1]]
    missing = [name for name in ("code", "title") if name not in names]
    raise OfficialListError([f"row 1: there is no column {' and no column '.join(missing)}"])


def _csv(path: Path) -> Table:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        return list(enumerate(lines, 1))
    except csv.Error as problem:
        raise OfficialListError([f"cannot be read as CSV: {problem}"]) from None


def _workbook(path: Path) -> Table:
    """The first sheet that has both columns, the first one at all where none has."""
    # Only here: nine megabytes that a process without a workbook can do without.
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
        sheets: list[Table] = [
            [(number, ["" if cell is None else str(cell) for cell in row]) for number, row in enumerate(rows, 1)]
            for rows in (sheet.iter_rows(values_only=True) for sheet in book.worksheets)
        ]
    except (InvalidFileException, BadZipFile, KeyError, ValueError) as problem:
        raise OfficialListError([f"cannot be read as XLSX: {problem}"]) from None
    for table in sheets:
        if any({"code", "title"} <= {_column(cell) for cell in cells} for _, cells in table[:HEADING_WITHIN]):
            return table
    return sheets[0] if sheets else []


def _column(cell: str) -> str:
    """code, title or level for a heading, whatever the list calls it; otherwise the heading itself."""
    name = " ".join(cell.casefold().split())
    for column, begins in COLUMNS.items():
        if name.startswith(begins):
            return column
    return name


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _checked(table: Sequence[tuple[int, Sequence[str]]], names: Sequence[str]) -> tuple[Official, ...]:
    problems: list[str] = []
    rows: dict[str, str] = {}
    places: dict[str, int] = {}
    for number, cells in table:
        if not any(cell.strip() for cell in cells):
            continue
        row = dict(zip(names, (cell.strip() for cell in cells), strict=False))
        code, name = row.get("code", "").removeprefix("B ").strip(), row.get("title", "")
        if problem := _row_problem(code, name, row.get("level", ""), places.get(code)):
            problems.append(f"row {number}: {problem}")
            continue
        places[code] = number
        rows[code] = name
    for code in rows:
        if len(code) > 1 and code[:-1] not in rows:
            problems.append(f"row {places[code]}: the group {code[:-1]} above {code} is missing")
    if not problems and not any(len(code) == DEPTH for code in rows):
        problems.append("holds no code of five digits")
    if problems:
        more = len(problems) - MOST_PROBLEMS
        raise OfficialListError(problems[:MOST_PROBLEMS] + ([f"and {more} more"] if more > 0 else []))
    return tuple(Official(code, name) for code, name in rows.items() if name != GONE)


def _row_problem(code: str, name: str, level: str, before: int | None) -> str | None:
    if not (1 <= len(code) <= DEPTH and code.isascii() and code.isdigit()):
        return f"{code!r} is not a code of one to five digits (do leading zeros miss?)"
    if len(code) == DEPTH and not is_code(code):
        return f"{code}: the fifth digit must be 1 to 4"
    if level and level != str(len(code)):
        return f"{code}: level {level!r} doesn't fit a code of {len(code)} digits"
    if not name:
        return f"{code}: the title is missing"
    return f"{code} was already in row {before}" if before else None


_official: list[Path] = []


def use_official(path: Path | None) -> None:
    """From now on the list at `path` counts, if it is there, and is read again when the file changes. None: none."""
    _official[:] = [] if path is None else [path]


def _current() -> tuple[tuple[Occupation, ...], WordIndex]:
    if _official:
        try:
            changed = _official[0].stat().st_mtime_ns
        except OSError:
            return _directory(None, 0)
        return _directory(_official[0], changed)
    return _directory(None, 0)


@lru_cache(maxsize=2)
def _directory(path: Path | None, _changed: int) -> tuple[tuple[Occupation, ...], WordIndex]:
    rows = own()
    if path is not None:
        try:
            rows = merged(load_official(path))
        except (OSError, OfficialListError):
            logger.warning("The imported list of occupations can't be read; only our own occupations are found.")
    index = WordIndex()
    for number, row in enumerate(rows):
        for word in (*row.de, *row.words_de):
            index.add(number, word, "de")
        for word in (*((row.en,) if row.en else ()), *row.words_en):
            index.add(number, word, "en")
        if row.official and row.official not in row.de:
            index.add(number, row.official, "de")
    return rows, index.ready()


@cache
def own() -> tuple[Occupation, ...]:
    """Our own rows, in the order of the file."""
    return tuple(_row(row) for row in load("occupations.yaml")["occupations"])


def _row(row: Mapping[str, Any]) -> Occupation:
    words = row.get("words", {})
    german, english = tuple(words.get("de", ())), tuple(words.get("en", ()))
    return Occupation(row["id"], row["code"], tuple(row["de"]), row["en"], german, english)


def merged(official: Sequence[Official]) -> tuple[Occupation, ...]:
    """Our rows with the official titles, then every code of five digits that only the official list has."""
    titles = {row.code: row.title for row in official if len(row.code) == DEPTH}
    rows = [replace(row, official=titles.get(row.code, "")) for row in own()]
    have = {row.code for row in rows}
    rows += [
        Occupation(f"kldb-{code}", code, (name,), "", official=name)
        for code, name in titles.items()
        if code not in have
    ]
    return tuple(rows)
