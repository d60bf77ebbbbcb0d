# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A separation reaches texts that both files had in common, copies made before, hits of a search, other projects.

`names_apart` gives names to other functions only; taken from everybody as in casework 0015.
"""

from django.db import migrations

from scharnier.foundation import locks
from scharnier.foundation.migrations._sql import sql


class Migration(migrations.Migration):
    dependencies = [("people", "0042_inside")]

    operations = [
        migrations.RunSQL(sql("parting", __file__), migrations.RunSQL.noop),
        locks.keep_inside("names_apart"),
    ]
