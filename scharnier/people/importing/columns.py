# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which column holds what: a guess from heading and content, and a mapping that can be kept."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache, cached_property
from typing import Any, Final

import yaml

from scharnier.people.importing.faults import ImportFault
from scharnier.people.importing.nationality import nationality_code
from scharnier.people.importing.outcome import Context, Parsed
from scharnier.people.importing.text import CellValue, as_text, clean, fold, is_placeholder, word_list
from scharnier.people.importing.values import PARSERS, LeaveEmpty, ValueMap, parse

TARGETS: Final[tuple[str, ...]] = tuple(PARSERS)
NAME_TARGETS: Final = frozenset({"name", "family_name", "given_names"})
# Lists have two columns for telephone ("Festnetz", "Handy") and several for remarks; other fields take one column.
SEVERAL_COLUMNS: Final = frozenset({"phone", "remark"})
_DATES: Final = frozenset({"birth_date", "residence_valid_to", "entry_to_germany", "enrolment_entry", "enrolment_exit"})
_SAMPLE = 200
# A date far from the reference keeps content checks from failing on "future" dates: only the form counts.
_ANY_DAY = Context(today=date(2090, 1, 1))


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """What a column seems to hold. `confidence` 0 to 1; `why` is one of header, header_similar, content,
    header_against_content, taken, nothing, remembered (texts: `report.explain_guess`)."""

    index: int
    column: str
    target: str | None
    confidence: float
    why: str


@dataclass(frozen=True, slots=True)
class ColumnTarget:
    index: int
    column: str
    target: str | None


@dataclass(frozen=True)
class Mapping:
    """Which field each column of one kind of list fills."""

    columns: tuple[ColumnTarget, ...]

    @property
    def signature(self) -> str:
        return signature([column.column for column in self.columns])

    @cached_property
    def used(self) -> tuple[ColumnTarget, ...]:
        """The mapped columns as they are read: the day of expiry first, it narrows what a title can have been."""
        mapped = [column for column in self.columns if column.target]
        return tuple(sorted(mapped, key=lambda column: column.target != "residence_valid_to"))

    @property
    def targets(self) -> frozenset[str]:
        return frozenset(column.target for column in self.columns if column.target)

    def check(self, default_entry: date | None = None) -> None:
        """Raises ImportFault when the list can't become participants: no names, no day of entry, a field twice."""
        if not self.targets:
            raise ImportFault("unknown_columns", {"columns": ", ".join(column.column for column in self.columns)[:300]})
        if not self.targets & NAME_TARGETS:
            raise ImportFault("no_name_column", {"columns": ", ".join(column.column for column in self.columns)[:300]})
        if "enrolment_entry" not in self.targets and default_entry is None:
            raise ImportFault("no_entry_column", {"columns": ", ".join(column.column for column in self.columns)[:300]})
        seen: set[str] = set()
        for column in self.used:
            if column.target in seen and column.target not in SEVERAL_COLUMNS:
                raise ImportFault("target_twice", {"column": column.column, "target": str(column.target)})
            seen.add(str(column.target))


@dataclass(frozen=True, slots=True)
class StoredMapping:
    """A mapping with the decisions about values made for it."""

    mapping: Mapping
    values: ValueMap = field(default_factory=ValueMap)


def signature(columns: Sequence[str]) -> str:
    """Sixteen hex digits that recognise a list by its headings, whatever their case, spacing or order."""
    joined = "\n".join(sorted(fold(column) for column in columns if fold(column)))
    return hashlib.sha256(joined.encode()).hexdigest()[:16]


def header_score(cells: Iterable[CellValue]) -> int:
    """How many of the cells are headings that projects use; tells the header row from titles and data."""
    return sum(1 for cell in cells if isinstance(cell, str) and _by_header(cell)[1] >= 0.9)


def guess_mapping(columns: Sequence[str], sample_rows: Sequence[Sequence[CellValue]]) -> list[ColumnGuess]:
    """One guess a column, from its heading and the cells of the sample rows (at most 200 are looked at).

    A field is given to the column with the best claim; the others are left without, for a person to decide.
    """
    guesses = []
    for index, column in enumerate(columns):
        cells = [row[index] for row in sample_rows[:_SAMPLE] if index < len(row)]
        filled = [cell for cell in cells if not is_placeholder(clean(cell))]
        guesses.append(_guess_one(index, column, filled))
    guesses = _prefer_parts_of_names(guesses)
    return _resolve_conflicts(guesses)


def mapping_from_guesses(guesses: Iterable[ColumnGuess]) -> Mapping:
    return Mapping(tuple(ColumnTarget(guess.index, guess.column, guess.target) for guess in guesses))


def bind(stored: Mapping, columns: Sequence[str]) -> Mapping | None:
    """The stored mapping on this list's columns, found by heading; None when a mapped column is missing."""
    places: dict[str, list[int]] = {}
    for index, column in enumerate(columns):
        places.setdefault(fold(column), []).append(index)
    targets: dict[int, str] = {}
    for wanted in stored.used:
        free = places.get(fold(wanted.column))
        if not free:
            return None
        targets[free.pop(0)] = str(wanted.target)
    return Mapping(tuple(ColumnTarget(index, column, targets.get(index)) for index, column in enumerate(columns)))


def mapping_to_yaml(mapping: Mapping, values: ValueMap | None = None) -> str:
    """The mapping and its value decisions as YAML, for `--mapping` and for keeping it with the project."""
    document: dict[str, Any] = {
        "version": 1,
        "signature": mapping.signature,
        "columns": [{"column": column.column, "target": column.target} for column in mapping.columns],
    }
    if values and values.values:
        document["values"] = {
            target: {raw: None if isinstance(value, LeaveEmpty) else value for raw, value in decided.items()}
            for target, decided in values.values.items()
        }
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=1000)


def mapping_from_yaml(text: str) -> StoredMapping:
    """Raises ImportFault `mapping_unreadable` with the reason when the text is no mapping."""
    try:
        document = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError) as error:
        raise ImportFault("mapping_unreadable", {"detail": str(error).splitlines()[0][:200]}) from None
    if not isinstance(document, dict) or not isinstance(document.get("columns"), list):
        raise ImportFault("mapping_unreadable", {"detail": "columns: […]"})
    columns = []
    for index, entry in enumerate(document["columns"]):
        if not isinstance(entry, dict) or not isinstance(entry.get("column"), str):
            raise ImportFault("mapping_unreadable", {"detail": f"columns[{index}]"})
        target = entry.get("target")
        if target is not None and target not in TARGETS:
            raise ImportFault("mapping_unreadable", {"detail": f"columns[{index}].target: {target}"[:200]})
        columns.append(ColumnTarget(index, entry["column"], target))
    return StoredMapping(Mapping(tuple(columns)), _values_from(document.get("values") or {}))


def _values_from(document: object) -> ValueMap:
    values = ValueMap()
    if not isinstance(document, dict):
        raise ImportFault("mapping_unreadable", {"detail": "values"})
    for target, decided in document.items():
        if target not in TARGETS or not isinstance(decided, dict):
            raise ImportFault("mapping_unreadable", {"detail": f"values.{target}"[:200]})
        for raw, value in decided.items():
            # YAML reads yes, no and dates as such; the decision is about the text.
            kept = LeaveEmpty() if value is None else as_text(value)
            try:
                values.remember(target, as_text(raw), kept)
            except ValueError as error:
                raise ImportFault("mapping_unreadable", {"detail": f"values.{target}: {error}"[:200]}) from None
    return values


@cache
def _synonyms() -> dict[str, str]:
    table: dict[str, str] = {}
    for target, names in word_list("headers").items():
        for name in names:
            if folded := fold(name):
                table.setdefault(folded, target)
    return table


@cache
def _by_header(column: str) -> tuple[str | None, float, str]:
    folded = fold(column)
    if not folded:
        return None, 0.0, "nothing"
    if target := _synonyms().get(folded):
        return target, 0.95, "header"
    # "Aufenthalt: gültig bis", "Telefon (mobil)", "Geburtsdatum TN": the longest known heading inside decides.
    padded = f" {folded} "
    inside = [name for name in _synonyms() if len(name) >= 3 and f" {name} " in padded]
    if inside:
        return _synonyms()[max(inside, key=len)], 0.7, "header_similar"
    starts = [name for name in _synonyms() if len(name) >= 5 and any(word.startswith(name) for word in folded.split())]
    if starts:
        return _synonyms()[max(starts, key=len)], 0.6, "header_similar"
    return None, 0.0, "nothing"


def _guess_one(index: int, column: str, filled: list[CellValue]) -> ColumnGuess:
    target, confidence, why = _by_header(column)
    target = _refine(target, column, filled)
    if target:
        share = _fit(target, filled)
        if share is None or share >= 0.5:
            return ColumnGuess(index, column, target, min(0.99, confidence + (0.04 if share else 0.0)), why)
        if share >= 0.2:
            return ColumnGuess(index, column, target, confidence * 0.7, why)
        other = _by_content(filled)
        if other and why != "header":
            return ColumnGuess(index, column, other, 0.5, "content")
        return ColumnGuess(index, column, target, 0.3, "header_against_content")
    other = _by_content(filled)
    if other:
        return ColumnGuess(index, column, other, 0.6, "content")
    return ColumnGuess(index, column, None, 0.0, "nothing")


def _refine(target: str | None, column: str, filled: list[CellValue]) -> str | None:
    """Headings that say one thing and hold another in practice."""
    if target in {"place", "postcode"} and _share(filled, lambda cell: _has_postcode_and_place(cell)) > 0.5:
        return "postcode_place"
    if target == "language" and filled and (_fit("german_level", filled) or 0) > 0.6:
        return "german_level"
    if target == "work_permission" and fold(column) == "ae" and (_fit("residence_status", filled) or 0) > 0.5:
        return "residence_status"
    if target == "family_name" and _share(filled, lambda cell: "," in clean(cell)) > 0.5:
        return "name"
    return target


def _has_postcode_and_place(cell: CellValue) -> bool:
    words = clean(cell).split()
    return len(words) > 1 and any(word.isdecimal() and len(word) in {4, 5} for word in words[:-1])


def _share(filled: list[CellValue], test: Any) -> float:
    return sum(1 for cell in filled if test(cell)) / len(filled) if filled else 0.0


def _fit(target: str, filled: list[CellValue]) -> float | None:
    """The share of cells the field's parser understands; None where any text would do or nothing is filled."""
    if not filled or target in {
        "external_no",
        "place",
        "street",
        "school",
        "occupation",
        "staff",
        "remark",
        "own_script_name",
    }:
        return None
    return _share(filled, lambda cell: _understood(target, cell))


def _understood(target: str, cell: CellValue) -> bool:
    if target in _DATES and not isinstance(cell, str | int | float | date | datetime):
        return False
    answer = parse(target, cell, _ANY_DAY)
    if isinstance(answer, Parsed):
        return True
    # Recognised but undecided counts: "anerkannt" is a residence status, "31.02.2017" no proof against a date.
    return bool(answer.candidates and answer.reason_code == "residence_ambiguous") or answer.reason_code in {
        "residence_not_in_force",
        "date_impossible",
        "date_too_early",
        "date_in_future",
        "date_too_late",
        "marked_unknown",
        "too_long",
        "formula",
    }


def _by_content(filled: list[CellValue]) -> str | None:
    """A field whose form is unmistakable. Dates are not: which of five dates it is, only a heading says."""
    if len(filled) < 3:
        return None
    texts = [clean(cell) for cell in filled]
    tests: dict[str, Any] = {
        "email": lambda text: "@" in text and "." in text.rpartition("@")[2],
        "postcode_place": lambda text: _has_postcode_and_place(text) and not any(ch in text for ch in "@:;"),
        "sex": lambda text: fold(text) in {"m", "w", "d", "maennl", "weibl", "maennlich", "weiblich", "mann", "frau"},
        "german_level": lambda text: isinstance(parse("german_level", text, _ANY_DAY), Parsed),
        "nationality": lambda text: len(text) > 2 and nationality_code(text) is not None,
        "residence_status": lambda text: "§" in text or isinstance(parse("residence_status", text, _ANY_DAY), Parsed),
        "phone": lambda text: text[:1] in "0+(" and isinstance(parse("phone", text, _ANY_DAY), Parsed),
        "name": lambda text: (
            text.count(",") == 1 and isinstance(parse("name", text, _ANY_DAY), Parsed) and len(text) < 60
        ),
    }
    for target, test in tests.items():
        if sum(1 for text in texts if test(text)) / len(texts) >= 0.7:
            return target
    return None


def _prefer_parts_of_names(guesses: list[ColumnGuess]) -> list[ColumnGuess]:
    """ "Name" beside "Vorname" is the family name."""
    targets = {guess.target for guess in guesses}
    if "given_names" not in targets or "family_name" in targets:
        return guesses
    return [
        replace(guess, target="family_name") if guess.target == "name" and fold(guess.column) == "name" else guess
        for guess in guesses
    ]


def _resolve_conflicts(guesses: list[ColumnGuess]) -> list[ColumnGuess]:
    taken: set[str] = set()
    settled: dict[int, ColumnGuess] = {}
    for guess in sorted(guesses, key=lambda guess: (-guess.confidence, guess.index)):
        target = guess.target
        if target in taken and target not in SEVERAL_COLUMNS:
            settled[guess.index] = replace(guess, target=None, confidence=0.0, why="taken")
            continue
        if target:
            taken.add(target)
        settled[guess.index] = guess
    return [settled[guess.index] for guess in guesses]
