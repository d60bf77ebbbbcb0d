# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reviewed texts of the printed plan, in place of the drafts that come with the software."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import scharnier.foundation.clock
import scharnier.foundation.ids
from scharnier.casework.wordings import records  # noqa: F401  # registers the card
from scharnier.foundation import locks
from scharnier.foundation.cards import card_of

WORDING = "casework_wording"


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0024_looks"),
        ("network", "0011_programme_wide"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Wording",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("language", models.CharField(max_length=8, verbose_name="Sprache")),
                ("key", models.CharField(max_length=60)),
                ("text", models.CharField(max_length=400, verbose_name="Wortlaut")),
                ("reviewer", models.CharField(max_length=120, verbose_name="Geprüft von")),
                ("reviewed_on", models.DateField(default=scharnier.foundation.clock.today, verbose_name="Geprüft am")),
                ("changed_at", models.DateTimeField(default=scharnier.foundation.clock.now)),
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
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("carrier", "id"), name="casework_wording_tenant"),
                    models.UniqueConstraint(fields=("carrier", "language", "key"), name="wording_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("text", ""), _negated=True), models.Q(("reviewer", ""), _negated=True)
                        ),
                        name="wording_is_reviewed",
                    ),
                ],
            },
        ),
        locks.lock_table(WORDING, card_of(WORDING).lock),
        locks.audit_table(WORDING),
    ]
