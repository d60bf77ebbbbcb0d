# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Scans of signed papers lie encrypted among the documents of the file."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from scharnier.foundation import locks, vault
from scharnier.foundation.ids import uuid7
from scharnier.people.documents import shelf


def move(apps: Any, editor: Any) -> None:
    """The bytes of every scan into a document of their own; the rows point to it."""
    document = apps.get_model("people", "Document")
    for row in apps.get_model("casework", "PlanSignature").objects.filter(scan__isnull=False).iterator(chunk_size=20):
        key, wrapped = vault.new_key(pk := uuid7())
        shelf.keep(row.carrier_id, pk, key, {vault.Part.WHOLE: bytes(row.scan)})
        document.objects.create(
            id=pk,
            created_at=row.created_at,
            carrier_id=row.carrier_id,
            project_id=row.project_id,
            person_id=row.person_id,
            author_id=row.recorded_by_id,
            owner_id=row.recorded_by_id,
            category="plan",
            title="Unterschriebener Plan",
            name=f"plan.{row.scan_type.rpartition('/')[2]}",
            kind=row.scan_type,
            size=len(row.scan),
            sealed_key=wrapped,
        )
        row.document_id = pk
        row.save(update_fields=["document"])


class Migration(migrations.Migration):
    dependencies = [("casework", "0017_situations"), ("people", "0038_erasing")]

    operations = [
        migrations.AddField(
            model_name="plansignature",
            name="document",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.document",
            ),
        ),
        locks.tenant_key("casework_plansignature", "document_id", "people_document"),
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.RunSQL(
            "SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop
        ),  # before the index of the new column
    ]
