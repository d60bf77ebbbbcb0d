# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Curricula vitae as they were put together."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import scharnier.foundation.clock
import scharnier.foundation.ids
from scharnier.foundation import locks
from scharnier.foundation.cards import card_of
from scharnier.people.cv import records  # noqa: F401  # registers the card

TABLE = "people_curriculum"


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0011_programme_wide"),
        ("people", "0032_assessing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Curriculum",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("title", models.CharField(max_length=120, verbose_name="Bezeichnung")),
                ("language", models.CharField(default="de", max_length=5, verbose_name="Sprache")),
                (
                    "layout",
                    models.CharField(
                        choices=[("plain", "schlicht"), ("columns", "zweispaltig")],
                        default="plain",
                        max_length=10,
                        verbose_name="Gestaltung",
                    ),
                ),
                ("choices", models.JSONField(default=dict)),
                ("document", models.JSONField(default=dict)),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "carrier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.carrier"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="curricula",
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
                "indexes": [models.Index(fields=["person", "-id"], name="curriculum_by_person")],
                "constraints": [
                    models.UniqueConstraint(fields=("carrier", "id"), name="people_curriculum_tenant"),
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ["de", "en"])), name="curriculum_language"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("layout__in", ["plain", "columns"])), name="curriculum_layout"
                    ),
                ],
            },
        ),
        locks.lock_table(TABLE, card_of(TABLE).lock),
        locks.audit_table(TABLE, "person_id"),
        locks.tenant_key(TABLE, "person_id", "people_person"),
        locks.tenant_key(TABLE, "project_id", "network_project"),
    ]
