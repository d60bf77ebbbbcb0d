# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Settings as dated rows; what the programmes' columns said goes along, and `app_enter` brings today's values."""

import datetime
from typing import Any

import django.contrib.postgres.constraints
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import scharnier.foundation.clock
import scharnier.foundation.ids
import scharnier.network.programmes.models
from scharnier.foundation import clock, locks
from scharnier.foundation.cards import card_of
from scharnier.foundation.migrations._sql import sql
from scharnier.knowledge import settings as known
from scharnier.network.programmes import records  # noqa: F401  # registers the cards

ALWAYS = datetime.date(2015, 1, 1)


def carry_over(apps: Any, schema_editor: Any) -> None:
    """The old columns as rows, where they say something else than the programme's template."""
    today = clock.today()
    setting = apps.get_model("network", "ProgrammeSetting")
    for programme in apps.get_model("network", "Programme").objects.all():
        usual = known.resolve(programme.code, today).values
        said = {f"words.{key}": value for key, value in programme.labels.items()}
        said |= {"plan.review_months": programme.review_months, "support.months": programme.support_months}
        if programme.plan_fields:
            said["plan.fields"] = programme.plan_fields
        for key, value in said.items():
            if key in known.catalogue() and known.read(key, value) != usual[key]:
                setting.objects.create(
                    programme=programme,
                    key=key,
                    value=value,
                    valid_from=programme.valid_from or ALWAYS,
                    reason="Bisherige Angabe beim Programm",
                )
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0005_staffing"),
    ]

    operations = [
        migrations.RunSQL("CREATE EXTENSION IF NOT EXISTS btree_gist;", migrations.RunSQL.noop),
        migrations.CreateModel(
            name="ProgrammeSetting",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.CharField(max_length=60)),
                ("value", models.JSONField(null=True)),
                ("inherits", models.BooleanField(default=False)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                ("reason", models.CharField(max_length=500)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.programme"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="programme_setting_period",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        expressions=[
                            ("programme", "="),
                            ("key", "="),
                            (scharnier.network.programmes.models.Period("valid_from", "valid_to"), "&&"),
                        ],
                        name="programme_setting_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProjectSetting",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("key", models.CharField(max_length=60)),
                ("value", models.JSONField(null=True)),
                ("inherits", models.BooleanField(default=False)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                ("reason", models.CharField(max_length=500)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("applied_at", models.DateTimeField(null=True)),
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
                    models.Index(
                        condition=models.Q(("applied_at", None), ("withdrawn_at", None)),
                        fields=["carrier", "valid_from"],
                        name="project_setting_waiting",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("carrier", "id"), name="network_projectsetting_tenant"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="project_setting_period",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        expressions=[
                            ("carrier", "="),
                            ("project", "="),
                            ("key", "="),
                            (scharnier.network.programmes.models.Period("valid_from", "valid_to"), "&&"),
                        ],
                        name="project_setting_once",
                    ),
                ],
            },
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        *[
            locks.lock_table(table, card_of(table).lock)
            for table in ("network_programmesetting", "network_projectsetting")
        ],
        locks.audit_table("network_programmesetting", carrier=""),
        locks.audit_table("network_projectsetting"),
        locks.tenant_key("network_projectsetting", "project_id", "network_project"),
        migrations.RunSQL(sql("settings", __file__), migrations.RunSQL.noop),
    ]
