# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Places at which two separated persons could meet, for leads; functions alone ask which they lead."""

from django.db import migrations

from scharnier.foundation import locks
from scharnier.foundation.migrations._sql import sql


class Migration(migrations.Migration):
    dependencies = [("people", "0046_living")]

    operations = [
        migrations.RunSQL(sql("meeting", __file__), migrations.RunSQL.noop),
        locks.keep_inside("separations_led"),
    ]
