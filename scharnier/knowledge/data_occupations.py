# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What occupations.yaml and occupation-nearness.yaml must look like."""

from typing import Any

from scharnier.knowledge.data import CONFIDENCE, DataFile, Path_, anything, day, number, shape, text, unique
from scharnier.knowledge.occupations import DEPTH, is_code

OCCUPATIONS, NEARNESS = "occupations.yaml", "occupation-nearness.yaml"

_META = {"title": text, "version": number, "written_on": day, "valid_from": day, "confidence": CONFIDENCE}
_BOTH = {"de": text, "en": text}


def check_occupations(file: DataFile, groups: set[str]) -> None:
    """Every row has an id of its own, a code of five digits in a known main group, one or two titles and its words."""
    shape(file, ("meta",), file.data.get("meta"), {**_META, "classification": text}, {"note": text})
    rows = file.data["occupations"]
    unique(file, ((("occupations", place, "id"), row.get("id")) for place, row in enumerate(rows)), "id")
    fields = {"id": text, "code": _code(groups), "de": _words(1, 2), "en": text, "words": anything}
    for place, row in enumerate(rows):
        path: Path_ = ("occupations", place)
        if not shape(file, path, row, fields, {"note": text}):
            continue
        shape(file, (*path, "words"), row["words"], {"de": _words(0), "en": _words(0)}, {})
        words = row["words"] if isinstance(row["words"], dict) else {}
        for lang, title in (("de", row["de"]), ("en", [row["en"]])):
            said = [*title, *(words.get(lang) or [])]
            for twice in sorted({str(word) for word in said if said.count(word) > 1}):
                file.fault((*path, "words"), f"{row['id']}: {twice!r} is written twice")


def check_nearness(file: DataFile, groups: set[str]) -> None:
    """A figure for each number of common digits, and pairs of known groups that are nearer than their digits say."""
    shape(file, ("meta",), file.data.get("meta"), {**_META, "source": text}, {"note": text})
    steps = file.data["same_digits"]
    by_digits: dict[int, int] = {}
    for place, row in enumerate(steps):
        if shape(file, ("same_digits", place), row, {"digits": number, "points": _points, **_BOTH}, {}):
            by_digits[row["digits"]] = row["points"]
    if sorted(by_digits) != list(range(DEPTH + 1)):
        file.fault(("same_digits",), f"must have one row for each of 0 to {DEPTH} digits")
        return
    if sorted(by_digits.values()) != [by_digits[digits] for digits in range(DEPTH + 1)]:
        file.fault(("same_digits",), "more digits in common must not give fewer points")
    for place, row in enumerate(file.data["pairs"]):
        path: Path_ = ("pairs", place)
        if shape(file, path, row, {"one": _groups(groups), "other": _groups(groups), "points": _points, **_BOTH}, {}):
            _useful(file, path, row, by_digits)


def _useful(file: DataFile, path: Path_, row: dict[str, Any], by_digits: dict[int, int]) -> None:
    for one in row["one"]:
        for other in row["other"]:
            common = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
            if common is None:
                file.fault(path, f"{one} and {other}: one lies in the other; their digits decide")
            elif row["points"] <= by_digits[common]:
                file.fault((*path, "points"), f"{one} and {other}: their digits alone give {by_digits[common]} already")


def _code(groups: set[str]) -> Any:
    def check(value: Any) -> str | None:
        if not is_code(value):
            return "must be a code of five digits in quotes, the last one 1 to 4"
        return None if value[:2] in groups else f"{value} lies in no known main group"

    return check


def _groups(groups: set[str]) -> Any:
    def check(value: Any) -> str | None:
        if not isinstance(value, list) or not value:
            return "must be a list of leading digits in quotes"
        for digits in value:
            if not (isinstance(digits, str) and digits.isdigit() and 2 <= len(digits) <= 4 and digits[:2] in groups):
                return f"{digits!r} is not two to four leading digits of a known group"
        return None

    return check


def _points(value: Any) -> str | None:
    return None if number(value) is None and 0 <= value <= 100 else "must be a whole number from 0 to 100"


def _words(least: int, most: int | None = None) -> Any:
    def check(value: Any) -> str | None:
        if not isinstance(value, list) or any(text(word) for word in value):
            return "must be a list of words"
        if len(value) < least or (most is not None and len(value) > most):
            return f"must hold {least} to {most} words"
        return None

    return check
