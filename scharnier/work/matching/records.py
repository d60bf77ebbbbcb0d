# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Record cards of matching: rows of vacancies like vacancies, what concerns a person like the person's file."""

from scharnier.foundation import locks
from scharnier.foundation.cards import Card, Erase, Merge, facts, keys, personal, register
from scharnier.work.employers.records import WORK

CASE = "case_file"

register(
    Card(
        "work_vacancyrow",
        WORK,
        Merge.NONE,
        keys(
            "id carrier_id project_id created_at organisation_id kind occupation level german day until cell x y z "
            "district licences hours_from hours_to offers"
        ),
        carrier="carrier_id",
        audited=False,
        personal=False,
    )
)
register(
    Card(
        "work_matchruling",
        locks.PROJECT,
        Merge.MOVE,
        keys("id carrier_id project_id person_id vacancy_id created_at version decided_by_id ended_by_id")
        | facts("kind rule until decided_on ended_on", CASE)
        | personal("reason", CASE),
        carrier="carrier_id",
        subject="person_id",
    )
)
register(
    Card(
        "work_matchjudgement",
        locks.PROJECT,
        Merge.MOVE,
        keys("id carrier_id project_id person_id vacancy_id created_at shown_to_id edition digest")
        | facts("shown_at", CASE, transfer=False)
        | personal("asked answer", CASE, Erase.ROW, transfer=False),
        carrier="carrier_id",
        subject="person_id",
        audited=False,
    )
)
