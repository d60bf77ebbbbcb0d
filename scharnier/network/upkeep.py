# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the floor below asks this room: which carriers there are, and who holds which right."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from scharnier.foundation import tasks, upkeep
from scharnier.foundation.principals import Scope
from scharnier.network.middleware import build_desk
from scharnier.network.models import Carrier


def carriers() -> Iterable[UUID]:
    """All carriers; the caller is the system."""
    return Carrier.objects.order_by("pk").values_list("pk", flat=True)


def may(scope: Scope, permission: str, project: UUID | None) -> bool:
    """Whether a staff principal holds `permission` in `project` today."""
    desk = build_desk(scope, str(project) if project else None)
    return desk is not None and (permission == "signed_in" or desk.may(permission, project))


def register() -> None:
    upkeep.carriers_from(carriers)
    tasks.rights_from(may)
