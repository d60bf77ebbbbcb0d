# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Locks, audit and tenant keys of needs; goals and steps may name the talk they came from."""

from django.db import migrations

from scharnier.casework import records  # noqa: F401  # registers the cards
from scharnier.foundation import locks
from scharnier.foundation.cards import card_of

NEED = "casework_need"


class Migration(migrations.Migration):
    dependencies = [("casework", "0004_talk_and_need")]
    operations = [
        locks.lock_table(NEED, card_of(NEED).lock),
        locks.audit_table(NEED, "person_id"),
        locks.tenant_key(NEED, "person_id", "people_person"),
        locks.tenant_key(NEED, "project_id", "network_project"),
        *[
            locks.tenant_key(table, "contact_id", "casework_contact")
            for table in (NEED, "casework_goal", "casework_step")
        ],
    ]
