# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Official boundaries of districts, read once to know in which district the middle of a postcode lies.

    found = boundaries.read(Path("kreise.geojson"))
    boundaries.place(found.districts, postcodes.every())["01067"]  ->  Placed("14612", near=False)

The file is GeoJSON (RFC 7946) as the Bundesamt für Kartographie und Geodäsie publishes VG5000 and VG250: one feature a
district with ARS or AGS (its key), GEN (its name) and BEZ (what it is), in degrees of longitude and latitude.
"""

from __future__ import annotations

import itertools
import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

LARGEST_FILE = 200_000_000
MOST_PROBLEMS = 20
LAENDER = 16
# Middles that a simplified coast or border leaves outside lie closer than this; farther away is another country.
NEAR_KM = 5.0
KM_PER_DEGREE = 111.2
BANDS_PER_DEGREE = 50
GERMANY = (5.0, 47.0, 16.0, 56.0)
"""West, south, east, north in degrees, generously."""
DEGREES = ("crs84", "epsg::4326", "epsg:4326", "wgs84", "wgs 84")
WATER = ("1", "2")
"""GF of VG250: the part of a district that is water (1, 2); land is 3 and 4."""

Ring = list[tuple[float, float]]


class BoundariesError(ValueError):
    """The file cannot be used; `problems` names features and reasons, at most twenty and how many more."""

    def __init__(self, problems: Sequence[str]) -> None:
        more = len(problems) - MOST_PROBLEMS
        self.problems = (*problems[:MOST_PROBLEMS], *((f"and {more} more",) if more > 0 else ()))
        super().__init__("; ".join(self.problems))


@dataclass(frozen=True)
class Outline:
    """A district: `city` where BEZ says that it is a town of its own. Rings are closed; those inside are holes."""

    code: str
    name: str
    city: bool
    rings: Sequence[Ring]


@dataclass(frozen=True)
class Boundaries:
    """What a file holds; `source` and `as_of` only where it says so itself."""

    districts: Sequence[Outline]
    source: str = ""
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """The district of a postcode; `near`: its middle lies just outside, and this district is the nearest."""

    code: str
    near: bool = False


def read(path: Path) -> Boundaries:
    """The districts of a file. Raises BoundariesError saying what is wrong with it, OSError when it can't be read."""
    if path.stat().st_size > LARGEST_FILE:
        raise BoundariesError([f"the file is larger than {LARGEST_FILE // 1_000_000} MB; take VG5000 or VG250"])
    data = _json(path.read_bytes())
    if not isinstance(data, dict) or data.get("type") != "FeatureCollection":
        raise BoundariesError(["this is no GeoJSON of several areas (no FeatureCollection)"])
    _check_system(data.get("crs"))
    features = data.get("features")
    if not isinstance(features, list) or not features:
        raise BoundariesError(["the file holds no features"])
    said = {str(key).casefold(): value for key, value in data.items() if isinstance(value, str)}
    source = said.get("attribution") or said.get("source") or ""
    return Boundaries(_districts(features), " ".join(source.split()), _day(said.get("as_of", "")))


def _json(raw: bytes) -> Any:
    try:
        return json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BoundariesError(
            ["this is no GeoJSON (not UTF-8 text); save the layer of districts as GeoJSON first"]
        ) from None
    except json.JSONDecodeError as problem:
        if problem.pos >= len(problem.doc.rstrip()) - 1:
            raise BoundariesError([f"the file ends in the middle of line {problem.lineno}; load it again"]) from None
        raise BoundariesError(
            [f"this is no GeoJSON: line {problem.lineno}, column {problem.colno}: {problem.msg}"]
        ) from None
    except RecursionError:
        raise BoundariesError(["this is no GeoJSON: it is nested too deeply"]) from None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _check_system(crs: Any) -> None:
    """GeoJSON is in WGS 84; older files name another system."""
    if crs is None:
        return
    named = crs.get("properties", {}).get("name") if isinstance(crs, dict) else None
    if not isinstance(named, str) or not any(word in named.casefold() for word in DEGREES):
        raise BoundariesError(
            [f"the coordinates are in {named or 'an unnamed system'}; save the file in WGS 84 (CRS84)"]
        )


def _districts(features: Sequence[Any]) -> list[Outline]:
    problems: list[str] = []
    found: dict[str, Outline] = {}
    for number, feature in enumerate(features, 1):
        try:
            outline = _outline(feature)
            if outline is not None and outline.code in found:
                raise ValueError(f"the key {outline.code} stands twice ({found[outline.code].name}, {outline.name})")
        except ValueError as problem:
            problems.append(f"feature {number}: {problem}")
            continue
        if outline is not None:
            found[outline.code] = outline
    if problems:
        raise BoundariesError(problems)
    if not found:
        raise BoundariesError(["the file holds water only"])
    return list(found.values())


def _outline(feature: Any) -> Outline | None:
    """One district, None for its water. Raises ValueError."""
    if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
        raise ValueError("has no properties")
    facts = {str(key).upper(): str(value).strip() for key, value in feature["properties"].items() if value is not None}
    if facts.get("GF") in WATER:
        return None
    code = _key(facts.get("ARS") or facts.get("AGS") or "")
    if not facts.get("GEN"):
        raise ValueError(f"{code} has no name (GEN)")
    city = facts.get("BEZ", "").casefold() in ("kreisfreie stadt", "stadtkreis")
    return Outline(code, facts["GEN"], city, list(_rings(code, feature.get("geometry"))))


def _key(text: str) -> str:
    if not text:
        raise ValueError("has no key (ARS or AGS)")
    if not (text.isascii() and text.isdigit() and len(text) >= 5 and not text[5:].strip("0")):
        raise ValueError(f"{text!r} is not the key of a district (five digits; do leading zeros miss?)")
    return text[:5]


def _rings(code: str, geometry: Any) -> Iterator[Ring]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise ValueError(f"{code} is no area ({kind or 'no geometry'})")
    areas = geometry.get("coordinates")
    for area in [areas] if kind == "Polygon" else areas or []:
        for ring in area or []:
            yield _ring(code, ring)


def _ring(code: str, points: Any) -> Ring:
    try:
        ring = [(float(point[0]), float(point[1])) for point in points]
    except (TypeError, ValueError, IndexError, KeyError):
        raise ValueError(f"{code} has coordinates that are no numbers") from None
    if len(ring) < 4 or ring[0] != ring[-1]:
        raise ValueError(f"{code} has a boundary that isn't closed")
    west, south, east, north = GERMANY
    for x, y in ring:
        if not (west <= x <= east and south <= y <= north):
            raise ValueError(f"{code} lies outside of Germany ({_why(x, y)})")
    return ring


def _why(x: float, y: float) -> str:
    west, south, east, north = GERMANY
    if abs(x) > 180 or abs(y) > 90:
        return f"{x:.0f}, {y:.0f} looks like metres, perhaps UTM; save the file in WGS 84"
    if west <= y <= east and south <= x <= north:
        return "longitude and latitude are exchanged"
    return f"{x:.3f}, {y:.3f}"


# ---- point in polygon ------------------------------------------------------------------------------------------------


class _Area:
    """A district that answers quickly: its box, and its edges by bands of latitude."""

    def __init__(self, outline: Outline) -> None:
        self.code = outline.code
        self.edges = [edge for ring in outline.rings for edge in itertools.pairwise(ring)]
        xs, ys = zip(*(point for ring in outline.rings for point in ring), strict=True)
        self.box = (min(xs), min(ys), max(xs), max(ys))
        self.bands: defaultdict[int, list[tuple[float, float, float, float]]] = defaultdict(list)
        for (x1, y1), (x2, y2) in self.edges:
            for band in range(_band(min(y1, y2)), _band(max(y1, y2)) + 1):
                self.bands[band].append((x1, y1, x2, y2))

    def holds(self, x: float, y: float) -> bool:
        """Whether a ray to the east crosses the boundary an odd number of times; so holes need no care."""
        west, south, east, north = self.box
        if not (west <= x <= east and south <= y <= north):
            return False
        inside = False
        for x1, y1, x2, y2 in self.bands.get(_band(y), ()):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                inside = not inside
        return inside

    def distance(self, x: float, y: float, most: float) -> float:
        """Kilometres to the boundary, `most` when it is at least as far; plane, which will do for a few."""
        west, south, east, north = self.box
        wide = KM_PER_DEGREE * math.cos(math.radians(y))
        if max((west - x) * wide, (x - east) * wide, (south - y) * KM_PER_DEGREE, (y - north) * KM_PER_DEGREE) >= most:
            return most
        best = most
        for (x1, y1), (x2, y2) in self.edges:
            ax, ay, bx, by = (x1 - x) * wide, (y1 - y) * KM_PER_DEGREE, (x2 - x) * wide, (y2 - y) * KM_PER_DEGREE
            dx, dy = bx - ax, by - ay
            along = dx * dx + dy * dy
            t = max(0.0, min(1.0, -(ax * dx + ay * dy) / along)) if along else 0.0
            best = min(best, math.hypot(ax + t * dx, ay + t * dy))
        return best


def _band(y: float) -> int:
    return math.floor(y * BANDS_PER_DEGREE)


def complete(outlines: Iterable[Outline]) -> bool:
    """Whether all sixteen Länder are there."""
    return len({outline.code[:2] for outline in outlines}) >= LAENDER


def place(outlines: Sequence[Outline], middles: Mapping[str, tuple[float, float]]) -> dict[str, Placed]:
    """The district of each postcode; `middles`: latitude and longitude. One that lies in none is left out.

    A middle up to five kilometres outside belongs to the nearest district, provided that the file holds all Länder:
    otherwise it may as well lie in one that is missing.
    """
    areas = [_Area(outline) for outline in outlines]
    whole = complete(outlines)
    found: dict[str, Placed] = {}
    for postcode, (y, x) in middles.items():
        code = next((area.code for area in areas if area.holds(x, y)), None)
        if code is not None:
            found[postcode] = Placed(code)
        elif whole:
            nearest = min(areas, key=lambda area: area.distance(x, y, NEAR_KM))
            if nearest.distance(x, y, NEAR_KM) < NEAR_KM:
                found[postcode] = Placed(nearest.code, near=True)
    return found
