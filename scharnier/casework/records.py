# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Record cards of counselling and plan."""

from scharnier.foundation import locks
from scharnier.foundation.cards import Card, Column, Erase, Merge, facts, keys, personal, register
from scharnier.foundation.locks import Lock

CASE = "case_file"
# A frozen revision is never changed by anybody who works with it; merging and erasing are the system's.
FROZEN = Lock(
    "frozen",
    locks.PROJECT.read,
    locks.PROJECT.insert,
    f"{locks.SYSTEM} AND {locks.PROJECT.change}",
    locks.PROJECT.visible,
    narrow=True,
)
ROW = "id carrier_id project_id person_id created_at version"
register(
    Card(
        "casework_contact",
        locks.PROJECT,
        Merge.MOVE,
        keys(f"{ROW} author_id changed_at changed_by_id act named")
        | facts("at minutes form topics language attorney deadline_on", CASE)
        | personal("interpreter place took_part note agreed authority companion papers outcome", CASE),
        carrier="carrier_id",
        subject="person_id",
    )
)
register(
    Card(
        "casework_followup",
        locks.PROJECT,
        Merge.MOVE,
        keys(f"{ROW} owner_id contact_id done_by_id") | facts("due_on done_at about", CASE) | personal("title", CASE),
        carrier="carrier_id",
        subject="person_id",
    )
)
register(
    Card(
        "casework_integrationplan",
        locks.PROJECT,
        Merge.MOVE,
        keys(f"{ROW} owner_id") | facts("started_on review_due_on revision_number revised_on personal looks", CASE),
        carrier="carrier_id",
        subject="person_id",
    )
)
register(
    Card(
        "casework_goal",
        locks.PROJECT,
        Merge.MOVE,
        keys(f"{ROW} plan_id position contact_id changed_at changed_by_id")
        | facts("field priority target_on state closed_on own_language", CASE)
        | personal("title own_words wording responsible", CASE),
        carrier="carrier_id",
        subject="person_id",
    )
)
register(
    Card(
        "casework_step",
        locks.PROJECT,
        Merge.MOVE,
        keys(f"{ROW} goal_id owner_id position contact_id changed_at changed_by_id done_by_id")
        | facts("due_on done_on done_at independence", CASE)
        | personal("title own_title responsible", CASE),
        carrier="carrier_id",
        subject="person_id",
    )
)
register(
    Card(
        "casework_planrevision",
        FROZEN,
        Merge.MOVE,
        keys("id carrier_id project_id person_id created_at plan_id number author_id plan_version")
        | facts("frozen_at", CASE)
        | personal("took_part interpreter content", CASE),
        carrier="carrier_id",
        subject="person_id",
    )
)
register(
    Card(
        "casework_need",
        locks.PROJECT,
        Merge.MOVE,
        keys(f"{ROW} contact_id changed_at changed_by_id")
        | facts("field urgency state established_on closed_on", CASE)
        | personal("text", CASE),
        carrier="carrier_id",
        subject="person_id",
    )
)
register(
    Card(
        "casework_confidentialnote",
        locks.AUDIENCE,
        Merge.MOVE,
        keys(f"{ROW} audience_id author_id contact_id changed_at changed_by_id at")
        # Only its circle can read it: an answer to a subject-access request is written by hand, by the author.
        | {"sealed": Column(Erase.ROW, CASE, access=False, transfer=False)},
        carrier="carrier_id",
        subject="person_id",
    )
)
register(
    Card(
        "casework_plansignature",
        FROZEN,
        Merge.MOVE,
        keys("id carrier_id project_id person_id created_at revision_id recorded_by_id document_id")
        | facts("role language digest signed_on", CASE)
        | personal("name strokes", CASE, Erase.ROW),
        carrier="carrier_id",
        subject="person_id",
    )
)
