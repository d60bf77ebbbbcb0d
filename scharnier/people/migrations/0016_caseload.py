# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Narrowing a list of cases by what stands in the person: sex, age, town."""

from django.db import migrations

from scharnier.foundation.migrations._sql import sql


class Migration(migrations.Migration):
    dependencies = [("people", "0015_separation")]

    operations = [migrations.RunSQL(sql("described", __file__), migrations.RunSQL.noop)]
