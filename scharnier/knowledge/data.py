# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Checks every data file and says what is wrong with file and line, so that a lawyer can repair it.

    check_data()  ->  [] or [Fault("labour-market-access.yaml", 812, "rule R523-…: a citation is missing"), …]

`python -m scharnier.knowledge.check` prints the faults and exits 1 if there are any.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from scharnier.knowledge.conditions import Condition, ConditionError, Vocabulary, parse
from scharnier.knowledge.files import DATA, SafeLoader

Path_ = tuple[str | int, ...]
"""Where something stands in a file: keys and positions from the top."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong: file name, line (from 1) and what to do about it."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


class DataFile:
    """A parsed file that knows the line of everything in it, and collects what is wrong."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self.faults: list[Fault] = []
        self.lines: dict[Path_, int] = {}
        self.data: Any = None
        text = path.read_text(encoding="utf-8")
        try:
            node = yaml.compose(text, Loader=SafeLoader)
        except yaml.MarkedYAMLError as problem:
            line = problem.problem_mark.line + 1 if problem.problem_mark else 1
            self.faults.append(Fault(self.name, line, f"is not readable YAML: {problem.problem}"))
            return
        if node is not None:
            self.data = self._read(node, ())

    def _read(self, node: yaml.Node, path: Path_) -> Any:
        self.lines[path] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            found: dict[Any, Any] = {}
            for key_node, value_node in node.value:
                key = _scalar(key_node)
                if key in found:
                    self.faults.append(Fault(self.name, key_node.start_mark.line + 1, f"{key} is written twice"))
                found[key] = self._read(value_node, (*path, key))
                self.lines[*path, key] = key_node.start_mark.line + 1
            return found
        if isinstance(node, yaml.SequenceNode):
            return [self._read(entry, (*path, number)) for number, entry in enumerate(node.value)]
        try:
            return _scalar(node)
        except ValueError as problem:
            self.faults.append(Fault(self.name, node.start_mark.line + 1, f"{node.value}: {problem}"))
            return None

    def fault(self, path: Path_, reason: str) -> None:
        """Notes a fault at a place; a place that does not exist takes the line of what should hold it."""
        while path and path not in self.lines:
            path = path[:-1]
        self.faults.append(Fault(self.name, self.lines.get(path, 1), reason))


_constructor = yaml.SafeLoader("")


def _scalar(node: yaml.Node) -> Any:
    if node.tag == "tag:yaml.org,2002:str":
        return node.value
    return _constructor.construct_object(node, deep=True)


# ---- shapes ------------------------------------------------------------------------------------------------------

Check = Callable[[Any], str | None]
"""Says what is wrong with a value, or None."""


def text(value: Any) -> str | None:
    """A text that is not empty."""
    return None if isinstance(value, str) and value.strip() else "must be a text"


def number(value: Any) -> str | None:
    """A whole number."""
    return None if isinstance(value, int) and not isinstance(value, bool) else "must be a whole number"


def flag(value: Any) -> str | None:
    """true or false."""
    return None if isinstance(value, bool) else "must be true or false"


def day(value: Any) -> str | None:
    """A day."""
    return None if isinstance(value, date) else "must be a date (2026-11-22)"


def day_or_null(value: Any) -> str | None:
    """A day, or null for open."""
    return None if value is None else day(value)


def anything(value: Any) -> str | None:
    """Checked elsewhere."""
    return None


def one_of(*allowed: str) -> Check:
    """One of some words."""
    return lambda value: None if value in allowed else f"must be one of {', '.join(allowed)}"


CONFIDENCE = one_of("verified", "knowledge", "unsure")
# A citation names its statute; a comma inside an unquoted [list] cuts one in two, and then a part names none.
STATUTE = re.compile(
    r"AufenthG|AsylG|AsylVfG|AsylbLG|BeschV|MiLoG|SGB [IVX]+|FreizügG/EU|GG|StAG|AEUV|BQFG|DeuFöV|IntV"
    r"|SGG|VwGO|VwVfG|VwZG|AO|ZPO|StPO|OWiG|KSchG|BMG"
    r"|BMI-Rundschreiben|VO \(EU\)|RL \(EU\)|BGB|WoFG|PStG|TzBfG|BBiG|ArbZG|Verordnung"
)


def citation(value: Any) -> str | None:
    """A list of citations, each with its statute."""
    if not isinstance(value, list) or not value:
        return "is missing; every rule cites what it rests on"
    for entry in value:
        if not isinstance(entry, str) or not STATUTE.search(entry):
            return f"{entry!r} names no statute (is a comma not quoted?)"
    return None


def shape(file: DataFile, path: Path_, row: Any, required: Mapping[str, Check], optional: Mapping[str, Check]) -> bool:
    """Checks the entries of a mapping; faults are noted in the file. True if all required ones are right."""
    if not isinstance(row, dict):
        file.fault(path, "must be a mapping")
        return False
    before = len(file.faults)
    label = row.get("id") or row.get("code") or path[-1]
    for name, check in required.items():
        if name not in row:
            hint = "a citation is missing" if name == "citation" else f"{name} is missing"
            file.fault(path, f"{label}: {hint}")
        elif (problem := check(row[name])) is not None:
            file.fault((*path, name), f"{label}: {name} {problem}")
    for name, value in row.items():
        if name in optional and (problem := optional[name](value)) is not None:
            file.fault((*path, name), f"{label}: {name} {problem}")
        elif name not in required and name not in optional:
            file.fault((*path, name), f"{label}: {name} is not known here")
    start, end = row.get("valid_from"), row.get("valid_to")
    if isinstance(start, date) and isinstance(end, date) and end < start:
        file.fault((*path, "valid_to"), f"{label}: valid_to lies before valid_from")
    return len(file.faults) == before


def codes_in(file: DataFile, path: Path_, values: Any, known: Mapping[str, Any] | set[str], what: str) -> None:
    """Notes every value that is not among the known ones."""
    if not isinstance(values, list):
        file.fault(path, f"must be a list of {what}")
        return
    for position, value in enumerate(values):
        if value not in known:
            file.fault((*path, position), f"unknown {what} {value!r}")


def unique(file: DataFile, rows: Iterator[tuple[Path_, Any]], what: str) -> None:
    """Notes every value that was there before."""
    seen: dict[Any, int] = {}
    for path, value in rows:
        if value in seen:
            file.fault(path, f"{what} {value} was already used in line {seen[value]}")
        else:
            seen[value] = file.lines.get(path, 1)


def condition(file: DataFile, path: Path_, node: Any, words: Vocabulary) -> Condition | None:
    """Reads a condition; a fault is noted where it stands, as deep as it can be found."""
    if isinstance(node, list):
        parts = [condition(file, (*path, position), part, words) for position, part in enumerate(node)]
        return None if None in parts else _parsed(file, path, node, words)
    if isinstance(node, dict) and ("all" in node or "any" in node) and len(node) == 1:
        (keyword,) = node
        inner = node[keyword] if isinstance(node[keyword], list) else []
        parts = [condition(file, (*path, keyword, position), part, words) for position, part in enumerate(inner)]
        return None if None in parts else _parsed(file, path, node, words)
    return _parsed(file, path, node, words)


def _parsed(file: DataFile, path: Path_, node: Any, words: Vocabulary) -> Condition | None:
    try:
        return parse(node, words)
    except (ConditionError, KeyError, TypeError, AttributeError, ValueError) as problem:
        reason = f"{problem} is missing" if isinstance(problem, KeyError) else str(problem)
        file.fault(path, f"condition cannot be read: {reason}")
        return None


def check_data(folder: Path = DATA) -> list[Fault]:
    """Everything that is wrong with the data files of a folder, in order of file and line. Empty when all is well."""
    from scharnier.knowledge import data_rules

    missing = [name for name in data_rules.FILES if not (folder / name).exists()]
    if missing:
        return [Fault(name, 1, "the file is missing") for name in missing]
    files = {name: DataFile(folder / name) for name in data_rules.FILES}
    broken = [fault for file in files.values() for fault in file.faults if "readable YAML" in fault.reason]
    if not broken:
        data_rules.check(files)
    return sorted({fault for file in files.values() for fault in file.faults})
