# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whose support ends soon, and what was decided about its length."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from scharnier.foundation import clock
from scharnier.foundation.principals import Scope
from scharnier.network.middleware import Desk
from scharnier.people.models import Enrolment
from scharnier.people.support.models import SupportDecision

SHOWN = 8


@dataclass(frozen=True)
class Ending:
    """A case of one's own whose support ends within the warning, or has ended."""

    person: UUID
    enrolment: UUID
    name: str
    until: date
    over: bool


def ending(desk: Desk) -> list[Ending]:
    """Own open cases near or past their last day, the earliest first; one statement, none where nothing is limited."""
    today = clock.today()
    places = [place for place in desk.projects if place.project in desk.scope.projects]
    near = Q(pk__in=[])
    for place in places:
        days = timedelta(days=place.settings.warning_days)
        near |= Q(project_id=place.project, support_until__lte=today + days)
    if not places:
        return []
    mine = Q(staff_id=desk.user.id) | Q(second_staff_id=desk.user.id)
    rows = Enrolment.objects.visible_to(desk.scope).filter(mine, near, exited_on=None).select_related("person")
    return [
        Ending(row.person_id, row.pk, row.person.list_name, row.support_until, row.support_until < today)
        for row in rows.order_by("support_until", "pk")[:SHOWN]
        if row.support_until is not None
    ]


def decisions(scope: Scope, enrolment: UUID) -> list[SupportDecision]:
    """Every decision about the length of a participation, the latest first; one statement."""
    rows = SupportDecision.objects.visible_to(scope).filter(enrolment_id=enrolment)
    return list(rows.select_related("decided_by").order_by("-created_at", "-pk"))
