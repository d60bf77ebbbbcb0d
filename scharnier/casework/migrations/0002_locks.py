# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Locks, audit and tenant keys of counselling."""

from django.db import migrations

from scharnier.casework import records  # noqa: F401  # registers the cards
from scharnier.foundation import locks
from scharnier.foundation.cards import card_of

TABLES = (
    "casework_contact casework_followup casework_integrationplan casework_goal casework_step casework_planrevision"
).split()


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_initial"), ("people", "0002_locks")]
    operations = [
        *[locks.lock_table(table, card_of(table).lock) for table in TABLES],
        *[locks.audit_table(table, "person_id") for table in TABLES],
        *[locks.tenant_key(table, "person_id", "people_person") for table in TABLES],
        *[locks.tenant_key(table, "project_id", "network_project") for table in TABLES],
        locks.tenant_key("casework_followup", "contact_id", "casework_contact"),
        locks.tenant_key("casework_goal", "plan_id", "casework_integrationplan"),
        locks.tenant_key("casework_planrevision", "plan_id", "casework_integrationplan"),
        locks.tenant_key("casework_step", "goal_id", "casework_goal"),
    ]
