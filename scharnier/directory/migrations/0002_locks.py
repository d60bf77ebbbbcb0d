# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The locks of organisations, their audit, and keys that stay within a carrier."""

from django.db import migrations

from scharnier.directory.organisations import records  # noqa: F401  # registers the cards
from scharnier.foundation import locks
from scharnier.foundation.cards import card_of

ORGANISATION = "directory_organisation"
TABLES = (
    ORGANISATION,
    "directory_organisationsite",
    "directory_organisationcontact",
    "directory_cooperation",
    "directory_organisationmerge",
)
KEYS = (
    (ORGANISATION, "merged_into_id", ORGANISATION),
    ("directory_organisationsite", "organisation_id", ORGANISATION),
    ("directory_organisationcontact", "organisation_id", ORGANISATION),
    ("directory_organisationcontact", "site_id", "directory_organisationsite"),
    ("directory_organisationcontact", "deputy_id", "directory_organisationcontact"),
    ("directory_cooperation", "organisation_id", ORGANISATION),
    ("directory_cooperation", "project_id", "network_project"),
    ("directory_organisationmerge", "organisation_id", ORGANISATION),
    ("directory_organisationmerge", "absorbed_id", ORGANISATION),
)


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_initial")]
    operations = [
        *(locks.lock_table(table, card_of(table).lock) for table in TABLES),
        *(locks.audit_table(table) for table in TABLES),
        *(locks.tenant_key(*key) for key in KEYS),
    ]
