# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which placements are counted among the taken places of a vacancy; those of the vacancy's own project were."""

from django.db import migrations, models

COUNTED = """
UPDATE work_placement p SET takes_place = true FROM work_vacancy v
 WHERE v.id = p.vacancy_id AND v.carrier_id = p.carrier_id AND v.project_id = p.project_id AND v.filled > 0
   AND p.end_reason <> 'never_started'
"""


class Migration(migrations.Migration):
    dependencies = [("work", "0011_merging")]
    operations = [
        migrations.AddField(
            model_name="placement",
            name="takes_place",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.RunSQL(COUNTED, migrations.RunSQL.noop),
    ]
