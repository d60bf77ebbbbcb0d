# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What became of the agenda's reminder that support ends."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0024_household")]
    operations = [
        migrations.AddField("enrolment", "support_reminder", models.JSONField(blank=True, db_default={}, default=dict)),
    ]
