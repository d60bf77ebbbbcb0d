# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Suggestions read indexes alone, and the walk through them is one statement."""

from django.db import migrations, models

from scharnier.foundation.migrations._sql import sql

HELD = "until kind hours_from hours_to carrier id organisation_id x y z day district licences offers".split()


class Migration(migrations.Migration):
    dependencies = [("work", "0013_firm_agenda")]
    operations = [
        migrations.RemoveIndex("vacancyrow", "vacancyrow_by_cell"),
        migrations.RemoveIndex("vacancyrow", "vacancyrow_by_occupation"),
        migrations.AddIndex(
            "vacancyrow",
            models.Index(fields=["cell", "level", "occupation", "german"], include=HELD, name="vacancyrow_by_cell"),
        ),
        migrations.AddIndex(
            "vacancyrow",
            models.Index(fields=["level", "occupation", "german"], include=HELD, name="vacancyrow_by_occupation"),
        ),
        migrations.RunSQL(sql("walk", __file__), migrations.RunSQL.noop),
    ]
