# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What happens between colleagues, in one project of the demo: a hand-over, a standing deputy, a coming leave."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from uuid import UUID

from scharnier.foundation import clock, principals
from scharnier.network.models import Membership, Role
from scharnier.network.staffing import handover, holdings, substitution
from scharnier.network.staffing.holdings import Holder
from scharnier.network.staffing.substitution import Extent

HANDED = 3
NOTE = "Kommt gern am Vormittag. Die Unterlagen liegen vollständig vor."


def state() -> bool:
    """Done as the people of the first project with three caseworkers; False where there is none."""
    found = team()
    if found is None:
        return False
    carrier, project, (first, second, third) = found
    giver = Holder(carrier, project, second)
    with principals.entering(principals.staff(second)) as scope:
        cases = [case.subject for case in holdings.cases(scope, giver)[:HANDED]]
        if cases:
            handover.hand_over(scope, giver, {first: cases}, note=NOTE)
    start = clock.today() + timedelta(days=14)
    with principals.entering(principals.staff(first)) as scope:
        mine = Holder(carrier, project, first)
        substitution.name_deputy(scope, mine, deputy=third, may_write=True, with_confidential=False)
        substitution.enter(
            scope, mine, cover=third, valid_from=start, valid_to=start + timedelta(days=11), extent=Extent()
        )
    return True


def team() -> tuple[UUID, UUID, tuple[UUID, UUID, UUID]] | None:
    """Carrier, project and the first three caseworkers of the first project that has as many."""
    with principals.entering(principals.SYSTEM):
        rows = Membership.objects.filter(role=Role.CASEWORKER, valid_to=None, valid_from__lte=clock.today())
        found: dict[tuple[UUID, UUID], list[UUID]] = defaultdict(list)
        for carrier, project, user in rows.order_by("project__code", "user__email").values_list(
            "carrier_id", "project_id", "user_id"
        ):
            if project is not None:
                found[carrier, project].append(user)
    for (carrier, project), users in found.items():
        if len(users) >= 3:
            return carrier, project, (users[0], users[1], users[2])
    return None
