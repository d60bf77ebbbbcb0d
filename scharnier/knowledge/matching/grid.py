# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Squares of the map, so that whoever looks for places within a radius needn't measure the way to all of them.

A square is a number made of two coordinates of a place (east and north), about 16 kilometres a side in Germany.
SQL and the columnar form use the same numbers. Every place within the radius lies in `cells(place, radius)`; what else
lies there is sorted out by measuring.
"""

from __future__ import annotations

import math

from scharnier.knowledge.matching.facts import EARTH_M, Place

EAST_M, NORTH_M = 16_000, 10_000
"""Metres a square; northward a degree counts less because the globe's axis is upright."""
ROW, MIDDLE = 4096, 1000
NOWHERE = 0
"""The square of what has no place."""


def cell(place: Place | None) -> int:
    """The square of a place."""
    return NOWHERE if place is None else (place[1] // EAST_M + MIDDLE) * ROW + place[2] // NORTH_M + MIDDLE


def cells(place: Place, radius: int) -> list[int]:
    """The squares within `radius` kilometres, and NOWHERE: what has no place may be anywhere."""
    reach = radius * 1000 + 2
    angle = 2 * math.asin(min(1.0, reach / (2 * EARTH_M)))
    north = math.asin(max(-1.0, min(1.0, place[2] / EARTH_M)))
    low = _height(north - angle) if north - angle > -math.pi / 2 else -EARTH_M
    high = _height(north + angle) if north + angle < math.pi / 2 else EARTH_M
    rows = range((math.floor(low) - 2) // NORTH_M + MIDDLE, (math.ceil(high) + 2) // NORTH_M + MIDDLE + 1)
    columns = range((place[1] - reach) // EAST_M + MIDDLE, (place[1] + reach) // EAST_M + MIDDLE + 1)
    return [NOWHERE, *(column * ROW + row for column in columns for row in rows)]


def least_way(place: Place, square: int) -> int | None:
    """Kilometres to the nearest point of a square at the least, by spec's rounding; None for NOWHERE."""
    if square == NOWHERE:
        return None
    column, row = square // ROW - MIDDLE, square % ROW - MIDDLE
    east = max(column * EAST_M - place[1], place[1] - ((column + 1) * EAST_M - 1), 0)
    north = max(row * NORTH_M - place[2], place[2] - ((row + 1) * NORTH_M - 1), 0)
    return (math.isqrt(east * east + north * north) + 999) // 1000


def _height(north: float) -> float:
    return EARTH_M * math.sin(north)
