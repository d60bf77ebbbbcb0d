# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Erasing files whose period is over."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import scharnier.foundation.clock
import scharnier.foundation.ids
from scharnier.foundation import locks
from scharnier.foundation.cards import card_of
from scharnier.foundation.migrations._sql import sql
from scharnier.people import records  # noqa: F401  # registers the cards
from scharnier.people.erasing import records as erasing_records  # noqa: F401


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0011_programme_wide"),
        ("people", "0037_due"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Erasure",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                (
                    "stage",
                    models.CharField(choices=[("all", "All"), ("file", "File"), ("funding", "Funding")], max_length=8),
                ),
                ("due_on", models.DateField()),
                ("reason", models.CharField(max_length=1000)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ErasureRun",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("reason", models.CharField(max_length=1000)),
                ("persons", models.JSONField(default=list)),
                ("refused", models.JSONField(default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("done", "Done")], default="waiting", max_length=8
                    ),
                ),
                ("total", models.PositiveIntegerField()),
                ("done", models.PositiveIntegerField(default=0)),
                ("updated_at", models.DateTimeField(default=scharnier.foundation.clock.now)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.RemoveConstraint(
            model_name="person",
            name="person_has_some_name",
        ),
        migrations.AddField(
            model_name="enrolment",
            name="erased_on",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="person",
            name="erased_on",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("family_name", ""), ("given_names", ""), _negated=True),
                    ("erased_on__isnull", False),
                    _connector="OR",
                ),
                name="person_has_some_name",
            ),
        ),
        migrations.AddField(
            model_name="erasure",
            name="carrier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.carrier"
            ),
        ),
        migrations.AddField(
            model_name="erasure",
            name="erased_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="erasure",
            name="person",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="erasurerun",
            name="carrier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.carrier"
            ),
        ),
        migrations.AddField(
            model_name="erasurerun",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="erasure",
            constraint=models.UniqueConstraint(fields=("carrier", "id"), name="people_erasure_tenant"),
        ),
        migrations.AddConstraint(
            model_name="erasure",
            constraint=models.UniqueConstraint(fields=("carrier", "person", "stage"), name="erasure_once"),
        ),
        migrations.AddConstraint(
            model_name="erasure",
            constraint=models.CheckConstraint(
                condition=models.Q(("stage__in", ["all", "file", "funding"])), name="erasure_stage_known"
            ),
        ),
        migrations.AddIndex(
            model_name="erasurerun",
            index=models.Index(fields=["user", "-created_at"], name="erasure_run_by_user"),
        ),
        migrations.AddConstraint(
            model_name="erasurerun",
            constraint=models.UniqueConstraint(fields=("carrier", "id"), name="people_erasurerun_tenant"),
        ),
        migrations.AddConstraint(
            model_name="erasurerun",
            constraint=models.CheckConstraint(
                condition=models.Q(("done__lte", models.F("total"))), name="erasure_not_past_the_end"
            ),
        ),
        locks.lock_table("people_erasure", card_of("people_erasure").lock),
        locks.lock_table("people_erasurerun", card_of("people_erasurerun").lock),
        locks.audit_table("people_erasurerun"),
        locks.tenant_key("people_erasure", "person_id", "people_person"),
        migrations.RunSQL(sql("erasing", __file__), migrations.RunSQL.noop),
    ]
