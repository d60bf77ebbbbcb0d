# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Letters people bring, with their deadlines."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import scharnier.foundation.clock
import scharnier.foundation.ids
from scharnier.casework.letters import records  # noqa: F401  # registers the card
from scharnier.foundation import locks
from scharnier.foundation.cards import card_of

TABLE = "casework_letter"


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0009_reach"),
        ("network", "0011_programme_wide"),
        ("people", "0021_documents"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Letter",
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
                ("sender", models.CharField(blank=True, max_length=30, verbose_name="Absender")),
                ("sender_name", models.CharField(blank=True, max_length=120, verbose_name="Anderer Absender")),
                ("matter", models.CharField(blank=True, max_length=50, verbose_name="Worum es geht")),
                ("subject", models.CharField(blank=True, max_length=160, verbose_name="Stichwort")),
                ("dated", models.DateField(blank=True, null=True, verbose_name="Datum des Briefs")),
                ("served", models.DateField(blank=True, null=True, verbose_name="Angekommen am")),
                ("stated", models.DateField(blank=True, null=True, verbose_name="Tag, den der Brief nennt")),
                ("no_notice", models.BooleanField(default=False, verbose_name="Ohne Rechtsbehelfsbelehrung")),
                ("deadline_on", models.DateField(blank=True, null=True, verbose_name="Frist")),
                ("follow_up_on", models.DateField(blank=True, null=True, verbose_name="Erinnern am")),
                ("answer", models.JSONField(blank=True, default=dict)),
                ("explained_on", models.DateField(blank=True, null=True, verbose_name="Erklärt am")),
                ("language", models.CharField(blank=True, max_length=8, verbose_name="Sprache")),
                ("interpreter", models.CharField(blank=True, max_length=120, verbose_name="Sprachmittlung")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "offen"),
                            ("answered", "beantwortet"),
                            ("objected", "Widerspruch oder Klage erhoben"),
                            ("done", "erledigt"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="Stand",
                    ),
                ),
                ("outcome", models.TextField(blank=True, max_length=1000, verbose_name="Ergebnis")),
                ("closed_at", models.DateTimeField(null=True)),
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
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.document",
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
                "indexes": [
                    models.Index(fields=["person", "-id"], name="letter_by_person"),
                    models.Index(fields=["project", "sender"], name="letter_by_sender"),
                    models.Index(fields=["document"], name="letter_by_document"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("carrier", "id"), name="casework_letter_tenant"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("state", "open")),
                            models.Q(models.Q(("state", "open"), _negated=True), ("closed_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="letter_closed_or_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "answered", "objected", "done"])),
                        name="letter_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("dated", None), ("served", None), ("served__gte", models.F("dated")), _connector="OR"
                        ),
                        name="letter_arrives_after_it_was_written",
                    ),
                ],
            },
        ),
        locks.lock_table(TABLE, card_of(TABLE).lock),
        locks.audit_table(TABLE, "person_id"),
        locks.tenant_key(TABLE, "person_id", "people_person"),
        locks.tenant_key(TABLE, "project_id", "network_project"),
        locks.tenant_key(TABLE, "document_id", "people_document"),
    ]
