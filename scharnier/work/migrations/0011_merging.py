# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two organisations that were one, with everything that hangs on them, and back."""

from django.db import migrations

from scharnier.foundation.migrations._sql import sql


class Migration(migrations.Migration):
    dependencies = [("work", "0010_match_list_once")]
    operations = [migrations.RunSQL(sql("merging", __file__), migrations.RunSQL.noop)]
