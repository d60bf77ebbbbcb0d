# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Drafts at a hand-over."""

from django.db import migrations

from scharnier.foundation.migrations._sql import sql


class Migration(migrations.Migration):
    dependencies = [("casework", "0013_plan_personal")]
    operations = [migrations.RunSQL(sql("drafts", __file__), migrations.RunSQL.noop)]
