# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What matching.yaml and allocation.yaml must look like."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

from scharnier.knowledge.data import CONFIDENCE, DataFile, Path_, anything, day, day_or_null, number, shape, text

MATCHING, ALLOCATION = "matching.yaml", "allocation.yaml"
RULES = ("access", "residence", "radius", "german", "level", "licence", "hours", "exclusion")
PARTS = ("occupation", "wish", "distance", "level", "german", "hours", "qualification", "offers")
SHARES = ("place", "language", "tandem", "spread")
WHOLE = 100
_LABELLED = {"code": text, "de": text, "en": text}


def check_matching(file: DataFile) -> None:
    """Rules and parts are those of the specification; the points are sound."""
    _check_labelled(file, "rules", RULES)
    _check_points(file, PARTS)


def check_allocation(file: DataFile) -> None:
    """Parts are those of `scharnier.knowledge.allocation`; the points are sound."""
    _check_points(file, SHARES)


def _check_labelled(file: DataFile, part: str, codes: Sequence[str]) -> None:
    rows = file.data[part]
    for place, row in enumerate(rows):
        shape(file, (part, place), row, _LABELLED, {})
    if [row.get("code") for row in rows] != list(codes):
        file.fault((part,), f"must be {', '.join(codes)}, in this order")


def _check_points(file: DataFile, codes: Sequence[str]) -> None:
    """Each edition's points add up to 100; no gap between editions."""
    meta = {"title": text, "version": number, "written_on": day, "confidence": CONFIDENCE, "source": text}
    shape(file, ("meta",), file.data.get("meta"), meta, {"note": text})
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
