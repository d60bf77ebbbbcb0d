# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""For whom something is due, asked of a whole project at once."""

from django.db import migrations

from scharnier.foundation.migrations._sql import sql


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0036_described"),
        ("foundation", "0008_agenda_read_from_its_index"),
    ]

    operations = [migrations.RunSQL(sql("due", __file__), migrations.RunSQL.noop)]
