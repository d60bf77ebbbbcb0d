# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""How somebody is doing after the exit."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import scharnier.foundation.clock
import scharnier.foundation.ids
from scharnier.casework.situations import records  # noqa: F401  # registers the card
from scharnier.foundation import locks
from scharnier.foundation.cards import card_of

TABLE = "casework_situation"


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0016_reach_entry"),
        ("network", "0011_programme_wide"),
        ("people", "0036_described"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Situation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("span", models.CharField(max_length=8, verbose_name="Abstand zum Austritt")),
                ("asked_for", models.DateField(verbose_name="Stichtag")),
                ("remind_on", models.DateField(null=True, verbose_name="Erinnerung am")),
                ("answer", models.CharField(blank=True, default="", max_length=40, verbose_name="Situation")),
                ("since_on", models.DateField(blank=True, null=True, verbose_name="Seit wann")),
                (
                    "qualification_on",
                    models.DateField(blank=True, null=True, verbose_name="Abschluss oder Zertifikat am"),
                ),
                (
                    "improved",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="Verbesserung",
                    ),
                ),
                ("note", models.CharField(blank=True, default="", max_length=300, verbose_name="Notiz")),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
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
                    "enrolment",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="situations",
                        to="people.enrolment",
                    ),
                ),
                (
                    "owner",
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
                "indexes": [models.Index(fields=["person", "asked_for"], name="situation_by_person")],
                "constraints": [
                    models.UniqueConstraint(fields=("carrier", "id"), name="casework_situation_tenant"),
                    models.UniqueConstraint(fields=("carrier", "enrolment", "span"), name="situation_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at", None), ("answered_by", None)),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="situation_answered_by_somebody",
                    ),
                ],
            },
        ),
        locks.lock_table(TABLE, card_of(TABLE).lock),
        locks.audit_table(TABLE, "person_id"),
        locks.tenant_key(TABLE, "person_id", "people_person"),
        locks.tenant_key(TABLE, "project_id", "network_project"),
        locks.tenant_key(TABLE, "enrolment_id", "people_enrolment"),
    ]
