# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Employers as cases, and their vacancies."""

from decimal import Decimal

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import scharnier.foundation.clock
import scharnier.foundation.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("directory", "0001_initial"),
        ("network", "0011_programme_wide"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Employer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("begins", models.DateField(default=scharnier.foundation.clock.today, verbose_name="Beginn")),
                ("concern", models.CharField(blank=True, max_length=300, verbose_name="Anliegen")),
                ("ends", models.DateField(blank=True, null=True, verbose_name="Ende")),
                ("end_reason", models.CharField(blank=True, max_length=30, verbose_name="Grund des Endes")),
                ("branch", models.CharField(blank=True, max_length=2, verbose_name="Branche (WZ 2008)")),
                (
                    "size_class",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "nicht bekannt"),
                            ("1-9", "1 bis 9"),
                            ("10-49", "10 bis 49"),
                            ("50-249", "50 bis 249"),
                            ("250+", "250 und mehr"),
                        ],
                        max_length=8,
                        verbose_name="Beschäftigte",
                    ),
                ),
                (
                    "wishes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="Wünsche",
                    ),
                ),
                (
                    "offers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="Bietet an",
                    ),
                ),
                (
                    "charter_approached_on",
                    models.DateField(blank=True, null=True, verbose_name="auf die Charta der Vielfalt angesprochen am"),
                ),
                (
                    "charter_signed_on",
                    models.DateField(blank=True, null=True, verbose_name="Charta der Vielfalt unterzeichnet am"),
                ),
                ("note", models.TextField(blank=True, max_length=4000, verbose_name="Notiz")),
                ("last_contact_on", models.DateField(editable=False, null=True)),
                ("name_sort", models.TextField(db_collation="C", db_default="", default="", editable=False)),
                (
                    "carrier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.carrier"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="employers",
                        to="directory.organisation",
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
                    "responsible",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EmployerContact",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("on", models.DateField(default=scharnier.foundation.clock.today, verbose_name="Tag")),
                ("form", models.CharField(max_length=20, verbose_name="Form")),
                ("with_whom", models.CharField(blank=True, max_length=120, verbose_name="Mit wem")),
                ("minutes", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Minuten")),
                ("note", models.TextField(blank=True, max_length=10000, verbose_name="Notiz")),
                ("agreed", models.TextField(blank=True, max_length=2000, verbose_name="Vereinbart")),
                ("follow_up_on", models.DateField(blank=True, null=True, verbose_name="Wiedervorlage")),
                ("follow_up", models.CharField(blank=True, max_length=200, verbose_name="Was")),
                ("follow_up_done_at", models.DateTimeField(null=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "carrier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.carrier"
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.organisationcontact",
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="work.employer",
                    ),
                ),
                (
                    "follow_up_done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "follow_up_owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
            },
        ),
        migrations.CreateModel(
            name="EmployerGoal",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("text", models.CharField(max_length=300, verbose_name="Ziel")),
                ("due", models.DateField(blank=True, null=True, verbose_name="Bis")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="erreicht am")),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "carrier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.carrier"
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="goals",
                        to="work.employer",
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
            },
        ),
        migrations.CreateModel(
            name="Vacancy",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("kind", models.CharField(default="beschaeftigung_sv", max_length=30, verbose_name="Art")),
                ("title", models.CharField(max_length=160, verbose_name="Stelle")),
                ("description", models.TextField(blank=True, max_length=4000, verbose_name="Beschreibung")),
                ("occupation", models.CharField(max_length=5, verbose_name="Beruf (KldB)")),
                ("level", models.PositiveSmallIntegerField(verbose_name="Anforderungsniveau")),
                ("german", models.CharField(blank=True, max_length=4, verbose_name="Deutsch mindestens")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="Beginn")),
                (
                    "hours_from",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Stunden je Woche von"),
                ),
                (
                    "hours_to",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Stunden je Woche bis"),
                ),
                (
                    "shifts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="Arbeitszeiten",
                    ),
                ),
                (
                    "licences",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12),
                        blank=True,
                        null=True,
                        size=None,
                        verbose_name="Führerschein, Scheine",
                    ),
                ),
                ("places", models.PositiveSmallIntegerField(default=1, verbose_name="Plätze")),
                ("filled", models.PositiveSmallIntegerField(default=0, verbose_name="davon besetzt")),
                (
                    "pay_amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=9, null=True, verbose_name="Lohn brutto"
                    ),
                ),
                (
                    "pay_unit",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "nicht angegeben"),
                            ("hour", "je Stunde"),
                            ("month", "im Monat"),
                            ("year", "im Jahr"),
                        ],
                        max_length=5,
                        verbose_name="Lohn je",
                    ),
                ),
                (
                    "training_permission",
                    models.BooleanField(blank=True, null=True, verbose_name="Ausbildungsberechtigung"),
                ),
                ("postal_code", models.CharField(blank=True, max_length=5, verbose_name="Postleitzahl")),
                ("place", models.CharField(blank=True, max_length=80, verbose_name="Ort")),
                ("district", models.CharField(blank=True, max_length=5, verbose_name="Kreis")),
                ("lat", models.FloatField(editable=False, null=True)),
                ("lon", models.FloatField(editable=False, null=True)),
                (
                    "offers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="Bietet an",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Entwurf"),
                            ("open", "offen"),
                            ("filled", "besetzt"),
                            ("withdrawn", "zurückgezogen"),
                            ("expired", "abgelaufen"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="Stand",
                    ),
                ),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="beendet am")),
                ("closed_reason", models.CharField(blank=True, max_length=200, verbose_name="Grund")),
                ("confirmed_on", models.DateField(blank=True, null=True, verbose_name="bestätigt am")),
                ("confirm_until", models.DateField(blank=True, null=True, verbose_name="bestätigt bis")),
                ("remind_on", models.DateField(editable=False, null=True)),
                ("public", models.BooleanField(default=False, verbose_name="Öffentlich zeigen")),
                ("external_number", models.CharField(blank=True, max_length=120, verbose_name="Nummer beim Betrieb")),
                (
                    "carrier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.carrier"
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.organisationcontact",
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="vacancies",
                        to="work.employer",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="vacancies",
                        to="directory.organisation",
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
                    "project",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.project",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.organisationsite",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="employer",
            index=models.Index(fields=["project", "name_sort", "id"], name="employer_by_project"),
        ),
        migrations.AddIndex(
            model_name="employer",
            index=models.Index(fields=["organisation", "project"], name="employer_by_organisation"),
        ),
        migrations.AddIndex(
            model_name="employer",
            index=models.Index(
                condition=models.Q(("ends", None)), fields=["responsible", "project"], name="employer_by_responsible"
            ),
        ),
        migrations.AddConstraint(
            model_name="employer",
            constraint=models.UniqueConstraint(fields=("carrier", "id"), name="work_employer_tenant"),
        ),
        migrations.AddConstraint(
            model_name="employer",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends", None), ("ends__gte", models.F("begins")), _connector="OR"),
                name="employer_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="employer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("end_reason", ""), ("ends", None)),
                    models.Q(("ends__isnull", False), models.Q(("end_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="employer_ends_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="employer",
            constraint=models.CheckConstraint(
                condition=models.Q(("size_class__in", ["", "1-9", "10-49", "50-249", "250+"])),
                name="employer_size_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="employer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("charter_signed_on", None),
                    ("charter_approached_on", None),
                    ("charter_signed_on__gte", models.F("charter_approached_on")),
                    _connector="OR",
                ),
                name="employer_charter_signed_after_approach",
            ),
        ),
        migrations.AddConstraint(
            model_name="employer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ends", None)),
                fields=("carrier", "project", "organisation"),
                name="employer_open_once",
            ),
        ),
        migrations.AddIndex(
            model_name="employercontact",
            index=models.Index(fields=["employer", "-on", "-id"], name="employer_contact_of"),
        ),
        migrations.AddIndex(
            model_name="employercontact",
            index=models.Index(
                condition=models.Q(("follow_up_done_at", None), ("follow_up_on__isnull", False)),
                fields=["follow_up_owner", "project"],
                name="employer_follow_up_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="employercontact",
            constraint=models.UniqueConstraint(fields=("carrier", "id"), name="work_employercontact_tenant"),
        ),
        migrations.AddConstraint(
            model_name="employercontact",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes", None), ("minutes__range", (1, 1440)), _connector="OR"),
                name="employer_contact_within_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="employercontact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("follow_up", ""), ("follow_up_on", None), ("follow_up_owner", None)),
                    models.Q(
                        ("follow_up_on__isnull", False),
                        ("follow_up_owner__isnull", False),
                        models.Q(("follow_up", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="employer_follow_up_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="employercontact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("follow_up_done_at", None), ("follow_up_done_by", None)),
                    models.Q(
                        ("follow_up_done_at__isnull", False),
                        ("follow_up_done_by__isnull", False),
                        ("follow_up_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="employer_follow_up_done_by_somebody",
            ),
        ),
        migrations.AddIndex(
            model_name="employergoal",
            index=models.Index(fields=["employer", "due"], name="employer_goal_of"),
        ),
        migrations.AddConstraint(
            model_name="employergoal",
            constraint=models.UniqueConstraint(fields=("carrier", "id"), name="work_employergoal_tenant"),
        ),
        migrations.AddConstraint(
            model_name="employergoal",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="employer_goal_says_what"
            ),
        ),
        migrations.AddConstraint(
            model_name="employergoal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("done_at", None), ("done_by", None)), ("done_on__isnull", False), _connector="OR"
                ),
                name="employer_goal_done_on_a_day",
            ),
        ),
        migrations.AddIndex(
            model_name="vacancy",
            index=models.Index(fields=["carrier", "status", "-id"], name="vacancy_by_status"),
        ),
        migrations.AddIndex(
            model_name="vacancy",
            index=models.Index(fields=["project", "status", "-id"], name="vacancy_by_project"),
        ),
        migrations.AddIndex(
            model_name="vacancy",
            index=models.Index(fields=["organisation", "-id"], name="vacancy_by_organisation"),
        ),
        migrations.AddIndex(
            model_name="vacancy",
            index=models.Index(fields=["employer", "-id"], name="vacancy_by_employer"),
        ),
        migrations.AddIndex(
            model_name="vacancy",
            index=models.Index(
                condition=models.Q(("status", "open")), fields=["confirm_until"], name="vacancy_open_until"
            ),
        ),
        migrations.AddConstraint(
            model_name="vacancy",
            constraint=models.UniqueConstraint(fields=("carrier", "id"), name="work_vacancy_tenant"),
        ),
        migrations.AddConstraint(
            model_name="vacancy",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="vacancy_has_title"
            ),
        ),
        migrations.AddConstraint(
            model_name="vacancy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        (
                            "beschaeftigung_sv",
                            "minijob",
                            "ausbildung_betrieblich",
                            "eq",
                            "hospitation",
                            "praktikum_orientierung",
                            "praktikum_pflicht",
                            "praktikum_begleitend",
                            "mag",
                            "probearbeit",
                            "leiharbeit",
                            "bfd",
                            "fsj",
                        ),
                    )
                ),
                name="vacancy_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="vacancy",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["draft", "open", "filled", "withdrawn", "expired"])),
                name="vacancy_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="vacancy",
            constraint=models.CheckConstraint(
                condition=models.Q(("pay_unit__in", ["", "hour", "month", "year"])), name="vacancy_pay_unit_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="vacancy",
            constraint=models.CheckConstraint(
                condition=models.Q(("occupation__regex", "^\\d{5}$")), name="vacancy_occupation_code"
            ),
        ),
        migrations.AddConstraint(
            model_name="vacancy",
            constraint=models.CheckConstraint(condition=models.Q(("level__range", (1, 4))), name="vacancy_level_known"),
        ),
        migrations.AddConstraint(
            model_name="vacancy",
            constraint=models.CheckConstraint(
                condition=models.Q(("german__in", ["", "none", "A1", "A2", "B1", "B2", "C1", "C2"])),
                name="vacancy_german_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="vacancy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("hours_from", None), ("hours_to", None), ("hours_from__lte", models.F("hours_to")), _connector="OR"
                ),
                name="vacancy_hours_from_to",
            ),
        ),
        migrations.AddConstraint(
            model_name="vacancy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("hours_from", None), ("hours_from__lte", 60), _connector="OR"),
                    models.Q(("hours_to", None), ("hours_to__range", (1, 60)), _connector="OR"),
                ),
                name="vacancy_hours_of_a_week",
            ),
        ),
        migrations.AddConstraint(
            model_name="vacancy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("pay_amount", None), ("pay_unit", "")),
                    models.Q(("pay_amount__gte", Decimal("0")), models.Q(("pay_unit", ""), _negated=True)),
                    _connector="OR",
                ),
                name="vacancy_pay_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="vacancy",
            constraint=models.CheckConstraint(
                condition=models.Q(("filled__lte", models.F("places")), ("places__range", (1, 500))),
                name="vacancy_not_filled_twice",
            ),
        ),
        migrations.AddConstraint(
            model_name="vacancy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_on", None), ("status__in", ["draft", "open"])),
                    models.Q(("closed_on__isnull", False), ("status__in", ["filled", "withdrawn", "expired"])),
                    _connector="OR",
                ),
                name="vacancy_closed_on_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="vacancy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "open"), _negated=True), ("confirm_until__isnull", False), _connector="OR"
                ),
                name="vacancy_open_until_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="vacancy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_on", None),
                    ("confirm_until", None),
                    ("confirm_until__gte", models.F("confirmed_on")),
                    _connector="OR",
                ),
                name="vacancy_confirmed_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="vacancy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lat", None), ("lon", None)),
                    models.Q(("lat__range", (-90, 90)), ("lon__range", (-180, 180))),
                    _connector="OR",
                ),
                name="vacancy_on_the_globe",
            ),
        ),
        migrations.AddConstraint(
            model_name="vacancy",
            constraint=models.CheckConstraint(
                condition=models.Q(("postal_code__regex", "^(\\d{5})?$")), name="vacancy_postcode"
            ),
        ),
        migrations.AddConstraint(
            model_name="vacancy",
            constraint=models.CheckConstraint(
                condition=models.Q(("district__regex", "^(\\d{5})?$")), name="vacancy_district"
            ),
        ),
        migrations.AddConstraint(
            model_name="vacancy",
            constraint=models.UniqueConstraint(
                condition=models.Q(("external_number", ""), _negated=True),
                fields=("carrier", "organisation", "external_number"),
                name="vacancy_number_once",
            ),
        ),
    ]
