# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The funder's questionnaire at the entry; the situation at the exit."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import scharnier.foundation.clock
import scharnier.foundation.ids
from scharnier.foundation import locks
from scharnier.foundation.cards import card_of
from scharnier.people.questionnaire import records as questionnaire_records  # noqa: F401  # registers the cards


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0011_programme_wide"),
        ("people", "0033_cv"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="enrolment",
            name="exit_situation",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=40, verbose_name="Situation beim Austritt"
            ),
        ),
        migrations.CreateModel(
            name="EntryQuestionnaire",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("code", models.CharField(max_length=40, verbose_name="Fragebogen")),
                ("answers", models.JSONField(default=dict, verbose_name="Antworten")),
                (
                    "refused",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                    ),
                ),
                ("printed_on", models.DateField(blank=True, null=True, verbose_name="gedruckt am")),
                ("signed_on", models.DateField(blank=True, null=True, verbose_name="unterschrieben am")),
                ("scanned_on", models.DateField(blank=True, null=True, verbose_name="gescannt am")),
                (
                    "carrier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.carrier"
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questionnaires",
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
                (
                    "recorded_by",
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
                "indexes": [models.Index(fields=["enrolment"], name="questionnaire_by_enrolment")],
                "constraints": [
                    models.UniqueConstraint(fields=("carrier", "id"), name="people_entryquestionnaire_tenant"),
                    models.UniqueConstraint(fields=("carrier", "enrolment"), name="questionnaire_once"),
                    models.CheckConstraint(
                        condition=models.Q(("scanned_on", None), ("signed_on__isnull", False), _connector="OR"),
                        name="questionnaire_scan_needs_signature",
                    ),
                ],
            },
        ),
        locks.lock_table("people_entryquestionnaire", card_of("people_entryquestionnaire").lock),
        locks.audit_table("people_entryquestionnaire", "person_id"),
        locks.tenant_key("people_entryquestionnaire", "person_id", "people_person"),
        locks.tenant_key("people_entryquestionnaire", "project_id", "network_project"),
        locks.tenant_key("people_entryquestionnaire", "enrolment_id", "people_enrolment"),
    ]
