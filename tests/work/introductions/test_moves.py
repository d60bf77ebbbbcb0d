# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The table of moves, and the database that mirrors it."""

from __future__ import annotations

import pytest
from django.db import connection

from scharnier.work.introductions.moves import ENDS, MOVES, NEW, OPEN, REFUSED, WAY, State, may, pairs

STATES = [NEW, *State.values]


def _sql(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_expr(conbin, conrelid) FROM pg_constraint WHERE conname = %s", [name])
        found: str = cursor.fetchone()[0]
    return found


@pytest.mark.django_db
def test_the_database_permits_the_moves_of_the_table_and_no_others() -> None:
    rows = [(before, after, late) for before in STATES for after in STATES for late in (False, True)]
    values = ", ".join(f"('{before}'::varchar, '{after}'::varchar, {late})" for before, after, late in rows)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT before, state, late FROM (VALUES {values}) AS step (before, state, late) "  # constants
            f"WHERE {_sql('introduction_step_permitted')}"
        )
        permitted = set(cursor.fetchall())
    assert {(before, after) for before, after, late in permitted if not late} == set(pairs())
    assert {after for _before, after, late in permitted if late} == set(WAY)


def test_the_way_goes_forward_may_skip_and_never_goes_back() -> None:
    assert may(State.PROPOSED, State.TRIAL)
    assert not may(State.TRIAL, State.SENT)
    assert all(may(state, end) for state in OPEN for end in ENDS)
    assert MOVES[NEW] == (State.PROPOSED,)


def test_a_no_isnt_the_end_of_everything() -> None:
    for end in REFUSED:
        assert may(end, State.INTERVIEW)
        assert not any(may(end, other) for other in REFUSED)
    assert set(MOVES[State.HIRED]) == set(REFUSED)
