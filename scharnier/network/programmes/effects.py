# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What follows when a setting changes: rooms above say what it reaches, and bring running cases in line."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from scharnier.foundation import clock, principals, upkeep
from scharnier.network.models import Project

logger = logging.getLogger("scharnier.settings")
IN_LINE, NIGHTLY = "network.settings_in_line", "network.settings_of_the_day"


@dataclass(frozen=True)
class Proposed:
    """A change that somebody thinks about: from `since` on `after` instead of `before`, in all of `projects`."""

    projects: tuple[UUID, ...]
    key: str
    before: Any
    after: Any
    since: date


@dataclass(frozen=True)
class Effect:
    """`reach` says in sentences what a change of one of `keys` touches; asked as whoever proposes it.

    `in_line(project)` makes stored days and texts say what the settings of today say. It runs as the system for one
    carrier, after a change and every night, and must do nothing where nothing differs.
    """

    keys: tuple[str, ...]
    reach: Callable[[Proposed], list[str]]
    in_line: Callable[[UUID], None] | None = None


_effects: list[Effect] = []


def add(effect: Effect) -> None:
    _effects.append(effect)


def reach(change: Proposed) -> list[str]:
    """Everything that rooms say about a proposed change."""
    return [line for effect in _effects if change.key in effect.keys for line in effect.reach(change)]


def in_line(carrier: UUID, projects: Collection[UUID] | None = None) -> None:
    """Bring the running cases of a carrier (or of some of its projects) in line with today's settings."""
    with principals.entering(principals.system(carrier)):
        wanted = Project.objects.filter(carrier_id=carrier)
        for project in (wanted if projects is None else wanted.filter(pk__in=projects)).values_list("pk", flat=True):
            for effect in _effects:
                if effect.in_line is not None:
                    effect.in_line(project)


def soon(carrier: UUID, project: UUID) -> None:
    """Bring a project in line as soon as the transaction that changed its settings is committed."""
    app.configure_task(IN_LINE, lock=f"{IN_LINE}:{project}").defer(carrier=str(carrier), project=str(project))


def catch_up() -> None:
    """Bring everything in line with the first free minute, once, however often it is asked for."""
    with contextlib.suppress(AlreadyEnqueued):
        app.configure_task(NIGHTLY, queueing_lock=NIGHTLY).defer(timestamp=int(clock.now().timestamp()))


@app.task(name=IN_LINE)
def one_project(carrier: str, project: str) -> None:
    in_line(UUID(carrier), [UUID(project)])


@app.periodic(cron="7 0 * * *")
@app.task(name=NIGHTLY, queueing_lock=NIGHTLY)
def every_night(timestamp: int = 0) -> None:
    """A new day may bring new settings: templates, programmes and projects alike."""
    for carrier in upkeep.carriers():
        in_line(carrier)
