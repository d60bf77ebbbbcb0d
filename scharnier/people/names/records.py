# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Record card of further names."""

from scharnier.foundation.cards import Card, Erase, Merge, facts, keys, personal, register
from scharnier.people.locks import subject

CASE = "case_file"
register(
    Card(
        "people_formername",
        subject("people_formername"),
        Merge.MOVE,
        keys("id carrier_id person_id created_at version")
        | facts("kind valid_to", CASE)
        | personal("name source", CASE, Erase.ROW),
        carrier="carrier_id",
        subject="person_id",
    )
)
