# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Saved views of the list of cases."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import scharnier.foundation.clock
import scharnier.foundation.ids
from scharnier.foundation import locks
from scharnier.foundation.cards import card_of
from scharnier.people.caseload import records  # noqa: F401  # registers the card

TABLE = "people_caseloadview"


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0010_leaving"),
        ("people", "0021_documents"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseloadView",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("name", models.CharField(max_length=60, verbose_name="Name")),
                ("filters", models.JSONField(default=dict)),
                ("shared", models.BooleanField(default=False)),
                ("start", models.BooleanField(default=False)),
                (
                    "carrier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.carrier"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                "indexes": [models.Index(fields=["project", "owner"], name="caseload_view_by_owner")],
                "constraints": [
                    models.UniqueConstraint(fields=("carrier", "id"), name="people_caseloadview_tenant"),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="caseload_view_has_name"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("shared", False)),
                        fields=("carrier", "project", "owner", "name"),
                        name="caseload_view_own_name_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("shared", True)),
                        fields=("carrier", "project", "name"),
                        name="caseload_view_shared_name_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("shared", False), ("start", True)),
                        fields=("carrier", "project", "owner"),
                        name="caseload_view_own_start_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("shared", True), ("start", True)),
                        fields=("carrier", "project"),
                        name="caseload_view_shared_start_once",
                    ),
                ],
            },
        ),
        locks.lock_table(TABLE, card_of(TABLE).lock),
        locks.audit_table(TABLE),
        locks.tenant_key(TABLE, "project_id", "network_project"),
    ]
