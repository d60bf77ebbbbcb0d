# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Sex, age and place of a project's participants from an index alone."""

from django.db import migrations, models

from scharnier.foundation.migrations._sql import sql


class Migration(migrations.Migration):
    dependencies = [("people", "0035_questionnaire_scan")]

    operations = [
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                fields=["carrier", "id"],
                include=["sex", "birth_date", "place", "postcode"],
                name="person_by_description",
            ),
        ),
        migrations.RunSQL(sql("described_narrow", __file__), migrations.RunSQL.noop),
    ]
