# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The gate to the audit."""

from django.db import migrations

from scharnier.foundation.migrations._sql import sql


class Migration(migrations.Migration):
    dependencies = [("foundation", "0006_audit_place"), ("people", "0017_concern")]
    operations = [migrations.RunSQL(sql("trail", __file__), migrations.RunSQL.noop)]
