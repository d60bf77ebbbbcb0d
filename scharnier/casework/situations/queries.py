# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading situations after the exit: one, those of a file, and as the data items of the social fund."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from scharnier.casework.situations import words
from scharnier.casework.situations.models import Situation
from scharnier.foundation import clock
from scharnier.foundation.prepared import Read
from scharnier.foundation.principals import Scope
from scharnier.knowledge import codes
from scharnier.people.models import Enrolment


def situation(scope: Scope, pk: UUID) -> Situation | None:
    """One in scope, with participation and owner; one statement."""
    rows = Situation.objects.visible_to(scope).select_related("enrolment", "owner", "answered_by")
    return rows.filter(pk=pk).first()


@dataclass(frozen=True)
class Line:
    """One of a participation, in words; `answer` is empty while it is asked, `open` from the first day on."""

    id: UUID
    title: str
    asked_for: date
    answer: str
    since_on: date | None
    open: bool
    late: bool
    current: bool = False


def of_enrolment(scope: Scope, enrolment: UUID, current: UUID | None = None) -> list[Line]:
    """All of a participation, the nearest to the exit first; one statement."""
    today = clock.today()
    return [
        Line(
            row.pk,
            words.distance(row.span),
            row.asked_for,
            words.answer(row.answer) if row.answered_at else "",
            row.since_on,
            row.asked_for - words.EARLY <= today,
            row.answered_at is None and row.asked_for < today,
            row.pk == current,
        )
        for row in _OF_ENROLMENT(scope, enrolment=enrolment)
    ]


_OF_ENROLMENT = Read(
    lambda scope, enrolment: (
        Situation.objects.visible_to(scope).filter(enrolment_id=enrolment).order_by("asked_for", "pk")
    )
)


def latest_answer(scope: Scope, row: Situation) -> str:
    """The code last known before this one: of an earlier situation, else of the exit; one statement."""
    known = Situation.objects.visible_to(scope).filter(enrolment_id=row.enrolment_id, asked_for__lt=row.asked_for)
    found = known.filter(answered_at__isnull=False).order_by("-asked_for").values_list("answer", flat=True).first()
    return found or row.enrolment.exit_situation


# ---------- data items of the social fund ----------


def esf_items(row: Enrolment, situations: Iterable[Situation]) -> dict[str, Any]:
    """The result items of esf-indicators.yaml that a participation's answers give: `leaving_date`, `status_events`,
    `job_searching_exit`, `education_start_date`, `qualification_date`, `improved_6m`.

    Every answer is an event on the day it says, at the latest on the day it is about; what nobody knows is none.
    """
    if row.exited_on is None:
        return {}
    told = sorted((each for each in situations if each.answered_at), key=lambda each: each.asked_for)
    said = [(row.exited_on, row.exit_situation), *((_began(each, row.exited_on), each.answer) for each in told)]
    facts = [(day, codes.find("exit_situation", code).extra) for day, code in said if code]
    statuses = [(day, fact["labour_status"]) for day, fact in facts if fact["labour_status"]]
    learning = [day for day, fact in facts if fact["education"]]
    passed = [each.qualification_on for each in told if each.qualification_on]
    better = next((list(each.improved) for each in told if each.span == "6m"), None)
    early = [fact for day, fact in facts if day <= words.after(row.exited_on, words.FOUR_WEEKS)]
    return {
        "leaving_date": row.exited_on,
        "status_events": [{"date": day, "status": status} for day, status in sorted(statuses)],
        "job_searching_exit": bool(early[-1].get("job_searching")) if early else None,
        "education_start_date": min(learning, default=None),
        "qualification_date": min(passed, default=None),
        "improved_6m": better,
    }


def _began(row: Situation, exited_on: date) -> date:
    """Not before the exit: the item holds changes from then on."""
    return max(min(row.since_on or row.asked_for, row.asked_for), exited_on)
