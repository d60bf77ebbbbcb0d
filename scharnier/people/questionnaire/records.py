# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Record card of the entry questionnaire."""

from scharnier.foundation import locks
from scharnier.foundation.cards import Card, Erase, Merge, facts, keys, personal, register, staff_data

BASIS = "funding"
register(
    Card(
        "people_entryquestionnaire",
        locks.PROJECT,
        Merge.MOVE,
        keys("id carrier_id project_id person_id enrolment_id document_id created_at version")
        | facts("code printed_on signed_on scanned_on", BASIS)
        | personal("answers refused", BASIS, Erase.ROW)
        | staff_data("recorded_by_id"),
        carrier="carrier_id",
        subject="person_id",
    )
)
