# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Nothing has to be noted once it is applied: every night brings all running cases in line."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0008_short_path"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="projectsetting",
            name="project_setting_waiting",
        ),
        migrations.RemoveField(
            model_name="projectsetting",
            name="applied_at",
        ),
    ]
