# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""For what data about a person are used, and the words of consents and releases in the languages of the persons.

purposes.purpose("health").special            ->  True
purposes.name("ar", "portal")                 ->  "دخول شخصي عبر الإنترنت"
purposes.agreed("de", "transfer", recipient="Projekt Süd")
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from scharnier.knowledge.files import load, read_yaml
from scharnier.knowledge.messages import TEXTS


@dataclass(frozen=True, slots=True)
class Purpose:
    """A use of data. `open_undecided`: goes on while nobody has said on what basis."""

    code: str
    open_undecided: bool
    outside: bool
    special: bool
    recipient: bool
    matter: bool


@cache
def purposes() -> Mapping[str, Purpose]:
    """All purposes by code, in the order in which people read them."""
    return {
        row["code"]: Purpose(
            row["code"], row["undecided"] == "open", row["outside"], row["special"], row["recipient"], row["matter"]
        )
        for row in load("purposes.yaml")["purposes"]
    }


def purpose(code: str) -> Purpose:
    """Raises KeyError for an unknown one."""
    return purposes()[code]


def columns_of(table: str) -> dict[str, str]:
    """The columns of a table that are closed without a basis of their own: {column: purpose}."""
    rows: Mapping[str, str] = load("purposes.yaml")["columns"]
    parts = ((key.partition("."), code) for key, code in rows.items())
    return {column: code for (owner, _dot, column), code in parts if owner == table}


def of_plan_field(field: str) -> str:
    """The purpose without which a field of the plan is closed."""
    return str(load("purposes.yaml")["plan_fields"].get(field, ""))


def closed_plan_fields(code: str) -> tuple[str, ...]:
    """The fields of the plan that are closed without this purpose."""
    return tuple(field for field, purpose in load("purposes.yaml")["plan_fields"].items() if purpose == code)


@cache
def _texts() -> Mapping[str, Any]:
    found: Mapping[str, Any] = read_yaml(TEXTS / "consents.yaml")
    return found


def version() -> str:
    """The version of the texts, a day."""
    return str(_texts()["version"])


def languages() -> tuple[str, ...]:
    """The languages in which a consent can be printed beside German; German itself is left out."""
    return tuple(code for code in _texts()["review"] if code != "de")


def is_draft(language: str) -> bool:
    """Whether nobody who speaks the language has read the texts yet."""
    return bool(_texts()["review"][language]["state"] == "draft")


def name(language: str, code: str) -> str:
    """What a purpose is called."""
    return str(_texts()["names"][code][language])


def agreed(language: str, code: str, *, recipient: str = "", matter: str = "") -> str:
    """The sentence to which somebody agrees."""
    return str(_texts()["agreed"][code][language]).format(recipient=recipient, matter=matter)


def released(language: str, *, who: str, recipient: str, matter: str) -> str:
    """The sentence with which somebody releases a professional from secrecy (§ 203 StGB)."""
    return str(_texts()["release"][language]).format(released=who, recipient=recipient, matter=matter)


def word(language: str, key: str, **values: object) -> str:
    """A word or sentence of the forms. Raises KeyError for an unknown one."""
    return str(_texts()["words"][key][language]).format(**values)


def texts() -> Mapping[str, Any]:
    """The file as it is, for the test that no language lacks a sentence."""
    return _texts()
