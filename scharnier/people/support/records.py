# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Record card of the decisions about the length of support."""

from scharnier.foundation.cards import Card, Merge, facts, keys, personal, register, staff_data
from scharnier.people.law.records import DECIDED

CASE = "case_file"
register(
    Card(
        "people_supportdecision",
        DECIDED,
        Merge.MOVE,
        keys("id carrier_id project_id person_id enrolment_id created_at")
        | facts("until before", CASE)
        | personal("reason", CASE)
        | staff_data("decided_by_id"),
        carrier="carrier_id",
        subject="person_id",
    )
)
