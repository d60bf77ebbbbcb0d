# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who asks for the answer to an offered place, and when; offers that were declined with one click."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0044_staying"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.AddField("waitingentry", "remind_on", models.DateField(editable=False, null=True)),
        migrations.AddField(
            "waitingentry",
            "asks",
            models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            "waitingentry",
            "looks",
            models.JSONField(db_default=[], default=list, editable=False, verbose_name="Abgelehnte Angebote"),
        ),
    ]
