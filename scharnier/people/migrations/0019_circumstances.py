# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Guardianship, school and benefits from one day to another; why stays leave a gap."""

import django.db.models.deletion
from django.db import migrations, models

import scharnier.foundation.clock
import scharnier.foundation.ids
from scharnier.foundation import locks
from scharnier.foundation.cards import card_of
from scharnier.people.circumstances import records as circumstances_records  # noqa: F401  # registers the cards


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0010_leaving"),
        ("people", "0018_trail"),
    ]

    operations = [
        migrations.AddField(
            model_name="residencestatus",
            name="irregular",
            field=models.CharField(
                blank=True, db_default="", max_length=200, verbose_name="Grund der Lücke oder Überschneidung"
            ),
        ),
        migrations.CreateModel(
            name="BenefitPeriod",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("kind", models.CharField(max_length=40, verbose_name="Art")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="seit")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="bis")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="Quelle")),
                ("office", models.CharField(blank=True, max_length=160, verbose_name="Stelle")),
                ("reference", models.CharField(blank=True, max_length=80, verbose_name="Kunden- oder BG-Nummer")),
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
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["person", "-valid_from"], name="benefitperiod_by_person")],
                "constraints": [
                    models.UniqueConstraint(fields=("carrier", "id"), name="people_benefitperiod_tenant"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None),
                            ("valid_from", None),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="benefitperiod_period",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", ""), _negated=True), name="benefitperiod_has_kind"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Guardianship",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("kind", models.CharField(max_length=40, verbose_name="Art")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="seit")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="bis")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="Quelle")),
                ("name", models.CharField(blank=True, max_length=160, verbose_name="Name oder Stelle")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="Telefon")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="E-Mail")),
                ("reference", models.CharField(blank=True, max_length=80, verbose_name="Aktenzeichen")),
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
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["person", "-valid_from"], name="guardianship_by_person")],
                "constraints": [
                    models.UniqueConstraint(fields=("carrier", "id"), name="people_guardianship_tenant"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None),
                            ("valid_from", None),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="guardianship_period",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", ""), _negated=True), name="guardianship_has_kind"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SchoolPeriod",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("kind", models.CharField(max_length=40, verbose_name="Art")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="seit")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="bis")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="Quelle")),
                ("school", models.CharField(blank=True, max_length=160, verbose_name="Schule")),
                ("grade", models.CharField(blank=True, max_length=40, verbose_name="Klasse")),
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
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["person", "-valid_from"], name="schoolperiod_by_person")],
                "constraints": [
                    models.UniqueConstraint(fields=("carrier", "id"), name="people_schoolperiod_tenant"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None),
                            ("valid_from", None),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="schoolperiod_period",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", ""), _negated=True), name="schoolperiod_has_kind"
                    ),
                ],
            },
        ),
        locks.lock_table("people_guardianship", card_of("people_guardianship").lock),
        locks.audit_table("people_guardianship", "person_id"),
        locks.tenant_key("people_guardianship", "person_id", "people_person"),
        locks.lock_table("people_schoolperiod", card_of("people_schoolperiod").lock),
        locks.audit_table("people_schoolperiod", "person_id"),
        locks.tenant_key("people_schoolperiod", "person_id", "people_person"),
        locks.lock_table("people_benefitperiod", card_of("people_benefitperiod").lock),
        locks.audit_table("people_benefitperiod", "person_id"),
        locks.tenant_key("people_benefitperiod", "person_id", "people_person"),
    ]
