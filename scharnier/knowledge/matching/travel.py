# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Minutes of travel from postcode to postcode, in the place of kilometres as the crow flies where a table has the pair.

    use(path)                                   # where the imported table lies; no file: kilometres
    distance = current()                        # straight_line, or the table, which is a Distance as well
    judge(person, vacancy, day, distance)

Somebody who would go so many kilometres would go `minutes_a_kilometre()` times as many minutes, so a pair of the table
becomes a whole number of kilometres and every form of matching goes on comparing whole kilometres.
"""

from __future__ import annotations

import csv
import io
import mmap
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from scharnier.knowledge import postcodes
from scharnier.knowledge.files import load
from scharnier.knowledge.matching.facts import Distance, Place, read_place, straight_line

HEADINGS = {"from": ("from", "von"), "to": ("to", "nach"), "minutes": ("minutes", "minuten")}
MOST_MINUTES = 1439
"""A way takes less than a day."""
MOST_FAULTS = 20
_CODES = 100_000
_ROW = 10
"""Bytes of a pair as it is kept: eight for both postcodes, two for the minutes."""


class TravelTimesError(ValueError):
    """The file can't be used; `problems` names rows and reasons, at most twenty."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True)
class TravelTimes:
    """`pairs`: first postcode times 100,000 plus second one, in their order; `minutes` of each. A pair counts in its
    own direction; what isn't there is as far as the crow flies."""

    pairs: Sequence[int]
    minutes: Sequence[int]

    def asked(self, one: Place, other: Place) -> int | None:
        """Minutes from the middle of one postcode to that of another."""
        codes = _codes()
        start, end = codes.get(one), codes.get(other)
        if start is None or end is None:
            return None
        pair = start * _CODES + end
        at = bisect_left(self.pairs, pair)
        return self.minutes[at] if at < len(self.pairs) and self.pairs[at] == pair else None

    def __call__(self, one: Place, other: Place) -> int:
        minutes = self.asked(one, other)
        return straight_line(one, other) if minutes is None else in_kilometres(minutes)

    def origins(self) -> int:
        """How many postcodes ways begin at."""
        return len({pair // _CODES for pair in self.pairs})

    def near(self, place: Place, radius: int) -> Mapping[Place, int]:
        """Kilometres to the places of the table that are within the radius by one measure or the other."""
        start = _codes().get(place)
        if start is None:
            return {}
        first = bisect_left(self.pairs, start * _CODES)
        last = bisect_left(self.pairs, (start + 1) * _CODES)
        places = _places()
        found: dict[Place, int] = {}
        for at in range(first, last):
            other, way = places[self.pairs[at] % _CODES], in_kilometres(self.minutes[at])
            if way <= radius or straight_line(place, other) <= radius:
                found[other] = way
        return found


def near(distance: Distance, place: Place, radius: int) -> Mapping[Place, int]:
    """What a table says of the places around; nothing without one."""
    return distance.near(place, radius) if isinstance(distance, TravelTimes) else {}


def minutes(distance: Distance, one: Place, other: Place) -> int | None:
    """Minutes where a table has the pair."""
    return distance.asked(one, other) if isinstance(distance, TravelTimes) else None


def minutes_a_kilometre() -> int:
    """How many minutes of travel count as much as a kilometre of the radius."""
    return int(load("matching.yaml")["travel"]["minutes_per_kilometre"])


def in_kilometres(minutes: int) -> int:
    """Minutes as kilometres of the radius, rounded up."""
    return -(-minutes // _rate())


@cache
def _rate() -> int:
    return minutes_a_kilometre()


@cache
def _places() -> Mapping[int, Place]:
    return {int(code): place for code, spot in postcodes.every().items() if (place := read_place("place", spot))}


@cache
def _codes() -> Mapping[Place, int]:
    return {place: code for code, place in _places().items()}


# ---- the table in use ------------------------------------------------------------------------------------------------

_kept: list[Path] = []


def use(path: Path | None) -> None:
    """From now on the table kept at `path` counts, if it is there, and is opened again when it changes. None: none."""
    _kept[:] = [] if path is None else [path]


def current() -> Distance:
    """What is to be measured with."""
    if not _kept:
        return straight_line
    try:
        changed = _kept[0].stat().st_mtime_ns
    except OSError:
        return straight_line
    return _opened(_kept[0], changed)


@lru_cache(maxsize=2)
def _opened(path: Path, _changed: int) -> TravelTimes:
    # Mapped, not read: millions of pairs stand in memory once, however many processes look at them.
    with path.open("rb") as file:
        held = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    pairs = len(held) // _ROW
    return TravelTimes(held[: 8 * pairs].cast("q"), held[8 * pairs :].cast("h"))


def packed(table: TravelTimes) -> bytes:
    """A table as it is kept."""
    import numpy as np

    return np.asarray(table.pairs, dtype=np.int64).tobytes() + np.asarray(table.minutes, dtype=np.int16).tobytes()


# ---- the file of the operator ----------------------------------------------------------------------------------------


def read(path: Path) -> tuple[TravelTimes, int]:
    """The table in a CSV file with the columns from, to and minutes (von, nach, Minuten), and how many rows name a
    postcode that nobody lives under and were left out. Raises TravelTimesError, and OSError when it can't be read."""
    import numpy as np  # only here: settings load this file, and most commands can do without

    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise TravelTimesError(["the file is not UTF-8 text"]) from None
    first = text.split("\n", 1)[0]
    lines = csv.reader(io.StringIO(text), delimiter=max(",;\t", key=first.count))
    names = [cell.strip().lower() for cell in next(lines, [])]
    columns = {}
    for name, words in HEADINGS.items():
        columns[name] = next((names.index(word) for word in words if word in names), -1)
    missing = [name for name, at in columns.items() if at < 0]
    if missing:
        raise TravelTimesError([f"row 1: there is no column {' and no column '.join(missing)}"])
    faults: list[str] = []
    rows = np.fromiter(_rows(lines, list(columns.values()), faults), dtype=np.int64)
    if faults:
        raise TravelTimesError(faults)
    rows.sort()
    pairs, took = rows // (MOST_MINUTES + 1), rows % (MOST_MINUTES + 1)
    twice = np.flatnonzero(pairs[1:] == pairs[:-1])
    if len(twice):
        pair = int(pairs[twice[0]])
        raise TravelTimesError([f"{pair // _CODES:05} to {pair % _CODES:05} stands there twice"])
    known = np.array(sorted(_places()), dtype=np.int64)
    kept = np.isin(pairs // _CODES, known) & np.isin(pairs % _CODES, known)
    if not kept.any():
        raise TravelTimesError(["no row names two postcodes that are known"])
    table = TravelTimes(pairs[kept].tolist(), took[kept].tolist())
    return table, int((~kept).sum())


def _rows(lines: Iterator[list[str]], columns: Sequence[int], faults: list[str]) -> Iterator[int]:
    """Both postcodes and the minutes in one number."""
    wide = max(columns)
    start, end, took = columns
    for number, cells in enumerate(lines, 2):
        if not any(cells):
            continue
        if len(cells) <= wide:
            faults.append(f"row {number}: a cell is missing")
        else:
            one, other, some = cells[start].strip(), cells[end].strip(), cells[took].strip()
            wrong = next((code for code in (one, other) if not _is_postcode(code)), None)
            if wrong is not None:
                faults.append(f"row {number}: {wrong!r} is not a postcode of five digits")
            elif not (some.isascii() and some.isdecimal() and int(some) <= MOST_MINUTES):
                faults.append(f"row {number}: {some!r} is not a whole number of minutes from 0 to {MOST_MINUTES}")
            else:
                yield (int(one) * _CODES + int(other)) * (MOST_MINUTES + 1) + int(some)
        if len(faults) >= MOST_FAULTS:
            return


def _is_postcode(text: str) -> bool:
    return len(text) == 5 and text.isascii() and text.isdecimal()
