# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A place that is offered to somebody isn't free for others until the day of the answer."""

from django.db import migrations

from scharnier.foundation.migrations._sql import sql


class Migration(migrations.Migration):
    dependencies = [("people", "0047_meeting")]
    operations = [migrations.RunSQL(sql("project_offers", __file__), migrations.RunSQL.noop)]
