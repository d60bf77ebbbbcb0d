# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who could accompany whom: a proposal for new participants under the room that each mentor has.

    propose(newcomers, mentors, day)     the best sum of points there is, exactly
    first_come(newcomers, mentors, day)  the same people one after the other, each to the best mentor still free

Points are those of data/allocation.yaml on a day. Room goes to whoever waits longest; among those the sum decides. Sex,
origin, religion and age are no inputs. Reads no database; proposes, decides nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from scharnier.knowledge.files import load

GERMAN = "de"
# Digits of the postcode in common, and the share of the points for it in hundredths.
NEARNESS = ((5, 100), (3, 60), (2, 30))
_NEVER = -1  # worse than nobody, whose value is 0
_BEST = 100


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Whoever needs somebody. `partner`: the second member of staff if there is one; `barred`: mentors who can't."""

    id: str
    languages: frozenset[str] = frozenset()
    postcode: str = ""
    partner: str = ""
    barred: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Mentor:
    """`has` cases now, `limit` at most (None: nobody has set a number); `partner`: the other one of the tandem."""

    id: str
    has: int = 0
    limit: int | None = None
    languages: frozenset[str] = frozenset()
    postcodes: frozenset[str] = frozenset()
    partner: str = ""

    @property
    def free(self) -> int | None:
        return None if self.limit is None else max(0, self.limit - self.has)


@dataclass(frozen=True, slots=True)
class Given:
    """What becomes of a newcomer; without a mentor there is no room, and no parts."""

    newcomer: Newcomer
    mentor: Mentor | None = None
    parts: Mapping[str, int] = field(default_factory=dict)

    @property
    def points(self) -> int:
        return sum(self.parts.values())


def points_at(day: date) -> Mapping[str, int]:
    """The points of the edition in force; before the first one those of the first."""
    editions = load("allocation.yaml")["editions"]
    return next((row["points"] for row in reversed(editions) if row["valid_from"] <= day), editions[0]["points"])


def parts(newcomer: Newcomer, mentor: Mentor, most: Mapping[str, int]) -> dict[str, int]:
    """Points of a pair, without what depends on how much the mentor has already."""
    near = max((_near(newcomer.postcode, each) for each in mentor.postcodes), default=0)
    common = (newcomer.languages & mentor.languages) - {GERMAN}
    pair = bool(mentor.partner) and newcomer.partner in ("", mentor.partner)
    return {
        "place": most["place"] * near // 100,
        "language": most["language"] if common else 0,
        "tandem": most["tandem"] if pair else 0,
    }


def _near(one: str, other: str) -> int:
    return next((share for digits, share in NEARNESS if one[:digits] == other[:digits] and len(one) == 5), 0)


def propose(newcomers: Sequence[Newcomer], mentors: Sequence[Mentor], day: date) -> list[Given]:
    """One line a newcomer, in their order (the longest wait first).

    Every free place of a mentor is a column and worth less than the one before, so the best sum also spreads the load.
    Columns of nobody stand beside them, for those whom no mentor may take; as many as possible get somebody. Solved by
    `scipy.optimize.linear_sum_assignment` (Crouse, IEEE Transactions on Aerospace and Electronic Systems 52, 2016),
    which is exact.
    """
    from scipy.optimize import linear_sum_assignment  # half a second, spared to every process that never asks

    most, full = points_at(day), _full(mentors, len(newcomers))
    asked = newcomers[: _room(mentors, len(newcomers))]
    slots = [
        (mentor, number)
        for mentor in mentors
        for number in range(len(asked) if mentor.free is None else min(mentor.free, len(asked)))
    ]
    if not slots:
        return [Given(each) for each in newcomers]
    fixed = {(n.id, m.id): sum(parts(n, m, most).values()) for n in asked for m in mentors}
    somebody = _BEST * len(asked) + 1  # worth more than all points together
    values = np.zeros((len(asked), len(slots) + len(asked)), dtype=np.int64)
    for column, (mentor, number) in enumerate(slots):
        spread = _spread(mentor, number, full, most)
        for row, newcomer in enumerate(asked):
            barred = mentor.id in newcomer.barred
            values[row, column] = _NEVER if barred else somebody + fixed[newcomer.id, mentor.id] + spread
    rows, columns = linear_sum_assignment(values, maximize=True)
    found = {asked[row].id: slots[column] for row, column in zip(rows, columns, strict=True) if column < len(slots)}
    return [_given(each, found.get(each.id), full, most) for each in newcomers]


def first_come(newcomers: Sequence[Newcomer], mentors: Sequence[Mentor], day: date) -> list[Given]:
    """What happens without looking ahead: each in turn to the best mentor who still has room."""
    most, full = points_at(day), _full(mentors, len(newcomers))
    taken = dict.fromkeys((mentor.id for mentor in mentors), 0)
    answers = []
    for newcomer in newcomers:
        open_ = [
            mentor
            for mentor in mentors
            if mentor.id not in newcomer.barred and (mentor.free is None or taken[mentor.id] < mentor.free)
        ]
        options = [_given(newcomer, (mentor, taken[mentor.id]), full, most) for mentor in open_]
        best = max(options, key=lambda each: each.points, default=Given(newcomer))
        if best.mentor is not None:
            taken[best.mentor.id] += 1
        answers.append(best)
    return answers


def _given(newcomer: Newcomer, slot: tuple[Mentor, int] | None, full: int, most: Mapping[str, int]) -> Given:
    if slot is None:
        return Given(newcomer)
    return Given(newcomer, slot[0], {**parts(newcomer, slot[0], most), "spread": _spread(*slot, full, most)})


def _room(mentors: Sequence[Mentor], wanted: int) -> int:
    """How many can be taken in all."""
    return sum(wanted if mentor.free is None else mentor.free for mentor in mentors)


def _full(mentors: Sequence[Mentor], coming: int) -> int:
    """What counts as full where nobody has set a number: all newcomers on top of the largest caseload."""
    return max((mentor.has for mentor in mentors), default=0) + max(coming, 1)


def _spread(mentor: Mentor, number: int, full: int, most: Mapping[str, int]) -> int:
    """The share of room that is left after the `number`th new case (from 0); falls with every case."""
    limit = full if mentor.limit is None else max(mentor.limit, 1)
    return most["spread"] * max(0, limit - mentor.has - number) // limit
