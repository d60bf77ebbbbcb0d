# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Record cards of placements, permission rounds, support and steps on the way."""

from scharnier.casework.records import CASE
from scharnier.foundation import locks
from scharnier.foundation.cards import Card, Merge, facts, keys, personal, register, staff_data
from scharnier.work.introductions.records import ROW

SIGNED = f"{ROW} version changed_at"

register(
    Card(
        "work_placement",
        locks.PROJECT,
        Merge.MOVE,
        keys(f"{SIGNED} introduction_id vacancy_id organisation_id after_id takes_place")
        | facts("kind occupation begins ends hours insured adequate ended_on end_reason", CASE)
        | facts("pay_amount pay_unit probation_until intermediate_on final_on", CASE)
        | personal("where work place adequacy adequate_reason access end_note", CASE)
        | staff_data("changed_by_id owner_id"),
        carrier="carrier_id",
        subject="person_id",
    )
)
register(
    Card(
        "work_permissionround",
        locks.PROJECT,
        Merge.MOVE,
        keys(f"{SIGNED} placement_id number way")
        | facts("begun_on level steps", CASE)
        | personal("because done terms", CASE)
        | staff_data("changed_by_id"),
        carrier="carrier_id",
        subject="person_id",
    )
)
register(
    Card(
        "work_supportapplication",
        locks.PROJECT,
        Merge.MOVE,
        keys(f"{SIGNED} introduction_id placement_id due_on")
        | facts("instrument begins apply_by state applied_on decided_on looks", CASE)
        | personal("note", CASE)
        | staff_data("changed_by_id owner_id"),
        carrier="carrier_id",
        subject="person_id",
    )
)
register(
    Card(
        "work_waystep",
        locks.PROJECT,
        Merge.MOVE,
        keys(SIGNED)
        | facts("kind on done_on done_at", CASE)
        | personal("text", CASE)
        | staff_data("changed_by_id owner_id done_by_id"),
        carrier="carrier_id",
        subject="person_id",
    )
)
