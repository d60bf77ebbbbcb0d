# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Organisations that may be the same, those whose name holds some words, and names sorted without a comma."""

from django.db import migrations, models

import scharnier.foundation.models
from scharnier.foundation.migrations._sql import sql


class Migration(migrations.Migration):
    dependencies = [("directory", "0002_locks")]
    operations = [
        migrations.RemoveIndex("organisation", "organisation_by_name"),
        migrations.RemoveField("organisation", "name_sort"),
        migrations.AddField(
            "organisation",
            "name_sort",
            scharnier.foundation.models.DerivedText(
                db_persist=True,
                expression=models.Func(models.Value(""), "name", function="name_sort", output_field=models.TextField()),
                output_field=models.TextField(db_collation="C"),
            ),
        ),
        migrations.AddIndex(
            "organisation",
            models.Index(
                fields=["carrier", "name_sort", "id"],
                condition=models.Q(("merged_into", None)),
                name="organisation_by_name",
            ),
        ),
        migrations.RunSQL(sql("finding", __file__), migrations.RunSQL.noop),
    ]
