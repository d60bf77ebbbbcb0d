# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Text as people type it: cleaning, folding for comparison, and the word lists in `data/`."""

import re
import unicodedata
from datetime import date, datetime, time
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import yaml

CellValue = str | int | float | bool | datetime | date | time | None

_UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ı": "i", "ø": "o", "đ": "d", "ł": "l", "æ": "ae"}
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_SPACES = re.compile(r"[^\S\n]+")
# The two bytes of a UTF-8 umlaut, read as Windows-1252.
_DOUBLE_ENCODED = re.compile(
    "[\u00c2\u00c3\u00c4\u00c5][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]"
)
_EMPTY = frozenset(
    {
        "",
        "-",
        "--",
        "---",
        "–",
        "—",
        ".",
        "/",
        "./.",
        "k.a.",
        "k. a.",
        "ka",
        "keine angabe",
        "keine angaben",
        "n/a",
        "na",
        "n.a.",
        "n. a.",
        "n.n.",
        "nn",
        "null",
        "none",
        "nicht bekannt",
        "nicht angegeben",
        "leer",
        "#n/a",
        "#nv",
        "entfällt",
        "entf.",
    }
)
_UNKNOWN = frozenset(
    {"?", "??", "???", "unklar", "unbekannt", "fraglich", "zu klären", "offen", "unknown", "weiß nicht"}
)


def as_text(value: CellValue) -> str:
    """What a person would read in the cell; whole numbers without `.0`, dates as YYYY-MM-DD, None as empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def clean(value: CellValue) -> str:
    """Readable text without control characters, outer or doubled blanks; line breaks stay."""
    text = value if isinstance(value, str) else as_text(value)
    return _clean_short(text) if len(text) <= _SHORT else _clean_text(text)


# Lists repeat themselves ("Syrien", "m", the same town), and a cell is looked at several times.
_SHORT = 40


@lru_cache(maxsize=10_000)
def _clean_short(text: str) -> str:
    return _clean_text(text)


def _clean_text(text: str) -> str:
    if text.isalnum() and text.isascii():
        return text
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "")
    text = _CONTROL.sub("", text)
    return "\n".join(_SPACES.sub(" ", line).strip() for line in text.split("\n")).strip()


def fold(text: str) -> str:
    """A comparison key: lower case, umlauts written out, accents dropped, everything but letters and digits a blank."""
    return _fold_short(text) if len(text) <= _SHORT else _fold_text(text)


@lru_cache(maxsize=10_000)
def _fold_short(text: str) -> str:
    return _fold_text(text)


def _fold_text(text: str) -> str:
    lowered = unicodedata.normalize("NFC", text).casefold().translate(_UMLAUTS)
    bare = "".join(ch for ch in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(ch))
    return " ".join(re.sub(r"[\W_]+", " ", bare).split())


def is_placeholder(text: str) -> bool:
    """Whether a cell says "nothing here" in one of the usual ways."""
    return text.strip().casefold() in _EMPTY


def is_unknown_mark(text: str) -> bool:
    """Whether a cell says that nobody knows yet ("?")."""
    return text.strip().casefold() in _UNKNOWN


def letters_lost(text: str) -> bool:
    """A question mark or replacement sign inside a word: a letter that an earlier export could not keep."""
    return "\ufffd" in text or bool(re.search(r"\w\?\w|(?<!\S)\?\w{2,}", text))


def repair_double_encoding(text: str) -> str:
    """ "MÃ¼ller" back to "Müller"; unchanged when it isn't UTF-8 read as Windows-1252."""
    if not _DOUBLE_ENCODED.search(text):
        return text
    for encoding in ("cp1252", "latin-1"):
        try:
            return text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return text


@cache
def word_list(name: str) -> dict[str, Any]:
    """One of the YAML files in `data/`, by name without ending."""
    loaded = yaml.safe_load(files("scharnier.people.importing").joinpath("data", f"{name}.yaml").read_text("utf-8"))
    if not isinstance(loaded, dict):
        raise TypeError(name)
    return loaded
