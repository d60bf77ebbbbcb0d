# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Vacancies in numbers with the functions of matching, what people say to suggestions, lists that were shown."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import scharnier.foundation.clock
import scharnier.foundation.ids
from scharnier.foundation import locks
from scharnier.foundation.cards import card_of
from scharnier.foundation.migrations._sql import sql
from scharnier.work.matching import records  # noqa: F401  # registers the cards

TABLES = ("work_vacancyrow", "work_matchruling", "work_matchjudgement")


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0011_programme_wide"),
        ("people", "0036_described"),
        ("work", "0005_renamed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MatchJudgement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("shown_at", models.DateTimeField(default=scharnier.foundation.clock.now)),
                ("edition", models.CharField(max_length=80)),
                ("digest", models.CharField(max_length=64)),
                ("asked", models.JSONField()),
                ("answer", models.JSONField()),
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
                    "shown_to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "vacancy",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="work.vacancy",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["person", "-id"], name="matchjudgement_by_person")],
                "constraints": [models.UniqueConstraint(fields=("carrier", "id"), name="work_matchjudgement_tenant")],
            },
        ),
        migrations.CreateModel(
            name="MatchRuling",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "kind",
                    models.CharField(
                        choices=[("pin", "gemerkt"), ("block", "passt nicht"), ("rule", "Regel gilt hier nicht")],
                        max_length=10,
                        verbose_name="Art",
                    ),
                ),
                ("rule", models.CharField(blank=True, max_length=20, verbose_name="Regel")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="Grund")),
                ("until", models.DateField(blank=True, null=True, verbose_name="Gilt bis")),
                ("decided_on", models.DateField(default=scharnier.foundation.clock.today)),
                ("ended_on", models.DateField(null=True)),
                (
                    "carrier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.carrier"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "ended_by",
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
                        null=True,
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
                    "vacancy",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="work.vacancy",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(condition=models.Q(("ended_on", None)), fields=["person"], name="ruling_by_person"),
                    models.Index(condition=models.Q(("ended_on", None)), fields=["vacancy"], name="ruling_by_vacancy"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("carrier", "id"), name="work_matchruling_tenant"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "rule"), models.Q(("rule", ""), _negated=True)),
                            models.Q(
                                ("kind__in", ["pin", "block"]),
                                ("person__isnull", False),
                                ("rule", ""),
                                ("vacancy__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="ruling_of_a_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("person__isnull", False), ("vacancy__isnull", False), _connector="OR"),
                        name="ruling_about_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "pin"), models.Q(("reason", ""), _negated=True), _connector="OR"),
                        name="ruling_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gte", models.F("decided_on")), _connector="OR"),
                        name="ruling_period",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_by", None), ("ended_on", None)),
                            models.Q(("ended_by__isnull", False), ("ended_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="ruling_ended_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VacancyRow",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("organisation_id", models.UUIDField()),
                ("kind", models.CharField(max_length=30)),
                ("occupation", models.IntegerField()),
                ("level", models.SmallIntegerField()),
                ("german", models.SmallIntegerField()),
                ("day", models.IntegerField(null=True)),
                ("until", models.DateField()),
                ("cell", models.IntegerField()),
                ("x", models.IntegerField(null=True)),
                ("y", models.IntegerField(null=True)),
                ("z", models.IntegerField(null=True)),
                ("district", models.TextField()),
                (
                    "licences",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), null=True, size=None),
                ),
                ("hours_from", models.SmallIntegerField(null=True)),
                ("hours_to", models.SmallIntegerField(null=True)),
                ("offers", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
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
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["cell", "level", "occupation", "german"], name="vacancyrow_by_cell"),
                    models.Index(fields=["level", "occupation", "german"], name="vacancyrow_by_occupation"),
                ],
                "constraints": [models.UniqueConstraint(fields=("carrier", "id"), name="work_vacancyrow_tenant")],
            },
        ),
        *(locks.lock_table(table, card_of(table).lock) for table in TABLES),
        *(locks.tenant_key(table, "project_id", "network_project") for table in TABLES),
        *(locks.tenant_key(table, "person_id", "people_person") for table in TABLES[1:]),
        *(locks.tenant_key(table, "vacancy_id", "work_vacancy") for table in TABLES[1:]),
        locks.audit_table("work_matchruling", "person_id"),
        migrations.RunSQL(sql("matching", __file__), migrations.RunSQL.noop),
    ]
