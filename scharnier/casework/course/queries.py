# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the project's settings ask of a case: what should be there in its phase, and the hours before the entry."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Sum
from django.utils.translation import get_language

from scharnier.casework.models import Contact, IntegrationPlan
from scharnier.foundation.prepared import Read
from scharnier.foundation.principals import Scope
from scharnier.knowledge import settings as known
from scharnier.knowledge.settings import ProgrammeSettings
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


def course(scope: Scope, file: FileHeader, settings: ProgrammeSettings, plan: IntegrationPlan | None) -> Course | None:
    """What is missing and how many hours count; None when there is nothing to say. `plan` is as `plan_of` gives it.

    One statement, before the entry alone."""
    row, lang = file.enrolment, get_language() or "de"
    if row.exited_on is not None:
        return None
    needed = settings.phase_needs(row.phase)
    hours = settings.hours_before_entry if row.entered_on is None else None
    present = {
        "entry": row.entered_on is not None,
        "residence": file.residence is not None,
        "german": bool(row.person.german_level),
        "occupation": bool(row.person.occupation),
        "contact": row.last_contact_on is not None,
        "plan": bool(getattr(plan, "has_goal", False)),
        "revision": bool(getattr(plan, "has_revision", False)),
    }
    missing = [known.label("phase_need", need, lang) for need in needed if not present[need]]
    if not missing and hours is None:
        return None
    spoken = _SPOKEN(scope, person=row.person_id, project=row.project_id) if hours is not None else []
    return Course(settings.phase_label(row.phase, lang), missing, hours, (spoken[0] or 0) if spoken else 0)


_SPOKEN = Read(
    lambda scope, person, project: (
        Contact.objects.visible_to(scope)
        .filter(person_id=person, project_id=project)
        .order_by()
        .values("person_id")
        .annotate(all=Sum("minutes"))
        .values_list("all", flat=True)
    )
)
