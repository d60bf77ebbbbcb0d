# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Finding the participants of a project by their level of access to work."""

from django.db import migrations

from scharnier.foundation.migrations._sql import sql


class Migration(migrations.Migration):
    dependencies = [("people", "0005_law_locks")]
    operations = [migrations.RunSQL(sql("access_level", __file__), "DROP FUNCTION person_at_level(uuid, text)")]
