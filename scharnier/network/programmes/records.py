# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Record cards of settings."""

from django.db.models import Q

from scharnier.foundation import locks
from scharnier.foundation.cards import Card, Merge, keys, register, staff_data
from scharnier.foundation.locks import ADMINS, CARRIERS, SYSTEM, Lock
from scharnier.foundation.principals import Scope

VALUE = "key value inherits valid_from valid_to reason withdrawn_at created_at"


def _visible(scope: Scope) -> Q:
    return Q(carrier_id__in=scope.carriers)


# Lead and administration decide; the system, acting for the carrier, notes that running cases were brought in line.
_DECIDES = f"{CARRIERS} AND ({ADMINS} OR {SYSTEM} OR project_id = ANY ((SELECT app_leads())::uuid[]))"  # constants
PROJECT_SETTINGS = Lock("project_settings", CARRIERS, _DECIDES, _DECIDES, _visible, remove=locks.NEVER)
PROGRAMME_SETTINGS = Lock(
    "programme_settings",
    locks.ANYBODY,
    locks.SYSTEM_ALL,
    locks.SYSTEM_ALL,
    locks.REFERENCE.visible,
    remove=locks.NEVER,
)

register(
    Card("network_programmesetting", PROGRAMME_SETTINGS, Merge.NONE, keys(f"id programme_id {VALUE}"), personal=False)
)
register(
    Card(
        "network_projectsetting",
        PROJECT_SETTINGS,
        Merge.NONE,
        keys(f"id carrier_id project_id {VALUE}") | staff_data("changed_by_id"),
        carrier="carrier_id",
    )
)
