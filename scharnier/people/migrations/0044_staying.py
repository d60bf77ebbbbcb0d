# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The caseload finds a certificate under the title that it continues."""

from django.db import migrations

from scharnier.foundation.migrations._sql import sql


class Migration(migrations.Migration):
    dependencies = [("people", "0043_parting")]

    operations = [migrations.RunSQL(sql("staying", __file__), migrations.RunSQL.noop)]
