# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The settings of a project, today and at any other day."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from scharnier.foundation import clock, principals
from scharnier.knowledge.settings import ProgrammeSettings, resolve


def today_in(project: UUID) -> ProgrammeSettings:
    """Today's settings of a project; without a statement where the principal works there."""
    found = _from_facts(principals.scope().facts, str(project))
    return resolve(found[0], clock.today(), found[1]) if found else settings_at(project, clock.today())


def _from_facts(facts: dict[str, Any], project: str) -> tuple[str, dict[str, Any]] | None:
    carried = facts.get("settings", {}).get(project)
    if carried:
        return carried["programme"], carried["rows"]
    for row in (*facts.get("memberships", []), *facts.get("covering", [])):
        if row["project"] == project:
            return row["programme"], row["settings"]
    return None


def settings_at(project: UUID, day: date) -> ProgrammeSettings:
    """The settings of a project at a day, past or coming; one statement."""
    return settings_by_project([project], day)[project]


def settings_by_project(projects: Iterable[UUID], day: date) -> dict[UUID, ProgrammeSettings]:
    """The settings of several projects at a day; one statement. A project out of sight has the defaults."""
    wanted = list(projects)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.id, g.code, settings_rows(g.id, p.id, %s) FROM network_project p "
            "JOIN network_programme g ON g.id = p.programme_id WHERE p.id = ANY (%s)",
            [day, wanted],
        )
        found = {row[0]: (row[1], row[2] if isinstance(row[2], dict) else json.loads(row[2])) for row in cursor}
    return {
        project: resolve(found[project][0], day, found[project][1]) if project in found else resolve("", day)
        for project in wanted
    }
