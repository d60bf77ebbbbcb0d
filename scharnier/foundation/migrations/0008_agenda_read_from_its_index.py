# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whom something is due for is read from the index alone: a lead's list of all that is late read a thousand rows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0007_agenda_by_owner"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="agendaitem",
            name="agenda_open_by_project",
        ),
        migrations.AddIndex(
            model_name="agendaitem",
            index=models.Index(
                condition=models.Q(("done_at", None)),
                fields=["project_id", "due_on", "id"],
                include=("subject_id", "carrier_id", "audience_id"),
                name="agenda_open_by_project",
            ),
        ),
    ]
