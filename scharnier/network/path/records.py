# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Record card of the network's directory."""

from django.db.models import Q

from scharnier.foundation import locks
from scharnier.foundation.cards import Card, Merge, keys, register, staff_data
from scharnier.foundation.locks import ADMINS, CARRIERS, OWN_ROW, Lock
from scharnier.foundation.principals import Kind, Scope
from scharnier.network.records import TENANT


def _published(scope: Scope) -> Q:
    if locks.is_system(scope):
        return Q()
    if scope.principal.kind is not Kind.STAFF:
        return locks.NOBODY
    own = Q(carrier_id__in=scope.carriers, user_id=scope.principal.id)
    return Q(published=True) | own | Q(carrier_id__in=scope.admins)


_OWN = f"{CARRIERS} AND {OWN_ROW}"
_WRITE = f"({_OWN}) OR {ADMINS} OR ({locks.SYSTEM_ALL})"
# The one table that staff of every carrier read: what a colleague has published about their own work.
WORK_CONTACT = Lock(
    "work_contact", f"(published AND (SELECT app_kind()) = 'staff') OR {_WRITE}", _WRITE, _WRITE, _published
)

register(
    Card(
        "network_workcontact",
        WORK_CONTACT,
        Merge.NONE,
        keys(f"{TENANT} version user_id deputy_id site_id updated_at")
        | staff_data("function phone languages topics response reachable published"),
        carrier="carrier_id",
    )
)
