# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A kept comparison in words: groups below each other, what is too low marked, what is too small left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.formats import number_format
from django.utils.translation import gettext

from scharnier.foundation.principals import Scope
from scharnier.knowledge import fairness
from scharnier.knowledge.matching.spec import rules
from scharnier.network.path.queries import spoken
from scharnier.work.fairness.models import FairnessReport

MOST = 12


@dataclass(frozen=True)
class Cell:
    """A share or a number of points; `ratio` where it is too low beside the best group."""

    label: str
    text: str
    ratio: str = ""


@dataclass(frozen=True)
class Row:
    label: str
    people: str
    cells: list[Cell]
    exclusions: list[Cell]


@dataclass(frozen=True)
class Table:
    code: str
    label: str
    rows: list[Row]

    @property
    def alerts(self) -> int:
        return sum(bool(cell.ratio) for row in self.rows for cell in row.cells)


@dataclass(frozen=True)
class Page:
    report: FairnessReport | None
    days: list[date]
    whole: Row | None
    tables: list[Table]
    columns: list[str]
    rules: list[str]

    @property
    def alerts(self) -> int:
        return sum(table.alerts for table in self.tables)


def page(scope: Scope, carrier: UUID, day: str = "") -> Page:
    """The comparison of a day (the latest) of a carrier, and the days of the others; one statement."""
    rows = list(FairnessReport.objects.visible_to(scope).filter(carrier_id=carrier).order_by("-as_of")[:MOST])
    report = next((row for row in rows if row.as_of.isoformat() == day), rows[0] if rows else None)
    words, columns = fairness.labels(spoken()), _columns()
    result = report.result if report else {"all": None, "groups": {}}
    return Page(
        report,
        [row.as_of for row in rows],
        _row(result["all"], gettext("alle"), columns) if result["all"] else None,
        [
            Table(code, words[code], [_row(line, words[line["code"]], columns) for line in lines])
            for code in fairness.dimensions()
            if (lines := result["groups"].get(code))
        ],
        list(columns.values()),
        [_rule(rule) for rule in rules()],
    )


def _columns() -> dict[str, str]:
    return {
        "five": gettext("fünf Vorschläge oder mehr"),
        "any": gettext("ohne Vorschlag"),
        "best": gettext("beste Punktzahl"),
        "introduced": gettext("vorgestellt"),
        "accepted": gettext("Betrieb interessiert"),
        "placed": gettext("vermittelt"),
    }


def _row(line: Mapping[str, Any], label: str, columns: Mapping[str, str]) -> Row:
    cells = [_cell(line, code, title) for code, title in columns.items()]
    shares = line["blocked"]
    exclusions = [Cell(_rule(rule), _percent(shares.get(rule))) for rule in rules()]
    return Row(label, _few() if line["people"] is None else str(line["people"]), cells, exclusions)


def _cell(line: Mapping[str, Any], code: str, title: str) -> Cell:
    value = line["best"] if code == "best" else line["shares"][code]
    if code == "any" and value is not None:
        value = 1 - value  # told as the share that finds nothing
    text = _percent(value) if code != "best" else _few() if value is None else number_format(round(value, 1), 1)
    ratio = line["ratios"].get(code) if code in line["alerts"] else None
    return Cell(title, text, "" if ratio is None else number_format(round(ratio, 2), 2))


def _rule(code: str) -> str:
    return rules()[code].in_(spoken())


def _percent(share: float | None) -> str:
    return _few() if share is None else f"{round(share * 100)} %"


def _few() -> str:
    """What stands in the place of a number that isn't shown."""
    return "·"
