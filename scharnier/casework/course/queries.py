# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the project's settings ask of a case: what should be there in its phase, and the hours before the entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

from scharnier.casework.models import Contact, Goal, PlanRevision
from scharnier.foundation.prepared import Read
from scharnier.foundation.principals import Scope
from scharnier.knowledge import settings as known
from scharnier.knowledge.settings import ProgrammeSettings
from scharnier.people.models import Enrolment
from scharnier.people.queries import FileHeader

MINUTES = 60


@dataclass(frozen=True)
class Course:
    """`missing`: what should be there by now, in words. `minutes` of counselling count towards `hours` before entry."""

    phase: str
    missing: list[str]
    hours: int | None = None
    minutes: int = 0

    @property
    def counted(self) -> str:
        """7:45 of the hours counted so far."""
        return f"{self.minutes // MINUTES}:{self.minutes % MINUTES:02d}"

    @property
    def due(self) -> bool:
        """Whether the record of the participant is due: the hours are full."""
        return self.hours is not None and self.minutes >= self.hours * MINUTES


def course(scope: Scope, file: FileHeader, settings: ProgrammeSettings) -> Course | None:
    """What is missing and how many hours count; None when there is nothing to say. One statement at most."""
    row, lang = file.enrolment, get_language() or "de"
    if row.exited_on is not None:
        return None
    needed = settings.phase_needs(row.phase)
    hours = settings.hours_before_entry if row.entered_on is None else None
    facts = _facts(scope, row) if hours is not None or {"plan", "revision"} & set(needed) else {}
    present = {
        "entry": row.entered_on is not None,
        "residence": file.residence is not None,
        "german": bool(row.person.german_level),
        "occupation": bool(row.person.occupation),
        "contact": row.last_contact_on is not None,
        "plan": bool(facts.get("has_goal")),
        "revision": bool(facts.get("has_revision")),
    }
    missing = [known.label("phase_need", need, lang) for need in needed if not present[need]]
    if not missing and hours is None:
        return None
    return Course(settings.phase_label(row.phase, lang), missing, hours, facts.get("minutes") or 0)


def _facts(scope: Scope, row: Enrolment) -> Mapping[str, int]:
    found = _FACTS(scope, enrolment=row.pk, person=row.person_id, project=row.project_id)
    return found[0] if found else {}


def _asked(scope: Scope, enrolment: UUID, person: UUID, project: UUID) -> QuerySet[Enrolment, Any]:
    spoken = Contact.objects.filter(person_id=OuterRef("person_id"), project_id=OuterRef("project_id"))
    minutes = spoken.order_by().values("person_id").annotate(all=Sum("minutes")).values("all")
    return (
        Enrolment.objects.visible_to(scope)
        .filter(pk=enrolment)
        .values(
            has_goal=Exists(Goal.objects.filter(person_id=person, project_id=project)),
            has_revision=Exists(PlanRevision.objects.filter(person_id=person, project_id=project)),
            minutes=Coalesce(minutes, 0),
        )
    )


_FACTS = Read(_asked)
