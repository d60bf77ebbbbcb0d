# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scharnier.knowledge.conditions import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    ConditionError,
    Facts,
    Not,
    Vocabulary,
    add_months,
    contains,
    decisive,
    fields_of,
    parse,
    undecided,
    years_between,
)

WORDS = Vocabulary(
    inputs=frozenset(["a", "b", "c", "since", "birth", "country", "evaluation_date"]),
    country_lists={"list": {"XK": ((10, 20), (30, 40))}},
    text_lists={"names": frozenset(["x", "y"])},
)


def _flag(name: str) -> Condition:
    return Compare(name, "eq", True)


def _facts(day: int = 0, **values: Any) -> Facts:
    return Facts(values, day)


@pytest.mark.parametrize(
    ("a", "b", "all_", "any_"),
    [
        (True, True, True, True),
        (True, False, False, True),
        (True, None, None, True),
        (False, False, False, False),
        (False, None, False, None),
        (None, None, None, None),
        (None, False, False, None),
        (None, True, None, True),
    ],
)
def test_three_values_follow_kleene(a: bool | None, b: bool | None, all_: bool | None, any_: bool | None) -> None:
    facts = _facts(a=a, b=b)
    assert AllOf((_flag("a"), _flag("b"))).holds(facts) is all_
    assert AnyOf((_flag("a"), _flag("b"))).holds(facts) is any_
    assert Not(_flag("a")).holds(facts) is (None if a is None else not a)


def test_nothing_to_test_is_true_and_nothing_to_choose_is_false() -> None:
    assert AllOf(()).holds(_facts()) is True
    assert AnyOf(()).holds(_facts()) is False


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-03-31", 3, "2026-06-30"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-12-31", 12, "2027-12-31"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2023-02-28", 12, "2024-02-28"),
    ],
)
def test_months_are_calendar_months_clamped_to_the_end(start: str, months: int, end: str) -> None:
    assert add_months(date.fromisoformat(start).toordinal(), months) == date.fromisoformat(end).toordinal()


@given(st.dates(date(1950, 1, 1), date(2080, 1, 1)), st.integers(0, 60))
def test_a_later_number_of_months_never_ends_earlier(start: date, months: int) -> None:
    assert add_months(start.toordinal(), months) < add_months(start.toordinal(), months + 1)


@pytest.mark.parametrize(
    ("birth", "day", "years"),
    [
        ("2000-06-15", "2026-06-14", 25),
        ("2000-06-15", "2026-06-15", 26),
        ("2000-02-29", "2025-02-28", 24),
        ("2000-02-29", "2025-03-01", 25),
        ("2000-02-29", "2024-02-29", 24),
    ],
)
def test_a_year_of_life_is_completed_on_the_birthday(birth: str, day: str, years: int) -> None:
    assert years_between(date.fromisoformat(birth).toordinal(), date.fromisoformat(day).toordinal()) == years


def test_a_span_includes_both_of_its_ends() -> None:
    assert [contains(((10, 20),), day) for day in (9, 10, 20, 21)] == [False, True, True, False]


def test_a_country_is_on_a_list_only_within_its_spans() -> None:
    listed = parse({"on_list": "list", "field": "country"}, WORDS)
    found = [listed.holds(_facts(day, country="XK")) for day in (9, 10, 20, 21, 29, 30, 40, 41)]
    assert found == [False, True, True, False, False, True, True, False]
    assert listed.holds(_facts(15, country="SY")) is False
    assert listed.holds(_facts(15)) is None
    assert sorted(listed.turning_days(_facts(15, country="XK"))) == [10, 21, 30, 41]
    assert list(listed.turning_days(_facts(15, country="SY"))) == []
    assert list(listed.turning_days(_facts(15))) == []


@pytest.mark.parametrize(
    ("operator", "values"),
    [
        ("lt", (True, False, False)),
        ("lte", (True, True, False)),
        ("gt", (False, False, True)),
        ("gte", (False, True, True)),
        ("eq", (False, True, False)),
    ],
)
def test_numbers_are_compared_with_both_sides_of_the_limit(operator: str, values: tuple[bool, ...]) -> None:
    test = parse({"field": "a", operator: 10}, WORDS)
    assert tuple(test.holds(_facts(a=value)) for value in (9, 10, 11)) == values
    assert test.holds(_facts()) is None


@pytest.mark.parametrize(
    ("operator", "values"),
    [
        ("after", (False, False, True)),
        ("on_or_before", (True, True, False)),
        ("on_or_after", (False, True, True)),
    ],
)
def test_days_are_compared_with_both_sides_of_the_limit(operator: str, values: tuple[bool, ...]) -> None:
    limit = date(2015, 8, 31)
    test = parse({"field": "a", operator: limit}, WORDS)
    assert tuple(test.holds(_facts(a=limit.toordinal() + step)) for step in (-1, 0, 1)) == values


def test_the_anniversary_counts_as_reached_and_is_remembered() -> None:
    start = date(2026, 3, 31).toordinal()
    due = date(2026, 6, 30).toordinal()
    for operator, reached in (("gte", True), ("lt", False)):
        test = parse({"months_since": "since", operator: 3}, WORDS)
        for day, expected, on_it in ((due - 1, not reached, False), (due, reached, True), (due + 1, reached, False)):
            facts = _facts(day, since=start)
            assert test.holds(facts) is expected
            assert facts.on_anniversary is on_it
            assert facts.other_reading().strict
        assert test.holds(_facts(due, since=start).other_reading()) is (not reached)
        assert list(test.turning_days(_facts(due, since=start))) == [due]
        assert list(test.turning_days(_facts(due))) == []


def test_years_of_life_are_compared() -> None:
    test = parse({"years_since": "birth", "gte": 25}, WORDS)
    birth = date(2000, 6, 15).toordinal()
    assert test.holds(_facts(date(2025, 6, 14).toordinal(), birth=birth)) is False
    assert test.holds(_facts(date(2025, 6, 15).toordinal(), birth=birth)) is True
    assert test.holds(_facts(0)) is None
    assert fields_of(test) == ("birth",)


def test_a_list_of_names_and_whether_something_is_recorded() -> None:
    named = parse({"field": "a", "in_list": "names"}, WORDS)
    assert (named.holds(_facts(a="x")), named.holds(_facts(a="z")), named.holds(_facts())) == (True, False, None)
    recorded = parse({"field": "a", "recorded": True}, WORDS)
    assert (recorded.holds(_facts(a=False)), recorded.holds(_facts())) == (True, False)
    assert fields_of(recorded) == ("a",)


def test_evaluation_day_turns_on_the_limit_and_the_day_after() -> None:
    test = parse({"field": "evaluation_date", "on_or_after": date(2026, 6, 12)}, WORDS)
    day = date(2026, 6, 12).toordinal()
    assert list(test.turning_days(_facts())) == [day, day + 1]
    assert list(parse({"field": "a", "gte": 3}, WORDS).turning_days(_facts())) == []


def test_open_and_decisive_parts_are_found() -> None:
    a, b, c = _flag("a"), _flag("b"), _flag("c")
    both = AllOf((a, AnyOf((b, Not(c)))))
    assert undecided(both, _facts(a=True, b=False)) == (c,)
    assert undecided(both, _facts(a=False)) == ()
    assert undecided(both, _facts()) == (a, b, c)
    assert decisive(both, _facts(a=False, b=True)) == (a,)
    assert decisive(both, _facts(a=True, b=False, c=False)) == (a, c)
    assert decisive(both, _facts(a=True, b=True, c=False)) == (a, b)
    assert decisive(both, _facts(a=True, b=False, c=True)) == (b, c)
    assert fields_of(both) == ("a", "b", "c")


@pytest.mark.parametrize(
    ("node", "reason"),
    [
        ("text", "must be a mapping or a list"),
        ({"all": [], "any": []}, "expected 1 entries"),
        ({"not": {"field": "a", "eq": 1}, "extra": 1}, "expected 1 entries"),
        ({"field": "a"}, "expected 2 entries"),
        ({"field": "a", "eq": 1, "lt": 2}, "expected 2 entries"),
        ({"field": "z", "eq": 1}, "there is no input 'z'"),
        ({"field": "a", "like": 1}, "unknown operator 'like'"),
        ({"field": "a", "after": "yesterday"}, "after takes a date"),
        ({"field": "a", "in_list": "nowhere"}, "there is no list 'nowhere'"),
        ({"on_list": "nowhere", "field": "a"}, "there is no country list 'nowhere'"),
        ({"derived": "tired", "eq": True}, "there is no derived input 'tired'"),
        ({"months_since": "since", "eq": 3}, "takes gte or lt"),
        ({"months_since": "since", "gte": "3"}, "takes gte or lt"),
        ({"years_since": "birth", "gt": 3}, "takes gte or lt"),
        ({"weather": "a", "eq": 3}, "unknown kind of condition 'weather'"),
    ],
)
def test_a_condition_that_cannot_be_read_is_refused_with_the_reason(node: object, reason: str) -> None:
    with pytest.raises(ConditionError, match=reason):
        parse(node, WORDS)


def test_a_derived_input_is_compared_with_true_or_false_only() -> None:
    words = Vocabulary(derived={"d": _flag("a")}, inputs=WORDS.inputs)
    assert parse({"derived": "d", "eq": False}, words).holds(_facts(a=True)) is False
    assert parse({"derived": "d", "eq": False}, words).holds(_facts(a=False)) is True
    assert parse({"derived": "d", "eq": True}, words).holds(_facts()) is None
    for wrong in ({"derived": "d", "eq": 1}, {"derived": "d", "in": True}):
        with pytest.raises(ConditionError, match="eq: true or eq: false"):
            parse(wrong, words)


def test_a_condition_without_an_answer_says_so() -> None:
    with pytest.raises(TypeError, match="Condition has no answer of its own"):
        Condition().holds(_facts())
