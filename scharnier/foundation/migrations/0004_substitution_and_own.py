# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a substitution leaves out and what a participant sees of their own; on whose behalf a file was opened."""

from django.db import migrations, models

from scharnier.foundation import locks
from scharnier.foundation.cards import card_of
from scharnier.foundation.migrations._sql import sql

RELOCKED = (
    "foundation_accessrecord foundation_agendaitem foundation_timelineentry foundation_searchentry "
    "foundation_audiencemember foundation_grant"
).split()


class Migration(migrations.Migration):
    dependencies = [("foundation", "0003_audit_gates_locks")]
    operations = [
        migrations.AddField("accessrecord", "behalf_id", models.UUIDField(null=True)),
        migrations.AddField("accessrecord", "behalf_name", models.TextField(blank=True, default="", db_default="")),
        migrations.RunSQL(sql("substitution", __file__), migrations.RunSQL.noop),
        *[locks.relock_table(table, card_of(table).lock) for table in RELOCKED],
    ]
