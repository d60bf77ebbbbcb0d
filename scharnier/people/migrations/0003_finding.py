# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Numbers of files, what became of reminders, and the functions that find and project persons across projects."""

import django.db.models.deletion
from django.db import migrations, models

import scharnier.foundation.clock
import scharnier.foundation.ids
from scharnier.foundation import locks
from scharnier.foundation.cards import card_of
from scharnier.foundation.migrations._sql import sql
from scharnier.people import records  # noqa: F401  # registers the cards


class Migration(migrations.Migration):
    dependencies = [("people", "0002_locks"), ("foundation", "0003_audit_gates_locks")]
    operations = [
        migrations.AddField("residencestatus", "reminders", models.JSONField(blank=True, default=dict)),
        migrations.CreateModel(
            name="FileCounter",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("prefix", models.CharField(max_length=14)),
                ("last", models.PositiveIntegerField(default=0)),
                (
                    "carrier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.carrier"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("carrier", "id"), name="people_filecounter_tenant"),
                    models.UniqueConstraint(fields=("carrier", "prefix"), name="file_counter_once"),
                ],
            },
        ),
        locks.lock_table("people_filecounter", card_of("people_filecounter").lock),
        migrations.RunSQL(sql("finding", __file__), migrations.RunSQL.noop),
        migrations.RunSQL(sql("projecting", __file__), migrations.RunSQL.noop),
    ]
