# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Record card of reviewed texts: the carrier's, nobody's file."""

from scharnier.foundation import locks
from scharnier.foundation.cards import Card, Merge, keys, register, staff_data

register(
    Card(
        "casework_wording",
        locks.CARRIER,
        Merge.NONE,
        keys("id carrier_id created_at language key text reviewed_on changed_at")
        | staff_data("reviewer changed_by_id"),
        carrier="carrier_id",
        personal=False,
    )
)
