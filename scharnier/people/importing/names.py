# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Names of people: "Nachname, Vorname", one-name people, lost letters, and a key under which spellings meet."""

import re

from scharnier.people.importing.outcome import Parsed, Rejected
from scharnier.people.importing.text import (
    CellValue,
    clean,
    fold,
    is_placeholder,
    is_unknown_mark,
    letters_lost,
    repair_double_encoding,
)

NAME_LIMIT = 80

_NUMBER = re.compile(r"\d")
_TITLES = re.compile(r"^(?:herr|frau|hr\.|fr\.|mr\.?|mrs\.?|ms\.?|dr\.)\s+", re.IGNORECASE)


def parse_name_part(raw: CellValue) -> Parsed | Rejected:
    """Family or given names: Parsed(text or None). People with one name have a dash in the other column."""
    text = " ".join(clean(raw).split())
    if is_placeholder(text) or is_unknown_mark(text):
        return Parsed(None)
    repaired = repair_double_encoding(text)
    if len(repaired) > NAME_LIMIT:
        return Rejected("too_long", {"length": str(len(repaired)), "limit": str(NAME_LIMIT)})
    if _NUMBER.search(repaired) or not any(ch.isalpha() for ch in repaired):
        return Rejected("not_a_name", {"raw": repaired})
    if letters_lost(repaired):
        return Parsed(repaired, "letters_lost", {"raw": repaired})
    return Parsed(
        repaired, "encoding_repaired" if repaired != text else "", {"raw": repaired} if repaired != text else {}
    )


def parse_full_name(raw: CellValue) -> Parsed | Rejected:
    """Parsed((family name, given names)); either may be empty, not both.

    Without a comma a name in capitals is the family name ("IBRAHIM Ahmed"); otherwise the last word is taken
    for it, with a note, because nobody can know.
    """
    text = _TITLES.sub("", " ".join(clean(raw).split()))
    if is_placeholder(text) or is_unknown_mark(text) or not text.strip(" ,-–?"):
        return Parsed(None)
    family_text, given_text, note = _split(text)
    parts = []
    for part in (family_text, given_text):
        parsed = parse_name_part(part)
        if isinstance(parsed, Rejected):
            return parsed
        parts.append(str(parsed.value or ""))
        if parsed.note:
            note = parsed.note
    if not any(parts):
        return Parsed(None)
    if not note and not all(parts):
        note = "single_name"
    return Parsed((parts[0], parts[1]), note, {"raw": text[:NAME_LIMIT]} if note else {})


def _split(text: str) -> tuple[str, str, str]:
    if "," in text:
        family, given = text.split(",", 1)
        return family.strip(), given.strip(" ,"), ""
    words = text.split()
    if len(words) == 1:
        return "", words[0], "single_name"
    capitals = [word for word in words if len(word) > 1 and word.isupper()]
    if capitals and len(capitals) < len(words):
        return (" ".join(capitals), " ".join(word for word in words if word not in capitals), "")
    return words[-1], " ".join(words[:-1]), "name_order_guessed"


def name_key(family_name: str, given_names: str) -> str:
    """A key under which "Al-Hassan, Mohammad" and "Alhassan, Mohamad" are the same; order and case don't count."""
    return "|".join(sorted(_part_key(part) for part in (family_name, given_names) if part))


def _part_key(part: str) -> str:
    joined = fold(part).replace(" ", "")
    return re.sub(r"(.)\1+", r"\1", joined)
