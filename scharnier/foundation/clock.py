# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The only *today*: Europe/Berlin, and in demo mode the day that the demo lives on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Berlin")
_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)


@cache
def _offset() -> timedelta:
    """SCHARNIER_TODAY=2026-11-24 moves the clock of this process by whole days; meant for demonstrations."""
    wanted = os.environ.get("SCHARNIER_TODAY", "")
    if not wanted:
        return timedelta()
    return date.fromisoformat(wanted) - datetime.now(ZONE).date()


def now() -> datetime:
    """The present moment with its zone."""
    frozen = _frozen.get()
    return frozen if frozen is not None else datetime.now(ZONE) + _offset()


def today() -> date:
    """The present day in Germany."""
    return now().date()


@contextmanager
def frozen(moment: datetime | date) -> Iterator[None]:
    """Hold the clock still, for tests and for re-playing a past judgement."""
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, 9, tzinfo=ZONE)
    token = _frozen.set(moment)
    try:
        yield
    finally:
        _frozen.reset(token)
