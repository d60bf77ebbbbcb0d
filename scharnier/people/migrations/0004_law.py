# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Facts the rules need, judgements shown, outlooks on the next change, decisions on target groups."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import scharnier.foundation.clock
import scharnier.foundation.ids


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0002_enter_and_locks"),
        ("people", "0003_finding"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AccessOutlook",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("level", models.CharField(max_length=20)),
                ("changes_on", models.DateField(null=True)),
                ("summary", models.CharField(blank=True, max_length=300)),
                ("edition", models.CharField(max_length=20)),
                ("noted_on", models.DateField(default=scharnier.foundation.clock.today)),
                ("reminders", models.JSONField(blank=True, default=dict)),
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
                        related_name="outlooks",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("carrier", "id"), name="people_accessoutlook_tenant"),
                    models.UniqueConstraint(fields=("carrier", "person"), name="access_outlook_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="EligibilityDecision",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                (
                    "value",
                    models.CharField(
                        choices=[
                            ("yes", "gehört zur Zielgruppe"),
                            ("no", "gehört nicht zur Zielgruppe"),
                            ("needs_assessment", "im Einzelfall zu prüfen"),
                        ],
                        max_length=20,
                        verbose_name="Einschätzung",
                    ),
                ),
                ("reason", models.TextField(max_length=1000, verbose_name="Grund")),
                ("decided_on", models.DateField(default=scharnier.foundation.clock.today, verbose_name="Tag")),
                ("computed", models.JSONField(default=dict)),
                ("edition", models.CharField(max_length=20)),
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
                "indexes": [models.Index(fields=["person", "project", "-id"], name="eligibility_latest")],
                "constraints": [
                    models.UniqueConstraint(fields=("carrier", "id"), name="people_eligibilitydecision_tenant"),
                    models.CheckConstraint(
                        condition=models.Q(("value__in", ["yes", "no", "needs_assessment"])),
                        name="eligibility_value_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="eligibility_has_reason"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Judgement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("access", "Zugang zum Arbeitsmarkt"), ("eligibility", "Zielgruppe")], max_length=12
                    ),
                ),
                ("topic", models.CharField(max_length=60)),
                ("asked", models.JSONField()),
                ("answer", models.JSONField()),
                ("rule_text", models.JSONField(default=dict)),
                ("edition", models.CharField(max_length=20)),
                ("shown_at", models.DateTimeField(default=scharnier.foundation.clock.now)),
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
                        related_name="judgements",
                        to="people.person",
                    ),
                ),
                (
                    "shown_by",
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
                "indexes": [models.Index(fields=["person", "kind", "topic", "-id"], name="judgement_latest")],
                "constraints": [
                    models.UniqueConstraint(fields=("carrier", "id"), name="people_judgement_tenant"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["access", "eligibility"])), name="judgement_kind_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LegalFacts",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("facts", models.JSONField(default=dict, verbose_name="Angaben zum Aufenthalt")),
                ("stated_on", models.DateField(default=scharnier.foundation.clock.today, verbose_name="Stand")),
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
                        related_name="legal_facts",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("carrier", "id"), name="people_legalfacts_tenant"),
                    models.UniqueConstraint(fields=("carrier", "person"), name="legal_facts_once"),
                ],
            },
        ),
    ]
