# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A separation blackens the other one's name in what was written for both files.

What only the trigger calls is taken from everybody as in 0015.
"""

from django.db import migrations

from scharnier.foundation import locks
from scharnier.foundation.migrations._sql import sql


class Migration(migrations.Migration):
    dependencies = [("casework", "0022_by_file"), ("people", "0043_parting")]

    operations = [
        migrations.RunSQL(sql("parted", __file__), migrations.RunSQL.noop),
        locks.keep_inside("parted_log", "parted_talk", "parted_letters"),
    ]
