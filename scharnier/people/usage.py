# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""How many people a project accompanies, for the pages that plan its places."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import connection

from scharnier.network.structure import usage


def taking_part(project: UUID, day: date) -> int:
    """People who take part in a project on a day; 0 for whoever has no business there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT project_use(%s, %s)", [project, day])
        return int(cursor.fetchone()[0])


usage.count_from(taking_part)
