# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Record card of curricula vitae."""

from scharnier.foundation import locks
from scharnier.foundation.cards import Card, Merge, facts, keys, personal, register, staff_data

CASE = "case_file"
register(
    Card(
        "people_curriculum",
        locks.PROJECT,
        Merge.MOVE,
        keys("id carrier_id project_id person_id created_at version")
        | facts("language layout", CASE)
        | personal("title choices document", CASE)
        | staff_data("author_id"),
        carrier="carrier_id",
        subject="person_id",
    )
)
