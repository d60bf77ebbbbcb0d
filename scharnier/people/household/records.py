# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Record card of households. Whoever has no file is known from somebody's file and goes with it."""

from scharnier.foundation.cards import Card, Erase, Merge, facts, keys, personal, register
from scharnier.people.locks import subject

CASE = "case_file"
register(
    Card(
        "people_householdmember",
        subject("people_householdmember"),
        Merge.MOVE,
        keys("id carrier_id person_id household created_at version relations")
        | facts("valid_from valid_to reason contact", CASE)
        | personal("family_name given_names birth_date birth_precision country", CASE, Erase.ROW),
        carrier="carrier_id",
        subject="person_id",
    )
)
