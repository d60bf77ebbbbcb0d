# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Record cards of introductions."""

from scharnier.casework.records import CASE, FROZEN
from scharnier.foundation import locks
from scharnier.foundation.cards import Card, Merge, facts, keys, personal, register, staff_data

ROW = "id carrier_id project_id person_id created_at"

register(
    Card(
        "work_introduction",
        locks.PROJECT,
        Merge.MOVE,
        keys(f"{ROW} version changed_at organisation_id vacancy_id contact_id from_suggestion")
        | facts("state state_on agreed_on sent_on identified_on reason closed_on next_on looks", CASE)
        | personal("where work profile basis reason_text", CASE)
        | staff_data("changed_by_id owner_id"),
        carrier="carrier_id",
        subject="person_id",
    )
)
register(
    Card(
        "work_introductionstep",
        FROZEN,
        Merge.MOVE,
        keys(f"{ROW} introduction_id")
        | facts("before state on late", CASE)
        | personal("note", CASE)
        | staff_data("author_id"),
        carrier="carrier_id",
        subject="person_id",
    )
)
