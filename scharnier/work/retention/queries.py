# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads of after-care, and which data items of reports an employment answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import get_language

from scharnier.foundation import clock
from scharnier.foundation.principals import Scope
from scharnier.knowledge import placement as rules
from scharnier.work.placements.models import Placement
from scharnier.work.retention.models import RetentionCheck, Still

TONES = {Still.YES.value: "ok", Still.NO.value: "bad", Still.UNKNOWN.value: "line", Still.UNASKED.value: "line"}


@dataclass(frozen=True)
class Check:
    """A check as a list shows it."""

    row: RetentionCheck
    name: str
    answer: str
    tone: str
    late: bool


def _check(row: RetentionCheck) -> Check:
    found = rules.mark_label(row.mark)
    german = (get_language() or "de").startswith("de")
    name = (found.de if german else found.en) if found else row.mark
    late = row.done_at is None and row.due_on < clock.today()
    return Check(row, name, str(Still(row.still_there).label), TONES[row.still_there], late)


def of_placement(scope: Scope, placement: UUID) -> list[Check]:
    rows = RetentionCheck.objects.visible_to(scope).filter(placement_id=placement).order_by("due_on", "pk")
    return [_check(row) for row in rows]


def of_person(scope: Scope, person: UUID) -> list[Check]:
    """What is to be asked next, the earliest first; one statement."""
    rows = RetentionCheck.objects.visible_to(scope).filter(person_id=person, done_at=None)
    return [_check(row) for row in rows.select_related("placement").order_by("due_on", "pk")[:8]]


def check(scope: Scope, pk: UUID) -> RetentionCheck | None:
    rows = RetentionCheck.objects.visible_to(scope).filter(pk=pk)
    names = ("person", "placement__person", "placement__organisation", "owner", "done_by", "changed_by")
    return rows.select_related(*names).first()


def check_page(row: RetentionCheck) -> Check:
    return _check(row)


# ---------- reports ----------

INSURED = ("beschaeftigung_sv", "leiharbeit")
TRAINING = ("ausbildung_betrieblich", "ausbildung_schulisch")
SCHOOL = ("schulbesuch", "studium")
SERVICE = ("bfd", "fsj")
NEVER = "never_started"
KEPT_MONTHS = 6


def data_items(placements: Iterable[Placement]) -> dict[str, Any]:
    """The data items of programme-indicators.yaml and esf-indicators.yaml that placements answer.

    The first insured job counts with its end, as the programmes define it; numbers count spells; None: never was.
    """
    rows = sorted((row for row in placements if row.end_reason != NEVER), key=lambda row: (row.begins, row.pk))
    jobs = [row for row in rows if row.kind in INSURED]
    trainings = [row for row in rows if row.kind in TRAINING]
    return {
        "job_start": jobs[0].begins if jobs else None,
        "job_end": jobs[0].ended_on if jobs else None,
        "training_start": trainings[0].begins if trainings else None,
        "training_end": trainings[0].ended_on if trainings else None,
        "qualification_start": _first(rows, ("qualifizierung_abschluss",)),
        "school_start": _first(rows, SCHOOL),
        "education_start_date": _first(rows, (*TRAINING, *SCHOOL, "qualifizierung_abschluss")),
        "minijobs": sum(row.kind == "minijob" for row in rows),
        "hospitations": sum(row.kind == "hospitation" for row in rows),
        "internships": sum(row.kind.startswith("praktikum_") for row in rows),
        "voluntary_services": sum(row.kind in SERVICE for row in rows),
    }


def _first(rows: Iterable[Placement], kinds: tuple[str, ...]) -> date | None:
    return next((row.begins for row in rows if row.kind in kinds), None)
