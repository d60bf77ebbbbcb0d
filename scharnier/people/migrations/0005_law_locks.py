# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Locks, audit and tenant keys of the law's tables; the function that puts changes of access on the agenda."""

from django.db import migrations

from scharnier.foundation import locks
from scharnier.foundation.cards import card_of
from scharnier.foundation.migrations._sql import sql
from scharnier.people.law import records  # noqa: F401  # registers the cards

TABLES = "people_legalfacts people_judgement people_accessoutlook people_eligibilitydecision".split()


class Migration(migrations.Migration):
    dependencies = [("people", "0004_law"), ("foundation", "0003_audit_gates_locks")]
    operations = [
        *[locks.lock_table(table, card_of(table).lock) for table in TABLES],
        *[locks.audit_table(table, "person_id") for table in TABLES],
        *[locks.tenant_key(table, "person_id", "people_person") for table in TABLES],
        locks.tenant_key("people_eligibilitydecision", "project_id", "network_project"),
        migrations.RunSQL(sql("law_projecting", __file__), migrations.RunSQL.noop),
    ]
