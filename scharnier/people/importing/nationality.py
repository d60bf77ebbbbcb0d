# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Nationalities as written: syrisch, AFG, UA, "Iran, Islam. Rep.", staatenlos -> codes of the list `nationality`."""

import re
from functools import cache

from babel import Locale
from babel.core import get_global

from scharnier.knowledge import codes
from scharnier.people.importing.outcome import Parsed, Rejected
from scharnier.people.importing.text import CellValue, clean, fold, is_placeholder, is_unknown_mark, word_list

_SEVERAL = re.compile(r"\s*(?:/|;|\+|&|\bund\b|\band\b)\s*|,\s*")
_ENDINGS = ("e", "er", "en", "es", "em")


def parse_nationality(raw: CellValue) -> Parsed | Rejected:
    """Parsed(ISO 3166-1 alpha-2, XK, `stateless` or `unresolved`); of several the first, with a note."""
    text = clean(raw)
    if is_placeholder(text):
        return Parsed(None)
    if text.strip("? ") == "" or (is_unknown_mark(text) and fold(text) != "unbekannt"):
        return Rejected("marked_unknown", {"raw": text})
    if code := nationality_code(text):
        return Parsed(code)
    parts = [part for part in _SEVERAL.split(text) if part]
    found = list(dict.fromkeys(code for part in parts if (code := nationality_code(part))))
    if len(parts) > 1 and found:
        return Parsed(found[0], "nationality_several", {"raw": text[:80]}, {"nationality_text": text[:200]})
    if fold(text) in _not_a_state():
        return Rejected("nationality_not_a_state", {"raw": text[:80]})
    return Rejected("nationality_not_recognised", {"raw": text[:80]})


def nationality_code(text: str) -> str | None:
    """The code for a name, adjective or ISO code in German or English; None when unknown."""
    folded = fold(text)
    table = _table()
    if folded in table:
        return table[folded]
    for ending in _ENDINGS:
        if folded.endswith(ending) and folded[: -len(ending)] in table and len(folded) > 5:
            return table[folded[: -len(ending)]]
    return None


@cache
def _not_a_state() -> frozenset[str]:
    return frozenset(fold(word) for word in word_list("nationalities")["not_a_state"])


@cache
def _table() -> dict[str, str]:
    table: dict[str, str] = {}
    known = set(codes.codes("nationality"))
    for alpha3, replaced in get_global("territory_aliases").items():
        if len(alpha3) == 3 and alpha3.isalpha() and len(replaced) == 1 and replaced[0] in known:
            table[alpha3.casefold()] = replaced[0]
    for language in ("de", "en"):
        for code, name in Locale(language).territories.items():
            if code in known:
                table[fold(str(name))] = code
                table[code.casefold()] = code
    for code in known:
        for language in ("de", "en"):
            table[fold(codes.label("nationality", code, language))] = code
    words = word_list("nationalities")
    for code, names in words["adjectives"].items():
        table.update({fold(name): code for name in names})
    for code in ("stateless", "unresolved"):
        table.update({fold(name): code for name in words[code]})
    return {key: code for key, code in table.items() if key not in _not_a_state()}
