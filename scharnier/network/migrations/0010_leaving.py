# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Gates of hand-over and departure, of a lost second factor and of a participant's account."""

from django.db import migrations

from scharnier.foundation.migrations._sql import sql


class Migration(migrations.Migration):
    dependencies = [("network", "0009_settings_applied")]
    operations = [migrations.RunSQL(sql("leaving", __file__), migrations.RunSQL.noop)]
