# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which document was seen, and where somebody has to live."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0027_history"),
    ]

    operations = [
        migrations.AddField(
            model_name="residencestatus",
            name="document",
            field=models.CharField(blank=True, db_default="", max_length=120, verbose_name="Dokument"),
        ),
        migrations.AddField(
            model_name="residencestatus",
            name="obligation",
            field=models.CharField(blank=True, db_default="", max_length=160, verbose_name="Wohnsitzauflage"),
        ),
    ]
