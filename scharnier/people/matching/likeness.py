# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""How likely two records are of the same person, and why. Pure Python; weights come from weights.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import exp

from scharnier.people.matching.folding import skeletons, words
from scharnier.people.matching.weights import THRESHOLD, WEIGHTS
from scharnier.people.names.text import fold_script

VOWELS = frozenset("aeiou")
# Sounds that transcriptions exchange; other consonants cost a whole step.
_NEAR = frozenset({"td", "dt", "bp", "pb", "sz", "zs", "kg", "gk", "fv", "vf", "hk", "kh", "gh", "hg", "ji", "ij"})
# Different names that differ by little; data, not rules of spelling.
_DISTINCT = (
    "hasan husain", "hasan husein", "hasan husin", "hasan hosein", "hasan ihsan", "karim kamran",
    "salim salem", "samir samar", "olena olga", "iana iulia", "mahmud mohamed",
    "mahmud mohamad", "mahmud muhamad", "mahmud muhamed",
    "ahmad mohamad", "ahmed mohamed", "hamid ahmad", "hamid ahmed", "mariam maria", "nur nura", "fatima fadia",
)  # fmt: skip
DISTINCT = frozenset(frozenset(pair.split()) for pair in _DISTINCT)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is compared of a person. `birth_exact`: the day is known; 1 January never counts as known."""

    family: str = ""
    given: str = ""
    own: str = ""
    former: str = ""
    birth: date | None = None
    birth_exact: bool = True
    sex: str = ""
    phone: str = ""

    @property
    def day(self) -> date | None:
        """A day of birth that tells people apart."""
        if self.birth is None or not self.birth_exact or (self.birth.month, self.birth.day) == (1, 1):
            return None
        return self.birth


@dataclass(frozen=True, slots=True)
class Likeness:
    """`chance` 0 to 1; `name` 0 to 1 how alike the names are; the rest says what speaks for it."""

    chance: float
    name: float
    same_birth: bool
    same_phone: bool

    @property
    def likely(self) -> bool:
        return self.chance >= THRESHOLD


def _cost(one: str, other: str) -> float:
    if one == other:
        return 0.0
    if one in VOWELS and other in VOWELS:
        return 0.3
    return 0.4 if one + other in _NEAR else 1.0


def _gap(letter: str, *, last: bool) -> float:
    """Leaving a letter out: a vowel inside a word costs little, one at its end tells Amin from Amina."""
    if letter in VOWELS:
        return 0.8 if last else 0.4
    return 0.5 if letter == "h" else 1.0


@lru_cache(maxsize=50_000)
def alike(one: str, other: str) -> float:
    """Likeness of two words in their common form, 0 to 1: an edit distance in which vowels count less."""
    if one == other:
        return 1.0
    if not one or not other or frozenset((one, other)) in DISTINCT:
        return 0.0
    for whole, bare in ((one, other), (other, one)):
        if whole[:2] in ("al", "el") and whole[2:] == bare and len(bare) > 3:
            return 0.98  # the article, written together with the name
    row = [0.0]
    for place, letter in enumerate(other):
        row.append(row[-1] + _gap(letter, last=place == len(other) - 1))
    for place, letter in enumerate(one):
        drop = _gap(letter, last=place == len(one) - 1)
        previous, row = row, [row[0] + drop]
        for position, against in enumerate(other):
            row.append(
                min(
                    previous[position] + _cost(letter, against),
                    previous[position + 1] + drop,
                    row[position] + _gap(against, last=position == len(other) - 1),
                )
            )
    return max(0.0, 1 - row[-1] / max(len(one), len(other)) * 1.6)


def _aligned(mine: tuple[str, ...], theirs: tuple[str, ...]) -> float:
    """The words of two names set against each other in any order, best pairs first; a word too many counts a little."""
    pairs = sorted(((alike(a, b), a, b) for a in mine for b in theirs), reverse=True)
    left, right = list(mine), list(theirs)
    total = weight = 0.0
    for likeness, a, b in pairs:
        if a in left and b in right:
            left.remove(a)
            right.remove(b)
            size = min(8, max(len(a), len(b))) ** 0.5
            total, weight = total + likeness * size, weight + size
    spare = sum(min(8, len(word)) ** 0.5 for word in left + right)
    return total / (weight + 0.25 * spare) if weight else 0.0


def name_likeness(one: Facts, other: Facts) -> float:
    """Family and given names together, in either order; a former name or one in own script may stand for them."""
    best = 0.0
    for mine in _variants(one):
        for theirs in _variants(other):
            best = max(best, _aligned(mine, theirs))
    if one.own and other.own and _own(one.own) == _own(other.own):
        best = max(best, 0.97)
    if (one.own and not (other.own)) or (other.own and not one.own):
        best = max(best, _by_consonants(one, other))
    return best


def weakest_part(one: Facts, other: Facts) -> float:
    """The worse of family and given name, exchanged if that fits better: siblings share only one of them."""

    def both(family: str, given: str) -> float:
        scores = [
            _aligned(words(mine), words(theirs))
            for mine, theirs in ((one.family, family), (one.given, given))
            if mine and theirs
        ]
        return min(scores, default=0.0)

    if not (one.family and one.given and other.family and other.given):
        return name_likeness(one, other)
    return max(both(other.family, other.given), both(other.given, other.family))


def _own(name: str) -> tuple[str, ...]:
    return tuple(sorted(fold_script(name).split()))


def _variants(facts: Facts) -> list[tuple[str, ...]]:
    whole = f"{facts.given} {facts.family}"
    found = [words(whole)]
    for former in facts.former.split(", ") if facts.former else ():
        found.append(words(former))
        found.append(words(f"{facts.given} {former}"))
    return [each for each in found if each]


def _by_consonants(one: Facts, other: Facts) -> float:
    """A name in Arabic or another script against one in Latin letters: by consonants, since vowels aren't written."""
    script, plain = (one, other) if one.own else (other, one)
    mine = [skeletons(word) for word in words(script.own)]
    theirs = [skeletons(word) for word in words(f"{plain.given} {plain.family}")]
    if not mine or not theirs:
        return 0.0
    found = sum(any(keys & against for against in theirs) for keys in mine)
    return 0.85 * found / max(len(mine), len(theirs))


def features(one: Facts, other: Facts) -> dict[str, float]:
    """What speaks for and against, by name of the weight."""
    name, weakest = name_likeness(one, other), weakest_part(one, other)
    mine, theirs = one.day, other.day
    found = {
        "bias": 1.0,
        "name": name,
        "name_exact": float(name > 0.97),
        "weakest": weakest,
        "weakest_low": float(weakest < 0.6),
        "phone": float(bool(one.phone) and one.phone == other.phone),
        "phone_and_weak": float(bool(one.phone) and one.phone == other.phone and weakest < 0.6),
        "other_phone": float(bool(one.phone) and bool(other.phone) and one.phone != other.phone),
        "sex_differs": float(one.sex in ("m", "f") and other.sex in ("m", "f") and one.sex != other.sex),
    }
    if mine and theirs:
        found["birth_same"] = float(mine == theirs)
        found["birth_and_weak"] = float(mine == theirs and weakest < 0.6)
        near = mine != theirs and _slip(mine, theirs)
        found["birth_slip"] = float(near)
        found["birth_differs"] = float(mine != theirs and not near)
    elif one.birth and other.birth:
        years = abs(one.birth.year - other.birth.year)
        found["year_same"] = float(years == 0)
        found["year_differs"] = min(years, 6) / 6
    return found


def _slip(one: date, other: date) -> bool:
    """Day and month exchanged, or one of day, month and year another: what a slip of the pen does."""
    if one.year == other.year and (one.day, one.month) == (other.month, other.day):
        return True
    return sum((one.day != other.day, one.month != other.month, one.year != other.year)) == 1 and (
        abs(one.year - other.year) in (0, 1, 10)
    )


def compare(one: Facts, other: Facts) -> Likeness:
    """Whether two records may be of the same person."""
    found = features(one, other)
    total = sum(WEIGHTS.get(name, 0.0) * value for name, value in found.items())
    return Likeness(
        chance=1 / (1 + exp(-max(-40.0, min(40.0, total)))),
        name=found["name"],
        same_birth=bool(found.get("birth_same")),
        same_phone=bool(found["phone"]),
    )
