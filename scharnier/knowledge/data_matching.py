# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What matching.yaml, allocation.yaml and fairness.yaml must look like."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Any

from scharnier.knowledge.data import CONFIDENCE, DataFile, Path_, anything, day, day_or_null, number, shape, text

MATCHING, ALLOCATION, FAIRNESS = "matching.yaml", "allocation.yaml", "fairness.yaml"
RULES = ("access", "residence", "radius", "german", "level", "licence", "hours", "exclusion")
PARTS = ("occupation", "wish", "distance", "level", "german", "hours", "qualification", "offers")
SHARES = ("place", "language", "tandem", "spread")
WHOLE = 100
_LABELLED = {"code": text, "de": text, "en": text}
_META = {"title": text, "version": number, "written_on": day, "confidence": CONFIDENCE, "source": text}
_GROUPS: dict[str, dict[str, Any]] = {
    "dimensions": {},
    "ages": {"from": number, "to": number},
    "levels": {"levels": anything},
    "sexes": {},
    "regions": {"countries": anything},
}


def check_matching(file: DataFile) -> None:
    """Rules and parts are those of the specification; the points are sound."""
    _check_labelled(file, "rules", RULES)
    travel = file.data.get("travel")
    shape(file, ("travel",), travel, {"minutes_per_kilometre": number}, {})
    if isinstance(travel, dict) and travel.get("minutes_per_kilometre", 1) == 0:
        file.fault(("travel",), "a kilometre takes at least a minute")
    _check_points(file, PARTS)


def check_allocation(file: DataFile) -> None:
    """Parts are those of `scharnier.knowledge.allocation`; the points are sound."""
    _check_points(file, SHARES)


def check_fairness(file: DataFile) -> None:
    """Every group has its words, every country one region, every age one group."""
    shape(file, ("meta",), file.data.get("meta"), _META, {})
    for part, more in _GROUPS.items():
        for place, row in enumerate(file.data[part]):
            shape(file, (part, place), row, {**_LABELLED, **more}, {})
    for code, row in file.data["others"].items():
        shape(file, ("others", code), row, {"de": text, "en": text}, {})
    countries = [iso for row in file.data["regions"] for iso in row["countries"]]
    for iso in sorted({iso for iso in countries if countries.count(iso) > 1}):
        file.fault(("regions",), f"{iso} stands in two regions")
    for place, (younger, older) in enumerate(pairwise(file.data["ages"]), 1):
        if older["from"] != younger["to"] + 1:
            file.fault(("ages", place), "must begin the year after the group above has ended")


def _check_labelled(file: DataFile, part: str, codes: Sequence[str]) -> None:
    rows = file.data[part]
    for place, row in enumerate(rows):
        shape(file, (part, place), row, _LABELLED, {})
    if [row.get("code") for row in rows] != list(codes):
        file.fault((part,), f"must be {', '.join(codes)}, in this order")


def _check_points(file: DataFile, codes: Sequence[str]) -> None:
    """Each edition's points add up to 100; no gap between editions."""
    shape(file, ("meta",), file.data.get("meta"), _META, {"note": text})
    _check_labelled(file, "parts", codes)
    editions = file.data["editions"]
    sound = True
    for place, row in enumerate(editions):
        path: Path_ = ("editions", place)
        sound = shape(file, path, row, {"valid_from": day, "valid_to": day_or_null, "points": anything}, {}) and sound
        points = row.get("points")
        if not isinstance(points, dict) or tuple(points) != tuple(codes):
            file.fault((*path, "points"), f"must give points for {', '.join(codes)}, in this order")
        elif any(number(value) is not None or value < 0 for value in points.values()):
            file.fault((*path, "points"), "points are whole numbers from 0 on")
        elif sum(points.values()) != WHOLE:
            file.fault((*path, "points"), f"points add up to {sum(points.values())}, not to {WHOLE}")
    for place, (earlier, later) in enumerate(pairwise(editions if sound else []), 1):
        end = earlier["valid_to"]
        if end is None or later["valid_from"] != end + timedelta(days=1):
            file.fault(("editions", place), "must begin the day after the edition above has ended")
