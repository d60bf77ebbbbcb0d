# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Introductions, placements, support, steps into work, checks of after-care."""

from decimal import Decimal

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import scharnier.foundation.clock
import scharnier.foundation.ids


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0002_locks"),
        ("network", "0011_programme_wide"),
        ("people", "0036_described"),
        ("work", "0002_locks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Introduction",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("changed_at", models.DateTimeField(default=scharnier.foundation.clock.now)),
                ("work", models.CharField(max_length=160, verbose_name="Tätigkeit")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "vorgeschlagen"),
                            ("agreed", "Person einverstanden"),
                            ("sent", "Profil beim Betrieb"),
                            ("interested", "Betrieb interessiert"),
                            ("interview", "Gespräch"),
                            ("trial", "Probetag"),
                            ("hired", "Zusage"),
                            ("no_person", "Person sagt ab"),
                            ("no_employer", "Betrieb sagt ab"),
                            ("withdrawn", "zurückgenommen"),
                        ],
                        default="proposed",
                        max_length=12,
                        verbose_name="Stand",
                    ),
                ),
                ("state_on", models.DateField(default=scharnier.foundation.clock.today, verbose_name="seit")),
                ("from_suggestion", models.BooleanField(default=False)),
                ("agreed_on", models.DateField(blank=True, null=True, verbose_name="einverstanden seit")),
                ("profile", models.JSONField(blank=True, db_default={}, default=dict)),
                ("sent_on", models.DateField(blank=True, null=True, verbose_name="Profil gegeben am")),
                ("identified_on", models.DateField(blank=True, null=True, verbose_name="Name genannt am")),
                (
                    "basis",
                    models.CharField(blank=True, db_default="", default="", max_length=300, verbose_name="Grundlage"),
                ),
                (
                    "reason",
                    models.CharField(blank=True, db_default="", default="", max_length=20, verbose_name="Grund"),
                ),
                (
                    "reason_text",
                    models.CharField(blank=True, db_default="", default="", max_length=300, verbose_name="Dazu"),
                ),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="beendet am")),
                ("next_on", models.DateField(blank=True, null=True, verbose_name="Nachfassen am")),
                (
                    "carrier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.carrier"
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="introductions",
                        to="directory.organisation",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                    "vacancy",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="introductions",
                        to="work.vacancy",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="IntroductionStep",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("before", models.CharField(blank=True, max_length=12)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "vorgeschlagen"),
                            ("agreed", "Person einverstanden"),
                            ("sent", "Profil beim Betrieb"),
                            ("interested", "Betrieb interessiert"),
                            ("interview", "Gespräch"),
                            ("trial", "Probetag"),
                            ("hired", "Zusage"),
                            ("no_person", "Person sagt ab"),
                            ("no_employer", "Betrieb sagt ab"),
                            ("withdrawn", "zurückgenommen"),
                        ],
                        max_length=12,
                        verbose_name="Stand",
                    ),
                ),
                ("on", models.DateField(default=scharnier.foundation.clock.today, verbose_name="Tag")),
                ("late", models.BooleanField(default=False)),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="Notiz")),
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
                    "introduction",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="work.introduction",
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
            },
        ),
        migrations.CreateModel(
            name="Placement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("changed_at", models.DateTimeField(default=scharnier.foundation.clock.now)),
                ("where", models.CharField(max_length=160, verbose_name="Wo")),
                ("kind", models.CharField(max_length=30, verbose_name="Art")),
                ("work", models.CharField(max_length=160, verbose_name="Tätigkeit")),
                ("occupation", models.CharField(blank=True, max_length=5, verbose_name="Beruf (KldB)")),
                ("begins", models.DateField(verbose_name="Beginn")),
                ("ends", models.DateField(blank=True, null=True, verbose_name="befristet bis")),
                (
                    "hours",
                    models.DecimalField(
                        blank=True, decimal_places=1, max_digits=4, null=True, verbose_name="Stunden je Woche"
                    ),
                ),
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
                ("insured", models.BooleanField(default=False, verbose_name="sozialversicherungspflichtig")),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="Arbeitsort")),
                ("probation_until", models.DateField(blank=True, null=True, verbose_name="Probezeit bis")),
                ("intermediate_on", models.DateField(blank=True, null=True, verbose_name="Zwischenprüfung am")),
                ("final_on", models.DateField(blank=True, null=True, verbose_name="Abschlussprüfung am")),
                ("adequate", models.BooleanField(blank=True, null=True, verbose_name="qualifikationsadäquat")),
                ("adequacy", models.JSONField(blank=True, db_default={}, default=dict)),
                ("adequate_reason", models.CharField(blank=True, max_length=300, verbose_name="Begründung")),
                ("access", models.JSONField(blank=True, db_default={}, default=dict)),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="letzter Tag")),
                ("end_reason", models.CharField(blank=True, max_length=30, verbose_name="Grund des Endes")),
                ("end_note", models.CharField(blank=True, max_length=500, verbose_name="Dazu")),
                (
                    "after",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="next_steps",
                        to="work.placement",
                    ),
                ),
                (
                    "carrier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.carrier"
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "introduction",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="placements",
                        to="work.introduction",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="placements",
                        to="directory.organisation",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                    "vacancy",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="placements",
                        to="work.vacancy",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PermissionRound",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("changed_at", models.DateTimeField(default=scharnier.foundation.clock.now)),
                ("number", models.PositiveSmallIntegerField(default=1, verbose_name="Runde")),
                ("because", models.CharField(blank=True, max_length=120, verbose_name="Anlass")),
                ("begun_on", models.DateField(default=scharnier.foundation.clock.today, verbose_name="begonnen am")),
                ("way", models.CharField(max_length=40)),
                ("level", models.CharField(max_length=20)),
                ("steps", models.JSONField(default=list)),
                ("done", models.JSONField(default=dict)),
                ("terms", models.JSONField(default=dict)),
                (
                    "carrier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.carrier"
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                    "placement",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="work.placement",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RetentionCheck",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("changed_at", models.DateTimeField(default=scharnier.foundation.clock.now)),
                ("mark", models.CharField(max_length=20, verbose_name="Wann")),
                ("due_on", models.DateField(verbose_name="fällig am")),
                ("estimated", models.BooleanField(default=False)),
                (
                    "still_there",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "noch nicht gefragt"),
                            ("yes", "ja, noch dort"),
                            ("no", "nein, nicht mehr dort"),
                            ("unknown", "nicht erreicht"),
                        ],
                        max_length=8,
                        verbose_name="Noch dort?",
                    ),
                ),
                (
                    "hours",
                    models.DecimalField(
                        blank=True, decimal_places=1, max_digits=4, null=True, verbose_name="Stunden je Woche"
                    ),
                ),
                (
                    "trouble_person",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="Schwierigkeiten der Person",
                    ),
                ),
                (
                    "trouble_firm",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="Schwierigkeiten des Betriebs",
                    ),
                ),
                ("help_needed", models.CharField(blank=True, max_length=300, verbose_name="Was hilft")),
                ("next_step", models.CharField(blank=True, max_length=200, verbose_name="Nächster Schritt")),
                ("note", models.TextField(blank=True, max_length=2000, verbose_name="Notiz")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="gefragt am")),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "carrier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.carrier"
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                    "placement",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checks",
                        to="work.placement",
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
            name="SupportApplication",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("changed_at", models.DateTimeField(default=scharnier.foundation.clock.now)),
                ("instrument", models.CharField(max_length=30, verbose_name="Förderung")),
                ("begins", models.DateField(verbose_name="Beginn")),
                ("apply_by", models.DateField(blank=True, null=True, verbose_name="spätestens beantragen")),
                ("due_on", models.DateField(verbose_name="erinnern am")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "zu beantragen"),
                            ("applied", "beantragt"),
                            ("granted", "bewilligt"),
                            ("refused", "abgelehnt"),
                            ("dropped", "nicht beantragt"),
                        ],
                        default="planned",
                        max_length=10,
                        verbose_name="Stand",
                    ),
                ),
                ("applied_on", models.DateField(blank=True, null=True, verbose_name="beantragt am")),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="entschieden am")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="Notiz")),
                (
                    "carrier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.carrier"
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "introduction",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="support",
                        to="work.introduction",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                    "placement",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="support",
                        to="work.placement",
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
            name="WayStep",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("changed_at", models.DateTimeField(default=scharnier.foundation.clock.now)),
                ("kind", models.CharField(max_length=20, verbose_name="Schritt")),
                ("on", models.DateField(verbose_name="Tag")),
                ("text", models.CharField(blank=True, max_length=200, verbose_name="Was")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="erledigt am")),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "carrier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.carrier"
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
            },
        ),
        migrations.AddIndex(
            model_name="introduction",
            index=models.Index(fields=["person", "-id"], name="introduction_by_person"),
        ),
        migrations.AddIndex(
            model_name="introduction",
            index=models.Index(fields=["vacancy", "-id"], name="introduction_by_vacancy"),
        ),
        migrations.AddIndex(
            model_name="introduction",
            index=models.Index(fields=["organisation", "-id"], name="introduction_by_firm"),
        ),
        migrations.AddIndex(
            model_name="introduction",
            index=models.Index(
                condition=models.Q(("closed_on", None)),
                fields=["project", "state", "state_on", "id"],
                name="introduction_board",
            ),
        ),
        migrations.AddConstraint(
            model_name="introduction",
            constraint=models.UniqueConstraint(fields=("carrier", "id"), name="work_introduction_tenant"),
        ),
        migrations.AddConstraint(
            model_name="introduction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "proposed",
                            "agreed",
                            "sent",
                            "interested",
                            "interview",
                            "trial",
                            "hired",
                            "no_person",
                            "no_employer",
                            "withdrawn",
                        ],
                    )
                ),
                name="introduction_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="introduction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("closed_on", None),
                        ("state__in", ("proposed", "agreed", "sent", "interested", "interview", "trial")),
                    ),
                    models.Q(
                        ("closed_on__isnull", False), ("state__in", ("hired", "no_person", "no_employer", "withdrawn"))
                    ),
                    _connector="OR",
                ),
                name="introduction_closed_on_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="introduction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state__in", ("no_person", "no_employer", "withdrawn")),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    models.Q(
                        ("reason", ""),
                        ("state__in", ("proposed", "agreed", "sent", "interested", "interview", "trial", "hired")),
                    ),
                    _connector="OR",
                ),
                name="introduction_reason_for_a_no",
            ),
        ),
        migrations.AddConstraint(
            model_name="introduction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("sent", "interested", "interview", "trial", "hired")), _negated=True),
                    ("agreed_on__isnull", False),
                    _connector="OR",
                ),
                name="introduction_told_with_agreement",
            ),
        ),
        migrations.AddConstraint(
            model_name="introduction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("identified_on", None), ("sent_on", None)), ("agreed_on__isnull", False), _connector="OR"
                ),
                name="introduction_profile_with_agreement",
            ),
        ),
        migrations.AddConstraint(
            model_name="introduction",
            constraint=models.CheckConstraint(
                condition=models.Q(("identified_on", None), models.Q(("basis", ""), _negated=True), _connector="OR"),
                name="introduction_name_with_a_basis",
            ),
        ),
        migrations.AddConstraint(
            model_name="introduction",
            constraint=models.CheckConstraint(
                condition=models.Q(("next_on", None), ("closed_on", None), _connector="OR"),
                name="introduction_nothing_next_when_closed",
            ),
        ),
        migrations.AddIndex(
            model_name="introductionstep",
            index=models.Index(fields=["introduction", "on", "id"], name="introduction_step_of"),
        ),
        migrations.AddConstraint(
            model_name="introductionstep",
            constraint=models.UniqueConstraint(fields=("carrier", "id"), name="work_introductionstep_tenant"),
        ),
        migrations.AddConstraint(
            model_name="introductionstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("late", True),
                        ("state__in", ("proposed", "agreed", "sent", "interested", "interview", "trial", "hired")),
                    ),
                    models.Q(
                        ("late", False),
                        models.Q(
                            models.Q(("before", ""), ("state", "proposed")),
                            models.Q(("before", "agreed"), ("state", "hired")),
                            models.Q(("before", "agreed"), ("state", "interested")),
                            models.Q(("before", "agreed"), ("state", "interview")),
                            models.Q(("before", "agreed"), ("state", "no_employer")),
                            models.Q(("before", "agreed"), ("state", "no_person")),
                            models.Q(("before", "agreed"), ("state", "sent")),
                            models.Q(("before", "agreed"), ("state", "trial")),
                            models.Q(("before", "agreed"), ("state", "withdrawn")),
                            models.Q(("before", "hired"), ("state", "no_employer")),
                            models.Q(("before", "hired"), ("state", "no_person")),
                            models.Q(("before", "hired"), ("state", "withdrawn")),
                            models.Q(("before", "interested"), ("state", "hired")),
                            models.Q(("before", "interested"), ("state", "interview")),
                            models.Q(("before", "interested"), ("state", "no_employer")),
                            models.Q(("before", "interested"), ("state", "no_person")),
                            models.Q(("before", "interested"), ("state", "trial")),
                            models.Q(("before", "interested"), ("state", "withdrawn")),
                            models.Q(("before", "interview"), ("state", "hired")),
                            models.Q(("before", "interview"), ("state", "no_employer")),
                            models.Q(("before", "interview"), ("state", "no_person")),
                            models.Q(("before", "interview"), ("state", "trial")),
                            models.Q(("before", "interview"), ("state", "withdrawn")),
                            models.Q(("before", "no_employer"), ("state", "agreed")),
                            models.Q(("before", "no_employer"), ("state", "hired")),
                            models.Q(("before", "no_employer"), ("state", "interested")),
                            models.Q(("before", "no_employer"), ("state", "interview")),
                            models.Q(("before", "no_employer"), ("state", "proposed")),
                            models.Q(("before", "no_employer"), ("state", "sent")),
                            models.Q(("before", "no_employer"), ("state", "trial")),
                            models.Q(("before", "no_person"), ("state", "agreed")),
                            models.Q(("before", "no_person"), ("state", "hired")),
                            models.Q(("before", "no_person"), ("state", "interested")),
                            models.Q(("before", "no_person"), ("state", "interview")),
                            models.Q(("before", "no_person"), ("state", "proposed")),
                            models.Q(("before", "no_person"), ("state", "sent")),
                            models.Q(("before", "no_person"), ("state", "trial")),
                            models.Q(("before", "proposed"), ("state", "agreed")),
                            models.Q(("before", "proposed"), ("state", "hired")),
                            models.Q(("before", "proposed"), ("state", "interested")),
                            models.Q(("before", "proposed"), ("state", "interview")),
                            models.Q(("before", "proposed"), ("state", "no_employer")),
                            models.Q(("before", "proposed"), ("state", "no_person")),
                            models.Q(("before", "proposed"), ("state", "sent")),
                            models.Q(("before", "proposed"), ("state", "trial")),
                            models.Q(("before", "proposed"), ("state", "withdrawn")),
                            models.Q(("before", "sent"), ("state", "hired")),
                            models.Q(("before", "sent"), ("state", "interested")),
                            models.Q(("before", "sent"), ("state", "interview")),
                            models.Q(("before", "sent"), ("state", "no_employer")),
                            models.Q(("before", "sent"), ("state", "no_person")),
                            models.Q(("before", "sent"), ("state", "trial")),
                            models.Q(("before", "sent"), ("state", "withdrawn")),
                            models.Q(("before", "trial"), ("state", "hired")),
                            models.Q(("before", "trial"), ("state", "no_employer")),
                            models.Q(("before", "trial"), ("state", "no_person")),
                            models.Q(("before", "trial"), ("state", "withdrawn")),
                            models.Q(("before", "withdrawn"), ("state", "agreed")),
                            models.Q(("before", "withdrawn"), ("state", "hired")),
                            models.Q(("before", "withdrawn"), ("state", "interested")),
                            models.Q(("before", "withdrawn"), ("state", "interview")),
                            models.Q(("before", "withdrawn"), ("state", "proposed")),
                            models.Q(("before", "withdrawn"), ("state", "sent")),
                            models.Q(("before", "withdrawn"), ("state", "trial")),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="introduction_step_permitted",
            ),
        ),
        migrations.AddIndex(
            model_name="placement",
            index=models.Index(fields=["person", "-begins", "-id"], name="placement_by_person"),
        ),
        migrations.AddIndex(
            model_name="placement",
            index=models.Index(fields=["organisation", "-begins"], name="placement_by_firm"),
        ),
        migrations.AddIndex(
            model_name="placement",
            index=models.Index(fields=["vacancy"], name="placement_by_vacancy"),
        ),
        migrations.AddIndex(
            model_name="placement",
            index=models.Index(fields=["project", "kind", "begins"], name="placement_by_project"),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.UniqueConstraint(fields=("carrier", "id"), name="work_placement_tenant"),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends", None), ("ends__gte", models.F("begins")), _connector="OR"),
                name="placement_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("end_reason", ""), ("ended_on", None)),
                    models.Q(("ended_on__isnull", False), models.Q(("end_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="placement_ends_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_on", None),
                    ("ended_on__gte", models.F("begins")),
                    ("end_reason", "never_started"),
                    _connector="OR",
                ),
                name="placement_ended_after_its_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("where", ""), _negated=True), models.Q(("kind", ""), _negated=True)),
                name="placement_says_where_and_what",
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("hours", None),
                    models.Q(("hours__gt", Decimal("0")), ("hours__lte", Decimal("80"))),
                    _connector="OR",
                ),
                name="placement_hours_of_a_week",
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("pay_amount", None), ("pay_unit", "")),
                    models.Q(("pay_amount__gte", Decimal("0")), models.Q(("pay_unit", ""), _negated=True)),
                    _connector="OR",
                ),
                name="placement_pay_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(("occupation__regex", "^(\\d{5})?$")), name="placement_occupation_code"
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(("after", models.F("id")), _negated=True), name="placement_not_after_itself"
            ),
        ),
        migrations.AddConstraint(
            model_name="permissionround",
            constraint=models.UniqueConstraint(fields=("carrier", "id"), name="work_permissionround_tenant"),
        ),
        migrations.AddConstraint(
            model_name="permissionround",
            constraint=models.UniqueConstraint(fields=("carrier", "placement", "number"), name="permission_round_once"),
        ),
        migrations.AddIndex(
            model_name="retentioncheck",
            index=models.Index(fields=["person", "due_on"], name="retention_by_person"),
        ),
        migrations.AddIndex(
            model_name="retentioncheck",
            index=models.Index(
                condition=models.Q(("done_at", None)), fields=["owner", "project", "due_on"], name="retention_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="retentioncheck",
            constraint=models.UniqueConstraint(fields=("carrier", "id"), name="work_retentioncheck_tenant"),
        ),
        migrations.AddConstraint(
            model_name="retentioncheck",
            constraint=models.UniqueConstraint(fields=("carrier", "placement", "mark"), name="retention_mark_once"),
        ),
        migrations.AddConstraint(
            model_name="retentioncheck",
            constraint=models.CheckConstraint(
                condition=models.Q(("still_there__in", ["", "yes", "no", "unknown"])), name="retention_answer_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="retentioncheck",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("done_at", None), ("done_by", None), ("done_on", None), ("still_there", "")),
                    models.Q(
                        ("done_at__isnull", False),
                        ("done_by__isnull", False),
                        ("done_on__isnull", False),
                        models.Q(("still_there", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="retention_answered_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="retentioncheck",
            constraint=models.CheckConstraint(
                condition=models.Q(("hours", None), models.Q(("hours__gte", 0), ("hours__lte", 80)), _connector="OR"),
                name="retention_hours_of_a_week",
            ),
        ),
        migrations.AddIndex(
            model_name="supportapplication",
            index=models.Index(fields=["person", "-id"], name="support_application_by_person"),
        ),
        migrations.AddIndex(
            model_name="supportapplication",
            index=models.Index(
                condition=models.Q(("state", "planned")), fields=["owner", "project"], name="support_application_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="supportapplication",
            constraint=models.UniqueConstraint(fields=("carrier", "id"), name="work_supportapplication_tenant"),
        ),
        migrations.AddConstraint(
            model_name="supportapplication",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["planned", "applied", "granted", "refused", "dropped"])),
                name="support_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="supportapplication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "applied"), _negated=True), ("applied_on__isnull", False), _connector="OR"
                ),
                name="support_applied_on_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="supportapplication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["granted", "refused"]), _negated=True),
                    ("decided_on__isnull", False),
                    _connector="OR",
                ),
                name="support_decided_on_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="supportapplication",
            constraint=models.CheckConstraint(
                condition=models.Q(("introduction__isnull", False), ("placement__isnull", False), _connector="OR"),
                name="support_for_something",
            ),
        ),
        migrations.AddIndex(
            model_name="waystep",
            index=models.Index(fields=["person", "on"], name="way_step_by_person"),
        ),
        migrations.AddConstraint(
            model_name="waystep",
            constraint=models.UniqueConstraint(fields=("carrier", "id"), name="work_waystep_tenant"),
        ),
        migrations.AddConstraint(
            model_name="waystep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("done_at", None), ("done_by", None), ("done_on", None)),
                    models.Q(("done_at__isnull", False), ("done_by__isnull", False), ("done_on__isnull", False)),
                    _connector="OR",
                ),
                name="way_step_done_by_somebody",
            ),
        ),
    ]
