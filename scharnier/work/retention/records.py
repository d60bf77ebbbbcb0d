# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Record card of the checks of after-care."""

from scharnier.casework.records import CASE
from scharnier.foundation import locks
from scharnier.foundation.cards import Card, Merge, facts, keys, personal, register, staff_data
from scharnier.work.placements.records import SIGNED

register(
    Card(
        "work_retentioncheck",
        locks.PROJECT,
        Merge.MOVE,
        keys(f"{SIGNED} placement_id")
        | facts("mark due_on estimated still_there hours trouble_person trouble_firm done_on done_at", CASE)
        | personal("help_needed next_step note", CASE)
        | staff_data("changed_by_id owner_id done_by_id"),
        carrier="carrier_id",
        subject="person_id",
    )
)
