# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""That somebody was assessed stands in the timeline; what was found stands in the assessment alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from scharnier.foundation import clock
from scharnier.foundation.principals import Scope
from scharnier.foundation.projections import Anchor, Event, Row, Source, register
from scharnier.knowledge import codes
from scharnier.people.assessing.models import Assessment, HealthNeed
from scharnier.people.consents import closing, queries

KIND = "assessment"


def event(row: Assessment) -> Event:
    return Event(
        Anchor(row.carrier_id, row.project_id, row.person_id, KIND, row.pk),
        datetime.combine(row.held_on, time(12), clock.ZONE),
        f"Kompetenzerhebung: {codes.label('assessment_method', row.method)}",
        row.partner,
        row.assessor_id,
        row.assessor.display_name if row.assessor else "",
    )


def derive(carrier: UUID) -> Iterator[Row]:
    rows = Assessment.objects.filter(carrier_id=carrier).select_related("assessor").order_by("id")
    return map(event, rows.iterator(chunk_size=2000))


register(Source(KIND, _("Kompetenzerhebung"), "checklist", "competence", derive))


def _shut(scope: Scope, person: UUID, project: UUID) -> QuerySet[HealthNeed] | None:
    """Without a basis nobody reads of health in a history or on paper either."""
    if queries.allowed(scope, person, project, "health"):
        return None
    return HealthNeed.objects.visible_to(scope).filter(person_id=person, assessment__project_id=project)


closing.guard_rows("people_healthneed", _shut)
