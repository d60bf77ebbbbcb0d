# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whole files on their way out of the house and into it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import scharnier.foundation.clock
import scharnier.foundation.ids
from scharnier.foundation import locks
from scharnier.foundation.cards import card_of
from scharnier.foundation.migrations._sql import sql
from scharnier.people.packages import records  # noqa: F401  # registers the cards

RUN, PART = "people_packagerun", "people_packagepart"


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0011_programme_wide"),
        ("people", "0028_stay_document"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PackageRun",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("direction", models.CharField(choices=[("out", "Out"), ("in", "In")], max_length=3)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("checked", "Checked"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=1000)),
                ("whole", models.BooleanField(default=False)),
                ("persons", models.JSONField(default=list)),
                ("manifest", models.JSONField(default=dict)),
                ("found", models.JSONField(default=dict)),
                ("decisions", models.JSONField(default=dict)),
                ("sealed_key", models.BinaryField(default=b"")),
                ("total", models.PositiveIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("parts_done", models.PositiveIntegerField(default=0)),
                ("message", models.TextField(blank=True)),
                ("updated_at", models.DateTimeField(default=scharnier.foundation.clock.now)),
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
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PackagePart",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("number", models.PositiveIntegerField()),
                ("content", models.BinaryField()),
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
                    "run",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="people.packagerun",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="packagerun",
            index=models.Index(fields=["project", "-created_at"], name="package_by_project"),
        ),
        migrations.AddConstraint(
            model_name="packagerun",
            constraint=models.UniqueConstraint(fields=("carrier", "id"), name="people_packagerun_tenant"),
        ),
        migrations.AddConstraint(
            model_name="packagerun",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["waiting", "checked", "running", "done", "failed"])),
                name="package_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="packagerun",
            constraint=models.CheckConstraint(
                condition=models.Q(("done__lte", models.F("total"))), name="package_not_past_the_end"
            ),
        ),
        migrations.AddConstraint(
            model_name="packagerun",
            constraint=models.CheckConstraint(
                condition=models.Q(("direction", "in"), models.Q(("reason", ""), _negated=True), _connector="OR"),
                name="package_leaves_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="packagepart",
            constraint=models.UniqueConstraint(fields=("carrier", "id"), name="people_packagepart_tenant"),
        ),
        migrations.AddConstraint(
            model_name="packagepart",
            constraint=models.UniqueConstraint(fields=("carrier", "run", "number"), name="package_part_once"),
        ),
        locks.lock_table(RUN, card_of(RUN).lock),
        locks.lock_table(PART, card_of(PART).lock),
        locks.audit_table(RUN, hidden="persons,manifest,found,decisions,sealed_key"),
        locks.tenant_key(RUN, "project_id", "network_project"),
        locks.tenant_key(PART, "project_id", "network_project"),
        locks.tenant_key(PART, "run_id", RUN),
        migrations.RunSQL(sql("packages", __file__), migrations.RunSQL.noop),
    ]
