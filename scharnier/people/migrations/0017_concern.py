# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What somebody came with, before anything else is known."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0016_caseload"),
    ]

    operations = [
        migrations.AddField(
            model_name="enrolment",
            name="concern",
            field=models.CharField(blank=True, db_default="", default="", max_length=200, verbose_name="Anliegen"),
        ),
    ]
