# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Labelled pairs of records: one person written down twice, or two persons who look alike.

Labels are known because the pairs are made: a person is drawn (name from `data/spellings.yaml`, day of birth, sex,
telephone) and either written down once more the way another office does, or set beside somebody else on purpose:
brothers and sisters, twins, husband and wife with one telephone, people of one usual name with the same year of
birth, parent and child with one name, strangers. Both halves are made from different names, so that what is tuned on
one half says nothing about the names of the other.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from scharnier.config.generating import fiction
from scharnier.people.matching.likeness import Facts

DATA = Path(__file__).parent / "data" / "spellings.yaml"
HALVES = ("tune", "report")
# Shares of the kinds of pairs; half of all pairs are the same person.
SAME = {
    "spelling": 26,
    "spelling_and_birth": 18,
    "exchanged": 9,
    "typo": 12,
    "own_script": 9,
    "year_only": 10,
    "sparse": 8,
}
OTHER = {
    "sibling": 22,
    "twin": 12,
    "namesake": 22,
    "namesake_first_of_january": 12,
    "couple": 8,
    "parent": 8,
    "stranger": 16,
}


@dataclass(frozen=True)
class Pair:
    """Two records, whether they are of one person, and how the pair came about."""

    one: Facts
    other: Facts
    same: bool
    kind: str


@dataclass(frozen=True)
class Name:
    """Spellings of one name; the first is the usual one."""

    spellings: tuple[str, ...]
    own: str = ""


def _name(line: str) -> Name:
    latin, _, own = line.partition("/")
    return Name(tuple(part.strip() for part in latin.split(",")), own.strip())


@cache
def names(half: str) -> dict[str, dict[str, list[Name]]]:
    """Origin, then family, m and f: every other name belongs to each half."""
    raw: dict[str, dict[str, list[str]]] = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    first = HALVES.index(half)
    return {
        origin: {kind: [_name(line) for line in lines[first::2]] for kind, lines in kinds.items()}
        for origin, kinds in raw.items()
    }


@dataclass(frozen=True)
class Human:
    """An invented person: names with all their spellings, and what is true of them."""

    origin: str
    family: Name
    given: Name
    sex: str
    birth: date
    phone: str
    only_year: bool


def _phone(rng: random.Random) -> str:
    return fiction.phone(rng.random(), rng.randrange(1000))


def _born(rng: random.Random) -> date:
    return date(1960, 1, 2) + timedelta(days=rng.randrange(16_800))


def human(rng: random.Random, half: str) -> Human:
    origin = rng.choice(list(names(half)))
    pool = names(half)[origin]
    sex = rng.choice("mf")
    only_year = rng.random() < 0.18
    born = _born(rng)
    return Human(
        origin,
        rng.choice(pool["family"]),
        rng.choice(pool[sex]),
        sex,
        date(born.year, 1, 1) if only_year else born,
        _phone(rng),
        only_year,
    )


def written(rng: random.Random, who: Human, *, usual: bool = False) -> Facts:
    """As one office writes somebody down."""
    spell: Callable[[Sequence[str]], str] = (lambda all_of: all_of[0]) if usual else rng.choice
    own = f"{who.given.own} {who.family.own}" if who.given.own and who.family.own and rng.random() < 0.35 else ""
    return Facts(
        family=spell(who.family.spellings),
        given=spell(who.given.spellings),
        own=own,
        birth=who.birth if rng.random() < 0.97 else None,
        birth_exact=not who.only_year,
        sex=who.sex if rng.random() < 0.93 else "",
        phone=who.phone if rng.random() < 0.7 else "",
    )


# ---------- one person twice ----------


def _typo(rng: random.Random, word: str) -> str:
    if len(word) < 4:
        return word
    place = rng.randrange(1, len(word) - 1)
    return rng.choice(
        (
            word[:place] + word[place + 1 :],
            word[:place] + word[place] + word[place:],
            word[: place - 1] + word[place] + word[place - 1] + word[place + 1 :],
            word[:place] + rng.choice("aeioudnrst") + word[place + 1 :],
        )
    )


def _mistaken(rng: random.Random, born: date | None) -> date | None:
    """A day of birth as slips of the pen and other offices leave it."""
    if born is None:
        return None
    chosen = rng.random()
    if chosen < 0.35 and born.day <= 12:
        return date(born.year, born.day, born.month)
    if chosen < 0.6:
        return born.replace(day=min(28, max(1, born.day + rng.choice((-1, 1, 10, -10)))))
    return (
        date(born.year, 1, 1)
        if chosen < 0.85
        else born.replace(year=born.year + rng.choice((-1, 1)), day=min(28, born.day))
    )


def again(rng: random.Random, who: Human, kind: str) -> Facts:
    found = written(rng, who)
    if rng.random() < 0.35:
        found = replace(found, phone=_phone(rng))  # numbers change
    match kind:
        case "spelling_and_birth":
            return replace(found, birth=_mistaken(rng, found.birth))
        case "exchanged":
            return replace(found, family=found.given, given=found.family)
        case "typo":
            part = rng.choice(("family", "given"))
            slip = _typo(rng, getattr(found, part))
            return replace(found, family=slip) if part == "family" else replace(found, given=slip)
        case "own_script":
            if who.given.own and who.family.own:
                return replace(found, family=who.family.own, given=who.given.own, own="")
            return found
        case "year_only":
            return replace(found, birth=date(who.birth.year, 1, 1), birth_exact=rng.random() < 0.5)
        case "sparse":
            bare = {"birth": None, "sex": ""} if rng.random() < 0.5 else {"phone": "", "sex": ""}
            return replace(found, own="", **bare)
    return found


# ---------- two persons ----------


def beside(rng: random.Random, who: Human, kind: str, half: str) -> Human:
    """Somebody else who shares with `who` what makes duplicates hard."""
    pool = names(half)[who.origin]
    near = timedelta(days=rng.randrange(300, 4000) * rng.choice((-1, 1)))
    match kind:
        case "sibling":
            sex = rng.choice("mf")
            given = rng.choice([name for name in pool[sex] if name != who.given])
            phone = who.phone if rng.random() < 0.5 else _phone(rng)
            return replace(who, given=given, sex=sex, birth=_other_birth(rng, who, near), phone=phone)
        case "twin":
            sex = rng.choice("mf")
            given = rng.choice([name for name in pool[sex] if name != who.given])
            return replace(who, given=given, sex=sex, phone=who.phone if rng.random() < 0.7 else _phone(rng))
        case "namesake":
            day = date(who.birth.year, 1, 2) + timedelta(days=rng.randrange(360))
            return replace(who, birth=day, only_year=False, phone=_phone(rng))
        case "namesake_first_of_january":
            return replace(
                who, birth=date(who.birth.year + rng.choice((-3, -2, 2, 3, 4)), 1, 1), only_year=True, phone=_phone(rng)
            )
        case "couple":
            sex = "f" if who.sex == "m" else "m"
            return replace(who, given=rng.choice(pool[sex]), sex=sex, birth=_other_birth(rng, who, near))
        case "parent":
            return replace(
                who,
                birth=who.birth.replace(
                    year=max(1935, who.birth.year - rng.randrange(18, 35)), day=min(28, who.birth.day)
                ),
                phone=who.phone if rng.random() < 0.5 else _phone(rng),
            )
    return human(rng, half)


def _other_birth(rng: random.Random, who: Human, near: timedelta) -> date:
    moved = who.birth + near
    return date(moved.year, 1, 1) if who.only_year else moved


def make(half: str, number: int, seed: int) -> list[Pair]:
    """That many pairs, half of them of one person."""
    rng = random.Random(f"{seed}:{half}")  # reproducible, not secret
    found = []
    for index in range(number):
        who = human(rng, half)
        one = written(rng, who, usual=rng.random() < 0.5)
        if index % 2:
            kind = _drawn(rng, SAME)
            found.append(Pair(one, again(rng, who, kind), True, kind))
        else:
            kind = _drawn(rng, OTHER)
            found.append(Pair(one, written(rng, beside(rng, who, kind, half)), False, kind))
    return found


def _drawn(rng: random.Random, shares: dict[str, int]) -> str:
    chosen: Any = rng.choices(list(shares), weights=list(shares.values()))[0]
    return str(chosen)
