# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Record cards of merges. The log stays where it was written."""

from dataclasses import replace

from scharnier.foundation.cards import Card, Erase, Merge, keys, personal, register, staff_data
from scharnier.foundation.locks import NEVER
from scharnier.people.locks import shown, subject

CASE = "case_file"
register(
    Card(
        "people_merge",
        replace(subject("people_merge"), remove=NEVER),
        Merge.STAY,
        keys("id carrier_id person_id absorbed_id created_at merged_at undone_at repointed absorbed_number")
        | personal("fields absorbed_name", CASE, Erase.EMPTY, transfer=False)
        | staff_data("merged_by_id undone_by_id"),
        carrier="carrier_id",
        subject="person_id",
    )
)
register(
    Card(
        "people_mergedrow",
        replace(shown("people_mergedrow"), insert=NEVER),
        Merge.STAY,
        keys("id carrier_id person_id merge_id created_at table_name row_id")
        | personal("content", CASE, Erase.ROW, transfer=False),
        carrier="carrier_id",
        subject="person_id",
        audited=False,
    )
)
