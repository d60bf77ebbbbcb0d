# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where somebody lives, and the adviser's judgement on single criteria of a target group."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import scharnier.foundation.clock
import scharnier.foundation.ids
from scharnier.foundation import locks
from scharnier.foundation.cards import card_of
from scharnier.people.housing import records as housing  # noqa: F401  # registers the card
from scharnier.people.law import records  # noqa: F401  # registers the cards

TABLES = "people_housingperiod people_criterionjudgement".split()


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0002_enter_and_locks"),
        ("people", "0008_names"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CriterionJudgement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("criterion", models.CharField(max_length=60)),
                ("value", models.CharField(max_length=20, verbose_name="Einschätzung")),
                ("reason", models.TextField(max_length=1000, verbose_name="Grund")),
                ("decided_on", models.DateField(default=scharnier.foundation.clock.today, verbose_name="Tag")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HousingPeriod",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("kind", models.CharField(max_length=30, verbose_name="Unterbringung")),
                ("municipality", models.CharField(blank=True, max_length=80, verbose_name="Gemeinde")),
                ("state", models.CharField(blank=True, max_length=4, verbose_name="Land")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="seit")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="bis")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="Quelle")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.RemoveConstraint(
            model_name="eligibilitydecision",
            name="eligibility_value_known",
        ),
        migrations.AlterField(
            model_name="eligibilitydecision",
            name="value",
            field=models.CharField(max_length=20, verbose_name="Einschätzung"),
        ),
        migrations.AddConstraint(
            model_name="eligibilitydecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("value__in", ["yes", "no", "needs_assessment", "withdrawn"])),
                name="eligibility_value_known",
            ),
        ),
        migrations.AddField(
            model_name="criterionjudgement",
            name="carrier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.carrier"
            ),
        ),
        migrations.AddField(
            model_name="criterionjudgement",
            name="decided_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="criterionjudgement",
            name="person",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="criterionjudgement",
            name="project",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.project"
            ),
        ),
        migrations.AddField(
            model_name="housingperiod",
            name="carrier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.carrier"
            ),
        ),
        migrations.AddField(
            model_name="housingperiod",
            name="person",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="housing",
                to="people.person",
            ),
        ),
        migrations.AddIndex(
            model_name="criterionjudgement",
            index=models.Index(fields=["person", "project", "criterion", "-id"], name="criterion_latest"),
        ),
        migrations.AddConstraint(
            model_name="criterionjudgement",
            constraint=models.UniqueConstraint(fields=("carrier", "id"), name="people_criterionjudgement_tenant"),
        ),
        migrations.AddConstraint(
            model_name="criterionjudgement",
            constraint=models.CheckConstraint(
                condition=models.Q(("value__in", ["yes", "no", "withdrawn"])), name="criterion_value_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="criterionjudgement",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="criterion_has_reason"
            ),
        ),
        migrations.AddIndex(
            model_name="housingperiod",
            index=models.Index(fields=["person", "-valid_from"], name="housing_by_person"),
        ),
        migrations.AddConstraint(
            model_name="housingperiod",
            constraint=models.UniqueConstraint(fields=("carrier", "id"), name="people_housingperiod_tenant"),
        ),
        migrations.AddConstraint(
            model_name="housingperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to", None), ("valid_from", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="housing_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="housingperiod",
            constraint=models.CheckConstraint(condition=models.Q(("kind", ""), _negated=True), name="housing_has_kind"),
        ),
        *[locks.lock_table(table, card_of(table).lock) for table in TABLES],
        *[locks.audit_table(table, "person_id") for table in TABLES],
        *[locks.tenant_key(table, "person_id", "people_person") for table in TABLES],
        locks.tenant_key("people_criterionjudgement", "project_id", "network_project"),
    ]
