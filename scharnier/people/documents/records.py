# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Record card of documents."""

from scharnier.foundation import locks
from scharnier.foundation.cards import Card, Column, Erase, Merge, facts, keys, personal, register, staff_data

CASE = "case_file"
register(
    Card(
        "people_document",
        locks.PROJECT,
        Merge.MOVE,
        keys("id carrier_id project_id person_id created_at version author_id owner_id previewed")
        | facts("category kind size pages valid_until for_applications remind_on remind_done_at removed_at", CASE)
        | personal("title name removed_reason", CASE)
        # Without its key the file can't be read by anybody, wherever a copy of it may lie.
        | {"sealed_key": Column(Erase.EMPTY, CASE, access=False, transfer=False)}
        | staff_data("remind_done_by_id removed_by_id"),
        carrier="carrier_id",
        subject="person_id",
    )
)
