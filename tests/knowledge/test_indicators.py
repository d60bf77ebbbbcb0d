# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scharnier.knowledge.cases import rows
from scharnier.knowledge.columns import Categories, Table, members, tally
from scharnier.knowledge.conditions import ConditionError
from scharnier.knowledge.expressions import Names, parse_expression
from scharnier.knowledge.indicators import (
    check_totals,
    compute,
    follow_ups,
    indicator_set,
    merge_reentries,
    set_codes,
)
from scharnier.knowledge.inputs import InputError

TODAY = date(2026, 11, 22)
CASES = rows("indicators")
ABOUT_THE_CASE = {"id", "family", "set", "as_of", "exactly", "counts", "not", "missing"}
ESF = ("esf_2014_2020", "esf_plus_2021_2027")

RECORD = {
    "entry_date": "2018-03-15",
    "birth_date": "1985-06-01",
    "sex": "f",
    "registered_unemployed_entry": False,
    "paid_work_entry": False,
    "in_education_training_entry": False,
    "isced_entry": 3,
    "citizenship": "third_country",
    "foreign_background": True,
}


def _record(case: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in case.items() if name not in ABOUT_THE_CASE}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_records_count_as_the_table_says(case: dict[str, Any]) -> None:
    found = compute(case.get("set", "esf_2014_2020"), _record(case), case.get("as_of", TODAY))
    assert set(case.get("counts", [])) <= set(found.indicators)
    assert set(case.get("not", [])) & set(found.indicators) == set()
    if "exactly" in case:
        assert list(found.indicators) == case["exactly"]
    if "missing" in case:
        assert sorted(found.missing) == sorted(case["missing"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_the_columns_count_like_the_single_record(case: dict[str, Any]) -> None:
    code, day = case.get("set", "esf_2014_2020"), case.get("as_of", TODAY)
    single = compute(code, _record(case), day)
    table = Table.of(code, [_record(case)])
    counted = {indicator.code for indicator in indicator_set(code).counted if members(table, day, indicator.code)[0]}
    assert counted == set(single.indicators)


def test_there_are_eighty_cases_and_no_two_share_a_name() -> None:
    names = [case["id"] for case in CASES]
    assert len(names) == len(set(names)) >= 80


@pytest.mark.parametrize("code", set_codes())
def test_every_counting_indicator_is_counted_by_a_case(code: str) -> None:
    counted = set()
    for case in CASES:
        if case.get("set", "esf_2014_2020") == code:
            counted |= set(compute(code, _record(case), case.get("as_of", TODAY)).indicators)
    untested = {indicator.code for indicator in indicator_set(code).counted} - counted
    assert untested <= {"MM11", "MM12", "IFDM10", "NAF10", "NAF11"}  # the same expressions as tested ones


days = st.dates(date(2017, 1, 1), date(2019, 12, 31))
bools = st.none() | st.booleans()
events = st.lists(
    st.fixed_dictionaries({"date": days, "status": st.sampled_from(["employed", "unemployed", "inactive"])}), max_size=4
)


@st.composite
def records(draw: st.DrawFn) -> dict[str, Any]:
    maybe: Callable[[st.SearchStrategy[Any]], Any] = lambda values: draw(st.none() | values)  # noqa: E731 - a short name
    record = {
        "entry_date": maybe(days),
        "birth_date": maybe(st.dates(date(1950, 1, 1), date(2005, 12, 31))),
        "sex": maybe(st.sampled_from(["f", "m", "x"])),
        "unemployed_since": maybe(days),
        "isced_entry": maybe(st.integers(0, 8)),
        "citizenship": maybe(st.sampled_from(["german", "eu", "third_country", "stateless", "undetermined"])),
        "status_events": maybe(events),
        "education_start_date": maybe(days),
        "qualification_date": maybe(days),
        "improved_6m": maybe(st.lists(st.sampled_from(["promotion", "higher_skill_job"]), max_size=2)),
    }
    for name, item in indicator_set("esf_2014_2020").items.items():
        if item.type == "bool":
            record[name] = maybe(st.booleans())
    leaving = maybe(days)
    if leaving and record["entry_date"] and leaving < record["entry_date"]:
        leaving = record["entry_date"] + timedelta(days=30)
    record["leaving_date"] = leaving
    return record


@settings(max_examples=60, deadline=None)
@given(
    st.lists(records(), min_size=1, max_size=12), st.sampled_from(ESF), st.dates(date(2017, 6, 1), date(2020, 12, 31))
)
def test_many_records_add_up_to_the_single_ones(many: list[dict[str, Any]], code: str, as_of: date) -> None:
    singles = [compute(code, record, as_of) for record in many]
    table = Table.of(code, many)
    found = tally(code, table, as_of, by={"sex": table.categories("sex")})
    for indicator in indicator_set(code).counted:
        assert found.totals[indicator.code] == sum(indicator.code in single.indicators for single in singles)
    for label in ("f", "m", "x"):
        expected = sum(
            "CO03" in single.indicators and record["sex"] == label for record, single in zip(many, singles, strict=True)
        )
        assert found.by["sex"][label].get("CO03", 0) == expected


@settings(max_examples=80, deadline=None)
@given(records(), st.sampled_from(ESF))
def test_the_three_labour_states_exclude_each_other_and_add_up(record: dict[str, Any], code: str) -> None:
    states = {"CO01", "CO03", "CO05", "EECO02", "EECO04", "EECO05"}
    found = compute(code, record, TODAY)
    counted = states & set(found.indicators)
    known = record["registered_unemployed_entry"] is True or (
        record["registered_unemployed_entry"] is False and record["paid_work_entry"] is not None
    )
    assert len(counted) == (1 if known else 0)


@settings(max_examples=60, deadline=None)
@given(st.lists(records(), min_size=1, max_size=12), st.sampled_from(ESF))
def test_complete_records_satisfy_every_sum_of_the_guidance(many: list[dict[str, Any]], code: str) -> None:
    found = tally(code, Table.of(code, many), TODAY, complete_only=True)
    whole = {name: int(value) for name, value in found.totals.items()}
    assert check_totals(code, whole, found.participants) == []


def test_sums_that_do_not_hold_are_told() -> None:
    totals = dict.fromkeys((indicator.code for indicator in indicator_set("esf_2014_2020").indicators), 0)
    assert check_totals("esf_2014_2020", totals, 0) == []
    assert check_totals("esf_2014_2020", {**totals, "CO02": 3}, 0) == ["CO02 <= CO01 does not hold: 3, 0"]
    assert "CO01 + CO03 + CO05 = * does not hold: 0, 5" in check_totals("esf_2014_2020", totals, 5)


def test_an_incomplete_record_is_told_from_a_complete_one() -> None:
    assert compute("esf_2014_2020", RECORD, TODAY).complete
    assert not compute("esf_2014_2020", {**RECORD, "isced_entry": None}, TODAY).complete
    assert compute("esf_2014_2020", {**RECORD, "citizenship": None}, TODAY).complete
    assert not compute("esf_plus_2021_2027", {**RECORD, "citizenship": None}, TODAY).complete


def test_incomplete_and_invalid_records_are_counted_apart() -> None:
    table = Table.of("esf_2014_2020", [RECORD, {**RECORD, "isced_entry": None}, {**RECORD, "sex": "m"}])
    leaving = np.array([0, 0, 10_000], dtype=np.int32)
    leaving[:2] = -(2**31)
    broken = Table(table.size, table.items, {**table.columns, "leaving_date": leaving}, table.events)
    found = tally("esf_2014_2020", broken, TODAY)
    assert (found.participants, found.complete, found.incomplete, found.invalid) == (2, 1, 1, 1)
    assert found.open["CO09"] == 1
    assert tally("esf_2014_2020", broken, TODAY, complete_only=True).totals["CO03"] == 1


def test_a_breakdown_may_come_from_outside() -> None:
    table = Table.of("esf_2014_2020", [RECORD, RECORD, {**RECORD, "paid_work_entry": True}])
    sites = Categories(np.array([0, 1, 1], dtype=np.int32), ("Schwerin", "Rostock"))
    found = tally("esf_2014_2020", table, TODAY, by={"site": sites})
    assert found.by["site"]["Rostock"]["CO03"] == 1
    assert found.by["site"]["Schwerin"]["CO03"] == 1
    assert found.by["site"]["Rostock"]["CO05"] == 1


def test_programme_figures_add_up_sums_and_shares() -> None:
    base = {"entry_date": "2017-01-10", "sex": "f", "hospitations": 2, "internships": 1}
    many = [base, {**base, "sex": "m", "hospitations": None}, {**base, "sex": "m"}]
    found = tally("arbeitsmarktmentoren_sn", Table.of("arbeitsmarktmentoren_sn", many), date(2018, 6, 30))
    assert (found.totals["AMM17"], found.totals["AMM18"], found.totals["AMM05"]) == (4, 3, 33.3)
    assert found.totals["AMM16"] == 0.0


def test_the_two_days_after_leaving_are_known() -> None:
    days_after = follow_ups(date(2018, 8, 31))
    assert (days_after.within_28_days, days_after.after_six_months) == (date(2018, 9, 28), date(2019, 2, 28))


def test_reentry_keeps_the_first_entry_and_the_last_leaving() -> None:
    second = {**RECORD, "entry_date": "2019-01-01", "isced_entry": 5, "leaving_date": "2019-06-30", "status_events": []}
    merged = merge_reentries([second, {**RECORD, "leaving_date": "2018-06-30", "qualification_date": "2018-06-01"}])
    assert (merged["entry_date"], merged["isced_entry"]) == ("2018-03-15", 3)
    assert (merged["leaving_date"], merged["qualification_date"]) == ("2019-06-30", None)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"isced_entry": 9}, "isced_entry: 9 is not between 0 and 8"),
        ({"sex": "w"}, "sex: 'w' is not a valid enum"),
        ({"entry_date": "15.03.2018"}, "entry_date: '15.03.2018' is not a day of the calendar"),
        ({"paid_work_entry": "nein"}, "paid_work_entry: 'nein' is not a valid bool"),
        ({"leaving_date": "2018-03-14"}, "leaving_date: lies before entry_date"),
        ({"status_events": [{"date": "2018-03-20"}]}, "status_events: .* is not an event"),
        ({"improved_6m": ["payrise"]}, "improved_6m: unknown value 'payrise'"),
    ],
)
def test_a_record_that_cannot_be_read_is_refused_with_its_place(change: dict[str, Any], problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        compute("esf_2014_2020", {**RECORD, **change}, TODAY)


def test_an_unknown_set_is_named() -> None:
    with pytest.raises(InputError, match="unknown indicator set 'esf'"):
        compute("esf", RECORD, TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "age >",
        "unknown_item == 1",
        "__import__('os')",
        "age == other",
        "age + 1 > 3",
        "age in other",
        "'a' in age",
        "count(age) > 1",
        "count(things) < 1",
        "flag == 1.5",
        "age is 3",
        "age",
        "months_passed(day, age, 3)",
        "months_passed(day, day, 'x')",
        "(lambda: 1)()",
    ],
)
def test_an_expression_that_is_not_allowed_is_refused(text: str) -> None:
    names = Names({"age": "int", "flag": "bool", "day": "date", "other": "int", "things": "list"}, {})
    with pytest.raises(ConditionError):
        parse_expression(text, names)
