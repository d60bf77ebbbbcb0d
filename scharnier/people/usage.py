# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""How many people a project accompanies, for the pages that plan its places."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from scharnier.network.structure import usage


def taking_part(project: UUID, day: date) -> int:
    """People who take part in a project on a day; 0 for whoever has no business there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT project_use(%s, %s)", [project, day])
        return int(cursor.fetchone()[0])


class Use(NamedTuple):
    """Who takes part in a project on a day; today's open offers of a place, the first day of an answer among them."""

    taking_part: int
    offered: int
    until: date | None
    own: bool  # one of the offers is made to the person who is asked about


def use(project: UUID, day: date, today: date, person: UUID | None) -> Use:
    """One statement; zeros for whoever has no business there."""
    with connection.cursor() as cursor:
        asked = "SELECT project_use(%s, %s), offered, until, own FROM project_offers(%s, %s, %s)"
        cursor.execute(asked, [project, day, project, today, person])
        return Use(*cursor.fetchone())


usage.count_from(taking_part)
