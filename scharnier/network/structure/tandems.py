# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Case manager and placement officer who answer for cases together."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q

from scharnier.foundation import clock
from scharnier.network.structure.models import Tandem


def on(day: date) -> Q:
    """Rows that hold on a day."""
    return Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gte=day))


def partner_of(project: UUID, user: UUID | None) -> UUID | None:
    """The other half of somebody's tandem in a project today; None without one. The case manager's own comes first."""
    if user is None:
        return None
    rows = Tandem.objects.filter(on(clock.today()), Q(case_manager_id=user) | Q(placement_officer_id=user))
    found = rows.filter(project_id=project).values_list("case_manager_id", "placement_officer_id").order_by("name")
    for case_manager, placement_officer in found:
        return placement_officer if case_manager == user else case_manager
    return None
