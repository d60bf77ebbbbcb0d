# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Comparisons of groups, kept by the carrier's own night work and read by whoever works for the carrier."""

import django.db.models.deletion
from django.db import migrations, models

import scharnier.foundation.clock
import scharnier.foundation.ids
from scharnier.foundation import locks
from scharnier.work.fairness.records import FAIRNESS


class Migration(migrations.Migration):
    dependencies = [("network", "0011_programme_wide"), ("work", "0008_introduction_where")]
    operations = [
        migrations.CreateModel(
            name="FairnessReport",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("as_of", models.DateField(default=scharnier.foundation.clock.today, verbose_name="Stichtag")),
                ("since", models.DateField(verbose_name="Vermittlungen seit")),
                ("edition", models.CharField(max_length=20, verbose_name="Ausgabe der Regeln")),
                ("people", models.PositiveIntegerField(verbose_name="Personen")),
                ("vacancies", models.PositiveIntegerField(verbose_name="Stellen")),
                ("least", models.PositiveSmallIntegerField(verbose_name="Kleinste gezeigte Zahl")),
                ("result", models.JSONField(default=dict)),
                (
                    "carrier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.carrier"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("carrier", "id"), name="work_fairnessreport_tenant"),
                    models.UniqueConstraint(fields=("carrier", "as_of"), name="fairness_once_a_day"),
                ],
            },
        ),
        locks.lock_table("work_fairnessreport", FAIRNESS),
        locks.audit_table("work_fairnessreport"),
    ]
