# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a name may consist of: any script, no invisible marks that turn the rest of a line around."""

from __future__ import annotations

import re
import unicodedata

# Marks that change the direction of text (bidi), separators of no width, control characters.
_INVISIBLE = re.compile(
    "[\u0000-\u001f\u007f-\u009f\u061c\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
# Joiners belong to Persian and Indian spelling between two letters, and nowhere else.
_LOOSE_JOINER = re.compile(r"(?<!\w)[\u200c\u200d]+|[\u200c\u200d]+(?!\w)")
# Vowel signs and the stretching line of Arabic script, and joiners: written or left out as one likes.
_OPTIONAL = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200c\u200d]")
# Letters of Arabic script that one keyboard writes one way and the next another way.
LETTERS_FROM = "أإآٱىیېئؤةکۀھە"
LETTERS_TO = "ااااييييوهكههه"
_LETTERS = str.maketrans(LETTERS_FROM, LETTERS_TO)
_RIGHT_TO_LEFT = frozenset({"R", "AL"})
# The first word of a letter's Unicode name, and the script's ISO 15924 code.
_SCRIPTS = {
    "LATIN": "Latn", "ARABIC": "Arab", "CYRILLIC": "Cyrl", "ETHIOPIC": "Ethi", "GREEK": "Grek", "HEBREW": "Hebr",
    "DEVANAGARI": "Deva", "BENGALI": "Beng", "GURMUKHI": "Guru", "TAMIL": "Taml", "GEORGIAN": "Geor",
    "ARMENIAN": "Armn", "THAI": "Thai", "CJK": "Hani",
}  # fmt: skip


def clean(text: str) -> str:
    """A name as it is kept: composed letters (NFC), single blanks, without bidi marks and other invisible signs."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", re.sub(r"\s", " ", text)))
    return " ".join(_LOOSE_JOINER.sub("", text).split())


def says_something(text: str) -> bool:
    """Whether there is a letter in it."""
    return any(letter.isalpha() for letter in text)


def fold_script(text: str) -> str:
    """Arabic script without what spelling leaves open (vowel signs, forms of alif, yeh, heh, kaf); the rest unchanged.

    The SQL function script_fold says the same for stored names.
    """
    return _OPTIONAL.sub("", text).translate(_LETTERS)


def script_of(text: str) -> str:
    """The ISO 15924 code of the script of the first letter; empty when there is none or it is a rare one."""
    for letter in text:
        if letter.isalpha():
            return _SCRIPTS.get(unicodedata.name(letter, "").split(" ")[0], "")
    return ""


def direction_of(text: str) -> str:
    """rtl or ltr, by the first letter that has a direction."""
    for letter in text:
        direction = unicodedata.bidirectional(letter)
        if direction in _RIGHT_TO_LEFT:
            return "rtl"
        if direction == "L":
            return "ltr"
    return "ltr"
