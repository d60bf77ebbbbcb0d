# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Record cards of circumstances."""

from scharnier.foundation.cards import Card, Merge, facts, keys, personal, register
from scharnier.people.locks import subject

CASE = "case_file"
for _table, _texts in (
    ("people_guardianship", "name phone email reference"),
    ("people_schoolperiod", "school grade"),
    ("people_benefitperiod", "office reference"),
):
    register(
        Card(
            _table,
            subject(_table),
            Merge.MOVE,
            keys("id carrier_id person_id created_at version")
            | facts("kind valid_from valid_to", CASE)
            | personal(f"{_texts} source", CASE),
            carrier="carrier_id",
            subject="person_id",
        )
    )
