# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Record cards of erasing: the proof that it was done stays, and says nothing about whom."""

from dataclasses import replace

from django.db.models import Q

from scharnier.foundation.cards import Card, Merge, keys, register, staff_data
from scharnier.foundation.locks import CARRIERS, NEVER, OWN_ROW, Lock
from scharnier.foundation.principals import Scope
from scharnier.people.locks import shown


def _own(scope: Scope) -> Q:
    return Q(user_id=scope.principal.id, carrier_id__in=scope.carriers)


_MINE = f"{OWN_ROW} AND {CARRIERS}"
register(
    Card(
        "people_erasure",
        replace(shown("people_erasure"), insert=NEVER),
        Merge.STAY,
        keys("id carrier_id person_id created_at stage due_on reason") | staff_data("erased_by_id"),
        carrier="carrier_id",
        subject="person_id",
        audited=False,
    )
)
register(
    Card(
        "people_erasurerun",
        Lock("own_run", _MINE, _MINE, _MINE, _own, remove=NEVER),
        Merge.NONE,
        keys("id carrier_id created_at reason persons refused state total done updated_at") | staff_data("user_id"),
        carrier="carrier_id",
    )
)
