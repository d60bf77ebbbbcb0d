# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A page reads the events of one person in one project: both in one index, or a project of 150,000 is read whole."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0008_agenda_read_from_its_index"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="timelineentry",
            name="timeline_by_subject",
        ),
        migrations.AddIndex(
            model_name="timelineentry",
            index=models.Index(fields=["subject_id", "project_id", "-at", "-id"], name="timeline_by_file"),
        ),
    ]
