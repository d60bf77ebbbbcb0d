# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Signatures under revisions; a step in the language of the person; one's own talks found."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import scharnier.foundation.clock
import scharnier.foundation.ids
from scharnier.casework import records  # noqa: F401  # registers the cards
from scharnier.foundation import locks
from scharnier.foundation.cards import card_of

SIGNATURE = "casework_plansignature"


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0006_confidential"),
        ("network", "0005_staffing"),
        ("people", "0010_substitution_and_own"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["author", "-at"], name="contact_by_author"),
        ),
        migrations.AddField(
            model_name="step",
            name="own_title",
            field=models.CharField(blank=True, default="", max_length=200, verbose_name="In der Sprache der Person"),
        ),
        migrations.CreateModel(
            name="PlanSignature",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("person", "die Person selbst"),
                            ("guardian", "gesetzliche Vertretung"),
                            ("staff", "Fachkraft"),
                            ("interpreter", "Sprachmittlung"),
                        ],
                        max_length=12,
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="Name")),
                ("language", models.CharField(max_length=8, verbose_name="Sprache")),
                ("strokes", models.TextField(blank=True, default="")),
                ("scan", models.BinaryField(null=True)),
                ("scan_type", models.CharField(blank=True, default="", max_length=40)),
                ("digest", models.CharField(max_length=64)),
                ("signed_on", models.DateField(default=scharnier.foundation.clock.today)),
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
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="casework.planrevision",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["revision"], name="signature_by_revision")],
                "constraints": [
                    models.UniqueConstraint(fields=("carrier", "id"), name="casework_plansignature_tenant"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("scan__isnull", False), ("strokes", "")),
                            models.Q(models.Q(("strokes", ""), _negated=True), ("scan", None)),
                            _connector="OR",
                        ),
                        name="signature_drawn_or_scanned",
                    ),
                ],
            },
        ),
        locks.lock_table(SIGNATURE, card_of(SIGNATURE).lock),
        locks.audit_table(SIGNATURE, "person_id", hidden="strokes,scan"),
        locks.tenant_key(SIGNATURE, "person_id", "people_person"),
        locks.tenant_key(SIGNATURE, "project_id", "network_project"),
        locks.tenant_key(SIGNATURE, "revision_id", "casework_planrevision"),
    ]
