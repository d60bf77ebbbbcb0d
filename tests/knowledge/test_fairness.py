# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Groups compared, alerts below nine tenths, and nothing small that totals would give away."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from scharnier.knowledge import codes
from scharnier.knowledge.fairness import (
    MEASURES,
    Group,
    Line,
    Subject,
    compare,
    dimensions,
    group_of_age,
    group_of_level,
    group_of_nationality,
    group_of_sex,
    labels,
    published,
)

LEAST = 5


def people(group: str, number: int, suggestions: int, **more: object) -> list[Subject]:
    return [Subject({"sex": group}, suggestions, 60 if suggestions else None, {"german": 0.5}, **more)] * number  # type: ignore[arg-type]


@st.composite
def tables(draw: st.DrawFn) -> list[Group]:
    found = []
    for code in "ABCDEF"[: draw(st.integers(1, 6))]:
        number = draw(st.integers(1, 30))
        counts = {measure: draw(st.integers(0, number)) for measure in MEASURES}
        found.append(Group(code, number, counts, 50 * counts["any"], {"german": number / 2}))
    return found


def unknown(groups: list[Group], lines: list[Line], measure: str) -> list[Group]:
    """Groups whose share isn't told."""
    told = {line.code for line in lines if line.shares[measure] is not None}
    return [each for each in groups if each.code not in told]


@settings(max_examples=150, deadline=None)
@given(tables())
def test_no_total_gives_away_what_is_left_out(groups: list[Group]) -> None:
    lines = published(groups, LEAST)
    by_code = {line.code: line for line in lines}
    hidden = [each for each in groups if by_code[each.code].people is None]
    assert all(by_code[each.code].people is None for each in groups if each.people < LEAST)
    # Whoever knows the total and all that is shown learns the sum of the hidden groups only, and that is large enough.
    if hidden and len(hidden) < len(groups):
        assert len(hidden) >= 2
        assert sum(each.people for each in hidden) >= LEAST
    for measure in MEASURES:
        left = unknown(groups, lines, measure)
        for each in groups:
            counts, rest = each.counts[measure], each.people - each.counts[measure]
            if 0 < counts < LEAST or 0 < rest < LEAST:
                assert each in left
        if left and len(left) < len(groups):
            count = sum(each.counts[measure] for each in left)
            rest = sum(each.people for each in left) - count
            assert len(left) >= 2
            assert not 0 < count < LEAST
            assert not 0 < rest < LEAST
    assert all(
        line.best is None for line in lines if next(g for g in groups if g.code == line.code).counts["any"] < LEAST
    )


def test_a_single_small_group_takes_the_next_smallest_with_it() -> None:
    rows = compare([*people("f", 40, 6), *people("m", 20, 6), *people("neither", 2, 0)], "sex", LEAST)
    assert [(row.code, row.people) for row in rows] == [("f", 40), ("m", None), ("neither", None)]
    assert rows[1].best is None
    assert rows[2].blocked == {"german": None}


def test_a_tenth_less_than_the_best_group_is_an_alert() -> None:
    women = [*people("f", 80, 6), *people("f", 20, 1)]
    men = [*people("m", 95, 6), *people("m", 5, 1)]
    first, second = compare([*women, *men], "sex", LEAST)
    assert first.alerts == ("five",)
    assert round(first.ratios["five"] or 0, 3) == round(0.8 / 0.95, 3)
    assert second.alerts == ()
    assert second.ratios["five"] == 1
    assert first.ratios["placed"] is None  # nobody was, in no group


def test_of_few_people_the_ratio_is_told_and_nobody_is_alarmed() -> None:
    few = [*people("f", 6, 6), *people("f", 6, 1)]
    women, men = compare([*few, *people("m", 40, 6)], "sex", LEAST)
    assert (women.ratios["five"], women.alerts) == (0.5, ())
    assert men.alerts == ()


def test_everybody_has_a_group_with_words_in_two_languages() -> None:
    assert [group_of_age(years) for years in (None, 17, 25, 54, 80)] == [
        "unknown", "under25", "25to34", "45to54", "55plus",
    ]  # fmt: skip
    assert {group_of_level(code) for code in codes.codes("cefr")} == {"none_a1", "a2", "b1", "b2plus"}
    assert group_of_nationality("UA") == "ukraine"
    assert [group_of_nationality(code) for code in ("", "stateless", "FR")] == ["unknown", "stateless", "other"]
    assert [group_of_sex(code) for code in ("f", "m", "d", "")] == ["f", "m", "neither", "neither"]
    assert set(labels("de")) == set(labels("en")) > set(dimensions())
