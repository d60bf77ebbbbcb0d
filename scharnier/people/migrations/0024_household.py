# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Households; separating two persons parts theirs."""

import django.db.models.deletion
from django.db import migrations, models

import scharnier.foundation.clock
import scharnier.foundation.ids
from scharnier.foundation import locks
from scharnier.foundation.cards import card_of
from scharnier.foundation.migrations._sql import sql
from scharnier.people.household import records  # noqa: F401  # registers the card

TABLE = "people_householdmember"
# What would tell afterwards who belonged together.
HIDDEN = "household,relations,family_name,given_names,birth_date,country"


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0010_leaving"),
        ("people", "0023_competence"),
    ]

    operations = [
        migrations.CreateModel(
            name="HouseholdMember",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("household", models.UUIDField(default=scharnier.foundation.ids.uuid7)),
                ("family_name", models.CharField(blank=True, max_length=80, verbose_name="Familienname")),
                ("given_names", models.CharField(blank=True, max_length=80, verbose_name="Vornamen")),
                ("birth_date", models.DateField(blank=True, null=True, verbose_name="Geburtsdatum")),
                (
                    "birth_precision",
                    models.CharField(
                        choices=[
                            ("day", "auf den Tag"),
                            ("month", "nur Monat und Jahr"),
                            ("year", "nur das Jahr"),
                            ("estimated", "geschätzt"),
                        ],
                        default="day",
                        max_length=10,
                    ),
                ),
                ("country", models.CharField(blank=True, max_length=20, verbose_name="Lebt in")),
                ("relations", models.JSONField(blank=True, default=dict, verbose_name="Verhältnis")),
                ("contact", models.BooleanField(default=False, verbose_name="Ansprechperson des Haushalts")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="dabei seit")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="dabei bis")),
                ("reason", models.CharField(blank=True, max_length=20, verbose_name="Grund")),
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
                "indexes": [
                    models.Index(fields=["household"], name="household_by_number"),
                    models.Index(fields=["person"], name="household_by_person"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("carrier", "id"), name="people_householdmember_tenant"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="household_period",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), ("valid_to__isnull", False), _connector="OR"),
                        name="household_reason_needs_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("family_name", ""), ("given_names", ""), _negated=True),
                            models.Q(("birth_date", None), ("country", "")),
                            _connector="OR",
                        ),
                        name="household_facts_in_the_file",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("family_name", ""), ("given_names", ""), ("valid_to", None)),
                        fields=("carrier", "person"),
                        name="household_of_a_person_once",
                    ),
                ],
            },
        ),
        locks.lock_table(TABLE, card_of(TABLE).lock),
        locks.audit_table(TABLE, "person_id", hidden=HIDDEN),
        locks.tenant_key(TABLE, "person_id", "people_person"),
        migrations.RunSQL(sql("household", __file__), migrations.RunSQL.noop),
    ]
