# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""How many take part in a project, also for whoever administers its carrier and sees no file."""

from django.db import migrations

from scharnier.foundation.migrations._sql import sql


class Migration(migrations.Migration):
    dependencies = [("people", "0011_matching")]
    operations = [migrations.RunSQL(sql("project_use", __file__), migrations.RunSQL.noop)]
