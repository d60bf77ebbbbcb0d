# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Keys under which records of the same person meet, and keyed digests that say so without saying who.

A key is two skeletons of the name in alphabetical order (so exchanged names meet), or one with a day of birth. A digest
is an HMAC with the installation's secret over a key and the day of birth, or over a telephone number and a skeleton:
whoever reads the table learns nothing, and whoever asks must know both parts.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from functools import cache
from itertools import combinations

from django.conf import settings

from scharnier.people.matching.folding import skeletons, words
from scharnier.people.matching.likeness import Facts

MOST_WORDS, MOST_KEYS = 6, 40


def _names(facts: Facts) -> list[tuple[str, ...]]:
    found = [words(f"{facts.given} {facts.family}")]
    found += [words(f"{facts.given} {former}") for former in facts.former.split(", ") if former]
    found += [words(facts.own)] if facts.own else []
    return [name[:MOST_WORDS] for name in found if name]


def _pairs(names: Iterable[tuple[str, ...]]) -> dict[str, None]:
    """Two words of a name each; a single word stands alone."""
    found: dict[str, None] = {}
    for name in names:
        if len(name) == 1:
            found.update(dict.fromkeys(f"{key}|" for key in sorted(skeletons(name[0]))))
        for one, other in combinations(name, 2):
            for mine in sorted(skeletons(one)):
                for theirs in sorted(skeletons(other)):
                    found["|".join(sorted((mine, theirs)))] = None
    return found


def keys(facts: Facts) -> list[str]:
    """What a record is found by."""
    names = _names(facts)
    found: dict[str, None] = {}
    if facts.day is not None:
        for name in names:
            for word in name:
                found.update(dict.fromkeys(f"{key}@{facts.day.isoformat()}" for key in sorted(skeletons(word))))
    found.update(_pairs(names))
    return list(found)[:MOST_KEYS]


@cache
def _secret() -> bytes:
    return hashlib.sha256(b"scharnier.people.matching" + settings.SECRET_KEY.encode()).digest()


def _digest(text: str) -> bytes:
    return hmac.new(_secret(), text.encode(), hashlib.sha256).digest()[:16]


def digests(facts: Facts) -> list[bytes]:
    """What a record is recognised by where nobody may read it; empty when too little is known to be sure."""
    names = _names(facts)
    found: dict[bytes, None] = {}
    if facts.day is not None:
        for pair in _pairs(names):
            if not pair.endswith("|"):
                found[_digest(f"birth:{pair}:{facts.day.isoformat()}")] = None
    if facts.phone:
        for name in names:
            for word in name:
                for key in sorted(skeletons(word)):
                    if len(key) > 1:
                        found[_digest(f"phone:{facts.phone}:{key}")] = None
    return list(found)[:MOST_KEYS]
