# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Districts by their official key of five digits (first part of the Amtlicher Gemeindeschlüssel).

    districts.name("14522")      ->  "Mittelsachsen"
    districts.in_state("SN")     ->  (District(code="14511", …), …)
    districts.known("99999")     ->  False
    districts.of_postcode("01067")   ->  "14612" once boundaries were imported, otherwise ""

Names are proper names, the same in every language. Data: data/districts.yaml, which names its source; `use_imported`
adds the districts of imported boundaries and which postcodes lie in them.
"""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from scharnier.knowledge.boundaries import Outline, Placed
from scharnier.knowledge.files import load

logger = logging.getLogger(__name__)

STATE_OF = dict(
    zip(
        [f"{number:02}" for number in range(1, 17)],
        ["SH", "HH", "NI", "HB", "NW", "HE", "RP", "BW", "BY", "SL", "BE", "BB", "MV", "SN", "ST", "TH"],
        strict=True,
    )
)
"""The Land (code of german_state) by the first two digits of a key."""


@dataclass(frozen=True)
class District:
    """`kind` is county or city, `state` one of the list german_state."""

    code: str
    name: str
    kind: str
    state: str


@dataclass(frozen=True)
class Imported:
    """Imported boundaries as they are kept: whose they are (`source`), of which day, and the district of each postcode.

    `near`: postcodes whose middle lies just outside of their district. `sample`: not official, the demo's own.
    """

    source: str
    as_of: date
    districts: Sequence[District]
    postcodes: Mapping[str, str]
    near: frozenset[str] = frozenset()
    sample: bool = False
    by_district: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def all_districts() -> Mapping[str, District]:
    """{key: district}: ours in the order of the file, by Land, then by key; then what only imported boundaries have."""
    return _current()[0]


def known(code: str) -> bool:
    """Whether there is this key."""
    return code in all_districts()


def name(code: str) -> str:
    """The name of a district; a key that nobody knows is its own name."""
    found = all_districts().get(code)
    return found.name if found else code


def in_state(state: str) -> tuple[District, ...]:
    """Districts of a Land by key."""
    return tuple(each for each in all_districts().values() if each.state == state)


def states() -> tuple[str, ...]:
    """Länder whose districts are known."""
    return tuple(dict.fromkeys(each.state for each in all_districts().values()))


def own() -> Mapping[str, District]:
    """Ours, without what was imported."""
    return _own()


def imported() -> Imported | None:
    """The boundaries that were imported; None where nobody has."""
    return _current()[1]


def of_postcode(postcode: str) -> str:
    """The key of the district in which the middle of a postcode lies; empty when that isn't known."""
    found = imported()
    return found.postcodes.get(postcode, "") if found else ""


def postcodes_of(code: str) -> tuple[str, ...]:
    """Postcodes whose middle lies in this district, in order; empty without boundaries."""
    found = imported()
    return found.by_district.get(code, ()) if found else ()


# ---- what was imported ---------------------------------------------------------------------------------------------

_kept: list[Path] = []


def use_imported(path: Path | None) -> None:
    """From now on the file at `path` counts, if it is there, and is read again when it changes. None: none."""
    _kept[:] = [] if path is None else [path]


def gathered(outlines: Sequence[Outline], placed: Mapping[str, Placed], source: str, as_of: date) -> Imported:
    """Boundaries and what lies in them, as it is kept. Names that several have say which is the town."""
    often = Counter(outline.name for outline in outlines)
    rows = [
        District(
            outline.code,
            f"{outline.name} ({'Stadt' if outline.city else 'Landkreis'})" if often[outline.name] > 1 else outline.name,
            "city" if outline.city else "county",
            STATE_OF.get(outline.code[:2], ""),
        )
        for outline in sorted(outlines, key=lambda outline: outline.code)
    ]
    near = frozenset(postcode for postcode, where in placed.items() if where.near)
    return Imported(source, as_of, rows, {postcode: where.code for postcode, where in placed.items()}, near)


def as_text(kept: Imported) -> str:
    """The file that `use_imported` reads."""
    shown = {
        "source": kept.source,
        "as_of": kept.as_of.isoformat(),
        "sample": kept.sample,
        "districts": [[each.code, each.name, each.kind, each.state] for each in kept.districts],
        "postcodes": dict(sorted(kept.postcodes.items())),
        "near": sorted(kept.near),
    }
    return json.dumps(shown, ensure_ascii=False, indent=0)


def _from_text(text: str) -> Imported:
    data: dict[str, Any] = json.loads(text)
    by_district: dict[str, list[str]] = {}
    for postcode, code in data["postcodes"].items():
        by_district.setdefault(code, []).append(postcode)
    return Imported(
        data["source"],
        date.fromisoformat(data["as_of"]),
        [District(*row) for row in data["districts"]],
        data["postcodes"],
        frozenset(data["near"]),
        data["sample"],
        {code: tuple(found) for code, found in by_district.items()},
    )


def _current() -> tuple[Mapping[str, District], Imported | None]:
    if _kept:
        try:
            return _together(_kept[0], _kept[0].stat().st_mtime_ns)
        except OSError:
            pass
    return _together(None, 0)


@lru_cache(maxsize=2)
def _together(path: Path | None, _changed: int) -> tuple[Mapping[str, District], Imported | None]:
    found = None
    if path is not None:
        try:
            found = _from_text(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, KeyError, TypeError):
            logger.warning("The imported boundaries can't be read; the districts of postcodes are unknown.")
    ours = _own()
    more = {each.code: each for each in (found.districts if found else ()) if each.code not in ours}
    return MappingProxyType({**ours, **more}), found


@lru_cache(maxsize=1)
def _own() -> Mapping[str, District]:
    found = {
        row["code"]: District(row["code"], row["de"], row["kind"], state)
        for state, rows in load("districts.yaml")["states"].items()
        for row in rows
    }
    return MappingProxyType(found)
