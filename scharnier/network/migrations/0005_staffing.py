# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Substitutions for chosen cases, standing deputies, hand-overs, an audit that ends, participants' accounts."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import scharnier.foundation.clock
import scharnier.foundation.ids
from scharnier.foundation import locks
from scharnier.foundation.cards import card_of
from scharnier.foundation.migrations._sql import sql

NEW = "network_substitutioncase network_deputy network_handover network_handedcase network_portalaccount".split()
RELOCKED = "network_substitution network_countkey".split()
# An audit that nobody gave an end ends a year from now.
AUDITS_END = (
    "UPDATE network_membership SET valid_to = greatest(valid_from, current_date) + 365 "
    "WHERE role = 'auditor' AND valid_to IS NULL"
)


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0004_structure_locks"),
        ("foundation", "0004_substitution_and_own"),
    ]

    operations = [
        migrations.CreateModel(
            name="Deputy",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("may_write", models.BooleanField(default=True)),
                ("with_confidential", models.BooleanField(default=False)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HandedCase",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("subject_id", models.UUIDField()),
                ("seen_at", models.DateTimeField(null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HandOver",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("note", models.TextField(blank=True, max_length=2000)),
                ("at", models.DateTimeField(default=scharnier.foundation.clock.now)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PortalAccount",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("subject_id", models.UUIDField()),
                ("login", models.CharField(max_length=254)),
                ("language", models.CharField(blank=True, max_length=8)),
                ("password", models.CharField(blank=True, default="", max_length=128)),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SubstitutionCase",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("subject_id", models.UUIDField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="substitution",
            name="all_cases",
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.AddField(
            model_name="substitution",
            name="entered_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.RunSQL(AUDITS_END, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("role", "auditor"), _negated=True), ("valid_to__isnull", False), _connector="OR"
                ),
                name="membership_audit_ends",
            ),
        ),
        migrations.AddField(
            model_name="deputy",
            name="carrier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.carrier"
            ),
        ),
        migrations.AddField(
            model_name="deputy",
            name="deputy",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="deputy",
            name="project",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.project"
            ),
        ),
        migrations.AddField(
            model_name="deputy",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="handedcase",
            name="carrier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.carrier"
            ),
        ),
        migrations.AddField(
            model_name="handedcase",
            name="project",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.project"
            ),
        ),
        migrations.AddField(
            model_name="handedcase",
            name="taker",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="carrier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.carrier"
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="given_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="giver",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="project",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.project"
            ),
        ),
        migrations.AddField(
            model_name="handedcase",
            name="hand_over",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="network.handover",
            ),
        ),
        migrations.AddField(
            model_name="portalaccount",
            name="carrier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.carrier"
            ),
        ),
        migrations.AddField(
            model_name="portalaccount",
            name="invited_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="portalaccount",
            name="project",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.project"
            ),
        ),
        migrations.AddField(
            model_name="substitutioncase",
            name="carrier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.carrier"
            ),
        ),
        migrations.AddField(
            model_name="substitutioncase",
            name="project",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.project"
            ),
        ),
        migrations.AddField(
            model_name="substitutioncase",
            name="substitution",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="chosen",
                to="network.substitution",
            ),
        ),
        migrations.AddConstraint(
            model_name="deputy",
            constraint=models.UniqueConstraint(fields=("carrier", "id"), name="network_deputy_tenant"),
        ),
        migrations.AddConstraint(
            model_name="deputy",
            constraint=models.UniqueConstraint(fields=("carrier", "project", "user"), name="deputy_once"),
        ),
        migrations.AddConstraint(
            model_name="deputy",
            constraint=models.CheckConstraint(
                condition=models.Q(("user", models.F("deputy")), _negated=True), name="deputy_somebody_else"
            ),
        ),
        migrations.AddIndex(
            model_name="handover",
            index=models.Index(fields=["project", "-at"], name="hand_over_by_project"),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.UniqueConstraint(fields=("carrier", "id"), name="network_handover_tenant"),
        ),
        migrations.AddIndex(
            model_name="handedcase",
            index=models.Index(fields=["hand_over"], name="handed_cases"),
        ),
        migrations.AddConstraint(
            model_name="handedcase",
            constraint=models.UniqueConstraint(fields=("carrier", "id"), name="network_handedcase_tenant"),
        ),
        migrations.AddConstraint(
            model_name="handedcase",
            constraint=models.UniqueConstraint(fields=("carrier", "hand_over", "subject_id"), name="handed_case_once"),
        ),
        migrations.AddConstraint(
            model_name="portalaccount",
            constraint=models.UniqueConstraint(fields=("carrier", "id"), name="network_portalaccount_tenant"),
        ),
        migrations.AddConstraint(
            model_name="portalaccount",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at", None)), fields=("carrier", "subject_id"), name="portal_account_once"
            ),
        ),
        migrations.AddIndex(
            model_name="substitutioncase",
            index=models.Index(fields=["substitution"], name="substitution_cases"),
        ),
        migrations.AddConstraint(
            model_name="substitutioncase",
            constraint=models.UniqueConstraint(fields=("carrier", "id"), name="network_substitutioncase_tenant"),
        ),
        migrations.AddConstraint(
            model_name="substitutioncase",
            constraint=models.UniqueConstraint(
                fields=("carrier", "substitution", "subject_id"), name="substitution_case_once"
            ),
        ),
        migrations.RunSQL(sql("enter_staffing", __file__), migrations.RunSQL.noop),
        migrations.RunSQL(sql("accept_staffing", __file__), migrations.RunSQL.noop),
        migrations.RunSQL(sql("staffing", __file__), migrations.RunSQL.noop),
        *[locks.relock_table(table, card_of(table).lock) for table in RELOCKED],
        *[locks.lock_table(table, card_of(table).lock) for table in NEW],
        locks.audit_table("network_substitutioncase", "subject_id"),
        locks.audit_table("network_deputy"),
        locks.audit_table("network_handover"),
        locks.audit_table("network_handedcase", "subject_id"),
        locks.audit_table("network_portalaccount", "subject_id", hidden="password"),
        *[locks.tenant_key(table, "project_id", "network_project") for table in NEW],
        locks.tenant_key("network_substitutioncase", "substitution_id", "network_substitution"),
        locks.tenant_key("network_handedcase", "hand_over_id", "network_handover"),
    ]
