# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Packages of subject access."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import scharnier.foundation.clock
import scharnier.foundation.ids
from scharnier.foundation import locks
from scharnier.foundation.cards import card_of
from scharnier.people import records  # noqa: F401  # registers the cards
from scharnier.people.handout import records as handout_records  # noqa: F401

ACCESS = "people_subjectaccess"


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0011_programme_wide"),
        ("people", "0030_waiting"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SubjectAccess",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "wird erstellt"),
                            ("ready", "liegt bereit"),
                            ("failed", "nicht gelungen"),
                            ("over", "gelöscht"),
                        ],
                        default="queued",
                        max_length=8,
                        verbose_name="Stand",
                    ),
                ),
                ("content", models.BinaryField(null=True)),
                ("sealed_key", models.BinaryField(default=b"")),
                ("size", models.PositiveIntegerField(default=0)),
                ("ready_at", models.DateTimeField(null=True, verbose_name="Erstellt am")),
                ("expires_at", models.DateTimeField(null=True, verbose_name="Liegt bereit bis")),
                ("handed_out_at", models.DateTimeField(null=True, verbose_name="Ausgehändigt am")),
                (
                    "asked_by",
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
                "indexes": [models.Index(fields=["person", "-id"], name="subject_access_by_person")],
                "constraints": [
                    models.UniqueConstraint(fields=("carrier", "id"), name="people_subjectaccess_tenant"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("content__isnull", False), ("expires_at__isnull", False), ("state", "ready")),
                            models.Q(models.Q(("state", "ready"), _negated=True), ("content", None)),
                            _connector="OR",
                        ),
                        name="subject_access_ready_with_content",
                    ),
                ],
            },
        ),
        locks.lock_table(ACCESS, card_of(ACCESS).lock),
        locks.audit_table(ACCESS, "person_id", hidden="content,sealed_key"),
        locks.tenant_key(ACCESS, "person_id", "people_person"),
        locks.tenant_key(ACCESS, "project_id", "network_project"),
    ]
