# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What was seen to on *Today* with one click."""

from django.db import migrations, models

ABOUT = {
    "introduction": "Nachgefasst",
    "supportapplication": "Auf „Heute“ erledigt",
    "vacancy": "Auf „Heute“ bestätigt",
}


class Migration(migrations.Migration):
    dependencies = [("work", "0016_inside")]

    operations = [
        migrations.AddField(
            model, "looks", models.JSONField(db_default=[], default=list, editable=False, verbose_name=label)
        )
        for model, label in ABOUT.items()
    ]
