# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A hard separation reaches suggestions, and leads see the firms at which both stand."""

from django.db import migrations

from scharnier.foundation import locks
from scharnier.foundation.migrations._sql import sql


class Migration(migrations.Migration):
    dependencies = [("people", "0047_meeting"), ("work", "0018_travel")]

    operations = [
        migrations.RunSQL(sql("meeting", __file__), migrations.RunSQL.noop),
        locks.keep_inside("standing_at"),
    ]
