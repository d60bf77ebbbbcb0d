# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a change of a setting reaches among plans, follow-ups and what files lack."""

from django.db import migrations

from scharnier.foundation.migrations._sql import sql


class Migration(migrations.Migration):
    dependencies = [("network", "0011_programme_wide"), ("people", "0020_reach"), ("casework", "0008_advice")]
    operations = [migrations.RunSQL(sql("reach", __file__), migrations.RunSQL.noop)]
