# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What somebody can and wants: languages, schooling, work, wishes, courses."""

import django.db.models.deletion
from django.db import migrations, models

import scharnier.foundation.clock
import scharnier.foundation.ids
from scharnier.foundation import locks
from scharnier.foundation.cards import card_of
from scharnier.people.competence import records  # noqa: F401  # registers the cards

TABLES = (
    "people_languagelevel people_education people_workexperience people_occupationwish people_courseattended".split()
)


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0010_leaving"),
        ("people", "0022_saved_views"),
    ]

    operations = [
        migrations.CreateModel(
            name="CourseAttended",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("begun_on", models.DateField(blank=True, null=True, verbose_name="Von")),
                (
                    "begun_precision",
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
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="Bis")),
                (
                    "ended_precision",
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
                ("kind", models.CharField(max_length=40, verbose_name="Kurs oder Maßnahme")),
                ("title", models.CharField(blank=True, max_length=160, verbose_name="Bezeichnung")),
                ("provider", models.CharField(blank=True, max_length=120, verbose_name="Anbieter")),
                ("state", models.CharField(default="finished", max_length=20, verbose_name="Stand")),
                (
                    "hours_entitled",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Stunden bewilligt"),
                ),
                ("hours_used", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Stunden genutzt")),
                ("result", models.CharField(blank=True, max_length=120, verbose_name="Ergebnis")),
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
                        related_name="courses",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["person", "-begun_on"], name="course_by_person")],
                "constraints": [
                    models.UniqueConstraint(fields=("carrier", "id"), name="people_courseattended_tenant"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on", None),
                            ("begun_on", None),
                            ("ended_on__gte", models.F("begun_on")),
                            _connector="OR",
                        ),
                        name="course_period",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("begun_precision__in", ["day", "month", "year"]),
                            ("ended_precision__in", ["day", "month", "year"]),
                        ),
                        name="course_precision",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Education",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("begun_on", models.DateField(blank=True, null=True, verbose_name="Von")),
                (
                    "begun_precision",
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
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="Bis")),
                (
                    "ended_precision",
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
                ("kind", models.CharField(max_length=20, verbose_name="Art")),
                ("title", models.CharField(max_length=160, verbose_name="Abschluss oder Fach")),
                ("place", models.CharField(blank=True, max_length=160, verbose_name="Schule, Betrieb oder Hochschule")),
                ("country", models.CharField(blank=True, max_length=20, verbose_name="Land")),
                ("level", models.CharField(blank=True, max_length=10, verbose_name="Stufe (ISCED)")),
                ("completed", models.CharField(default="unknown", max_length=10, verbose_name="Abschluss")),
                ("recognition", models.CharField(default="unknown", max_length=20, verbose_name="Anerkennung")),
                ("recognised_as", models.CharField(blank=True, max_length=5, verbose_name="Anerkannt als")),
                ("recognition_on", models.DateField(blank=True, null=True, verbose_name="Stand der Anerkennung")),
                ("recognition_note", models.CharField(blank=True, max_length=300, verbose_name="Zur Anerkennung")),
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
                        related_name="educations",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["person", "-ended_on"], name="education_by_person")],
                "constraints": [
                    models.UniqueConstraint(fields=("carrier", "id"), name="people_education_tenant"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on", None),
                            ("begun_on", None),
                            ("ended_on__gte", models.F("begun_on")),
                            _connector="OR",
                        ),
                        name="education_period",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("begun_precision__in", ["day", "month", "year"]),
                            ("ended_precision__in", ["day", "month", "year"]),
                        ),
                        name="education_precision",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LanguageLevel",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("language", models.CharField(max_length=8, verbose_name="Sprache")),
                ("listening", models.CharField(blank=True, max_length=10, verbose_name="Hören")),
                ("speaking", models.CharField(blank=True, max_length=10, verbose_name="Sprechen")),
                ("reading", models.CharField(blank=True, max_length=10, verbose_name="Lesen")),
                ("writing", models.CharField(blank=True, max_length=10, verbose_name="Schreiben")),
                ("source", models.CharField(max_length=30, verbose_name="Woher wir es wissen")),
                ("certificate", models.CharField(blank=True, max_length=120, verbose_name="Prüfung oder Zertifikat")),
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
                        related_name="languages",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["person", "language", "-stated_on"], name="language_by_person")],
                "constraints": [
                    models.UniqueConstraint(fields=("carrier", "id"), name="people_languagelevel_tenant"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("listening", ""), ("reading", ""), ("speaking", ""), ("writing", ""), _negated=True
                        ),
                        name="language_has_a_level",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OccupationWish",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("occupation", models.CharField(blank=True, max_length=40)),
                ("code", models.CharField(blank=True, max_length=5)),
                ("wording", models.CharField(max_length=120, verbose_name="Beruf")),
                ("form", models.CharField(default="employment", max_length=20, verbose_name="In welcher Form")),
                ("rank", models.PositiveSmallIntegerField(default=1, verbose_name="Rang")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="Dazu")),
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
                        related_name="wishes",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["person", "rank"], name="wish_by_person")],
                "constraints": [
                    models.UniqueConstraint(fields=("carrier", "id"), name="people_occupationwish_tenant"),
                    models.CheckConstraint(condition=models.Q(("rank__gte", 1)), name="wish_rank"),
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkExperience",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("begun_on", models.DateField(blank=True, null=True, verbose_name="Von")),
                (
                    "begun_precision",
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
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="Bis")),
                (
                    "ended_precision",
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
                ("occupation", models.CharField(blank=True, max_length=40)),
                ("code", models.CharField(blank=True, max_length=5)),
                ("wording", models.CharField(max_length=120, verbose_name="Beruf")),
                ("country", models.CharField(blank=True, max_length=20, verbose_name="Land")),
                ("employer", models.CharField(blank=True, max_length=160, verbose_name="Betrieb")),
                ("tasks", models.TextField(blank=True, max_length=2000, verbose_name="Tätigkeiten")),
                ("ongoing", models.BooleanField(default=False, verbose_name="bis heute")),
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
                        related_name="jobs",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["person", "-begun_on"], name="work_by_person")],
                "constraints": [
                    models.UniqueConstraint(fields=("carrier", "id"), name="people_workexperience_tenant"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on", None),
                            ("begun_on", None),
                            ("ended_on__gte", models.F("begun_on")),
                            _connector="OR",
                        ),
                        name="work_period",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("begun_precision__in", ["day", "month", "year"]),
                            ("ended_precision__in", ["day", "month", "year"]),
                        ),
                        name="work_precision",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ongoing", False), ("ended_on", None), _connector="OR"), name="work_goes_on"
                    ),
                ],
            },
        ),
        *[locks.lock_table(table, card_of(table).lock) for table in TABLES],
        *[locks.audit_table(table, "person_id") for table in TABLES],
        *[locks.tenant_key(table, "person_id", "people_person") for table in TABLES],
    ]
