# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Consents and releases from professional secrecy."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import scharnier.foundation.clock
import scharnier.foundation.ids
from scharnier.foundation import locks
from scharnier.foundation.cards import card_of
from scharnier.people import records  # noqa: F401  # registers the cards
from scharnier.people.consents import records as consent_records  # noqa: F401

CONSENT = "people_consent"


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0010_leaving"),
        ("people", "0025_support_agenda"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Consent",
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
                        choices=[("consent", "Einwilligung"), ("release", "Entbindung von der Schweigepflicht")],
                        default="consent",
                        max_length=8,
                    ),
                ),
                ("purpose", models.CharField(max_length=20, verbose_name="Wofür")),
                ("recipient", models.CharField(blank=True, max_length=200, verbose_name="Gegenüber wem")),
                ("matter", models.CharField(blank=True, max_length=500, verbose_name="Worum es geht")),
                ("released", models.CharField(blank=True, max_length=300, verbose_name="Wer entbunden wird")),
                ("language", models.CharField(blank=True, max_length=8, verbose_name="Sprache")),
                ("wording", models.TextField(verbose_name="Wortlaut")),
                ("wording_own", models.TextField(blank=True, verbose_name="Wortlaut in der Sprache der Person")),
                ("text_version", models.CharField(max_length=20, verbose_name="Fassung des Textes")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="Gilt bis")),
                ("given_on", models.DateField(blank=True, null=True, verbose_name="Gegeben am")),
                (
                    "form",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("screen", "am Bildschirm unterschrieben"),
                            ("scan", "auf Papier unterschrieben, Scan liegt hier"),
                            ("paper", "auf Papier unterschrieben, Original im Ordner"),
                            ("spoken", "mündlich"),
                        ],
                        max_length=8,
                        verbose_name="Form",
                    ),
                ),
                (
                    "signer",
                    models.CharField(
                        blank=True,
                        choices=[("person", "die Person selbst"), ("guardian", "gesetzliche Vertretung")],
                        max_length=10,
                        verbose_name="Wer unterschreibt",
                    ),
                ),
                ("signed_by", models.CharField(blank=True, max_length=160, verbose_name="Name")),
                ("strokes", models.TextField(blank=True, default="")),
                ("scan", models.BinaryField(null=True)),
                ("scan_type", models.CharField(blank=True, default="", max_length=40)),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="Widerrufen am")),
                ("withdrawal", models.CharField(blank=True, max_length=500, verbose_name="Wie widerrufen")),
                ("remind_on", models.DateField(null=True)),
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
                        related_name="consents",
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
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "withdrawn_by",
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
                "indexes": [models.Index(fields=["person", "project"], name="consent_by_person")],
                "constraints": [
                    models.UniqueConstraint(fields=("carrier", "id"), name="people_consent_tenant"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("form", ""), ("given_on", None)),
                            models.Q(("given_on__isnull", False), models.Q(("form", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="consent_given_in_a_form",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                            models.Q(
                                ("given_on__isnull", False),
                                ("withdrawn_at__isnull", False),
                                ("withdrawn_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="consent_withdrawn_after_given",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "release"), _negated=True),
                            models.Q(
                                models.Q(("recipient", ""), _negated=True),
                                models.Q(("matter", ""), _negated=True),
                                models.Q(("released", ""), _negated=True),
                                models.Q(("form", "spoken"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="release_is_written_and_complete",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("form", "screen"), models.Q(("strokes", ""), _negated=True)),
                            models.Q(("form", "scan"), ("scan__isnull", False), ("strokes", "")),
                            models.Q(("form__in", ["", "paper", "spoken"]), ("scan", None), ("strokes", "")),
                            _connector="OR",
                        ),
                        name="consent_signed_as_its_form_says",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until", None),
                            ("given_on", None),
                            ("valid_until__gte", models.F("given_on")),
                            _connector="OR",
                        ),
                        name="consent_period",
                    ),
                ],
            },
        ),
        locks.lock_table(CONSENT, card_of(CONSENT).lock),
        locks.audit_table(CONSENT, "person_id", hidden="strokes,scan"),
        locks.tenant_key(CONSENT, "person_id", "people_person"),
        locks.tenant_key(CONSENT, "project_id", "network_project"),
    ]
