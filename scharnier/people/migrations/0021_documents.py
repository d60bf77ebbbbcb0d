# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Papers of a person; their bytes lie encrypted among the files."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import scharnier.foundation.clock
import scharnier.foundation.ids
from scharnier.foundation import locks
from scharnier.foundation.cards import card_of
from scharnier.people.documents import records  # noqa: F401  # registers the card

TABLE = "people_document"


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0010_leaving"),
        ("people", "0020_reach"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("category", models.CharField(max_length=20, verbose_name="Art")),
                ("title", models.CharField(blank=True, max_length=160, verbose_name="Bezeichnung")),
                ("name", models.CharField(blank=True, max_length=140)),
                ("kind", models.CharField(max_length=100)),
                ("size", models.PositiveBigIntegerField()),
                ("pages", models.PositiveIntegerField(null=True)),
                ("previewed", models.BooleanField(default=False)),
                ("sealed_key", models.BinaryField()),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="Gültig bis")),
                ("for_applications", models.BooleanField(default=False, verbose_name="Für Bewerbungen")),
                ("remind_on", models.DateField(null=True)),
                ("remind_done_at", models.DateTimeField(null=True)),
                ("removed_at", models.DateTimeField(null=True)),
                ("removed_reason", models.CharField(blank=True, max_length=300, verbose_name="Grund")),
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
                    "owner",
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
                    "remind_done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "removed_by",
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
                "indexes": [models.Index(fields=["person", "-id"], name="document_by_person")],
                "constraints": [
                    models.UniqueConstraint(fields=("carrier", "id"), name="people_document_tenant"),
                    models.CheckConstraint(condition=models.Q(("size__gt", 0)), name="document_not_empty"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("removed_at", None), ("removed_by", None), ("removed_reason", "")),
                            models.Q(
                                ("name", ""),
                                ("removed_at__isnull", False),
                                ("removed_by__isnull", False),
                                ("sealed_key", b""),
                                ("title", ""),
                                models.Q(("removed_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="document_removed_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("remind_on", None), ("valid_until__isnull", False), _connector="OR"),
                        name="document_reminder_needs_end",
                    ),
                ],
            },
        ),
        locks.lock_table(TABLE, card_of(TABLE).lock),
        locks.audit_table(TABLE, "person_id", hidden="sealed_key"),
        locks.tenant_key(TABLE, "person_id", "people_person"),
        locks.tenant_key(TABLE, "project_id", "network_project"),
    ]
