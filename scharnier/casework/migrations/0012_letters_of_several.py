# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A letter in several files, its deadline followed in one of them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0011_household"),
    ]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="elsewhere",
            field=models.BooleanField(default=False),
        ),
    ]
