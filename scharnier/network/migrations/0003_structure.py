# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tables of the structure of a network and of its directory."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import scharnier.foundation.clock
import scharnier.foundation.ids
import scharnier.network.structure.models


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0002_enter_and_locks"),
    ]

    operations = [
        migrations.RunSQL("CREATE EXTENSION IF NOT EXISTS btree_gist", migrations.RunSQL.noop),
        migrations.CreateModel(
            name="Capacity",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("valid_from", models.DateField(verbose_name="gilt ab")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="gilt bis")),
                ("places", models.PositiveIntegerField(verbose_name="Plätze")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="Grund")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Consortium",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("valid_from", models.DateField(verbose_name="gilt ab")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="gilt bis")),
                ("name", models.CharField(max_length=200, verbose_name="Name")),
                (
                    "target_persons",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="Zielzahl Personen"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ConsortiumMember",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("valid_from", models.DateField(verbose_name="gilt ab")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="gilt bis")),
                ("name", models.CharField(max_length=200, verbose_name="Organisation")),
                (
                    "part",
                    models.CharField(
                        choices=[("lead", "federführend"), ("partner", "Teilprojekt")],
                        default="partner",
                        max_length=10,
                        verbose_name="Aufgabe im Verbund",
                    ),
                ),
                ("sub_project", models.CharField(blank=True, max_length=200, verbose_name="Teilprojekt")),
                ("confirmed_at", models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CountKey",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("consortium_id", models.UUIDField()),
                ("subject_id", models.UUIDField()),
                ("key", models.BinaryField(null=True)),
                ("entered_on", models.DateField(null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="JointAgreement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("agreed_on", models.DateField(verbose_name="geschlossen am")),
                ("reference", models.CharField(max_length=200, verbose_name="Fundstelle")),
                ("contact_point", models.CharField(max_length=200, verbose_name="Anlaufstelle für Betroffene")),
                ("duties", models.JSONField(default=list)),
                ("note", models.TextField(blank=True, max_length=2000, verbose_name="Anmerkung")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Position",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("name", models.CharField(max_length=120, verbose_name="Bezeichnung")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("caseworker", "Fachkraft"),
                            ("placement", "Vermittlung"),
                            ("hinge", "Scharnierstelle"),
                            ("lead", "Leitung"),
                            ("auditor", "Prüfung (nur lesen)"),
                            ("admin", "Verwaltung des Trägers"),
                            ("protection", "Datenschutz"),
                            ("office", "Programmbegleitung"),
                        ],
                        default="caseworker",
                        max_length=20,
                        verbose_name="Aufgabe",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PositionPeriod",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("valid_from", models.DateField(verbose_name="gilt ab")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="gilt bis")),
                (
                    "share",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="Umfang in Prozent",
                    ),
                ),
                ("funding", models.CharField(blank=True, max_length=200, verbose_name="Finanzierung")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProgrammePhase",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("valid_from", models.DateField(verbose_name="gilt ab")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="gilt bis")),
                ("name", models.CharField(max_length=120, verbose_name="Name der Phase")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="Anmerkung")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProjectDecision",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("decided_on", models.DateField(verbose_name="Datum der Entscheidung")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("applied", "beantragt"),
                            ("selected", "zur Förderung ausgewählt"),
                            ("approved", "bewilligt"),
                            ("changed", "Änderung bewilligt"),
                            ("rejected", "abgelehnt"),
                            ("ended", "abgeschlossen"),
                        ],
                        max_length=12,
                        verbose_name="Stand",
                    ),
                ),
                ("body", models.CharField(blank=True, max_length=200, verbose_name="Wer hat entschieden")),
                ("reference", models.CharField(blank=True, max_length=80, verbose_name="Geschäftszeichen")),
                ("primary_field", models.CharField(blank=True, max_length=120, verbose_name="Handlungsfeld")),
                (
                    "further_fields",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=120), blank=True, default=list, size=None
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="Ort")),
                ("note", models.TextField(blank=True, max_length=2000, verbose_name="Anmerkung")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Responsibility",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("valid_from", models.DateField(verbose_name="gilt ab")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="gilt bis")),
                ("district", models.CharField(max_length=5, verbose_name="Kreis")),
                (
                    "duty",
                    models.CharField(
                        choices=[("responsible", "zuständig"), ("takes_part", "beteiligt")],
                        default="responsible",
                        max_length=12,
                        verbose_name="Aufgabe",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="Anmerkung")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Room",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("name", models.CharField(max_length=80, verbose_name="Raum")),
                ("seats", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Plätze")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="Hinweis")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SiteHour",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("valid_from", models.DateField(verbose_name="gilt ab")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="gilt bis")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("open", "offene Sprechstunde"),
                            ("appointment", "nur mit Termin"),
                            ("mobile", "mobile Beratung"),
                        ],
                        default="open",
                        max_length=12,
                        verbose_name="Art",
                    ),
                ),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Montag"),
                            (2, "Dienstag"),
                            (3, "Mittwoch"),
                            (4, "Donnerstag"),
                            (5, "Freitag"),
                            (6, "Samstag"),
                            (7, "Sonntag"),
                        ],
                        verbose_name="Wochentag",
                    ),
                ),
                (
                    "rhythm",
                    models.CharField(
                        choices=[
                            ("weekly", "jede Woche"),
                            ("odd", "ungerade Wochen"),
                            ("even", "gerade Wochen"),
                            ("first", "am ersten im Monat"),
                            ("second", "am zweiten im Monat"),
                            ("third", "am dritten im Monat"),
                            ("fourth", "am vierten im Monat"),
                        ],
                        default="weekly",
                        max_length=8,
                        verbose_name="Rhythmus",
                    ),
                ),
                ("begins", models.TimeField(verbose_name="Beginn")),
                ("ends", models.TimeField(verbose_name="Ende")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="Hinweis")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Tandem",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("valid_from", models.DateField(verbose_name="gilt ab")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="gilt bis")),
                ("name", models.CharField(max_length=120, verbose_name="Name")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Target",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("valid_from", models.DateField(verbose_name="gilt ab")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="gilt bis")),
                (
                    "measure",
                    models.CharField(
                        choices=[
                            ("entries", "aufgenommene Personen"),
                            ("women", "davon Frauen"),
                            ("agreements", "abgeschlossene Vereinbarungen oder Pläne"),
                            ("work", "Vermittlungen in Arbeit"),
                            ("training", "Vermittlungen in Ausbildung"),
                            ("qualification", "Vermittlungen in Qualifizierung"),
                            ("employers", "begleitete Betriebe"),
                            ("events", "Veranstaltungen und Schulungen"),
                        ],
                        max_length=16,
                        verbose_name="Was gezählt wird",
                    ),
                ),
                ("value", models.PositiveIntegerField(verbose_name="Zielzahl")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="Anmerkung")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="WorkContact",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("function", models.CharField(blank=True, max_length=120, verbose_name="Aufgabe")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="Durchwahl")),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=8), blank=True, default=list, size=None
                    ),
                ),
                (
                    "topics",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                    ),
                ),
                (
                    "response",
                    models.CharField(
                        choices=[
                            ("same_day", "am selben Tag"),
                            ("next_day", "bis zum nächsten Werktag"),
                            ("three_days", "innerhalb von drei Werktagen"),
                            ("week", "innerhalb einer Woche"),
                        ],
                        default="next_day",
                        max_length=12,
                        verbose_name="Übliche Antwortzeit",
                    ),
                ),
                ("reachable", models.CharField(blank=True, max_length=200, verbose_name="Erreichbar")),
                ("published", models.BooleanField(default=False, verbose_name="Im Netzwerk zeigen")),
                ("updated_at", models.DateTimeField(default=scharnier.foundation.clock.now)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="site",
            name="directions",
            field=models.CharField(blank=True, max_length=300, verbose_name="So finden Sie hin"),
        ),
        migrations.AddField(
            model_name="site",
            name="district",
            field=models.CharField(blank=True, max_length=5, verbose_name="Kreis"),
        ),
        migrations.AddField(
            model_name="site",
            name="step_free",
            field=models.BooleanField(default=False, verbose_name="Stufenlos erreichbar"),
        ),
        migrations.AddField(
            model_name="site",
            name="valid_from",
            field=models.DateField(blank=True, null=True, verbose_name="seit"),
        ),
        migrations.AddField(
            model_name="site",
            name="valid_to",
            field=models.DateField(blank=True, null=True, verbose_name="letzter Tag"),
        ),
        migrations.AlterField(
            model_name="site",
            name="mobile",
            field=models.BooleanField(default=False, verbose_name="Mobile Beratung"),
        ),
        migrations.AlterField(
            model_name="site",
            name="name",
            field=models.CharField(max_length=120, verbose_name="Name"),
        ),
        migrations.AlterField(
            model_name="site",
            name="place",
            field=models.CharField(blank=True, max_length=80, verbose_name="Ort"),
        ),
        migrations.AlterField(
            model_name="site",
            name="postcode",
            field=models.CharField(blank=True, max_length=5, verbose_name="Postleitzahl"),
        ),
        migrations.AlterField(
            model_name="site",
            name="street",
            field=models.CharField(blank=True, max_length=120, verbose_name="Straße und Hausnummer"),
        ),
        migrations.AddConstraint(
            model_name="site",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"),
                name="site_period",
            ),
        ),
        migrations.AddField(
            model_name="capacity",
            name="carrier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.carrier"
            ),
        ),
        migrations.AddField(
            model_name="capacity",
            name="project",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.project"
            ),
        ),
        migrations.AddField(
            model_name="consortium",
            name="carrier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.carrier"
            ),
        ),
        migrations.AddField(
            model_name="consortium",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.programme"
            ),
        ),
        migrations.AddField(
            model_name="consortiummember",
            name="carrier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.carrier"
            ),
        ),
        migrations.AddField(
            model_name="consortiummember",
            name="confirmed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="consortiummember",
            name="consortium",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="members",
                to="network.consortium",
            ),
        ),
        migrations.AddField(
            model_name="consortiummember",
            name="partner",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="network.carrier",
            ),
        ),
        migrations.AddField(
            model_name="countkey",
            name="carrier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.carrier"
            ),
        ),
        migrations.AddField(
            model_name="countkey",
            name="project",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.project"
            ),
        ),
        migrations.AddField(
            model_name="jointagreement",
            name="carrier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.carrier"
            ),
        ),
        migrations.AddField(
            model_name="jointagreement",
            name="consortium",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="agreements",
                to="network.consortium",
            ),
        ),
        migrations.AddField(
            model_name="jointagreement",
            name="recorded_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="position",
            name="carrier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.carrier"
            ),
        ),
        migrations.AddField(
            model_name="position",
            name="project",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.project"
            ),
        ),
        migrations.AddField(
            model_name="positionperiod",
            name="carrier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.carrier"
            ),
        ),
        migrations.AddField(
            model_name="positionperiod",
            name="holder",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="positionperiod",
            name="position",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="periods",
                to="network.position",
            ),
        ),
        migrations.AddField(
            model_name="positionperiod",
            name="project",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.project"
            ),
        ),
        migrations.AddField(
            model_name="programmephase",
            name="carrier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.carrier"
            ),
        ),
        migrations.AddField(
            model_name="programmephase",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.programme"
            ),
        ),
        migrations.AddField(
            model_name="programmephase",
            name="successor",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="network.programmephase",
            ),
        ),
        migrations.AddField(
            model_name="projectdecision",
            name="carrier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.carrier"
            ),
        ),
        migrations.AddField(
            model_name="projectdecision",
            name="phase",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="network.programmephase",
            ),
        ),
        migrations.AddField(
            model_name="projectdecision",
            name="project",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.project"
            ),
        ),
        migrations.AddField(
            model_name="responsibility",
            name="carrier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.carrier"
            ),
        ),
        migrations.AddField(
            model_name="responsibility",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.programme"
            ),
        ),
        migrations.AddField(
            model_name="responsibility",
            name="project",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.project"
            ),
        ),
        migrations.AddField(
            model_name="room",
            name="carrier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.carrier"
            ),
        ),
        migrations.AddField(
            model_name="room",
            name="project",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.project"
            ),
        ),
        migrations.AddField(
            model_name="room",
            name="site",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rooms",
                to="network.site",
            ),
        ),
        migrations.AddField(
            model_name="sitehour",
            name="carrier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.carrier"
            ),
        ),
        migrations.AddField(
            model_name="sitehour",
            name="project",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.project"
            ),
        ),
        migrations.AddField(
            model_name="sitehour",
            name="room",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="network.room",
            ),
        ),
        migrations.AddField(
            model_name="sitehour",
            name="site",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="hours",
                to="network.site",
            ),
        ),
        migrations.AddField(
            model_name="tandem",
            name="carrier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.carrier"
            ),
        ),
        migrations.AddField(
            model_name="tandem",
            name="case_manager",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="tandem",
            name="placement_officer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="tandem",
            name="project",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.project"
            ),
        ),
        migrations.AddField(
            model_name="tandem",
            name="team",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="network.team",
            ),
        ),
        migrations.AddField(
            model_name="target",
            name="carrier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.carrier"
            ),
        ),
        migrations.AddField(
            model_name="target",
            name="project",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.project"
            ),
        ),
        migrations.AddField(
            model_name="workcontact",
            name="carrier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.carrier"
            ),
        ),
        migrations.AddField(
            model_name="workcontact",
            name="deputy",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="workcontact",
            name="site",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="network.site",
            ),
        ),
        migrations.AddField(
            model_name="workcontact",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="capacity",
            constraint=models.UniqueConstraint(fields=("carrier", "id"), name="network_capacity_tenant"),
        ),
        migrations.AddConstraint(
            model_name="capacity",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"),
                name="capacity_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="capacity",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[("carrier", "="), ("project", "="), (scharnier.network.structure.models.Days(), "&&")],
                name="capacity_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="consortium",
            constraint=models.UniqueConstraint(fields=("carrier", "id"), name="network_consortium_tenant"),
        ),
        migrations.AddConstraint(
            model_name="consortium",
            constraint=models.UniqueConstraint(fields=("carrier", "name"), name="consortium_name_once"),
        ),
        migrations.AddConstraint(
            model_name="consortium",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"),
                name="consortium_period",
            ),
        ),
        migrations.AddIndex(
            model_name="consortiummember",
            index=models.Index(fields=["partner"], name="consortium_by_partner"),
        ),
        migrations.AddConstraint(
            model_name="consortiummember",
            constraint=models.UniqueConstraint(fields=("carrier", "id"), name="network_consortiummember_tenant"),
        ),
        migrations.AddConstraint(
            model_name="consortiummember",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"),
                name="consortium_member_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="consortiummember",
            constraint=models.CheckConstraint(
                condition=models.Q(("part__in", ["lead", "partner"])), name="consortium_part_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="consortiummember",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("partner__isnull", False)),
                expressions=[
                    ("carrier", "="),
                    ("consortium", "="),
                    ("partner", "="),
                    (scharnier.network.structure.models.Days(), "&&"),
                ],
                name="consortium_partner_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="consortiummember",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("part", "lead")),
                expressions=[("carrier", "="), ("consortium", "="), (scharnier.network.structure.models.Days(), "&&")],
                name="consortium_one_lead",
            ),
        ),
        migrations.AddIndex(
            model_name="countkey",
            index=models.Index(fields=["consortium_id", "key"], name="count_key_by_consortium"),
        ),
        migrations.AddIndex(
            model_name="countkey",
            index=models.Index(fields=["subject_id"], name="count_key_by_subject"),
        ),
        migrations.AddConstraint(
            model_name="countkey",
            constraint=models.UniqueConstraint(fields=("carrier", "id"), name="network_countkey_tenant"),
        ),
        migrations.AddConstraint(
            model_name="countkey",
            constraint=models.UniqueConstraint(
                fields=("carrier", "consortium_id", "project", "subject_id"), name="count_key_once_a_project"
            ),
        ),
        migrations.AddConstraint(
            model_name="jointagreement",
            constraint=models.UniqueConstraint(fields=("carrier", "id"), name="network_jointagreement_tenant"),
        ),
        migrations.AddConstraint(
            model_name="jointagreement",
            constraint=models.UniqueConstraint(
                fields=("carrier", "consortium", "agreed_on"), name="joint_agreement_once_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="jointagreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("duties", []), _negated=True), name="joint_agreement_says_who"
            ),
        ),
        migrations.AddConstraint(
            model_name="position",
            constraint=models.UniqueConstraint(fields=("carrier", "id"), name="network_position_tenant"),
        ),
        migrations.AddConstraint(
            model_name="position",
            constraint=models.UniqueConstraint(fields=("carrier", "project", "name"), name="position_name_once"),
        ),
        migrations.AddConstraint(
            model_name="position",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        ["caseworker", "placement", "hinge", "lead", "auditor", "admin", "protection", "office"],
                    )
                ),
                name="position_role_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="positionperiod",
            constraint=models.UniqueConstraint(fields=("carrier", "id"), name="network_positionperiod_tenant"),
        ),
        migrations.AddConstraint(
            model_name="positionperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"),
                name="position_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="positionperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(("share__gte", 1), ("share__lte", 100)), name="position_share_of_full_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="positionperiod",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[("carrier", "="), ("position", "="), (scharnier.network.structure.models.Days(), "&&")],
                name="position_one_period_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="programmephase",
            constraint=models.UniqueConstraint(fields=("carrier", "id"), name="network_programmephase_tenant"),
        ),
        migrations.AddConstraint(
            model_name="programmephase",
            constraint=models.UniqueConstraint(
                fields=("carrier", "programme", "name"), name="programme_phase_name_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="programmephase",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"),
                name="programme_phase_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="programmephase",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[("carrier", "="), ("programme", "="), (scharnier.network.structure.models.Days(), "&&")],
                name="programme_phase_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="programmephase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("successor", None), models.Q(("successor", models.F("id")), _negated=True), _connector="OR"
                ),
                name="programme_phase_follows_another",
            ),
        ),
        migrations.AddIndex(
            model_name="projectdecision",
            index=models.Index(fields=["project", "-decided_on"], name="decision_by_project"),
        ),
        migrations.AddConstraint(
            model_name="projectdecision",
            constraint=models.UniqueConstraint(fields=("carrier", "id"), name="network_projectdecision_tenant"),
        ),
        migrations.AddConstraint(
            model_name="projectdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["applied", "selected", "approved", "changed", "rejected", "ended"])),
                name="decision_status_known",
            ),
        ),
        migrations.AddIndex(
            model_name="responsibility",
            index=models.Index(fields=["district"], name="responsibility_by_district"),
        ),
        migrations.AddConstraint(
            model_name="responsibility",
            constraint=models.UniqueConstraint(fields=("carrier", "id"), name="network_responsibility_tenant"),
        ),
        migrations.AddConstraint(
            model_name="responsibility",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"),
                name="responsibility_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="responsibility",
            constraint=models.CheckConstraint(
                condition=models.Q(("district__regex", "^\\d{5}$")), name="responsibility_district_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="responsibility",
            constraint=models.CheckConstraint(
                condition=models.Q(("duty__in", ["responsible", "takes_part"])), name="responsibility_duty_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="responsibility",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("duty", "responsible")),
                expressions=[("programme", "="), ("district", "="), (scharnier.network.structure.models.Days(), "&&")],
                name="region_one_responsible",
            ),
        ),
        migrations.AddConstraint(
            model_name="responsibility",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("carrier", "="),
                    ("project", "="),
                    ("district", "="),
                    (scharnier.network.structure.models.Days(), "&&"),
                ],
                name="region_project_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="room",
            constraint=models.UniqueConstraint(fields=("carrier", "id"), name="network_room_tenant"),
        ),
        migrations.AddConstraint(
            model_name="room",
            constraint=models.UniqueConstraint(fields=("carrier", "site", "name"), name="room_name_once"),
        ),
        migrations.AddConstraint(
            model_name="sitehour",
            constraint=models.UniqueConstraint(fields=("carrier", "id"), name="network_sitehour_tenant"),
        ),
        migrations.AddConstraint(
            model_name="sitehour",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"),
                name="site_hour_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="sitehour",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends__gt", models.F("begins"))), name="site_hour_ends_later"
            ),
        ),
        migrations.AddConstraint(
            model_name="sitehour",
            constraint=models.CheckConstraint(
                condition=models.Q(("weekday__gte", 1), ("weekday__lte", 7)), name="site_hour_weekday"
            ),
        ),
        migrations.AddConstraint(
            model_name="sitehour",
            constraint=models.CheckConstraint(
                condition=models.Q(("rhythm__in", ["weekly", "odd", "even", "first", "second", "third", "fourth"])),
                name="site_hour_rhythm_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="sitehour",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["open", "appointment", "mobile"])), name="site_hour_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="tandem",
            constraint=models.UniqueConstraint(fields=("carrier", "id"), name="network_tandem_tenant"),
        ),
        migrations.AddConstraint(
            model_name="tandem",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"),
                name="tandem_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="tandem",
            constraint=models.CheckConstraint(
                condition=models.Q(("case_manager", models.F("placement_officer")), _negated=True),
                name="tandem_two_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="tandem",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("carrier", "="),
                    ("project", "="),
                    ("case_manager", "="),
                    (scharnier.network.structure.models.Days(), "&&"),
                ],
                name="tandem_one_partner",
            ),
        ),
        migrations.AddConstraint(
            model_name="target",
            constraint=models.UniqueConstraint(fields=("carrier", "id"), name="network_target_tenant"),
        ),
        migrations.AddConstraint(
            model_name="target",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"),
                name="target_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="target",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "measure__in",
                        ["entries", "women", "agreements", "work", "training", "qualification", "employers", "events"],
                    )
                ),
                name="target_measure_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="target",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("carrier", "="),
                    ("project", "="),
                    ("measure", "="),
                    (scharnier.network.structure.models.Days(), "&&"),
                ],
                name="target_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="workcontact",
            constraint=models.UniqueConstraint(fields=("carrier", "id"), name="network_workcontact_tenant"),
        ),
        migrations.AddConstraint(
            model_name="workcontact",
            constraint=models.UniqueConstraint(fields=("carrier", "user"), name="work_contact_once"),
        ),
        migrations.AddConstraint(
            model_name="workcontact",
            constraint=models.CheckConstraint(
                condition=models.Q(("user", models.F("deputy")), _negated=True), name="work_contact_deputy_is_another"
            ),
        ),
        migrations.AddConstraint(
            model_name="workcontact",
            constraint=models.CheckConstraint(
                condition=models.Q(("response__in", ["same_day", "next_day", "three_days", "week"])),
                name="work_contact_response_known",
            ),
        ),
    ]
