# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""One person's case in one project: what every page of this room that stands in a file begins with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from scharnier.foundation import clock
from scharnier.foundation.prepared import Read
from scharnier.foundation.principals import Scope
from scharnier.foundation.writes import Conflict
from scharnier.network.access import WORKERS
from scharnier.network.models import Membership, User
from scharnier.people import words


@dataclass(frozen=True)
class Colleague:
    """Somebody who works in a project and can be asked to do something."""

    id: UUID
    name: str


def colleagues(scope: Scope, project: UUID) -> list[Colleague]:
    """Who works in a project today, by name; one statement."""
    return [Colleague(row.pk, row.display_name) for row in _WORKING(scope, project=project, today=clock.today())]


def _working(scope: Scope, project: UUID, today: date) -> QuerySet[User, User]:
    working = (
        Membership.objects.visible_to(scope)
        .filter(project_id=project, role__in=WORKERS, valid_from__lte=today)
        .filter(Q(valid_to=None) | Q(valid_to__gte=today))
        .values("user_id")
    )
    found = User.objects.filter(pk__in=working, is_active=True).order_by("display_name", "pk")
    return found.only("id", "display_name")


_WORKING = Read(_working)


def mine_first(people: list[Colleague], user: UUID) -> list[Colleague]:
    """Oneself on top: most things one does oneself."""
    return sorted(people, key=lambda each: each.id != user)


def conflict_of(clash: Conflict, form_id: str, keep_url: str) -> dict[str, Any]:
    """What `kit/conflict.html` shows when somebody else saved first."""
    current = clash.current
    return {
        "who": current.changed_by.display_name,  # type: ignore[attr-defined]  # a Signed row
        "when": current.changed_at,  # type: ignore[attr-defined]  # a Signed row
        "version": current.version,
        "form_id": form_id,
        "keep_theirs_url": keep_url,
        "fields": [
            {"label": each.label, "theirs": _shown(each.theirs), "mine": _shown(each.mine)}
            for each in clash.differences
        ],
    }


def _shown(value: Any) -> Any:
    if isinstance(value, datetime):
        return f"{value.astimezone(clock.ZONE):%d.%m.%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, list):
        return ", ".join(words.label("plan_field", each) for each in value)
    return value
