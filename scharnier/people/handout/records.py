# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Record card of packages for access: that one was made and handed out is proof; its content is a copy."""

from scharnier.foundation import locks
from scharnier.foundation.cards import Card, Column, Erase, Merge, facts, keys, register

COPY = Column(Erase.EMPTY, "proof", access=False, transfer=False)
register(
    Card(
        "people_subjectaccess",
        locks.PROJECT,
        Merge.MOVE,
        keys("id carrier_id project_id person_id created_at asked_by_id size")
        | facts("state ready_at expires_at handed_out_at", "proof", transfer=False)
        | {"content": COPY, "sealed_key": COPY},
        carrier="carrier_id",
        subject="person_id",
    )
)
