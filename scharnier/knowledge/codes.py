# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Code lists with German and English labels.

    codes.label("plan_field", "wohnen", "en")  ->  "housing"
    codes.items("cefr")                        ->  (Code(code="none", …), Code(code="A1", …), …)
    codes.codes("sex")                         ->  ("f", "m", "x", "unknown")
    codes.choices("sex", "de")                 ->  [("f", "weiblich"), …]

The lists live in data/codes.yaml; `residence_status` comes from data/residence.yaml, `nationality` from ISO 3166-1 with
the names of the Unicode CLDR, `activity` and `access_level` from data/labour-market-access.yaml.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any, Literal

from babel import Locale

from scharnier.knowledge.files import load

Language = Literal["de", "en"]

# CLDR has names for areas that are no country of ISO 3166-1; nobody has their nationality. XK (Kosovo) stays: it is
# user-assigned, but in use.
_NOT_ISO_3166 = frozenset(
    [
        "AC",
        "AN",
        "CP",
        "CQ",
        "DG",
        "EA",
        "EU",
        "EZ",
        "IC",
        "QO",
        "TA",
        "UN",
        "XA",
        "XB",
        "ZZ",
    ]
)
# Short names as German authorities write them where the CLDR's are not usual here.
_GERMAN_NAMES = {
    "CD": "Kongo, Demokratische Republik",
    "CG": "Kongo, Republik",
    "PS": "Palästinensische Gebiete",
}
_ENGLISH_NAMES = {
    "CD": "Congo, Democratic Republic",
    "CG": "Congo, Republic",
    "PS": "Palestinian Territories",
}
_ALIASES = {"contact_topic": "plan_field"}


class UnknownCode(LookupError):
    """No such list, or no such code in the list. The message names both."""


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of a code list. `extra` holds what the list says beyond the labels (for example `insured`)."""

    code: str
    de: str
    en: str
    extra: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    def label(self, lang: str = "de") -> str:
        """The German label for "de" (and its regions), the English one for every other language."""
        return self.de if lang.startswith("de") else self.en


def lists() -> tuple[str, ...]:
    """Names of all code lists, sorted."""
    own = (
        *load("codes.yaml")["lists"],
        *_ALIASES,
        "residence_status",
        "residence_group",
        "nationality",
        "activity",
        "access_level",
    )
    return tuple(sorted(own))


def items(name: str) -> tuple[Code, ...]:
    """All entries of the list `name` in their own order. Raises UnknownCode if there is no such list."""
    return tuple(_table(name).values())


def codes(name: str) -> tuple[str, ...]:
    """All codes of the list `name` in their own order."""
    return tuple(_table(name))


def find(name: str, code: str) -> Code:
    """The entry `code` of the list `name`. Raises UnknownCode."""
    try:
        return _table(name)[code]
    except KeyError:
        raise UnknownCode(f"{code!r} is not in the code list {name}") from None


def label(name: str, code: str, lang: str = "de") -> str:
    """What people read for `code`. Raises UnknownCode."""
    return find(name, code).label(lang)


def is_code(name: str, code: object) -> bool:
    """Whether `code` is an entry of the list `name`."""
    return isinstance(code, str) and code in _table(name)


def choices(name: str, lang: str = "de") -> list[tuple[str, str]]:
    """Pairs of code and label, ready for a form field."""
    return [(entry.code, entry.label(lang)) for entry in items(name)]


@cache
def _table(name: str) -> Mapping[str, Code]:
    name = _ALIASES.get(name, name)
    if name == "nationality":
        return _nationalities()
    if name == "residence_status":
        return _residence_statuses()
    if name == "residence_group":
        return _entries(load("residence.yaml")["groups"])
    if name == "activity":
        return _entries(load("labour-market-access.yaml")["activities"])
    if name == "access_level":
        return _entries(load("labour-market-access.yaml")["levels"])
    try:
        entries = load("codes.yaml")["lists"][name]["items"]
    except KeyError:
        raise UnknownCode(f"there is no code list {name!r}") from None
    return _entries(entries)


def _entries(rows: list[dict[str, Any]]) -> Mapping[str, Code]:
    table = {}
    for row in rows:
        extra = {key: value for key, value in row.items() if key not in ("code", "de", "en")}
        table[row["code"]] = Code(row["code"], row["de"], row["en"], MappingProxyType(extra))
    return MappingProxyType(table)


def _residence_statuses() -> Mapping[str, Code]:
    table = {}
    for row in load("residence.yaml")["statuses"]:
        extra = {key: value for key, value in row.items() if key not in ("code", "label", "labour_market")}
        table[row["code"]] = Code(row["code"], row["label"]["de"], row["label"]["en"], MappingProxyType(extra))
    return MappingProxyType(table)


def iso_countries() -> set[str]:
    """The country codes of ISO 3166-1 and XK."""
    return {code for code in _table("nationality") if code.isupper()}


def _nationalities() -> Mapping[str, Code]:
    german = {str(key): str(name) for key, name in Locale("de").territories.items()}
    english = {str(key): str(name) for key, name in Locale("en").territories.items()}
    table = {}
    for key, name in german.items():
        if len(key) == 2 and key.isalpha() and key not in _NOT_ISO_3166:
            table[key] = Code(key, _GERMAN_NAMES.get(key, name), _ENGLISH_NAMES.get(key, english[key]))
    ordered = dict(sorted(table.items(), key=lambda pair: _sort_key(pair[1].de)))
    ordered["stateless"] = Code("stateless", "staatenlos", "stateless")
    ordered["unresolved"] = Code("unresolved", "ungeklärt", "unresolved")
    return MappingProxyType(ordered)


def _sort_key(text: str) -> str:
    """DIN 5007-1, enough for country names: umlauts sort like their base letter."""
    return text.casefold().translate(str.maketrans("äöüéåç", "aoueac"))


def direction(language: str) -> Literal["ltr", "rtl"]:
    """The direction in which a language (a code of the list language) is written; ltr for one we don't know."""
    known = is_code("language", language) and find("language", language).extra.get("direction") == "rtl"
    return "rtl" if known else "ltr"
