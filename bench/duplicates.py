# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Precision and recall of the duplicate hint on labelled pairs, beside plain trigrams and Kölner Phonetik, in one run.

Every method is tuned on one half of the pairs (weights, thresholds) and reported on the other, made from other names.
"""

from __future__ import annotations

import re
import time
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Sequence
from math import exp
from typing import Any

from bench.pairs import Pair, make
from scharnier.people.matching import weights
from scharnier.people.matching.keys import keys
from scharnier.people.matching.likeness import Facts, compare, features

PAIRS, SEED = 3000, 20261122


def measure(number: int = PAIRS, *, fit: bool = False) -> dict[str, Any]:
    """Figures of all methods on the reporting half; with `fit` also new weights from the tuning half."""
    tune, report = make("tune", number, SEED), make("report", number, SEED)
    fitted = learn(tune) if fit else None
    used = fitted or weights.WEIGHTS
    methods: dict[str, Callable[[Pair], float]] = {
        "scharnier": lambda pair: _chance(pair, used) if _met(pair) else 0.0,
        "trigram": lambda pair: trigram(_plain(pair.one), _plain(pair.other)),
        "trigram_and_birth": lambda pair: trigram(_plain(pair.one), _plain(pair.other)) + _birth(pair),
        "koelner_phonetik": lambda pair: koelner(pair.one, pair.other),
        "koelner_phonetik_and_birth": lambda pair: koelner(pair.one, pair.other) + _birth(pair),
    }
    found: dict[str, Any] = {"pairs": {"tune": len(tune), "report": len(report)}, "methods": {}}
    for name, method in methods.items():
        limit = weights.THRESHOLD if name == "scharnier" else _best_limit(tune, method)
        began = time.perf_counter()
        figures = _figures(report, method, limit)
        figures["microseconds_a_pair"] = round((time.perf_counter() - began) / len(report) * 1e6)
        found["methods"][name] = {"limit": round(limit, 3), **figures}
    mine = found["methods"]["scharnier"]
    rivals = [each for name, each in found["methods"].items() if name != "scharnier"]
    found["by_kind"] = _by_kind(report, methods["scharnier"], weights.THRESHOLD)
    found["found_by_keys"] = _blocking(report)
    found["verdicts"] = {
        "at least 2000 pairs": len(tune) + len(report) >= 2000,
        "better F1 than every baseline": all(mine["f1"] > each["f1"] for each in rivals),
        "better precision and recall than plain trigrams and Kölner Phonetik": all(
            mine["precision"] > found["methods"][name]["precision"]
            and mine["recall"] > found["methods"][name]["recall"]
            for name in ("trigram", "koelner_phonetik")
        ),
        "the day of birth 1 January alone never makes a match": _january(),
    }
    if fitted:
        found["fitted"] = {name: round(value, 2) for name, value in fitted.items()}
    return found


def _chance(pair: Pair, used: dict[str, float]) -> float:
    total = sum(used.get(name, 0.0) * value for name, value in features(pair.one, pair.other).items())
    return 1 / (1 + exp(-max(-40.0, min(40.0, total))))


def _figures(pairs: Sequence[Pair], method: Callable[[Pair], float], limit: float) -> dict[str, Any]:
    hit = sum(pair.same and method(pair) >= limit for pair in pairs)
    said = sum(method(pair) >= limit for pair in pairs)
    there = sum(pair.same for pair in pairs)
    precision, recall = hit / said if said else 0.0, hit / there
    return {
        "precision": round(precision, 3),
        "recall": round(recall, 3),
        "f1": round(2 * precision * recall / (precision + recall), 3) if hit else 0.0,
    }


def _best_limit(pairs: Sequence[Pair], method: Callable[[Pair], float]) -> float:
    """The threshold with the best F1 on these pairs: the baselines get the best that they can have."""
    scored = sorted(((method(pair), pair.same) for pair in pairs), reverse=True)
    there = sum(same for _, same in scored)
    best, limit, hit = 0.0, 1.0, 0
    for said, (value, same) in enumerate(scored, 1):
        hit += same
        if said < len(scored) and scored[said][0] == value:
            continue
        f1 = 2 * hit / (said + there)
        if f1 > best:
            best, limit = f1, value
    return limit


def _by_kind(pairs: Sequence[Pair], method: Callable[[Pair], float], limit: float) -> dict[str, Any]:
    """Share of pairs judged rightly, by how they came about."""
    right: dict[str, list[bool]] = defaultdict(list)
    for pair in pairs:
        right[f"{'same' if pair.same else 'other'}: {pair.kind}"].append((method(pair) >= limit) is pair.same)
    return {
        kind: {"pairs": len(each), "right": round(sum(each) / len(each), 3)} for kind, each in sorted(right.items())
    }


def _blocking(pairs: Sequence[Pair]) -> float:
    """Share of records of one person that share a key or a telephone: what the database can find at all."""
    same = [pair for pair in pairs if pair.same]
    return round(sum(_met(pair) for pair in same) / len(same), 3)


def _met(pair: Pair) -> bool:
    """Whether the database would set the one beside the other."""
    return bool(set(keys(pair.one)) & set(keys(pair.other)) or (pair.one.phone and pair.one.phone == pair.other.phone))


def _january() -> bool:
    from datetime import date

    one = Facts("Haddad", "Nour", birth=date(1990, 1, 1), sex="f")
    other = Facts("Tesfay", "Selam", birth=date(1990, 1, 1), sex="f")
    return not compare(one, other).likely and one.day is None


# ---------- learning ----------


def learn(pairs: Sequence[Pair], rounds: int = 4000, rate: float = 0.5, keep: float = 0.0005) -> dict[str, float]:
    """Weights of a logistic judgement by plain gradient descent; `keep` holds them small."""
    rows = [(features(pair.one, pair.other), float(pair.same)) for pair in pairs]
    names = sorted({name for row, _ in rows for name in row})
    import numpy as np

    table = np.array([[row.get(name, 0.0) for name in names] for row, _ in rows])
    wanted = np.array([same for _, same in rows])
    found = np.zeros(len(names))
    for _ in range(rounds):
        guess = 1 / (1 + np.exp(-table @ found))
        found -= rate * (table.T @ (guess - wanted) / len(wanted) + keep * found)
    return {name: float(value) for name, value in zip(names, found, strict=True)}


# ---------- baselines ----------


def _plain(facts: Facts) -> str:
    text = unicodedata.normalize("NFKD", f"{facts.family} {facts.given}".casefold())
    return "".join(letter for letter in text if not unicodedata.combining(letter))


def trigram(one: str, other: str) -> float:
    """As pg_trgm: shared trigrams of padded words over all of them."""

    def grams(text: str) -> set[str]:
        return {f"  {word} "[place : place + 3] for word in re.findall(r"\w+", text) for place in range(len(word) + 1)}

    mine, theirs = grams(one), grams(other)
    return len(mine & theirs) / len(mine | theirs) if mine | theirs else 0.0


def _birth(pair: Pair) -> float:
    return 0.5 if pair.one.birth is not None and pair.one.birth == pair.other.birth else 0.0


def koelner(one: Facts, other: Facts) -> float:
    """Share of the words of both names whose codes agree, in any order."""
    mine = {phonetic(word) for word in re.findall(r"\w+", f"{one.family} {one.given}")}
    theirs = {phonetic(word) for word in re.findall(r"\w+", f"{other.family} {other.given}")}
    return len(mine & theirs) / len(mine | theirs) if mine | theirs else 0.0


_SINGLE = {**dict.fromkeys("AEIJOUYÄÖÜ", "0"), "B": "1", **dict.fromkeys("FVW", "3"), **dict.fromkeys("GKQ", "4"),
           "L": "5", **dict.fromkeys("MN", "6"), "R": "7", **dict.fromkeys("SZß", "8"), "H": ""}  # fmt: skip


def phonetic(word: str) -> str:
    """Kölner Phonetik (Postel 1969)."""
    text = "".join(letter for letter in unicodedata.normalize("NFC", word).upper() if letter.isalpha())
    plain = "".join(letter if letter in "ÄÖÜß" else unicodedata.normalize("NFKD", letter)[0] for letter in text)
    code = ""
    for place, letter in enumerate(plain):
        before, after = plain[place - 1 : place], plain[place + 1 : place + 2]
        code += _digit(letter, before, after, first=place == 0)
    code = re.sub(r"(.)\1+", r"\1", code)
    return code[:1] + code[1:].replace("0", "")


def _digit(letter: str, before: str, after: str, *, first: bool) -> str:
    if letter in "DT":
        return "8" if after and after in "CSZ" else "2"
    if letter == "P":
        return "3" if after == "H" else "1"
    if letter == "X":
        return "8" if before and before in "CKQ" else "48"
    if letter == "C":
        if first:
            return "4" if after and after in "AHKLOQRUX" else "8"
        return "8" if (before and before in "SZ") or not (after and after in "AHKOQUX") else "4"
    return _SINGLE.get(letter, "")
