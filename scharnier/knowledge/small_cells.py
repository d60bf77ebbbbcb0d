# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Small numbers in tables without names: hidden, together with one more where the total would give them away.

Cell suppression as official statistics do it: primary for cells below the limit, secondary so that no hidden cell can
be worked out from the total and the cells that are shown. Zero says that nobody is there and hides nobody.
"""

from __future__ import annotations

from collections.abc import Sequence


def hidden(cells: Sequence[int], least: int) -> frozenset[int]:
    """Places of the cells that must not be shown beside their total: `hidden([40, 2, 7], 5)` is {1, 2}.

    Every number from 1 to `least` - 1 goes; then the smallest others, until at least two cells are hidden and what is
    hidden makes up `least` or more together.
    """
    gone = {place for place, number in enumerate(cells) if 0 < number < least}
    if not gone:
        return frozenset()
    rest = sorted((number, place) for place, number in enumerate(cells) if number >= least)
    while rest and (len(gone) < 2 or sum(cells[place] for place in gone) < least):
        gone.add(rest.pop(0)[1])
    return frozenset(gone)


def shown(total: int, least: int) -> bool:
    """Whether a number that stands alone can be shown."""
    return total == 0 or total >= least
