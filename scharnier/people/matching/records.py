# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Record card of the keys."""

from scharnier.foundation import locks
from scharnier.foundation.cards import Card, Erase, Merge, keys, personal, register

register(
    Card(
        "people_matchentry",
        locks.PROJECT,
        Merge.REBUILD,
        keys("id carrier_id project_id person_id created_at")
        | personal("keys digests", "case_file", Erase.ROW, transfer=False),
        carrier="carrier_id",
        subject="person_id",
        audited=False,
    )
)
