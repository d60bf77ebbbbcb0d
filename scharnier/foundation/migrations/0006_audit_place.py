# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Project and audience of an event of the audit, as its lock."""

from django.db import migrations, models

from scharnier.foundation.migrations._sql import sql


class Migration(migrations.Migration):
    dependencies = [("foundation", "0005_hidden")]
    operations = [
        migrations.RunSQL(sql("audit_place", __file__), migrations.RunSQL.noop),
        migrations.AddField("auditevent", "project_id", models.UUIDField(null=True)),
        migrations.AddField("auditevent", "audience_id", models.UUIDField(null=True)),
    ]
