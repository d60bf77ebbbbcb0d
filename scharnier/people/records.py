# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Record cards of persons and their participation."""

from scharnier.foundation import locks
from scharnier.foundation.cards import (
    Card,
    Erase,
    Merge,
    facts,
    keys,
    personal,
    register,
)
from scharnier.people.locks import PERSON, SHARED, subject

CASE = "case_file"
register(
    Card(
        "people_person",
        PERSON,
        Merge.TOMBSTONE,
        keys("id carrier_id created_at version merged_into_id file_number erased_on")
        | personal(
            "family_name given_names own_script_name former_names phone email channel messenger street place remark "
            "name_sort german_note occupation schooling",
            CASE,
        )
        | personal("birth_date postcode entered_germany_on", CASE, Erase.COARSEN)
        | facts("birth_precision sex nationality further_nationalities speaks reads also_reads german_level", CASE),
        carrier="carrier_id",
        subject="id",
    )
)
register(
    Card(
        "people_enrolment",
        locks.PROJECT,
        Merge.MOVE,
        keys("id carrier_id project_id person_id created_at version staff_id second_staff_id erased_on")
        | personal("name_sort external_number concern over_places", CASE)
        | facts("phase entered_on exited_on exit_reason exit_situation support_until last_contact_on", CASE)
        | keys("support_reminder"),
        carrier="carrier_id",
        subject="person_id",
    )
)
RESIDENCE = subject("people_residencestatus")
register(
    Card(
        "people_residencestatus",
        RESIDENCE,
        Merge.MOVE,
        keys("id carrier_id person_id created_at version")
        | facts("code valid_from valid_to reminders", CASE)
        | personal("endorsement source irregular document obligation", CASE),
        carrier="carrier_id",
        subject="person_id",
    )
)
register(
    Card(
        "people_filecounter",
        SHARED,
        Merge.NONE,
        keys("id carrier_id created_at prefix last"),
        carrier="carrier_id",
        audited=False,
        personal=False,
    )
)
register(
    Card(
        "people_importrun",
        locks.PROJECT,
        Merge.NONE,
        keys(
            "id carrier_id project_id user_id created_at mapping state rows_total rows_done rows_created rows_rejected "
            "updated_at"
        )
        | personal(
            "filename content accepted problems summary message values",
            "import",
            Erase.ROW,
            transfer=False,
        ),
        carrier="carrier_id",
    )
)
register(
    Card(
        "people_importedrow",
        locks.PROJECT,
        Merge.MOVE,
        keys("id carrier_id project_id created_at run_id sheet row person_id"),
        carrier="carrier_id",
        subject="person_id",
    )
)
register(
    Card(
        "people_importmapping",
        SHARED,
        Merge.NONE,
        keys("id carrier_id created_at signature mapping updated_at")
        | personal("values", "import", Erase.KEEP, transfer=False),
        carrier="carrier_id",
    )
)
