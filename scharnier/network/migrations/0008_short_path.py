# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The gate through which staff of every carrier find published work contacts."""

from django.db import migrations

from scharnier.foundation.migrations._sql import sql


class Migration(migrations.Migration):
    dependencies = [("network", "0007_programme_columns")]
    operations = [migrations.RunSQL(sql("short_path", __file__), migrations.RunSQL.noop)]
