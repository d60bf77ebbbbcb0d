# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the pages of a list show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import get_language

from scharnier.foundation import clock
from scharnier.foundation.principals import Scope
from scharnier.knowledge import codes
from scharnier.network.models import Membership
from scharnier.people.importing.columns import TARGETS, guess_mapping
from scharnier.people.importing.records import Problem, Severity
from scharnier.people.importing.report import Language, explain_guess, message, staff_aliases, target_label
from scharnier.people.lists import reading
from scharnier.people.lists.plan import ListPlan, from_json
from scharnier.people.models import ImportRun

SHOWN_PROBLEMS = 25
SAMPLES = 3
# Which code list answers for a field whose texts wait for a decision.
LISTS = {
    "residence_status": "residence_status",
    "nationality": "nationality",
    "german_level": "cefr",
    "exit_reason": "exit_reason",
    "language": "language",
    "sex": "sex",
}


def language() -> Language:
    return "en" if (get_language() or "de").startswith("en") else "de"


def runs(scope: Scope, project: UUID) -> list[ImportRun]:
    """The latest lists of a project, without their content."""
    return list(
        ImportRun.objects.visible_to(scope)
        .filter(project_id=project)
        .select_related("user")
        .defer("content", "accepted", "problems", "mapping", "summary")
        .order_by("-created_at")[:25]
    )


def run(scope: Scope, run_id: UUID) -> ImportRun | None:
    found: ImportRun | None = ImportRun.objects.visible_to(scope).filter(pk=run_id).first()
    return found


@dataclass(frozen=True)
class ColumnRow:
    """One column of the list on the mapping page."""

    field: str
    name: str
    samples: str
    target: str
    why: str


@dataclass(frozen=True)
class SheetRows:
    name: str
    field: str
    without: bool
    columns: list[ColumnRow]
    left_out: tuple[str, ...]


def sheets(found: ImportRun) -> list[SheetRows]:
    """Columns with three example cells each, and the fields they go to."""
    plan, lang = from_json(found.mapping), language()
    shown = []
    for number, sheet in enumerate(reading.sheets_of(found)):
        sample = sheet.sample()
        guesses = guess_mapping(sheet.columns, sample)
        targets = [target for _name, target in plan.sheets.get(sheet.name, [])] or [None] * len(sheet.columns)
        columns = [
            ColumnRow(
                field=f"column-{number}-{index}",
                name=name,
                samples=" · ".join(_samples(row[index] for row in sample if index < len(row))),
                target=targets[index] or "",
                why=explain_guess(guesses[index], lang) if guesses[index].target == targets[index] else "",
            )
            for index, name in enumerate(sheet.columns)
        ]
        shown.append(SheetRows(sheet.name, f"sheet-{number}", sheet.name in plan.without, columns, sheet.other_sheets))
    return shown


def _samples(cells: Iterable[Any]) -> list[str]:
    texts = dict.fromkeys(_sample(cell) for cell in cells if cell not in (None, ""))
    return list(texts)[:SAMPLES]


def _sample(cell: Any) -> str:
    text = cell.strftime("%d.%m.%Y") if isinstance(cell, date) else str(cell).strip()
    return text if len(text) <= 40 else f"{text[:39]}…"


def target_choices() -> list[tuple[str, str]]:
    """Every field a column can go to, with the words people read."""
    return [(target, target_label(target, language())) for target in TARGETS]


@dataclass(frozen=True)
class OpenChoice:
    """A text that waits for one decision."""

    field: str
    target: str
    label: str
    column: str
    raw: str
    count: int
    proposals: list[tuple[str, str]]
    others: list[tuple[str, str]]


def open_choices(found: ImportRun) -> list[OpenChoice]:
    lang = language()
    shown = []
    for number, (target, column, raw, count, candidates) in enumerate(found.summary.get("open", [])):
        name = LISTS.get(target)
        every = [(item.code, codes.label(name, item.code, lang)) for item in codes.items(name)] if name else []
        proposals = [(code, label) for code, label in every if code in candidates]
        proposals.sort(key=lambda pair: candidates.index(pair[0]))
        others = [pair for pair in every if pair[0] not in candidates]
        shown.append(
            OpenChoice(f"value-{number}", target, target_label(target, lang), column, raw, count, proposals, others)
        )
    return shown


@dataclass(frozen=True)
class StaffChoice:
    """A name in the list's staff column and who that may be."""

    field: str
    name: str
    count: int
    chosen: str
    hint: str


def staff_choices(found: ImportRun) -> list[StaffChoice]:
    plan: ListPlan = from_json(found.mapping)
    named = {name: count for name, count in found.summary.get("staff", {}).items() if name}
    aliases = staff_aliases(named)
    return [
        StaffChoice(f"staff-{number}", name, count, plan.staff.get(name, ""), aliases.get(name, ""))
        for number, (name, count) in enumerate(sorted(named.items()))
    ]


def colleagues(project: UUID) -> list[tuple[str, str]]:
    """Who may be responsible in this project today (user id, name)."""
    today = clock.today()
    rows = (
        Membership.objects.filter(project_id=project, valid_from__lte=today)
        .exclude(valid_to__lt=today)
        .exclude(role="auditor")
        .order_by("user__display_name")
        .values_list("user_id", "user__display_name")
    )
    return list(dict.fromkeys((str(user), name) for user, name in rows))


@dataclass(frozen=True)
class ProblemRow:
    where: str
    column: str
    raw: str
    message: str
    severity: str
    staff: str


@dataclass(frozen=True)
class ProblemPage:
    """25 of the rejected and doubtful cells, errors first."""

    rows: list[ProblemRow]
    start: int
    more: bool


def problems(found: ImportRun, *, code: str = "", staff: str | None = None, start: int = 0) -> ProblemPage:
    """The cells from number `start` on, of one kind and of one member of staff as the list names them, or of all."""
    chosen = [
        stored
        for stored in found.problems
        if (not code or stored["reason_code"] == code) and (staff is None or stored["staff"] == staff)
    ]
    lang = language()
    page = chosen[start : start + SHOWN_PROBLEMS]
    rows = [_problem_row(reading.restore(stored), lang) for stored in page]
    return ProblemPage(rows, start, len(chosen) > start + SHOWN_PROBLEMS)


def _problem_row(problem: Problem, lang: Language) -> ProblemRow:
    text = message(problem, lang)
    return ProblemRow(str(problem.row), problem.column, problem.raw, text, problem.severity.value, problem.staff)


@dataclass(frozen=True)
class Kind:
    """A reason with an example, its column and how often it occurs."""

    code: str
    severity: str
    text: str
    count: int


def kinds(found: ImportRun) -> list[Kind]:
    """What is wrong, errors first, without the notes."""
    lang = language()
    examples = {(p["reason_code"], p["column"]): p for p in reversed(found.problems)}
    rows = []
    for code, severity, column, _target, count in found.summary.get("kinds", []):
        example = examples.get((code, column))
        if severity != Severity.NOTE.value and example is not None:
            text = message(reading.restore(example), lang)
            rows.append(Kind(code, severity, f"{column}: {text}" if column else text, count))
    return rows


def is_stale(found: ImportRun) -> bool:
    """Whether a running import has not moved for a while: its worker was killed, and it can be taken up again."""
    return found.state == "running" and clock.now() - found.updated_at > timedelta(minutes=2)
