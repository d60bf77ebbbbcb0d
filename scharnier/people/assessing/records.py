# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Record cards of assessments and of what is known of health."""

from scharnier.foundation import locks
from scharnier.foundation.cards import Card, Erase, Merge, facts, keys, personal, register, staff_data

CASE = "case_file"
# A special category of data (Art. 9 GDPR): the row goes with the purpose and never leaves the carrier by itself.
HEALTH = "health"

register(
    Card(
        "people_assessment",
        locks.PROJECT,
        Merge.MOVE,
        keys("id carrier_id project_id person_id created_at version")
        | facts("held_on method", CASE)
        | personal("partner answers", CASE)
        | staff_data("assessor_id"),
        carrier="carrier_id",
        subject="person_id",
    )
)
register(
    Card(
        "people_healthneed",
        locks.PROJECT,
        Merge.MOVE,
        keys("id carrier_id project_id person_id assessment_id created_at version")
        | personal("text released_on", HEALTH, Erase.ROW, transfer=False)
        | staff_data("released_by_id"),
        carrier="carrier_id",
        subject="person_id",
    )
)
