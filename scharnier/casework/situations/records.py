# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Record card of the situations after the exit."""

from scharnier.casework.records import ROW
from scharnier.foundation import locks
from scharnier.foundation.cards import Card, Merge, facts, keys, personal, register

BASIS = "funding"
register(
    Card(
        "casework_situation",
        locks.PROJECT,
        Merge.MOVE,
        keys(f"{ROW} enrolment_id owner_id answered_by_id")
        | facts("span asked_for remind_on answer since_on qualification_on improved answered_at", BASIS)
        | personal("note", BASIS),
        carrier="carrier_id",
        subject="person_id",
    )
)
