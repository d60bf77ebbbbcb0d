# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Each half of the walk can use its own index only: with few vacancies PostgreSQL thought both equally good for either.

Each index has a condition that holds for every row, and only one half of the walk says it.
"""

from django.db import migrations, models

from scharnier.foundation.migrations._sql import sql

HELD = "until kind hours_from hours_to carrier id organisation_id x y z day district licences offers".split()
SAID = {
    "WHERE v.cell = c_cell[c.n]": "WHERE v.cell >= 0 AND v.cell = c_cell[c.n]",
    "WHERE v.level = k_level[k.n]": "WHERE v.german >= -1 AND v.level = k_level[k.n]",
}


def _walk() -> str:
    text = sql("walk", __file__)
    for before, after in SAID.items():
        text = text.replace(before, after)
    return text


class Migration(migrations.Migration):
    dependencies = [("work", "0014_walk")]
    operations = [
        migrations.RemoveIndex("vacancyrow", "vacancyrow_by_cell"),
        migrations.RemoveIndex("vacancyrow", "vacancyrow_by_occupation"),
        migrations.AddIndex(
            "vacancyrow",
            models.Index(
                fields=["cell", "level", "occupation", "german"],
                include=HELD,
                condition=models.Q(cell__gte=0),
                name="vacancyrow_by_cell",
            ),
        ),
        migrations.AddIndex(
            "vacancyrow",
            models.Index(
                fields=["level", "occupation", "german"],
                include=HELD,
                condition=models.Q(german__gte=-1),
                name="vacancyrow_by_occupation",
            ),
        ),
        migrations.RunSQL(_walk(), migrations.RunSQL.noop),
    ]
