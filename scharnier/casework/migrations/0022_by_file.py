# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A page reads the talks of one person in one project: both in one index, or a project of 150,000 is read whole."""

from __future__ import annotations

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0021_drafts_follow"),
        ("network", "0011_programme_wide"),
        ("people", "0042_inside"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="contact",
            name="contact_by_person",
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["person", "project", "-at", "-id"], name="contact_by_file"),
        ),
    ]
