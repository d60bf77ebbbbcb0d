# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Take away the columns whose content the dated settings hold since 0006."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0006_settings"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="programme",
            name="labels",
        ),
        migrations.RemoveField(
            model_name="programme",
            name="plan_fields",
        ),
        migrations.RemoveField(
            model_name="programme",
            name="review_months",
        ),
        migrations.RemoveField(
            model_name="programme",
            name="support_months",
        ),
    ]
