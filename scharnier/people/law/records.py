# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Record cards of what the rules know and said about a person."""

from dataclasses import replace

from scharnier.foundation import locks
from scharnier.foundation.cards import Card, Erase, Merge, facts, keys, personal, register, staff_data
from scharnier.people.locks import shown, subject

CASE = "case_file"
# A decision is taken back by another one.
DECIDED = replace(locks.PROJECT, change=locks.NEVER, remove=locks.NEVER)

register(
    Card(
        "people_legalfacts",
        subject("people_legalfacts"),
        Merge.MOVE,
        keys("id carrier_id person_id created_at version")
        | personal("facts", CASE)
        | personal("stated_on", CASE, Erase.COARSEN),
        carrier="carrier_id",
        subject="person_id",
    )
)
register(
    Card(
        "people_judgement",
        shown("people_judgement"),
        Merge.MOVE,
        keys("id carrier_id person_id created_at")
        | facts("kind topic edition shown_at", CASE)
        | personal("asked answer rule_text", CASE)
        | staff_data("shown_by_id"),
        carrier="carrier_id",
        subject="person_id",
    )
)
register(
    Card(
        "people_accessoutlook",
        subject("people_accessoutlook"),
        Merge.REBUILD,
        keys("id carrier_id person_id created_at edition noted_on reminders")
        | facts("level changes_on", CASE)
        | personal("summary", CASE),
        carrier="carrier_id",
        subject="person_id",
    )
)
register(
    Card(
        "people_eligibilitydecision",
        DECIDED,
        Merge.MOVE,
        keys("id carrier_id project_id person_id created_at edition")
        | facts("value decided_on", CASE)
        | personal("reason computed", CASE)
        | staff_data("decided_by_id"),
        carrier="carrier_id",
        subject="person_id",
    )
)
register(
    Card(
        "people_criterionjudgement",
        DECIDED,
        Merge.MOVE,
        keys("id carrier_id project_id person_id created_at")
        | facts("criterion value decided_on", CASE)
        | personal("reason", CASE)
        | staff_data("decided_by_id"),
        carrier="carrier_id",
        subject="person_id",
    )
)
