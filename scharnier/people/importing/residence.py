# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Residence statuses from free text: "§25 II AufenthG", "25 III", "subsidiärer Schutz", "NE"."""

import re
from datetime import date
from functools import cache

from scharnier.knowledge import codes
from scharnier.people.importing.outcome import Context, Parsed, Rejected
from scharnier.people.importing.text import CellValue, clean, fold, is_placeholder, is_unknown_mark, word_list

_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}
# A section with letter, then the paragraph as "Abs. 2", "(2)", "II", ".2" or "/2".
_SECTION = re.compile(
    r"""(?:§+|\b(?:par|paragraph|paragraf|ae|ne|duldung|nach|gem|lt)\b\.?|^)\s*§*\s*
        (?P<section>\d{1,3})\s?(?P<letter>[a-g])?(?![a-z0-9])
        (?:\s*[,./]?\s*(?:absatz|abs\.?|a\.|\()?\s*(?P<paragraph>[1-9]|iv|i{1,3}|v)\s?(?P<sub>[ab])?\)?(?![a-z0-9]))?""",
    re.VERBOSE,
)
_SENTENCE = re.compile(r"\b(?:satz|s\.?)\s*([1-9])\b")
_ALTERNATIVE = re.compile(r"\b(?:alternative|alt\.?)\s*([12])\b|\b([12])\.?\s*alt")


def parse_residence(raw: CellValue, context: Context) -> Parsed | Rejected:
    """Parsed(code of `residence_status`), or Rejected with the codes the text could mean.

    `context.day` is the day for which the title must have existed: a tolerated stay for vocational training had
    another basis until 31 December 2019.
    """
    text = clean(raw)
    if is_placeholder(text):
        return Parsed(None)
    if is_unknown_mark(text):
        return Rejected("marked_unknown", {"raw": text})
    candidates = _from_section(text) or _from_words(fold(text))
    if not candidates:
        general = fold(text) in {
            "ae",
            "aufenthaltserlaubnis",
            "aufenthaltstitel",
            "titel",
            "aufenthalt",
            "humanitaer",
            "befristet",
        }
        return Rejected("residence_too_general" if general else "residence_not_recognised", {"raw": text[:80]})
    known = tuple(code for code in candidates if code in existence())
    current = tuple(code for code in known if _existed(code, context.day))
    if len(current) == 1:
        return Parsed(current[0])
    if not current:
        return Rejected("residence_not_in_force", {"raw": text[:80], "day": f"{context.day:%d.%m.%Y}"}, known)
    return Rejected("residence_ambiguous", {"raw": text[:80]}, current)


def _from_section(text: str) -> tuple[str, ...]:
    lowered = " ".join(text.casefold().split())
    law = "AsylG" if "asylg" in lowered or "asylvfg" in lowered else "FreizuegG" if "freiz" in lowered else "AufenthG"
    match = _SECTION.search(lowered)
    if not match:
        return ()
    section = word_list("residence")["sections"][law].get(match["section"] + (match["letter"] or ""))
    if section is None:
        return ()
    paragraph = _ROMAN.get(match["paragraph"] or "", match["paragraph"] or "") + (match["sub"] or "")
    paragraphs = section.get(paragraph) or section.get(paragraph[:1]) or section.get("")
    rest = lowered[match.end() :]
    sentence, alternative = _SENTENCE.search(rest), _ALTERNATIVE.search(rest)
    suffix = f"s{sentence[1]}" if sentence else ""
    if alternative:
        suffix += f"a{alternative[1] or alternative[2]}"
    found = paragraphs.get(suffix) or paragraphs.get("")
    if len(found) > 1 and (by_word := _from_words(fold(text))) and set(by_word) < set(found):
        return by_word
    return tuple(found)


def _from_words(folded: str) -> tuple[str, ...]:
    padded = f" {folded}"
    for entry in word_list("residence")["words"]:
        for stem in entry["any"]:
            # Two letters are an abbreviation only as a word of its own.
            needle = f" {stem}" + (" " if len(stem) < 4 else "")
            if needle in f"{padded} ":
                return tuple(entry["codes"])
    return ()


def _existed(code: str, day: date) -> bool:
    first, last = existence()[code]
    return (first is None or first <= day) and (last is None or day <= last)


@cache
def existence() -> dict[str, tuple[date | None, date | None]]:
    """First and last day (None: open) on which each residence status existed."""
    found = {}
    for entry in codes.items("residence_status"):
        found[entry.code] = (_day(entry.extra.get("exists_from")), _day(entry.extra.get("exists_to")))
    return found


def _day(value: object) -> date | None:
    if value is None or isinstance(value, date):
        return value
    return date.fromisoformat(str(value))
