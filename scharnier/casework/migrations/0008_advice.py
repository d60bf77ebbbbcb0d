# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Advice without a file."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import scharnier.foundation.clock
import scharnier.foundation.ids
from scharnier.casework.advice import records as advice_records  # noqa: F401  # registers the cards
from scharnier.foundation import locks
from scharnier.foundation.cards import card_of


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0007_signing"),
        ("network", "0010_leaving"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ShortAdvice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("day", models.DateField(default=scharnier.foundation.clock.today, verbose_name="Tag")),
                (
                    "topics",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), size=None),
                ),
                ("language", models.CharField(max_length=8, verbose_name="Sprache")),
                ("form", models.CharField(max_length=20, verbose_name="Form")),
                ("minutes", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Minuten")),
                (
                    "carrier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.carrier"
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
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["project", "-day", "-id"], name="advice_by_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("carrier", "id"), name="casework_shortadvice_tenant"),
                    models.CheckConstraint(condition=models.Q(("topics", []), _negated=True), name="advice_has_topic"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("minutes", None), models.Q(("minutes__gte", 1), ("minutes__lte", 600)), _connector="OR"
                        ),
                        name="advice_minutes",
                    ),
                ],
            },
        ),
        locks.lock_table("casework_shortadvice", card_of("casework_shortadvice").lock),
        locks.audit_table("casework_shortadvice"),
        locks.tenant_key("casework_shortadvice", "project_id", "network_project"),
    ]
