# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Decisions about the length of support; and how many cases a setting reaches, for those who see no files."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import scharnier.foundation.clock
import scharnier.foundation.ids
from scharnier.foundation import locks
from scharnier.foundation.cards import card_of
from scharnier.foundation.migrations._sql import sql
from scharnier.people.support import records  # noqa: F401  # registers the card

TABLE = "people_supportdecision"


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0009_settings_applied"),
        ("people", "0012_project_use"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SupportDecision",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("until", models.DateField(verbose_name="Begleitung bis")),
                ("before", models.DateField(null=True)),
                ("reason", models.CharField(max_length=1000, verbose_name="Begründung")),
                (
                    "carrier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.carrier"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="support_decisions",
                        to="people.enrolment",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.project",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["enrolment", "-created_at"], name="support_by_enrolment")],
                "constraints": [
                    models.UniqueConstraint(fields=("carrier", "id"), name="people_supportdecision_tenant")
                ],
            },
        ),
        locks.lock_table(TABLE, card_of(TABLE).lock),
        locks.audit_table(TABLE, "person_id"),
        locks.tenant_key(TABLE, "person_id", "people_person"),
        locks.tenant_key(TABLE, "enrolment_id", "people_enrolment"),
        locks.tenant_key(TABLE, "project_id", "network_project"),
        migrations.RunSQL(sql("support", __file__), migrations.RunSQL.noop),
    ]
