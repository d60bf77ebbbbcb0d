# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What matching reads of a person and a vacancy. None means "not known" and leads to a question, not to a no."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from scharnier.knowledge import codes, postcodes
from scharnier.knowledge.inputs import InputError, read_code, read_date
from scharnier.knowledge.inputs import read_person as read_residence
from scharnier.knowledge.occupations import is_code
from scharnier.knowledge.rules import law

NEVER_READ = frozenset(
    ["sex", "gender", "origin", "ethnicity", "religion", "belief", "age", "birth_date", "nationality"]
)
"""Names that are never read, whatever they hold. The law itself reads a nationality, under `residence` alone."""

EARTH_M = 6_371_000
MOST_HOURS = 60

Place = tuple[int, int, int]
"""A point on the globe in metres from its centre: whole numbers, so that every form computes the same distance."""

Distance = Callable[[Place, Place], int | None]
"""Kilometres between two places, rounded up, or None: straight_line, or a table of travel.py."""


@dataclass(frozen=True, slots=True)
class Person:
    """`residence`: inputs of labour-market-access.yaml. `bound_to`: districts (five digits) where work must lie, () for
    no obligation. `german`: place in the list cefr. `level`: highest requirement level, 1 to 4. Codes: KldB, five
    digits. `excludes`: leading digits of codes that are out of the question."""

    id: str
    residence: Mapping[str, Any]
    bound_to: tuple[str, ...] | None
    place: Place | None
    radius: int | None
    german: int | None
    level: int | None
    licences: frozenset[str] | None
    hours_from: int | None
    hours_to: int | None
    occupations: tuple[str, ...]
    wishes: tuple[str, ...]
    qualifications: tuple[str, ...]
    offers: frozenset[str]
    excludes: tuple[str, ...]
    excluded_employers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Vacancy:
    """`activity`: code of the list activity. `german`: least place in the list cefr, 0 for none needed. `licences`: all
    are needed. Hours a week from … to."""

    id: str
    occupation: str
    level: int
    activity: str
    start: date | None
    german: int | None
    place: Place | None
    district: str | None
    licences: frozenset[str] | None
    hours_from: int | None
    hours_to: int | None
    offers: frozenset[str]
    employer: str | None


def straight_line(one: Place, other: Place) -> int:
    """Kilometres as the crow flies, rounded up; the chord through the globe, which is 0.03 per cent short at 500 km."""
    square = sum((a - b) ** 2 for a, b in zip(one, other, strict=True))
    return (math.isqrt(square) + 999) // 1000


def read_place(name: str, value: Any) -> Place | None:
    """A place from [latitude, longitude] in degrees (WGS 84). Raises InputError."""
    if value is None:
        return None
    right = isinstance(value, list | tuple) and len(value) == 2 and all(_is_number(part) for part in value)
    if not right or abs(value[0]) > 90 or abs(value[1]) > 180:
        raise InputError(name, f"{value!r} is not [latitude, longitude] in degrees")
    north, east = math.radians(value[0]), math.radians(value[1])
    flat = math.cos(north)
    return (
        round(EARTH_M * flat * math.cos(east)),
        round(EARTH_M * flat * math.sin(east)),
        round(EARTH_M * math.sin(north)),
    )


def read_person(row: Mapping[str, Any]) -> Person:
    """A person from a row of JSON. Raises InputError for the first field that can't be read; others are left alone."""
    residence = row.get("residence") or {}
    if not isinstance(residence, Mapping):
        raise InputError("residence", "is not a mapping of inputs")
    read_residence(residence)
    residence = {name: value for name, value in residence.items() if name in law().inputs}
    lowest, highest = _hours(row)
    return Person(
        id=_id(row),
        residence=residence,
        bound_to=_texts("bound_to", row.get("bound_to")),
        place=_place(row),
        radius=_whole("radius", row.get("radius"), 0, 2000),
        german=_cefr("german", row.get("german")),
        level=_whole("level", row.get("level"), 1, 4),
        licences=_set("licences", row.get("licences")),
        hours_from=lowest,
        hours_to=highest,
        occupations=_occupations("occupations", row.get("occupations")),
        wishes=_occupations("wishes", row.get("wishes")),
        qualifications=_occupations("qualifications", row.get("qualifications")),
        offers=_set("offers", row.get("offers")) or frozenset(),
        excludes=_texts("excludes", row.get("excludes")) or (),
        excluded_employers=_set("excluded_employers", row.get("excluded_employers")) or frozenset(),
    )


def read_vacancy(row: Mapping[str, Any]) -> Vacancy:
    """A vacancy from a row of JSON. Raises InputError."""
    occupation = row.get("occupation")
    if not is_code(occupation):
        raise InputError("occupation", f"{occupation!r} is not a code of five digits in quotes")
    level = _whole("level", row.get("level"), 1, 4)
    start, employer, district = row.get("start"), row.get("employer"), row.get("district")
    lowest, highest = _hours(row)
    for name, value in (("employer", employer), ("district", district)):
        if value is not None and not isinstance(value, str):
            raise InputError(name, f"{value!r} is not a text")
    return Vacancy(
        id=_id(row),
        occupation=str(occupation),
        level=level if level is not None else int(str(occupation)[-1]),
        activity=read_code("activity", row.get("activity", "employment"), "activity"),
        start=None if start is None else read_date("start", start),
        german=_cefr("german", row.get("german")),
        place=_place(row),
        district=district,
        licences=_set("licences", row.get("licences")),
        hours_from=lowest,
        hours_to=highest,
        offers=_set("offers", row.get("offers")) or frozenset(),
        employer=employer,
    )


def _place(row: Mapping[str, Any]) -> Place | None:
    """What `place` says, else the middle of the `postcode`."""
    place, code = row.get("place"), row.get("postcode")
    if place is not None or code is None:
        return read_place("place", place)
    if not isinstance(code, str) or not postcodes.known(code):
        raise InputError("postcode", f"{code!r} is not a postcode that people live under")
    return read_place("place", postcodes.coordinates(code))


def _id(row: Mapping[str, Any]) -> str:
    value = row.get("id")
    if isinstance(value, bool) or not isinstance(value, str | int) or value == "":
        raise InputError("id", "is missing" if value is None else f"{value!r} is neither a text nor a number")
    return str(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _whole(name: str, value: Any, least: int, most: int) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise InputError(name, f"{value!r} is not a whole number from {least} to {most}")
    return value


def _hours(row: Mapping[str, Any]) -> tuple[int | None, int | None]:
    lowest = _whole("hours_from", row.get("hours_from"), 0, MOST_HOURS)
    highest = _whole("hours_to", row.get("hours_to"), 0, MOST_HOURS)
    if lowest is not None and highest is not None and lowest > highest:
        raise InputError("hours_from", f"{lowest} is more than hours_to ({highest})")
    return lowest, highest


def _cefr(name: str, value: Any) -> int | None:
    return None if value is None else codes.codes("cefr").index(read_code(name, value, "cefr"))


def _texts(name: str, value: Any) -> tuple[str, ...] | None:
    if value is None:
        return None
    if not isinstance(value, list | tuple) or not all(isinstance(part, str) and part for part in value):
        raise InputError(name, f"{value!r} is not a list of texts")
    return tuple(value)


def _set(name: str, value: Any) -> frozenset[str] | None:
    found = _texts(name, value)
    return None if found is None else frozenset(found)


def _occupations(name: str, value: Any) -> tuple[str, ...]:
    found = _texts(name, value) or ()
    for code in found:
        if not is_code(code):
            raise InputError(name, f"{code!r} is not a code of five digits")
    return found
