# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The function that derives a principal's scope, and the locks of network and sign-in tables."""

from django.db import migrations

from scharnier.foundation import locks
from scharnier.foundation.cards import card_of
from scharnier.foundation.migrations._sql import sql
from scharnier.network import records  # noqa: F401  # registers the cards

TABLES = (
    "network_user network_programme network_carrier network_project network_team network_site network_membership "
    "network_substitution django_session account_emailaddress account_emailconfirmation mfa_authenticator "
    "usersessions_usersession"
).split()
TENANT = "network_project network_team network_site network_membership network_substitution".split()


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0001_initial"),
        ("foundation", "0003_audit_gates_locks"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("usersessions", "0001_initial"),
        ("sessions", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(sql("enter", __file__), migrations.RunSQL.noop),
        migrations.RunSQL(sql("gates", __file__), migrations.RunSQL.noop),
        *[locks.lock_table(table, card_of(table).lock) for table in TABLES],
        *[locks.audit_table(table) for table in TENANT],
        locks.audit_table("network_user", carrier="", hidden="password"),
        locks.audit_table("network_programme", carrier=""),
        locks.audit_table("network_carrier", carrier="id"),
        *[
            locks.tenant_key(table, "project_id", "network_project")
            for table in (
                "network_team",
                "network_site",
                "network_membership",
                "network_substitution",
            )
        ],
        locks.tenant_key("network_membership", "team_id", "network_team"),
    ]
