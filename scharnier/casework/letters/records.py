# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Record card of letters."""

from scharnier.casework.records import CASE, ROW
from scharnier.foundation import locks
from scharnier.foundation.cards import Card, Merge, facts, keys, personal, register

register(
    Card(
        "casework_letter",
        locks.PROJECT,
        Merge.MOVE,
        keys(f"{ROW} document_id author_id owner_id changed_at changed_by_id closed_by_id")
        | facts(
            "sender matter dated served stated no_notice deadline_on follow_up_on explained_on language state "
            "closed_at elsewhere",
            CASE,
        )
        | personal("sender_name subject answer interpreter outcome", CASE),
        carrier="carrier_id",
        subject="person_id",
    )
)
