# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A proposal that no other distribution beats, never over the room, the longest wait first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from scharnier.knowledge.allocation import Given, Mentor, Newcomer, first_come, points_at, propose

DAY = date(2026, 11, 24)
_TONGUES = st.frozensets(st.sampled_from(["ar", "uk", "ti", "de"]), max_size=2)
_CODES = st.sampled_from(["08056", "08058", "08112", "09111", ""])
_NEWCOMERS = st.lists(
    st.builds(
        Newcomer,
        id=st.just(""),
        languages=_TONGUES,
        postcode=_CODES,
        barred=st.sampled_from([frozenset(), frozenset("A")]),
    ),
    max_size=4,
).map(lambda rows: [replace(row, id=str(number)) for number, row in enumerate(rows)])
_MENTORS = st.lists(
    st.builds(
        Mentor,
        id=st.just(""),
        has=st.integers(0, 3),
        limit=st.one_of(st.none(), st.integers(0, 5)),
        languages=_TONGUES,
        postcodes=st.frozensets(_CODES, max_size=2),
        partner=st.sampled_from(["", "V"]),
    ),
    max_size=3,
).map(lambda rows: [replace(row, id="ABC"[number]) for number, row in enumerate(rows)])


def total(rows: list[Given]) -> int:
    return sum(row.points for row in rows)


def placed(rows: list[Given]) -> int:
    return sum(row.mentor is not None for row in rows)


def best_by_trying(newcomers: list[Newcomer], mentors: list[Mentor]) -> tuple[int, int]:
    """How many can be placed among those whom there is room for, and the best sum then; every distribution tried."""
    room = sum(len(newcomers) if m.free is None else m.free for m in mentors)
    some = newcomers[:room]
    best = (0, 0)
    for choice in product([None, *mentors], repeat=len(some)):
        chosen = [each for each in choice if each is not None]
        if any(m.free is not None and chosen.count(m) > m.free for m in mentors):
            continue
        if any(m is not None and m.id in n.barred for n, m in zip(some, choice, strict=True)):
            continue
        only = [[m] if m else [] for m in choice]
        # one after the other, each with the one mentor of this choice: the same points as any order gives
        left = {m.id: m for m in mentors}
        sums = 0
        for newcomer, one in zip(some, only, strict=True):
            if one:
                mentor = left[one[0].id]
                full = replace(mentor, limit=mentor.limit or max(m.has for m in mentors) + max(len(newcomers), 1))
                sums += first_come([newcomer], [full], DAY)[0].points
                left[mentor.id] = replace(mentor, has=mentor.has + 1)
        best = max(best, (len(chosen), sums))
    return best


@settings(max_examples=80, deadline=None)
@given(_NEWCOMERS, _MENTORS)
def test_no_distribution_is_better_and_nobody_gets_more_than_there_is_room(
    newcomers: list[Newcomer], mentors: list[Mentor]
) -> None:
    rows = propose(newcomers, mentors, DAY)
    assert [row.newcomer for row in rows] == newcomers
    assert (placed(rows), total(rows)) == best_by_trying(newcomers, mentors)
    for mentor in mentors:
        assert mentor.free is None or sum(row.mentor == mentor for row in rows) <= mentor.free
    assert not any(row.mentor and row.mentor.id in row.newcomer.barred for row in rows)
    assert (placed(rows), total(rows)) >= (
        placed(rows),
        total(first_come(newcomers[: placed(rows)], mentors, DAY)) - 99,
    )


def test_looking_ahead_gains_what_the_first_in_turn_takes_away() -> None:
    both = Mentor("A", limit=1, languages=frozenset({"ar", "uk"}), postcodes=frozenset({"08056"}))
    one = Mentor("B", limit=1, languages=frozenset({"uk"}), postcodes=frozenset({"08058"}))
    first = Newcomer("1", frozenset({"uk"}), "08056")
    second = Newcomer("2", frozenset({"ar"}), "08056")
    turn, ahead = first_come([first, second], [both, one], DAY), propose([first, second], [both, one], DAY)
    assert [row.mentor for row in turn] == [both, one]
    assert [row.mentor for row in ahead] == [one, both]
    most = points_at(DAY)
    assert total(ahead) - total(turn) == most["language"]
    assert ahead[0].parts == {"place": most["place"] * 60 // 100, "language": 30, "tandem": 0, "spread": 20}


def test_room_goes_to_the_longest_wait_even_where_a_later_one_fits_better() -> None:
    mentor = Mentor("A", has=4, limit=5, languages=frozenset({"ar"}))
    rows = propose([Newcomer("1"), Newcomer("2", frozenset({"ar"}))], [mentor], DAY)
    assert [row.mentor for row in rows] == [mentor, None]
    assert rows[1].parts == {}


def test_german_in_common_is_no_reason_and_the_tandem_of_the_second_member_of_staff_is() -> None:
    mentors = [Mentor("A", languages=frozenset({"de"})), Mentor("B", partner="V"), Mentor("C", partner="W")]
    (row,) = propose([Newcomer("1", frozenset({"de"}), partner="W")], mentors, DAY)
    assert (row.mentor, row.parts["language"], row.parts["tandem"]) == (mentors[2], 0, 10)
