# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The agenda follows a firm that is merged or renamed, agreements included."""

from django.db import migrations

from scharnier.foundation.migrations._sql import sql


class Migration(migrations.Migration):
    dependencies = [("work", "0012_places"), ("directory", "0003_finding")]
    operations = [migrations.RunSQL(sql("firm_agenda", __file__), migrations.RunSQL.noop)]
