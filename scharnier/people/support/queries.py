# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whose support ends soon, and what was decided about its length."""

from __future__ import annotations

import functools
import operator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from scharnier.foundation import clock
from scharnier.foundation.prepared import Read
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
    if not places:
        return []
    near = tuple((place.project, today + timedelta(days=place.settings.warning_days)) for place in places)
    return [
        Ending(row.person_id, row.pk, row.person.list_name, row.support_until, row.support_until < today)
        for row in _NEAR(desk.scope, user=desk.user.id, near=near)
        if row.support_until is not None
    ]


def _near(scope: Scope, user: UUID, near: tuple[tuple[UUID, date], ...]) -> QuerySet[Enrolment, Enrolment]:
    mine = Q(staff_id=user) | Q(second_staff_id=user)
    soon = functools.reduce(operator.or_, (Q(project_id=project, support_until__lte=day) for project, day in near))
    rows = Enrolment.objects.visible_to(scope).filter(mine, soon, exited_on=None).select_related("person")
    names = ("person__family_name", "person__given_names", "person__carrier_id")
    return rows.only("person_id", "carrier_id", "support_until", *names).order_by("support_until", "pk")[:SHOWN]


_NEAR = Read(_near)


def decisions(scope: Scope, enrolment: UUID) -> list[SupportDecision]:
    """Every decision about the length of a participation, the latest first; one statement."""
    rows = SupportDecision.objects.visible_to(scope).filter(enrolment_id=enrolment)
    return list(rows.select_related("decided_by").order_by("-created_at", "-pk"))
