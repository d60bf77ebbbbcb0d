# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the import tells people: counts, problems by kind and by member of staff, as text, CSV or JSON lines."""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from scharnier.people.importing.columns import ColumnGuess
from scharnier.people.importing.faults import ImportFault
from scharnier.people.importing.records import Outcome, Problem, RowResult, Severity
from scharnier.people.importing.text import fold, word_list

Language = Literal["de", "en"]

_FORMULA_START = ("=", "+", "-", "@", "\t", "\r", "\n")
_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


@dataclass(frozen=True, slots=True)
class KindCount:
    """How often one reason occurred in one column."""

    reason_code: str
    severity: Severity
    column: str
    target: str
    count: int


@dataclass(frozen=True, slots=True)
class OpenValue:
    """A text that occurs `count` times in a field and waits for one decision (`ValueMap.remember`).

    `candidates` are the codes it could mean, the most frequent in practice first; empty when any code may be chosen.
    """

    target: str
    column: str
    raw: str
    count: int
    candidates: tuple[str, ...]
    reason_code: str


@dataclass(slots=True)
class Report:
    """The result of reading a list. `rows` counts participants' rows, skipped rows are counted apart.

    rows = accepted + duplicates + rejected.
    """

    rows: int = 0
    accepted: int = 0
    duplicates: int = 0
    rejected: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    staff_rows: Counter[str] = field(default_factory=Counter)

    def add(self, result: RowResult) -> None:
        self.problems += result.problems
        self.notes += result.notes
        if result.skipped:
            self.skipped[result.skipped] += 1
            return
        self.rows += 1
        if result.accepted:
            self.accepted += 1
        elif result.duplicate_of:
            self.duplicates += 1
        else:
            self.rejected += 1
        if result.record:
            self.staff_rows[result.record.staff] += 1

    @property
    def rejected_cells(self) -> list[Problem]:
        """Every cell whose content was not taken over, errors first, then as in the list."""
        gone = {Outcome.CELL_EMPTY, Outcome.ROW_REJECTED}
        return in_order(p for p in self.problems if p.outcome in gone)

    @property
    def complete(self) -> bool:
        """Whether everything was accepted: no row rejected, no cell left empty, no doubt."""
        return not self.problems

    def by_kind(self) -> list[KindCount]:
        counted = Counter((p.reason_code, p.severity, p.column, p.target) for p in [*self.problems, *self.notes])
        kinds = [KindCount(*key, count) for key, count in counted.items()]
        return sorted(kinds, key=lambda kind: (_ORDER[kind.severity], -kind.count, kind.column, kind.reason_code))

    def by_staff(self) -> dict[str, list[Problem]]:
        """Errors and warnings for each member of staff as named in the list ("" for rows that name nobody)."""
        grouped: dict[str, list[Problem]] = {}
        for problem in in_order(self.problems):
            grouped.setdefault(problem.staff, []).append(problem)
        return dict(sorted(grouped.items(), key=lambda pair: (pair[0] == "", pair[0].casefold())))

    def open_values(self) -> list[OpenValue]:
        """The texts that one decision each would settle, most frequent first."""
        first: dict[tuple[str, str], Problem] = {}
        counted: Counter[tuple[str, str]] = Counter()
        for problem in self.problems:
            if problem.reason_code in _DECIDABLE and problem.raw:
                key = (problem.target, fold(problem.raw) or problem.raw)
                first.setdefault(key, problem)
                counted[key] += 1
        return [
            OpenValue(p.target, p.column, p.raw, counted[key], p.candidates, p.reason_code)
            for key, p in sorted(first.items(), key=lambda pair: (-counted[pair[0]], pair[0]))
        ]


_DECIDABLE = frozenset(
    {
        "marked_unknown",
        "code_not_recognised",
        "nationality_not_recognised",
        "nationality_not_a_state",
        "residence_ambiguous",
        "residence_too_general",
        "residence_not_recognised",
        "residence_not_in_force",
        "level_not_recognised",
        "language_not_recognised",
        "language_ambiguous",
        "exit_reason_not_recognised",
    }
)


def summarise(results: Iterable[RowResult]) -> Report:
    """One report of all rows; records are not kept, so a stream stays small."""
    report = Report()
    for result in results:
        report.add(result)
    return report


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda p: (_ORDER[p.severity], p.sheet, p.row, p.column))


def message(problem: Problem, lang: Language = "de") -> str:
    """The sentence for a problem, in German or English."""
    code = problem.reason_code
    if code == "duplicate" and problem.args.get("fields"):
        named = ", ".join(
            target_label(_FIELD_TARGETS.get(name, name), lang) for name in problem.args["fields"].split(", ")
        )
        return _fill("cells", "duplicate_differing", problem.args | {"fields": named}, lang)
    return _fill("cells", code, {"raw": problem.raw} | problem.args, lang)


def fault_message(fault: ImportFault, lang: Language = "de") -> str:
    """The sentence for a file that can't be read."""
    return _fill("files", fault.reason_code, fault.message_args, lang)


def explain_guess(guess: ColumnGuess, lang: Language = "de") -> str:
    """Why a column was guessed: "Überschrift", "Inhalt der Zellen", …"""
    return _fill("guesses", guess.why, {}, lang)


def target_label(target: str, lang: Language = "de") -> str:
    """What people read for a field; the name itself where there is none."""
    labels = word_list("messages")["targets"]
    return str(labels[target][lang]) if target in labels else target


def staff_aliases(names: Iterable[str]) -> dict[str, str]:
    """Names that probably mean a longer one of the list: {"M. 2": "Mentor 2"}. A proposal, never applied by itself."""
    distinct = sorted({name for name in names if name}, key=lambda name: (-len(name), name))
    aliases = {}
    for short in distinct:
        longer = [name for name in distinct if name != short and _abbreviates(short, name)]
        if len(longer) == 1:
            aliases[short] = longer[0]
    return aliases


def _abbreviates(short: str, long: str) -> bool:
    parts, words = fold(short).split(), fold(long).split()
    if len(parts) != len(words) or len(short) >= len(long):
        return False
    return all(
        word == part or (part.isalpha() and word.startswith(part)) for part, word in zip(parts, words, strict=True)
    )


def to_csv(problems: Iterable[Problem], lang: Language = "de") -> str:
    """The problems as a table for a spreadsheet: semicolons, byte order mark, nothing it could run as a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    headings = word_list("messages")["headings"]
    names = ("severity", "sheet", "row", "column", "raw", "message", "staff")
    writer.writerow([headings[name][lang] for name in names])
    severities = word_list("messages")["severities"]
    for problem in in_order(problems):
        cells = (
            severities[problem.severity.value][lang],
            problem.sheet,
            str(problem.row),
            problem.column,
            problem.raw,
            message(problem, lang),
            problem.staff,
        )
        writer.writerow([harmless(cell) for cell in cells])
    return "\ufeff" + out.getvalue()


def harmless(cell: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe before =, +, -, @ and control characters.

    Blanks before the sign don't help an attacker: some programs drop them, so they are looked through.
    """
    return (
        f"'{cell}" if cell.lstrip(" \u00a0").startswith(_FORMULA_START) or cell.startswith(("\t", "\r", "\n")) else cell
    )


def to_jsonl(problems: Iterable[Problem], lang: Language = "de") -> Iterator[str]:
    """One JSON object a problem: sheet, row, column, raw, reason, severity, outcome, message, candidates, staff."""
    for problem in in_order(problems):
        yield json.dumps(
            {
                "sheet": problem.sheet,
                "row": problem.row,
                "column": problem.column,
                "target": problem.target,
                "raw": problem.raw,
                "reason": problem.reason_code,
                "severity": problem.severity.value,
                "outcome": problem.outcome.value,
                "message": message(problem, lang),
                "candidates": list(problem.candidates),
                "staff": problem.staff,
            },
            ensure_ascii=False,
        )


# Names of record fields that differ from the field of the list.
_FIELD_TARGETS = {
    "birth": "birth_date",
    "entry": "enrolment_entry",
    "exit": "enrolment_exit",
    "phones": "phone",
    "languages": "language",
    "exit_situation": "exit_reason",
    "german_course": "german_level",
    "german_certificate": "german_level",
    "literacy": "german_level",
    "school_level": "school",
    "nationality_text": "nationality",
    "remark_sensitive": "remark",
    "entry_exact": "enrolment_entry",
    "exit_exact": "enrolment_exit",
}


def _fill(section: str, code: str, args: Mapping[str, str], lang: Language) -> str:
    texts = word_list("messages")[section]
    if code not in texts:
        return code
    template = str(texts[code][lang])
    return re.sub(r"\{(\w+)\}", lambda match: args.get(match[1], "…"), template)
