# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Chance that can be repeated: drawing from weights, identifiers, and days as text."""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any, Generic, TypeVar

import yaml

from scharnier.foundation.clock import ZONE

T = TypeVar("T")
# Of a version 7 UUID: the bits that are fixed, and those that chance fills (12 and 62 of them).
VERSION_AND_VARIANT, RANDOM_BITS = 7 << 76 | 2 << 62, 0xFFF << 64 | (1 << 62) - 1
DATA = Path(__file__).parent / "data"
# libyaml's loader is twenty times faster; PyYAML without it still works.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)


@cache
def data(name: str) -> Any:
    """A data file of the generator; shared, never change it."""
    return read_yaml(DATA / name)


class Weighted(Generic[T]):
    """Draws from `{value: weight}`; three times as fast as `random.choices` for one value."""

    def __init__(self, weights: Mapping[T, float]) -> None:
        self._values: Sequence[T] = list(weights)
        self._sums = list(accumulate(weights.values()))

    def draw(self, rng: random.Random) -> T:
        return self._values[bisect(self._sums, rng.random() * self._sums[-1])]


def pick(rng: random.Random, values: Sequence[T]) -> T:
    """One of them; twice as fast as `random.choice`, whose last bit of fairness an invented network doesn't need."""
    return values[int(rng.random() * len(values))]


def between(rng: random.Random, first: int, end: int, step: int = 1) -> int:
    """As `random.randrange`, in a third of its time."""
    return first + int(rng.random() * ((end - first + step - 1) // step)) * step


def stream(seed: int, *name: object) -> random.Random:
    """Chance of its own for each purpose, so that one project doesn't depend on how many come before it."""
    return random.Random(f"{seed}/{'/'.join(map(str, name))}")  # invented people, no secrets


def identifier(rng: random.Random, milliseconds: int) -> str:
    """A version 7 UUID (RFC 9562, section 5.7) of that moment, as 32 hex digits."""
    return "%032x" % (milliseconds << 80 | VERSION_AND_VARIANT | rng.getrandbits(80) & RANDOM_BITS)  # the fastest way


def dashed(identity: str) -> str:
    """An identifier as text has it: 8-4-4-4-12."""
    return f"{identity[:8]}-{identity[8:12]}-{identity[12:16]}-{identity[16:20]}-{identity[20:]}"


EPOCH = date(1970, 1, 1).toordinal()


@cache
def day_text(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()


@cache
def _around_midnight(ordinal: int) -> tuple[str, str]:
    """What a moment of that day begins and ends with: day, and offset from UTC at noon."""
    noon = datetime.combine(date.fromordinal(ordinal), time(12), ZONE)
    return f"{noon:%Y-%m-%d} ", noon.strftime(":00%z")


_CLOCK = [f"{minute // 60:02d}:{minute % 60:02d}" for minute in range(1440)]


def moment_text(ordinal: int, minute: int) -> str:
    """`2026-03-02 14:05:00+0100` for a day and a minute of that day in Germany."""
    begin, end = _around_midnight(ordinal)
    return begin + _CLOCK[minute] + end


def milliseconds(ordinal: int, minute: int = 540) -> int:
    return ((ordinal - EPOCH) * 1440 + minute) * 60_000


def working_day(ordinal: int) -> int:
    """The day itself or, at a weekend, the Monday after."""
    weekday = (ordinal - 1) % 7
    return ordinal if weekday < 5 else ordinal + 7 - weekday


def months_later(ordinal: int, months: int) -> int:
    """The same day some months later, at the latest the last of that month (as the statutes count)."""
    start = date.fromordinal(ordinal)
    index = start.year * 12 + start.month - 1 + months
    first = date(index // 12, index % 12 + 1, 1)
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return min(first.toordinal() + start.day - 1, last.toordinal())
