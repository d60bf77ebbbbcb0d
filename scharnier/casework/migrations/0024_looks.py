# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""When somebody went through a plan without a new revision."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0023_parted")]

    operations = [
        migrations.AddField(
            model_name="integrationplan",
            name="looks",
            field=models.JSONField(db_default=[], default=list, editable=False, verbose_name="Durchgesehen"),
        ),
    ]
