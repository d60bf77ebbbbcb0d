# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Small numbers are hidden, and nothing lets them be worked out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scharnier.knowledge.small_cells import hidden, shown


def test_a_small_cell_takes_the_next_smallest_with_it() -> None:
    assert hidden([40, 2, 7], 5) == {1, 2}
    assert hidden([40, 2, 3, 7], 5) == {1, 2}
    assert hidden([40, 1, 1, 7], 5) == {1, 2, 3}
    assert hidden([40, 0, 7], 5) == frozenset()
    assert hidden([3], 5) == {0}
    assert (shown(0, 5), shown(4, 5), shown(5, 5)) == (True, False, True)


@given(st.lists(st.integers(0, 60), max_size=12), st.integers(3, 20))
def test_what_is_shown_never_tells_a_small_cell(cells: list[int], least: int) -> None:
    gone = hidden(cells, least)
    assert all(number == 0 or number >= least for place, number in enumerate(cells) if place not in gone)
    if gone and shown(sum(cells), least):
        rest = sum(cells) - sum(number for place, number in enumerate(cells) if place not in gone)
        assert len(gone) > 1
        assert rest >= least
