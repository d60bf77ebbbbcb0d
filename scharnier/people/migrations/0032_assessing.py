# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Competence assessments, and apart from them what is known of health."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import scharnier.foundation.clock
import scharnier.foundation.ids
from scharnier.foundation import locks
from scharnier.foundation.cards import card_of
from scharnier.people.assessing import records  # noqa: F401  # registers the cards

TABLES = "people_assessment people_healthneed".split()


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0011_programme_wide"),
        ("people", "0031_subject_access"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Assessment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("held_on", models.DateField(default=scharnier.foundation.clock.today, verbose_name="Tag")),
                ("method", models.CharField(default="interview", max_length=20, verbose_name="Wie erhoben")),
                ("partner", models.CharField(blank=True, max_length=160, verbose_name="Wer oder womit")),
                ("answers", models.JSONField(default=dict)),
                (
                    "assessor",
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
                        related_name="assessments",
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
            },
        ),
        migrations.CreateModel(
            name="HealthNeed",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("text", models.CharField(max_length=1000, verbose_name="Was bei der Arbeit zu beachten ist")),
                ("released_on", models.DateField(blank=True, null=True, verbose_name="freigegeben am")),
                (
                    "assessment",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="health",
                        to="people.assessment",
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
                (
                    "released_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="assessment",
            index=models.Index(fields=["person", "-held_on"], name="assessment_by_person"),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.UniqueConstraint(fields=("carrier", "id"), name="people_assessment_tenant"),
        ),
        migrations.AddConstraint(
            model_name="healthneed",
            constraint=models.UniqueConstraint(fields=("carrier", "id"), name="people_healthneed_tenant"),
        ),
        migrations.AddConstraint(
            model_name="healthneed",
            constraint=models.UniqueConstraint(fields=("carrier", "assessment"), name="health_once"),
        ),
        migrations.AddConstraint(
            model_name="healthneed",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="health_says_something"
            ),
        ),
        *[locks.lock_table(table, card_of(table).lock) for table in TABLES],
        *[locks.audit_table(table, "person_id") for table in TABLES],
        *[locks.tenant_key(table, "person_id", "people_person") for table in TABLES],
        *[locks.tenant_key(table, "project_id", "network_project") for table in TABLES],
        locks.tenant_key("people_healthneed", "assessment_id", "people_assessment"),
    ]
