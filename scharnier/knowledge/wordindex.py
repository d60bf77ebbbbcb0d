# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Finds short terms by what somebody typed: plain Python, a few thousand terms, a few milliseconds.

A term is compared word by word: the same, the same by ear, the beginning, a part (German writes compounds as one word),
or nearly the same letters. What fits is weighed by length, so that "Koch" in "Koch im Hotel" counts and "im" doesn't.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest

SHORTEST, LONGEST, MOST_TOKENS = 2, 120, 8
LEAST = 0.4
OTHER_LANGUAGE = 0.97
TRIGRAM_SHARE = 0.3
CANDIDATES = 60

_LETTERS = str.maketrans(
    {"ß": "ss", "ı": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "a", "œ": "o", "’": None, "'": None}
    # Cyrillic by ear, Russian and Ukrainian
    | dict(zip("абвгґдезийіклмнопрстуфыэєѐё", "abvggdeziiiklmnoprstufieeee", strict=True))
    | {
        "ж": "sch",
        "х": "h",
        "ц": "z",
        "ч": "tsch",
        "ш": "sch",
        "щ": "sch",
        "ъ": "",
        "ь": "",
        "ю": "ju",
        "я": "ja",
        "ї": "i",
    }
)
_SOUNDS = [
    (re.compile(pattern), by)
    for pattern, by in (
        ("tsch|tch", "c"),
        ("sch|sh|zh", "s"),
        ("ck|cc", "k"),
        ("c(?=[eiy])", "s"),
        ("ch", "h"),
        ("c", "k"),
        ("ph|v|w", "f"),
        ("th|dt", "t"),
        ("tz|ts|z", "s"),
        ("x", "ks"),
        ("qu|q", "kf"),
        ("ai|ay|ey|ei", "e"),
        ("ie|y|j", "i"),
        ("ou|oo", "u"),
        ("(?<=[aeiou])h", ""),
        (r"(.)\1+", r"\1"),
    )
]
_SILENT = frozenset(
    "als am an auf aus bei beim bin das dem den der des die ein eine einen einer fuer fur gearbeitet habe ich im in ist"
    " mit oder und vom von war wie zu zum zur beruf berufe arbeit a am an and as at for i in my of on or the to was"
    " with work worked job".split()
)


def fold(text: str) -> str:
    """Small letters without marks; umlauts like their base letter whether written ä or ae."""
    small = text.casefold().replace("й", "i").translate(_LETTERS)
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", small) if not unicodedata.combining(letter))
    return bare.replace("ae", "a").replace("oe", "o").replace("ue", "u")


@lru_cache(maxsize=50_000)
def sound(folded: str) -> str:
    """What a folded word sounds like to somebody who writes by ear; only good for comparing."""
    for pattern, by in _SOUNDS:
        folded = pattern.sub(by, folded)
    return folded


def tokens(text: str) -> list[str]:
    """The words of a text that say something, folded."""
    found = re.findall(r"[^\W_]+", fold(text[:LONGEST]))
    telling = [word for word in found if word not in _SILENT]
    return (telling or found)[:MOST_TOKENS]


def edits(one: str, other: str, most: int) -> int:
    """Letters to change, leave out, put in or exchange with their neighbour; `most` + 1 when it is more than `most`."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, 1):
        following = [number] + [0] * len(other)
        for place, their in enumerate(other, 1):
            cost = min(row[place] + 1, following[place - 1] + 1, row[place - 1] + (letter != their))
            if number > 1 and place > 1 and letter == other[place - 2] and one[number - 2] == their:
                cost = min(cost, before[place - 2] + 1)
            following[place] = cost
        if min(following) > most:
            return most + 1
        before, row = row, following
    return row[-1]


@dataclass(frozen=True, slots=True)
class Match:
    """A term of row `row` that fits: score from 0 to 1, the term as written, and how (see `occupations.Hit`)."""

    row: int
    score: float
    word: str
    how: str


@dataclass(frozen=True, slots=True)
class _Term:
    row: int
    word: str
    lang: str
    length: int


class WordIndex:
    """Terms of rows; `add` all of them, call `ready` once, then `find`."""

    def __init__(self) -> None:
        self._terms: list[_Term] = []
        self._tokens: dict[str, list[int]] = defaultdict(list)
        self._by_sound: dict[str, list[str]] = defaultdict(list)
        self._by_trigram: dict[str, list[str]] = defaultdict(list)
        self._sizes: dict[str, int] = {}
        self._near = lru_cache(maxsize=4096)(self._compare)

    def add(self, row: int, word: str, lang: str) -> None:
        """A word or a few of them by which `row` is found."""
        parts = tokens(word)
        self._terms.append(_Term(row, word, lang, sum(map(len, parts))))
        for part in set(parts):
            self._tokens[part].append(len(self._terms) - 1)

    def ready(self) -> WordIndex:
        """Works out the indexes; returns itself."""
        for token in self._tokens:
            heard = sound(token)
            if heard not in self._by_sound:
                grams = set(_trigrams(heard))
                self._sizes[heard] = len(grams)
                for gram in grams:
                    self._by_trigram[gram].append(heard)
            self._by_sound[heard].append(token)
        return self

    def find(self, text: str, lang: str) -> Iterator[Match]:
        """Every term that fits well enough, in no order."""
        words = tokens(text)
        if sum(map(len, words)) < SHORTEST:
            return
        variants = [words]
        if 1 < len(words) <= 3:
            variants.append(["".join(words)])
        for variant in variants:
            yield from self._matches(variant, lang)

    def _matches(self, words: list[str], lang: str) -> Iterator[Match]:
        fits: dict[int, dict[str, tuple[float, str, int]]] = defaultdict(dict)
        for word in words:
            for token, (likeness, how) in self._near(word).items():
                for number in self._tokens[token]:
                    known = fits[number].get(word)
                    if known is None or likeness > known[0]:
                        fits[number][word] = (likeness, how, len(token))
        asked = sum(map(len, words))
        for number, found in fits.items():
            term = self._terms[number]
            said = sum(len(word) * likeness for word, (likeness, _, _) in found.items()) / asked
            covered = min(1.0, sum(length for _, _, length in found.values()) / term.length)
            score = said * (0.75 + 0.25 * covered) * (1 if term.lang == lang else OTHER_LANGUAGE)
            if score >= LEAST:
                yield Match(term.row, score, term.word, min(found.values())[1])

    def _compare(self, word: str) -> dict[str, tuple[float, str]]:
        """Every known token that is like a word: likeness from 0 to 1, and how."""
        found: dict[str, tuple[float, str]] = {}
        size = len(word)
        for token in self._tokens:
            if token == word:
                found[token] = (1.0, "same")
            elif token.startswith(word):
                found[token] = (0.6 + 0.3 * size / len(token), "begin")
            elif size >= 4 and word in token:
                found[token] = (0.5 + 0.3 * size / len(token) + 0.05 * token.endswith(word), "part")
            elif len(token) >= 4 and word.startswith(token):
                found[token] = (0.55 + 0.35 * len(token) / size, "begin")
            elif len(token) >= 5 and token in word:
                found[token] = (0.45 + 0.35 * len(token) / size, "part")
        for token, likeness, how in self._alike(word):
            if token not in found or found[token][0] < likeness:
                found[token] = (likeness, how)
        return found

    def _alike(self, word: str) -> Iterator[tuple[str, float, str]]:
        heard = sound(word)
        if len(heard) < 3:
            return
        for token in self._by_sound.get(heard, ()):
            yield token, 0.94, "sound"
        if len(heard) < 4:
            return
        most = 1 if len(heard) < 6 else 2 if len(heard) < 10 else 3
        grams = set(_trigrams(heard))
        shared = Counter(other for gram in grams for other in self._by_trigram.get(gram, ()))
        alike = {other: 2 * number / (len(grams) + self._sizes[other]) for other, number in shared.items()}
        for other in nlargest(CANDIDATES, alike, key=alike.__getitem__):
            if other == heard or alike[other] < TRIGRAM_SHARE:
                continue
            wrong = edits(heard, other, most)
            if wrong <= most:
                for token in self._by_sound[other]:
                    yield token, 0.92 - wrong / max(len(heard), len(other)), "near"


def _trigrams(text: str) -> list[str]:
    padded = f"  {text} "
    return [padded[place : place + 3] for place in range(len(padded) - 2)]
