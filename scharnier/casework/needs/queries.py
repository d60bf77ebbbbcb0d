# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads about needs."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from scharnier.casework.needs.actions import URGENCIES
from scharnier.casework.needs.models import Need, NeedState
from scharnier.casework.plans import closed
from scharnier.foundation.prepared import Read
from scharnier.foundation.principals import Scope
from scharnier.people.queries import FileHeader

MOST = 100


def needs(scope: Scope, file: FileHeader, *, only_open: bool = False) -> list[Need]:
    """Needs of a case: the open ones first, by urgency, then by age; one statement."""
    found = list(_NEEDS(scope, person=file.person.pk, project=file.project, only_open=only_open))
    if any(need.field in closed.guarded() for need in found):
        shut = closed.fields(scope, file.person.pk, file.project)
        found = [need for need in found if need.field not in shut]
    return sorted(found, key=lambda need: (need.state != NeedState.OPEN, _rank(need.urgency)))


def _needs(scope: Scope, person: UUID, project: UUID, only_open: bool) -> QuerySet[Need, Need]:
    rows = Need.objects.visible_to(scope).filter(person_id=person, project_id=project)
    wanted = rows.filter(state=NeedState.OPEN) if only_open else rows
    return wanted.order_by("established_on", "pk")[:MOST]


_NEEDS = Read(_needs)


def most_urgent(scope: Scope, file: FileHeader) -> dict[str, str]:
    """By plan field, how urgent the most urgent open need is; one statement."""
    return {need.field: need.urgency for need in reversed(needs(scope, file, only_open=True))}


def _rank(urgency: str) -> int:
    return URGENCIES.index(urgency) if urgency in URGENCIES else len(URGENCIES)


def need(scope: Scope, person: UUID, need_id: UUID) -> Need | None:
    rows = Need.objects.visible_to(scope).select_related("changed_by", "contact")
    found = rows.filter(pk=need_id, person_id=person).first()
    if found is not None and found.field in closed.guarded():
        return None if found.field in closed.fields(scope, person, found.project_id) else found
    return found
