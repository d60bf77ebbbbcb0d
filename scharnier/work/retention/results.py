# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Results after leaving as the social fund defines them, from what is recorded anyway; small numbers stay hidden."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from scharnier.casework.figures.queries import Cell, Line, Table, table_of
from scharnier.foundation import clock
from scharnier.foundation.principals import Scope
from scharnier.knowledge import small_cells
from scharnier.knowledge.indicators import Indicator, compute, indicator_set
from scharnier.people.models import Enrolment
from scharnier.people.questionnaire.models import EntryQuestionnaire
from scharnier.work.retention import esf

FUND = "esf_plus_2021_2027"
AT_ENTRY = ("registered_unemployed_entry", "paid_work_entry", "in_education_training_entry")
"""What the results ask about the entry; the questionnaire brings it."""
AFTER = ("leaving_date", "status_events", "job_searching_exit", "education_start_date", "qualification_date")


@dataclass(frozen=True)
class Results:
    """`left`: how many left in the period, None where that must not be shown; `open`: of whom something is missing."""

    table: Table
    left: int | None
    open: int | None


def results(scope: Scope, project: UUID, period: tuple[date, date], least: int, language: str) -> Results:
    """Of everybody who left in a period, by indicator; five statements."""
    rows = Enrolment.objects.visible_to(scope).filter(project_id=project, exited_on__range=period, erased_on=None)
    gone = list(rows.only("carrier_id", "project_id", "person_id", "entered_on", "exited_on", "exit_situation"))
    after = esf.of_project(scope, project, gone) if gone else {}
    asked = {"project_id": project, "enrolment_id__in": [row.pk for row in gone]}
    answers = EntryQuestionnaire.objects.visible_to(scope).filter(**asked).values_list("enrolment_id", "answers")
    said = dict(answers) if gone else {}
    found: Counter[str] = Counter()
    missing = 0
    for row in gone:
        computed = compute(FUND, record(row, said.get(row.pk, {}), after[row.pk]), clock.today())
        found.update(computed.indicators)
        missing += bool({*AT_ENTRY, "status_events"} & set(computed.missing))
    return Results(
        _table(_counted(), found, len(gone), least, language),
        len(gone) if small_cells.shown(len(gone), least) else None,
        missing if small_cells.shown(missing, least) and small_cells.shown(len(gone), least) else None,
    )


def record(row: Enrolment, answers: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """The items of one participation that results ask for."""
    known = {name: answers.get(name) for name in AT_ENTRY} | {name: after.get(name) for name in AFTER}
    return known | {"entry_date": row.entered_on, "improved_6m": after.get("improved_6m")}


def _counted() -> Sequence[Indicator]:
    return [each for each in indicator_set(FUND).counted if each.group.startswith("results")]


def _table(wanted: Sequence[Indicator], found: Counter[str], whole: int, least: int, language: str) -> Table:
    """One line an indicator. Somebody can stand in several, so a hidden one doesn't follow from the others."""
    cells = [Cell(f"{each.label.in_(language)} ({each.code})", found[each.code], found[each.code]) for each in wanted]
    made = table_of(_("Ergebnisse nach dem Austritt"), _("Personen"), (cells, Cell("", whole, whole)), least)
    total = replace(made.total, label=_("ausgetreten")) if made.total else Line(_("ausgetreten"), None, None)
    return replace(made, total=total, counts_people=False, key="results")
