# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads of assessments, and the facts that matching reads of a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from scharnier.foundation import writes
from scharnier.foundation.principals import Scope
from scharnier.network.middleware import Desk
from scharnier.people.assessing import actions
from scharnier.people.assessing.answers import MANY, begun_with
from scharnier.people.assessing.forms import initial
from scharnier.people.assessing.models import Assessment, HealthNeed
from scharnier.people.competence.queries import assessments
from scharnier.people.consents.queries import Basis, basis

HEALTH = "health"


def assessment(scope: Scope, person_id: UUID, row_id: UUID) -> Assessment | None:
    rows = Assessment.objects.visible_to(scope).select_related("assessor")
    return rows.filter(person_id=person_id, pk=row_id).first()


def health_basis(desk: Desk, person: UUID, project: UUID) -> Basis:
    """On what data on somebody's health rest in this case."""
    return basis(desk.scope, person, project, HEALTH)


def may_read_health(desk: Desk, person: UUID, project: UUID) -> bool:
    """Whoever has the right, as long as there is a basis."""
    return desk.may("competence.health", project) and health_basis(desk, person, project).allowed


def health(desk: Desk, row: Assessment) -> HealthNeed | None:
    """What is known of health, for those who may read it; for the others what was released; nothing without a basis."""
    if not health_basis(desk, row.person_id, row.project_id).allowed:
        return None
    rows = HealthNeed.objects.visible_to(desk.scope).filter(assessment=row)
    if not desk.may("competence.health", row.project_id):
        rows = rows.filter(released_on__isnull=False)
    return rows.first()


@dataclass(frozen=True)
class Beginning:
    """What a new form starts with: typed before (a draft) or the answers of the last assessment."""

    initial: dict[str, Any]
    last: Assessment | None = None
    drafted_at: datetime | None = None


def beginning(desk: Desk, person_id: UUID) -> Beginning:
    """Two statements, three where there was an assessment before whose word on health may be read."""
    draft = writes.draft_of(desk.user.id, actions.draft_key(person_id))
    last = next(iter(assessments(desk.scope, person_id)), None)
    if draft is not None:
        typed = actions.opened(desk.user.id, draft.content.get("fields", {}))
        values = {name: each if name in MANY else (each or [""])[-1] for name, each in typed.items()}
        return Beginning(values, last, draft.updated_at)
    if last is None:
        return Beginning({})
    return Beginning({**initial(begun_with(last.answers)), **_health(desk, last)}, last)


def fields_of(desk: Desk, row: Assessment) -> dict[str, Any]:
    """The fields of the form that changes an assessment."""
    own = {"held_on": row.held_on, "method": row.method, "partner": row.partner, "version": row.version}
    return {**own, **initial(row.answers), **_health(desk, row)}


def _health(desk: Desk, row: Assessment) -> Mapping[str, Any]:
    found = health(desk, row) if may_read_health(desk, row.person_id, row.project_id) else None
    return {"health": found.text, "released": found.released_on is not None} if found else {}
