# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Names from many scripts and spellings brought to one rough Latin form. Pure Python.

`form` keeps vowels: two names are compared by it. `skeletons` keeps consonants: candidates are found by them, since
Arabic script doesn't write short vowels, and German, English, French and Turkish spell the rest differently.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from scharnier.people.names.text import fold_script, script_of

# Russian and Ukrainian letters as English spelling has them; `form` brings German spelling to the same.
_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "ё": "e", "є": "ye", "ж": "zh", "з": "z",
    "и": "i", "і": "i", "ї": "yi", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p",
    "р": "r", "с": "s", "т": "t",
    "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e",
    "ю": "yu", "я": "ya", "ў": "u",
}  # fmt: skip
# Letters after fold_script. Long vowels (ا و ي) are kept here and dropped or kept by `skeletons`.
_ARABIC = {
    "ا": "a", "ب": "b", "پ": "p", "ت": "t", "ث": "th", "ج": "j", "چ": "ch", "ح": "h", "خ": "kh", "د": "d", "ذ": "dh",
    "ر": "r", "ز": "z", "ژ": "zh", "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "a", "غ": "gh",
    "ف": "f", "ق": "q", "ك": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n", "و": "u", "ه": "h",
    "ي": "i", "ء": "", "ڤ": "v",
    "ې": "i", "ړ": "r", "ټ": "t", "ډ": "d", "ښ": "sh", "ڼ": "n", "ۆ": "o", "ڕ": "r", "ڵ": "l",
}  # fmt: skip
_GEORGIAN = dict(
    zip("აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
        "a b g d e v z t i k l m n o p zh r s t u p k gh q sh ch ts dz ts ch kh j h".split(), strict=True)
)  # fmt: skip
_ETHIOPIC_VOWELS = (("EE", "e"), ("AA", "a"), ("A", "e"), ("U", "u"), ("I", "i"), ("E", ""), ("O", "o"))
_LATIN = str.maketrans({
    "ä": "a", "ö": "o", "ü": "u", "ß": "ss", "ı": "i", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "æ": "a", "œ": "o",
    "þ": "th", "ə": "e", "ş": "sh", "š": "sh", "č": "ch", "ç": "ch", "ž": "zh", "ğ": "g", "x": "ks", "ñ": "n",
})  # fmt: skip
# One way of writing for each sound, the longest first.
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("schtsch|shtsh|shch|stsch", "sh"),
        ("tsch|tsh|tch", "ch"),
        ("dsch|dzh|dj|dsh", "j"),
        ("sch", "sh"),
        ("zh", "sh"),
        ("ph", "f"),
        ("th", "t"),
        ("dh", "d"),
        ("gh", "g"),
        ("kh", "h"),
        ("ck|q|c(?!h)", "k"),
        ("tz", "ts"),
        ("w", "v"),
        ("ue|oo|ou", "u"),
        ("ae(?!l)|aa", "a"),
        ("oe", "o"),
        ("ee|ie|iy|ij|yi", "i"),
        ("y", "i"),
        ("ai|ei", "ai"),
    )
)
_DOUBLED = re.compile(r"(.)\1+")
_MARKS = re.compile(r"[\u0300-\u036f]")
_BETWEEN = re.compile(r"[\W\d_]+")
# Words that come and go with whoever writes the name down.
_PARTICLES = frozenset("al el ul as ad an ar ash bin bint ibn ben von van de der den da di ait".split())
_ABD = re.compile(r"^abd[aeou]?[lrsdtnz]?[lrsdtnz]?$")
_FIRST_PARTS = frozenset({"abu", "umm", "abou", "gebre", "wolde", "haile"})


def _ethiopic(letter: str) -> str:
    """A syllable by its Unicode name: ETHIOPIC SYLLABLE TA is t and the first vowel."""
    words = unicodedata.name(letter, "").split()
    if words[:2] != ["ETHIOPIC", "SYLLABLE"]:
        return ""
    syllable = words[-1]
    for ending, vowel in _ETHIOPIC_VOWELS:
        if syllable.endswith(ending):
            consonant = syllable[: -len(ending)].lower()
            return {"x": "h", "c": "ch", "ts": "ts", "glottal": "", "pharyngeal": ""}.get(consonant, consonant) + vowel
    return ""


def latin(text: str) -> str:
    """A name in rough Latin letters, lower case; what no table knows falls off."""
    text = fold_script(unicodedata.normalize("NFC", text)).casefold()
    match script_of(text):
        case "Cyrl":
            return "".join(_CYRILLIC.get(letter, letter) for letter in text)
        case "Arab":
            return "".join(_ARABIC.get(letter, letter) for letter in text)
        case "Geor":
            return "".join(_GEORGIAN.get(letter, letter) for letter in text)
        case "Ethi":
            return "".join(_ethiopic(letter) if letter > "\u1200" else letter for letter in text)
    return _MARKS.sub("", unicodedata.normalize("NFKD", text.translate(_LATIN)))


@lru_cache(maxsize=20_000)
def form(word: str) -> str:
    """One word of a name in the spelling by which words are compared: Schewtschenko becomes shevchenko."""
    rough = latin(word)
    for pattern, sound in _SOUNDS:
        rough = pattern.sub(sound, rough)
    rough = _DOUBLED.sub(r"\1", rough)
    return rough[:-1] if len(rough) > 3 and rough.endswith("h") and rough[-2] in "aeiou" else rough


@lru_cache(maxsize=20_000)
def words(name: str) -> tuple[str, ...]:
    """The words of a name in their common form, without particles; Abd al-Rahman is one word, abdrahman."""
    parts = [form(part) for part in _BETWEEN.split(latin_apart(name)) if part]
    found: list[str] = []
    for position, part in enumerate(parts):
        before = parts[position - 1] if position else ""
        if part in _PARTICLES and len(parts) > 1 and not _ABD.match(before):
            continue
        if found and (
            _ABD.match(before) or (position > 1 and _ABD.match(parts[position - 2]) and before in _PARTICLES)
        ):
            if part in _PARTICLES:
                continue
            found[-1] = f"abd{part}"
        elif found and before in _FIRST_PARTS and found[-1] == before:
            found[-1] = before + part
        else:
            found.append(part)
    return tuple(_joined(part) for part in found if part)


def latin_apart(name: str) -> str:
    """The name with its words still apart: apostrophes inside a word go, every other mark separates."""
    return re.sub(r"(?<=\w)['’‘`ʼʻ](?=\w)", "", name)


def _joined(part: str) -> str:
    """Abdulrahman, Abdelrahman and Abdurrahman as abdrahman."""
    found = re.match(r"^abd[aeou](?:l|(?=[rsdtnz]))(\w{3,})$", part)
    return f"abd{found[1]}" if found else part


_SKELETON = str.maketrans({"t": "d", "p": "b", "z": "s", "g": "k", "v": "f", "w": "f"})


@lru_cache(maxsize=20_000)
def skeletons(word: str) -> frozenset[str]:
    """Consonants of a form, so that spellings with other vowels meet; more than one where a letter may be either."""
    plain = word.replace("sh", "S").replace("ch", "C")
    # A y or j at the beginning is one sound in German, another in English.
    plain = re.sub(r"^[ij](?=[aeou])", "J", plain).replace("j", "J")
    plain = plain[:1] + re.sub("[aeiou]", "", plain[1:]) if plain else ""
    plain = re.sub("^[aeiou]", "A", plain).translate(_SKELETON)
    plain = _DOUBLED.sub(r"\1", plain)
    if not plain:
        return frozenset({word[:1]}) if word else frozenset()
    found = {plain}
    if len(plain) > 2:
        found.add(plain[0] + plain[1:].replace("h", ""))
        found.add(plain[0] + plain[1:].replace("f", ""))
    if plain[0] == "A" and len(plain) > 3:
        found.add(plain[1:])
        if plain.startswith("Al"):
            found.add(plain[2:])
    return frozenset(key for key in found if key)
