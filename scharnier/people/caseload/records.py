# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Record card of saved views: one's own are one's own, shared ones belong to the leads of the project."""

from django.db.models import Q

from scharnier.foundation.cards import Card, Merge, keys, register, staff_data
from scharnier.foundation.locks import CARRIERS, PROJECTS, Lock
from scharnier.foundation.principals import Scope

_HERE = f"{CARRIERS} AND {PROJECTS}"
_OWN = "owner_id = (SELECT app_actor())"
_LED = "project_id = ANY ((SELECT app_leads())::uuid[])"
_CHANGE = f"{_HERE} AND ((NOT shared AND {_OWN}) OR (shared AND {_LED}))"


def _seen(scope: Scope) -> Q:
    here = Q(carrier_id__in=scope.carriers, project_id__in=scope.projects)
    return here & (Q(shared=True) | Q(owner_id=scope.principal.id))


register(
    Card(
        "people_caseloadview",
        Lock("saved_view", f"{_HERE} AND (shared OR {_OWN})", _CHANGE, _CHANGE, _seen, narrow=True),
        Merge.NONE,
        keys("id carrier_id project_id created_at filters shared start") | staff_data("owner_id name"),
        carrier="carrier_id",
    )
)
