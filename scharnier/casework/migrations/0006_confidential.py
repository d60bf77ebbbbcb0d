# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Confidential notes, their lock, and what becomes of them when somebody leaves."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import scharnier.foundation.clock
import scharnier.foundation.ids
from scharnier.casework import records  # noqa: F401  # registers the cards
from scharnier.foundation import locks
from scharnier.foundation.cards import card_of
from scharnier.foundation.migrations._sql import sql

NOTE = "casework_confidentialnote"


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0005_need_locks"),
        ("foundation", "0003_audit_gates_locks"),
        ("network", "0002_enter_and_locks"),
        ("people", "0005_law_locks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ConfidentialNote",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("changed_at", models.DateTimeField(default=scharnier.foundation.clock.now)),
                ("at", models.DateTimeField(default=scharnier.foundation.clock.now)),
                ("sealed", models.BinaryField()),
                (
                    "audience",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="foundation.audience",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "carrier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.carrier"
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.contact",
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
                "indexes": [models.Index(fields=["person", "-at"], name="confidential_by_person")],
                "constraints": [
                    models.UniqueConstraint(fields=("carrier", "id"), name="casework_confidentialnote_tenant"),
                    models.CheckConstraint(
                        condition=models.Q(("audience__isnull", False)), name="confidential_has_circle"
                    ),
                ],
            },
        ),
        locks.lock_table(NOTE, card_of(NOTE).lock),
        locks.audit_table(NOTE, "person_id", hidden="sealed"),
        locks.tenant_key(NOTE, "person_id", "people_person"),
        locks.tenant_key(NOTE, "project_id", "network_project"),
        locks.tenant_key(NOTE, "contact_id", "casework_contact"),
        locks.tenant_key(NOTE, "audience_id", "foundation_audience"),
        migrations.RunSQL(sql("confidential", __file__), migrations.RunSQL.noop),
    ]
