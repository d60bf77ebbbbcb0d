# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What letters.yaml and holidays.yaml must look like."""

import re
from collections.abc import Mapping
from datetime import timedelta
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
    flag,
    number,
    one_of,
    shape,
    text,
    unique,
)

LETTERS, HOLIDAYS = "letters.yaml", "holidays.yaml"

_BOTH = {"de": text, "en": text}
_META = {"title": text, "version": number, "written_on": day, "confidence": CONFIDENCE}
_VERSION = {"valid_from": day, "valid_to": day_or_null, "citation": citation, "confidence": CONFIDENCE}
_COUNTS = ("days", "weeks", "months", "end_of_months", "stated", "none")


def check_letters(file: DataFile, authorities: set[str], states: set[str]) -> None:
    """Services, rules, senders and matters are complete, dated without gaps, cited, and point to each other."""
    shape(file, ("meta",), file.data.get("meta"), _META, {"note": text})
    known: dict[str, set[str]] = {}
    for part in ("services", "rules", "senders", "matters"):
        rows = file.data[part]
        unique(file, ((((part, place, "code")), row.get("code")) for place, row in enumerate(rows)), "code")
        known[part] = {row.get("code") for row in rows}
    for place, row in enumerate(file.data["services"]):
        path: Path_ = ("services", place)
        fields = {"code": text, "kind": one_of("posted", "formal", "received"), "versions": anything, **_BOTH}
        shape(file, path, row, fields, {"note": text, "shifted": flag, "warn": anything})
        if "warn" in row:
            shape(file, (*path, "warn"), row["warn"], _BOTH, {})
        more = {"careful_days": number, "sure_in": anything}
        _versions(file, path, row, {**_VERSION, "days": number}, more)
        for position, version in enumerate(row.get("versions") or []):
            codes_in(file, (*path, "versions", position, "sure_in"), version.get("sure_in", []), states, "Land")
    for place, row in enumerate(file.data["rules"]):
        path = ("rules", place)
        fields = {"code": text, "shift": _citations, "versions": anything, **_BOTH}
        shape(file, path, row, fields, {"note": text, "without_notice": anything})
        if "without_notice" in row:
            place_ = (*path, "without_notice")
            shape(file, place_, row["without_notice"], {"months": number, "citation": citation}, {})
        _versions(file, path, row, {**_VERSION, "count": one_of(*_COUNTS), "number": number}, {})
    for place, row in enumerate(file.data["senders"]):
        optional = {"authority": one_of(*sorted(authorities))}
        shape(file, ("senders", place), row, {"code": text, **_BOTH}, optional)
    for place, row in enumerate(file.data["matters"]):
        path = ("matters", place)
        rule, service = one_of(*sorted(known["rules"])), one_of(*sorted(known["services"]))
        shape(file, path, row, {"code": text, "senders": anything, "rule": rule, "service": service, **_BOTH}, {})
        codes_in(file, (*path, "senders"), row.get("senders"), known["senders"], "sender")


def _versions(file: DataFile, path: Path_, row: Mapping[str, Any], fields: Any, more: Any) -> None:
    """Versions follow each other day by day; the last one is open."""
    rows = row.get("versions")
    if not isinstance(rows, list) or not rows:
        file.fault(path, f"{row.get('code')}: has no versions")
        return
    for place, version in enumerate(rows):
        if not shape(file, (*path, "versions", place), version, fields, more):
            return
    for place, (earlier, later) in enumerate(pairwise(rows), 1):
        end = earlier["valid_to"]
        if end is None or later["valid_from"] != end + timedelta(days=1):
            file.fault(
                (*path, "versions", place), f"{row['code']}: must begin the day after the version above has ended"
            )


def _citations(value: Any) -> str | None:
    return None if value == [] else citation(value)


def check_holidays(file: DataFile, states: set[str]) -> None:
    """Every holiday has one way to find its day and the Länder that keep it."""
    shape(file, ("meta",), file.data.get("meta"), {**_META, "source": text}, {"note": text})
    rows = file.data["holidays"]
    unique(file, ((("holidays", place, "code"), row.get("code")) for place, row in enumerate(rows)), "code")
    for place, row in enumerate(rows):
        path: Path_ = ("holidays", place)
        more = {"yearly": _month_day, "easter": number, "repentance": flag, "valid_from": day, "valid_to": day}
        if not shape(file, path, row, {"code": text, "states": anything, **_BOTH}, more):
            continue
        if sum(way in row for way in ("yearly", "easter", "repentance")) != 1:
            file.fault(path, f"{row['code']}: needs one of yearly, easter, repentance")
        if row["states"] != "all":
            codes_in(file, (*path, "states"), row["states"], states, "Land")


def _month_day(value: Any) -> str | None:
    right = isinstance(value, str) and re.fullmatch(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", value)
    return None if right else 'must be month and day in quotes ("10-03")'
