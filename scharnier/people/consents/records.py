# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Record card of consents and releases: proof that something was allowed, kept as long as what it allowed."""

from scharnier.foundation import locks
from scharnier.foundation.cards import Card, Erase, Merge, facts, keys, personal, register, staff_data

PROOF = "proof"
register(
    Card(
        "people_consent",
        locks.PROJECT,
        Merge.MOVE,
        keys("id carrier_id project_id person_id created_at version owner_id remind_on done_at done_by_id document_id")
        | facts("kind purpose language text_version valid_until given_on form signer withdrawn_at", PROOF)
        | personal("recipient matter released wording wording_own withdrawal", PROOF)
        | personal("signed_by strokes", PROOF, Erase.ROW)
        | staff_data("recorded_by_id withdrawn_by_id"),
        carrier="carrier_id",
        subject="person_id",
    )
)
