# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Record card of the comparisons: nobody by name and no small number; written by the carrier's night work alone."""

from django.db.models import Q

from scharnier.foundation import locks
from scharnier.foundation.cards import Card, Merge, keys, register
from scharnier.foundation.locks import Lock
from scharnier.foundation.principals import Scope


def _carrier(scope: Scope) -> Q:
    return Q(carrier_id__in=scope.carriers)


FAIRNESS = Lock(
    "fairness", locks.CARRIERS, f"{locks.SYSTEM} AND {locks.CARRIERS}", locks.NEVER, _carrier, remove=locks.NEVER
)
register(
    Card(
        "work_fairnessreport",
        FAIRNESS,
        Merge.NONE,
        keys("id carrier_id created_at as_of since edition people vacancies least result"),
        carrier="carrier_id",
        personal=False,
    )
)
