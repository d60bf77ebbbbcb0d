# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What placement.yaml must look like."""

from itertools import pairwise
from typing import Any

from scharnier.knowledge.data import (
    CONFIDENCE,
    DataFile,
    Path_,
    anything,
    citation,
    codes_in,
    day,
    day_or_null,
    number,
    one_of,
    shape,
    text,
)

PLACEMENT = "placement.yaml"
ANCHORS = ("start", "end", "probation", "intermediate", "final")
UNITS = ("days", "weeks", "months")
_DATED = {"valid_from": day, "valid_to": day_or_null, "confidence": CONFIDENCE}
_BOTH = {"de": text, "en": text}


def check_placement(file: DataFile, types: set[str], authorities: set[str]) -> None:
    """Instruments, checks, adequacy and hours: every row dated, with citation or source, and only known codes."""
    shape(file, ("meta",), file.data.get("meta"), {"title": text, "version": number, "written_on": day}, {})
    _instruments(file, types, authorities)
    _checks(file, types)
    adequacy = {**_DATED, **_BOTH, "steps": anything, "source": text}
    for place, row in enumerate(file.data["adequacy"]):
        if shape(file, ("adequacy", place), row, adequacy, {}):
            codes_in(file, ("adequacy", place, "steps"), row["steps"], types, "placement type")
    hours = {**_DATED, "full_time": number, "most": number, "citation": citation}
    for place, row in enumerate(file.data["hours"]):
        shape(file, ("hours", place), row, hours, {})
    for name in ("adequacy", "hours"):
        _apart(file, name, lambda row: "")


def _instruments(file: DataFile, types: set[str], authorities: set[str]) -> None:
    wanted = {
        **_DATED,
        **_BOTH,
        "code": text,
        "for": one_of("employer", "person"),
        "with": one_of(*sorted(authorities)),
        "apply": one_of("before_start", "month_of_start", "any"),
        "lead_weeks": number,
        "types": anything,
        "text": anything,
        "citation": citation,
    }
    for place, row in enumerate(file.data["instruments"]):
        path: Path_ = ("instruments", place)
        if shape(file, path, row, wanted, {}):
            shape(file, (*path, "text"), row["text"], _BOTH, {})
            if row["types"] != "any":
                codes_in(file, (*path, "types"), row["types"], types, "placement type")
    _apart(file, "instruments", lambda row: row["code"])


def _checks(file: DataFile, types: set[str]) -> None:
    wanted = {**_DATED, **_BOTH, "code": text, "at": one_of(*ANCHORS), "types": anything}
    more = {**dict.fromkeys(UNITS, number), "usual": number, "citation": citation, "source": text}
    for place, row in enumerate(file.data["checks"]):
        path: Path_ = ("checks", place)
        if not shape(file, path, row, wanted, more):
            continue
        codes_in(file, (*path, "types"), row["types"], types, "placement type")
        if len([unit for unit in UNITS if unit in row]) != 1:
            file.fault(path, f"{row['code']}: says days, weeks or months, one of them")
        if ("citation" in row) == ("source" in row):
            file.fault(path, f"{row['code']}: rests on a citation or on a source")


def _apart(file: DataFile, section: str, key: Any) -> None:
    """Rows about one thing don't overlap in time."""
    rows: dict[str, list[tuple[int, Any]]] = {}
    for place, row in enumerate(file.data[section]):
        if isinstance(row, dict) and "valid_from" in row and "valid_to" in row:
            rows.setdefault(key(row), []).append((place, row))
    for found in rows.values():
        for (_, earlier), (place, later) in pairwise(found):
            if earlier["valid_to"] is None or later["valid_from"] <= earlier["valid_to"]:
                file.fault((section, place), "begins before the row above has ended")
