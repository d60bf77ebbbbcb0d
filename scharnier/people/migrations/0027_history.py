# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The gate to the history of one file."""

from django.db import migrations

from scharnier.foundation.migrations._sql import sql


class Migration(migrations.Migration):
    dependencies = [("people", "0026_consents"), ("foundation", "0006_audit_place")]

    operations = [migrations.RunSQL(sql("history", __file__), migrations.RunSQL.noop)]
