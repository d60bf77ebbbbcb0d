# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who would lack a questionnaire of the entry, now that there are questionnaires."""

from django.db import migrations

from scharnier.foundation.migrations._sql import sql


class Migration(migrations.Migration):
    dependencies = [("people", "0034_questionnaire"), ("casework", "0015_callable")]
    operations = [migrations.RunSQL(sql("reach_entry", __file__), migrations.RunSQL.noop)]
