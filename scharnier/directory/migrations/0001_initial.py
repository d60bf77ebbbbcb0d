# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Organisations with sites, contacts, agreements and merges."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import scharnier.foundation.clock
import scharnier.foundation.ids
import scharnier.foundation.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("foundation", "0007_agenda_by_owner"),
        ("people", "0036_described"),
        ("network", "0011_programme_wide"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Organisation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("name", models.CharField(max_length=160, verbose_name="Name")),
                ("legal_form", models.CharField(blank=True, max_length=20, verbose_name="Rechtsform")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("firm", "Betrieb"),
                            ("authority", "Behörde"),
                            ("provider", "Bildungsträger"),
                            ("chamber", "Kammer"),
                            ("school", "Schule"),
                            ("association", "Verein oder Verband"),
                            ("other", "anderes"),
                        ],
                        default="firm",
                        max_length=12,
                        verbose_name="Art",
                    ),
                ),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="Telefon")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="E-Mail")),
                ("website", models.CharField(blank=True, max_length=200, verbose_name="Internetseite")),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=8),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="Sprachen",
                    ),
                ),
                ("note", models.TextField(blank=True, max_length=4000, verbose_name="Notiz")),
                (
                    "response_days",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="Antwortet meist nach Werktagen"
                    ),
                ),
                (
                    "name_sort",
                    scharnier.foundation.models.DerivedText(
                        db_persist=True,
                        expression=models.Func(
                            "name", models.Value(""), function="name_sort", output_field=models.TextField()
                        ),
                        output_field=models.TextField(db_collation="C"),
                    ),
                ),
                (
                    "folded",
                    scharnier.foundation.models.DerivedText(
                        db_persist=True,
                        expression=models.Func(
                            "name", models.Value(""), function="search_fold", output_field=models.TextField()
                        ),
                        output_field=models.TextField(),
                    ),
                ),
                (
                    "carrier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.carrier"
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.organisation",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Cooperation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("title", models.CharField(max_length=160, verbose_name="Vereinbarung")),
                ("begins", models.DateField(verbose_name="Beginn")),
                ("ends", models.DateField(blank=True, null=True, verbose_name="Ende")),
                ("note", models.TextField(blank=True, max_length=2000, verbose_name="Notiz")),
                ("reminder", models.JSONField(blank=True, db_default={}, default=dict)),
                (
                    "carrier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.carrier"
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.project",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cooperations",
                        to="directory.organisation",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OrganisationMerge",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("absorbed_name", models.CharField(max_length=160, verbose_name="Aufgenommen")),
                ("fields", models.JSONField(default=dict, verbose_name="Übernommen")),
                ("moved", models.JSONField(default=dict)),
                (
                    "merged_at",
                    models.DateTimeField(default=scharnier.foundation.clock.now, verbose_name="zusammengeführt am"),
                ),
                ("undone_at", models.DateTimeField(null=True, verbose_name="zurückgenommen am")),
                (
                    "absorbed",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.organisation",
                    ),
                ),
                (
                    "carrier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.carrier"
                    ),
                ),
                (
                    "merged_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.organisation",
                    ),
                ),
                (
                    "undone_by",
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
            },
        ),
        migrations.CreateModel(
            name="OrganisationSite",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="Bezeichnung")),
                ("street", models.CharField(blank=True, max_length=120, verbose_name="Straße und Hausnummer")),
                ("postal_code", models.CharField(blank=True, max_length=5, verbose_name="Postleitzahl")),
                ("place", models.CharField(blank=True, max_length=80, verbose_name="Ort")),
                ("district", models.CharField(blank=True, max_length=5, verbose_name="Kreis")),
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
                        related_name="sites",
                        to="directory.organisation",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OrganisationContact",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("name", models.CharField(max_length=120, verbose_name="Name")),
                ("function", models.CharField(blank=True, max_length=120, verbose_name="Aufgabe")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="Durchwahl")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="E-Mail")),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=8),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="Sprachen",
                    ),
                ),
                (
                    "response_days",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="Antwortet meist nach Werktagen"
                    ),
                ),
                ("preferred", models.BooleanField(default=False, verbose_name="Zuerst anrufen")),
                ("until", models.DateField(blank=True, null=True, verbose_name="dort bis")),
                (
                    "carrier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.carrier"
                    ),
                ),
                (
                    "deputy",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.organisationcontact",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="directory.organisation",
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
            model_name="organisation",
            index=models.Index(
                condition=models.Q(("merged_into", None)),
                fields=["carrier", "name_sort", "id"],
                name="organisation_by_name",
            ),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(
                condition=models.Q(("phone", ""), _negated=True),
                fields=["carrier", "phone"],
                name="organisation_by_phone",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.UniqueConstraint(fields=("carrier", "id"), name="directory_organisation_tenant"),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="organisation_has_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["firm", "authority", "provider", "chamber", "school", "association", "other"])
                ),
                name="organisation_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(("response_days", None), ("response_days__lte", 60), _connector="OR"),
                name="organisation_answers_in_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into", models.F("id")), _negated=True),
                name="organisation_not_merged_into_itself",
            ),
        ),
        migrations.AddIndex(
            model_name="cooperation",
            index=models.Index(fields=["organisation", "-begins"], name="cooperation_of"),
        ),
        migrations.AddConstraint(
            model_name="cooperation",
            constraint=models.UniqueConstraint(fields=("carrier", "id"), name="directory_cooperation_tenant"),
        ),
        migrations.AddConstraint(
            model_name="cooperation",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends", None), ("ends__gte", models.F("begins")), _connector="OR"),
                name="cooperation_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="cooperation",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="cooperation_has_title"
            ),
        ),
        migrations.AddIndex(
            model_name="organisationmerge",
            index=models.Index(fields=["organisation", "-merged_at"], name="organisation_merge_of"),
        ),
        migrations.AddConstraint(
            model_name="organisationmerge",
            constraint=models.UniqueConstraint(fields=("carrier", "id"), name="directory_organisationmerge_tenant"),
        ),
        migrations.AddConstraint(
            model_name="organisationmerge",
            constraint=models.CheckConstraint(
                condition=models.Q(("organisation", models.F("absorbed")), _negated=True),
                name="organisation_merge_of_two",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisationmerge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("undone_at", None), ("undone_by", None)),
                    models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                    _connector="OR",
                ),
                name="organisation_merge_undone_by_somebody",
            ),
        ),
        migrations.AddIndex(
            model_name="organisationsite",
            index=models.Index(fields=["organisation", "id"], name="organisation_site_of"),
        ),
        migrations.AddConstraint(
            model_name="organisationsite",
            constraint=models.UniqueConstraint(fields=("carrier", "id"), name="directory_organisationsite_tenant"),
        ),
        migrations.AddConstraint(
            model_name="organisationsite",
            constraint=models.CheckConstraint(
                condition=models.Q(("postal_code__regex", "^(\\d{5})?$")), name="organisation_site_postcode"
            ),
        ),
        migrations.AddConstraint(
            model_name="organisationsite",
            constraint=models.CheckConstraint(
                condition=models.Q(("district__regex", "^(\\d{5})?$")), name="organisation_site_district"
            ),
        ),
        migrations.AddConstraint(
            model_name="organisationsite",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), ("place", ""), ("postal_code", ""), ("street", ""), _negated=True),
                name="organisation_site_says_where",
            ),
        ),
        migrations.AddIndex(
            model_name="organisationcontact",
            index=models.Index(fields=["organisation", "id"], name="organisation_contact_of"),
        ),
        migrations.AddConstraint(
            model_name="organisationcontact",
            constraint=models.UniqueConstraint(fields=("carrier", "id"), name="directory_organisationcontact_tenant"),
        ),
        migrations.AddConstraint(
            model_name="organisationcontact",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="organisation_contact_has_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="organisationcontact",
            constraint=models.CheckConstraint(
                condition=models.Q(("deputy", models.F("id")), _negated=True),
                name="organisation_contact_deputy_is_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisationcontact",
            constraint=models.CheckConstraint(
                condition=models.Q(("response_days", None), ("response_days__lte", 60), _connector="OR"),
                name="organisation_contact_answers_in_time",
            ),
        ),
    ]
