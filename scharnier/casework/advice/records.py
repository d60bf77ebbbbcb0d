# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Record card of advice without a file."""

from scharnier.foundation import locks
from scharnier.foundation.cards import Card, Merge, keys, register, staff_data

register(
    Card(
        "casework_shortadvice",
        locks.PROJECT,
        Merge.NONE,
        keys("id carrier_id project_id created_at day topics language form minutes") | staff_data("staff_id"),
        carrier="carrier_id",
        personal=False,
    )
)
