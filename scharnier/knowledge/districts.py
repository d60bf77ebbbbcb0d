# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Districts by their official key of five digits (first part of the Amtlicher Gemeindeschlüssel).

    districts.name("14522")      ->  "Mittelsachsen"
    districts.in_state("SN")     ->  (District(code="14511", …), …)
    districts.known("99999")     ->  False

Names are proper names, the same in every language. Data: data/districts.yaml, which names its source.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from scharnier.knowledge.files import load


@dataclass(frozen=True)
class District:
    """`kind` is county or city, `state` one of the list german_state."""

    code: str
    name: str
    kind: str
    state: str


@cache
def all_districts() -> Mapping[str, District]:
    """{key: district}, in the order of the file: by Land, then by key."""
    found = {
        row["code"]: District(row["code"], row["de"], row["kind"], state)
        for state, rows in load("districts.yaml")["states"].items()
        for row in rows
    }
    return MappingProxyType(found)


def known(code: str) -> bool:
    """Whether the file has this key."""
    return code in all_districts()


def name(code: str) -> str:
    """The name of a district; a key that the file doesn't have is its own name."""
    found = all_districts().get(code)
    return found.name if found else code


def in_state(state: str) -> tuple[District, ...]:
    """Districts of a Land by key."""
    return tuple(each for each in all_districts().values() if each.state == state)


def states() -> tuple[str, ...]:
    """Länder whose districts are known."""
    return tuple(load("districts.yaml")["states"])
