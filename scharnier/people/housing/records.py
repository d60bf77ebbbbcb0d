# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Record card of housing."""

from scharnier.foundation.cards import Card, Merge, facts, keys, personal, register
from scharnier.people.locks import subject

CASE = "case_file"
register(
    Card(
        "people_housingperiod",
        subject("people_housingperiod"),
        Merge.MOVE,
        keys("id carrier_id person_id created_at version")
        | facts("kind state valid_from valid_to", CASE)
        | personal("municipality source", CASE),
        carrier="carrier_id",
        subject="person_id",
    )
)
