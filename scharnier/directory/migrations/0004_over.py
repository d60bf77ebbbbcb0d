# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Agreements that ended before their end stood on any agenda remind nobody."""

from django.db import migrations

OVER = """
UPDATE directory_cooperation SET reminder = jsonb_build_object('until', ends, 'over', true)
 WHERE ends < current_date AND reminder = '{}'
"""


class Migration(migrations.Migration):
    dependencies = [("directory", "0003_finding")]
    operations = [migrations.RunSQL(OVER, migrations.RunSQL.noop)]
