# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What people outside see of a vacancy."""

from django.db import migrations

from scharnier.foundation.migrations._sql import sql


class Migration(migrations.Migration):
    dependencies = [("work", "0006_matching")]
    operations = [migrations.RunSQL(sql("outside", __file__), migrations.RunSQL.noop)]
