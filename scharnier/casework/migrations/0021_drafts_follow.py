# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Drafts when two files become one."""

from django.db import migrations

from scharnier.foundation.migrations._sql import sql


class Migration(migrations.Migration):
    dependencies = [("casework", "0020_follow_up_about"), ("people", "0040_consent_scans_gone")]
    operations = [migrations.RunSQL(sql("drafts_follow", __file__), migrations.RunSQL.noop)]
