# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Hard separation of two persons, and whom it hides from whom."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import scharnier.foundation.clock
import scharnier.foundation.ids
from scharnier.foundation import locks
from scharnier.foundation.cards import card_of
from scharnier.foundation.migrations._sql import sql
from scharnier.people import records  # noqa: F401  # registers the cards
from scharnier.people.separation import records as separation_records  # noqa: F401


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0005_hidden"),
        ("network", "0009_settings_applied"),
        ("people", "0014_merging"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Separation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("reason", models.TextField(max_length=1000, verbose_name="Grund")),
                ("set_at", models.DateTimeField(default=scharnier.foundation.clock.now)),
                ("lifted_at", models.DateTimeField(null=True)),
                ("lift_reason", models.TextField(blank=True, max_length=1000)),
                (
                    "carrier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.carrier"
                    ),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
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
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("lifted_at", None)), fields=["person"], name="separation_by_person"
                    ),
                    models.Index(condition=models.Q(("lifted_at", None)), fields=["other"], name="separation_by_other"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("carrier", "id"), name="people_separation_tenant"),
                    models.CheckConstraint(
                        condition=models.Q(("person", models.F("other")), _negated=True), name="separation_of_two"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="separation_has_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lift_reason", ""), ("lifted_at", None), ("lifted_by", None)),
                            models.Q(
                                ("lifted_at__isnull", False),
                                ("lifted_by__isnull", False),
                                models.Q(("lift_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="separation_lifted_with_reason",
                    ),
                ],
            },
        ),
        locks.lock_table("people_separation", card_of("people_separation").lock),
        locks.audit_table("people_separation"),
        locks.tenant_key("people_separation", "person_id", "people_person"),
        locks.tenant_key("people_separation", "other_id", "people_person"),
        migrations.RunSQL(sql("separation", __file__), migrations.RunSQL.noop),
    ]
