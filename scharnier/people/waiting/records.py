# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Record card of the waiting list."""

from scharnier.foundation import locks
from scharnier.foundation.cards import Card, Merge, facts, keys, personal, register, staff_data

CASE = "case_file"
register(
    Card(
        "people_waitingentry",
        locks.PROJECT,
        Merge.MOVE,
        keys("id carrier_id project_id person_id enrolment_id created_at version remind_on")
        | facts("since state offered_until closed_on looks", CASE)
        | personal("reason", CASE)
        | staff_data("decided_by_id asks_id"),
        carrier="carrier_id",
        subject="person_id",
    )
)
