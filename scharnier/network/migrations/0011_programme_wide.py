# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Gates of whoever decides for a whole programme."""

from django.db import migrations

from scharnier.foundation.migrations._sql import sql


class Migration(migrations.Migration):
    dependencies = [("network", "0010_leaving")]
    operations = [migrations.RunSQL(sql("programme_wide", __file__), migrations.RunSQL.noop)]
