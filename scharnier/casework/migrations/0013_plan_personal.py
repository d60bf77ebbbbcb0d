# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which facts of the file a plan prints."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0012_letters_of_several")]

    operations = [
        migrations.AddField(
            "integrationplan",
            "personal",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=20), null=True, verbose_name="Persönliche Angaben"
            ),
        ),
    ]
