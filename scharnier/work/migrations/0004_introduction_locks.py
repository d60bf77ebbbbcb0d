# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The locks of introductions, placements and after-care, their audit, keys that stay within a carrier."""

from django.db import migrations

from scharnier.foundation import locks
from scharnier.foundation.cards import card_of
from scharnier.work.introductions import records as introduction_records  # noqa: F401  # registers the cards
from scharnier.work.placements import records as placement_records  # noqa: F401  # registers the cards
from scharnier.work.retention import records as retention_records  # noqa: F401  # registers the card

TABLES = (
    "work_introduction",
    "work_introductionstep",
    "work_placement",
    "work_permissionround",
    "work_supportapplication",
    "work_waystep",
    "work_retentioncheck",
)
KEYS = (
    ("work_introduction", "organisation_id", "directory_organisation"),
    ("work_introduction", "contact_id", "directory_organisationcontact"),
    ("work_introduction", "vacancy_id", "work_vacancy"),
    ("work_introductionstep", "introduction_id", "work_introduction"),
    ("work_placement", "introduction_id", "work_introduction"),
    ("work_placement", "organisation_id", "directory_organisation"),
    ("work_placement", "vacancy_id", "work_vacancy"),
    ("work_placement", "after_id", "work_placement"),
    ("work_permissionround", "placement_id", "work_placement"),
    ("work_supportapplication", "introduction_id", "work_introduction"),
    ("work_supportapplication", "placement_id", "work_placement"),
    ("work_retentioncheck", "placement_id", "work_placement"),
)


class Migration(migrations.Migration):
    dependencies = [("work", "0003_introductions")]
    operations = [
        *(locks.lock_table(table, card_of(table).lock) for table in TABLES),
        *(locks.audit_table(table, "person_id") for table in TABLES),
        *(locks.tenant_key(table, "project_id", "network_project") for table in TABLES),
        *(locks.tenant_key(table, "person_id", "people_person") for table in TABLES),
        *(locks.tenant_key(*key) for key in KEYS),
    ]
