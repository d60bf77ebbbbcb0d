# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The walk takes ways from a table of travel times, where there is one.

`spots` are numbers of places in their order, `ways` the kilometres they count as, and NULL from the number behind a
place on; what isn't there is measured.
"""

from django.db import migrations

from scharnier.foundation.migrations._sql import sql

SAID = {
    # as in 0015
    "WHERE v.cell = c_cell[c.n]": "WHERE v.cell >= 0 AND v.cell = c_cell[c.n]",
    "WHERE v.level = k_level[k.n]": "WHERE v.german >= -1 AND v.level = k_level[k.n]",
    "  k_top int[];\nBEGIN": "  k_top int[]; t_spots bigint[]; t_ways int[]; no_travel boolean;\nBEGIN",
    "         r.class_top\n": "         r.class_top, r.spots, r.ways, coalesce(cardinality(r.spots), 0) = 0\n",
    "b_bound, k_top\n": "b_bound, k_top, t_spots, t_ways, no_travel\n",
    "class_top int[]);": "class_top int[], spots bigint[], ways int[]);",
    "codes_points AS points\n": "codes_points AS points, t_spots AS spots, t_ways AS ways\n",
    "match_way(px, py, pz, v.x, v.y, v.z) AS way": """CASE WHEN no_travel THEN match_way(px, py, pz, v.x, v.y, v.z)
                  ELSE coalesce(g.ways[width_bucket(v.y::bigint * 16777216 + v.z, g.spots)],
                                match_way(px, py, pz, v.x, v.y, v.z)) END AS way""",
}


def _walk() -> str:
    text = sql("walk", __file__)
    for before, after in SAID.items():
        if text.count(before) != 1:
            raise ValueError(f"walk.sql doesn't say {before!r} once.")
        text = text.replace(before, after)
    return text


class Migration(migrations.Migration):
    dependencies = [("work", "0017_looks")]
    operations = [migrations.RunSQL(_walk(), migrations.RunSQL.noop)]
