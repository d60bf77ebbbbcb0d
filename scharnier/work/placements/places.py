# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Places of a vacancy: taken by a placement, given back when nobody comes or somebody goes early.

A vacancy belongs to one project, people from every project of the carrier begin there. What somebody may not write at
once is done by a task for the whole carrier, seconds later.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from procrastinate.contrib.django import app

from scharnier.knowledge.workdays import add_months
from scharnier.work.placements.models import Placement
from scharnier.work.vacancies import actions as vacancies
from scharnier.work.vacancies.models import Vacancy

SETTLE = "work.vacancy_places"
# Who tries out takes no place, unless the vacancy itself is one to try out.
TRIED = (
    "hospitation",
    "probearbeit",
    "mag",
    "praktikum_orientierung",
    "praktikum_pflicht",
    "praktikum_begleitend",
)
# Who goes within the usual probation leaves a place that the firm still wants to fill; later it is a new vacancy.
EARLY_MONTHS = 6


def takes(row: Placement, kind: str) -> bool:
    """Whether a placement counts for a vacancy of this kind."""
    if row.end_reason == "never_started" or (row.kind in TRIED and row.kind != kind):
        return False
    return row.end_reason == "firm_closed" or not _early(row.begins, row.ends, row.ended_on)


def _early(begins: date, ends: date | None, ended_on: date | None) -> bool:
    if ended_on is None or (ends is not None and ended_on >= ends):
        return False
    return ended_on < add_months(begins, EARLY_MONTHS)


def settle(row: Placement) -> None:
    """Count a placement that was written: at once where the vacancy is the own project's, otherwise by the task."""
    if row.vacancy_id is None:
        return
    home = Vacancy.objects.filter(pk=row.vacancy_id).values_list("project_id", flat=True).first()
    if home == row.project_id:
        recount(row.vacancy_id)
    else:
        app.configure_task(SETTLE).defer(carrier=str(row.carrier_id), vacancy=str(row.vacancy_id))


def recount(vacancy: UUID) -> None:
    """Bring the taken places of a vacancy in line with its placements; doing it twice changes nothing."""
    found = Vacancy.objects.select_for_update(of=("self",)).select_related("organisation").filter(pk=vacancy).first()
    if found is None:
        return
    rows = list(Placement.objects.filter(vacancy=found).order_by("begins", "pk"))
    gone = [row for row in rows if row.takes_place and not takes(row, found.kind)]
    come = [row for row in rows if not row.takes_place and takes(row, found.kind)]
    if gone:
        vacancies.fill(found, -len(gone))
    # More people than places: whoever came first is counted, the others once a place is free.
    come = come[: found.places - found.filled]
    if come:
        vacancies.fill(found, len(come))
    for row in (*gone, *come):
        row.takes_place = not row.takes_place
    Placement.objects.bulk_update([*gone, *come], ["takes_place"])
