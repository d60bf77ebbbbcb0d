# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Talks that concern several people of a household, and how a separation parts them."""

from django.db import migrations, models

from scharnier.foundation.migrations._sql import sql


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0010_letters"),
        ("people", "0024_household"),
    ]

    operations = [
        migrations.AddField("contact", "named", models.BooleanField(default=False, editable=False)),
        migrations.RunSQL(sql("household", __file__), migrations.RunSQL.noop),
    ]
