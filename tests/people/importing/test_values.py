# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What people write in cells, and what it means."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from scharnier.knowledge import codes
from scharnier.people.importing.outcome import Context, Parsed, PartialDate, Precision, Rejected
from scharnier.people.importing.text import CellValue, word_list
from scharnier.people.importing.values import CODE_LISTS, PARSERS, LeaveEmpty, ValueMap, parse

TODAY = date(2026, 11, 22)
CASES = yaml.safe_load((Path(__file__).parent / "cases" / "values.yaml").read_text("utf-8"))
TABLE = [(target, case) for target, cases in CASES.items() for case in cases]


def _plain(value: object) -> object:
    return str(value) if isinstance(value, PartialDate) else list(value) if isinstance(value, tuple) else value


@pytest.mark.parametrize(("target", "case"), TABLE, ids=[f"{t}: {c.get('raw', c.get('number'))!r}" for t, c in TABLE])
def test_a_cell_means_what_the_table_of_cases_says(target: str, case: dict[str, Any]) -> None:
    raw = case["number"] if "number" in case else str(case["raw"])
    answer = parse(target, raw, Context(case.get("today", TODAY)))
    if "reason" in case:
        assert isinstance(answer, Rejected)
        assert answer.reason_code == case["reason"]
        if "candidates" in case:
            assert list(answer.candidates) == case["candidates"]
    else:
        assert isinstance(answer, Parsed), answer
        assert (_plain(answer.value), answer.note) == (case["value"], case.get("note", ""))


def test_every_field_has_a_table_of_cases_or_takes_any_text() -> None:
    assert set(PARSERS) - set(CASES) == {
        "external_no",
        "family_name",
        "given_names",
        "own_script_name",
        "place",
        "street",
        "occupation",
        "staff",
    }


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.datetimes(),
    st.dates(),
    st.times(),
    st.text(max_size=60),
    st.text(alphabet="0123456789./-, §()aAbBIVXx?=+", max_size=20),
    st.text(max_size=6).map(lambda text: text * 1000),
)


@settings(deadline=None)
@given(target=st.sampled_from(sorted(PARSERS)), raw=CELLS)
def test_no_cell_makes_a_parser_fail(target: str, raw: Any) -> None:
    answer = parse(target, raw, Context(TODAY))
    assert isinstance(answer, Parsed | Rejected)
    code = answer.note if isinstance(answer, Parsed) else answer.reason_code
    assert not code or code in word_list("messages")["cells"]


@settings(deadline=None)
@given(raw=CELLS, target=st.sampled_from(sorted(CODE_LISTS)))
def test_a_coded_field_holds_a_code_of_its_list_or_nothing(target: str, raw: Any) -> None:
    answer = parse(target, raw, Context(TODAY))
    if isinstance(answer, Parsed) and answer.value is not None:
        assert codes.is_code(CODE_LISTS[target], answer.value)
    if isinstance(answer, Rejected) and target != "sex":
        assert all(codes.is_code(CODE_LISTS[target], candidate) for candidate in answer.candidates)


@settings(deadline=None)
@given(st.dates(date(1900, 1, 1), TODAY))
def test_a_date_survives_every_way_of_writing_it(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    ways: list[CellValue] = [f"{day:%d.%m.%Y}", f"{day.day}.{day.month}.{day.year}", day.isoformat(), day]
    if not 1850 <= serial <= 2100 and serial >= 3654:
        ways += [serial, str(serial), float(serial)]
    for way in ways:
        answer = parse("birth_date", way, Context(TODAY))
        assert isinstance(answer, Parsed)
        assert answer.value == PartialDate(day)


@settings(deadline=None)
@given(st.dates(date(1850, 1, 1), date(2100, 12, 31)), st.sampled_from(Precision), st.booleans())
def test_an_inexact_date_covers_its_whole_period(day: date, precision: Precision, estimated: bool) -> None:
    first = {Precision.DAY: day, Precision.MONTH: day.replace(day=1), Precision.YEAR: day.replace(month=1, day=1)}
    partial = PartialDate(first[precision], precision, estimated)
    assert partial.earliest <= day <= partial.latest
    assert partial.exact == (precision is Precision.DAY and not estimated)


def test_every_residence_code_of_the_word_list_is_known_to_the_knowledge() -> None:
    words = word_list("residence")
    named = {code for entry in words["words"] for code in entry["codes"]}
    for law in words["sections"].values():
        for paragraphs in law.values():
            for suffixes in paragraphs.values():
                named |= {code for found in suffixes.values() for code in found}
    assert named == set(codes.codes("residence_status"))


@pytest.mark.parametrize("entry", codes.items("residence_status"), ids=lambda entry: entry.code)
def test_a_status_written_as_the_knowledge_cites_it_is_recognised(entry: codes.Code) -> None:
    law = str(entry.extra["law"]).split(" (")[0]
    if law.startswith("Art. 116"):
        law = entry.de
    day = max(date(2018, 1, 1), entry.extra["exists_from"] or date(2018, 1, 1))
    answer = parse("residence_status", law.replace(" ff.", "").replace(" a.F.", ""), Context(day))
    found = (answer.value,) if isinstance(answer, Parsed) else answer.candidates
    assert entry.code in found


def test_words_stand_for_codes_that_exist() -> None:
    words = word_list("words")
    assert set(words["sex"]) <= set(codes.codes("sex"))
    assert set(words["german_level"]) - {"alpha"} <= set(codes.codes("cefr"))
    assert set(words["school_level"]) <= set(codes.codes("school_level"))
    assert set(words["languages"]) <= set(codes.codes("language"))
    for entry in words["exit_reason"]:
        reason, _, situation = entry.partition("/")
        assert not reason or codes.is_code("exit_reason", reason)
        assert not situation or codes.is_code("exit_situation", situation)
    assert set(word_list("nationalities")["adjectives"]) <= set(codes.codes("nationality"))


def test_further_fields_come_from_the_same_cell() -> None:
    def extra(target: str, raw: str) -> dict[str, str]:
        answer = parse(target, raw, Context(TODAY))
        assert isinstance(answer, Parsed)
        return answer.extra

    assert extra("german_level", "im Kurs B1") == {"german_course": "B1"}
    assert extra("german_level", "Alpha") == {"literacy": "alpha"}
    assert extra("german_level", "B1 (DTZ)") == {"german_certificate": "B1 (DTZ)"}
    assert extra("exit_reason", "sozialvers. Beschäftigung")["exit_situation"] == "employed_insured"
    assert extra("postcode_place", "Am Markt 3, 09599 Freiberg") == {"street": "Am Markt 3"}
    assert extra("school", "Abitur (SY)") == {"school_level": "3"}
    assert extra("school", "Uni 3 J.") == {}


def test_a_remembered_decision_overrules_the_parser() -> None:
    values, context = ValueMap(), Context(TODAY)
    values.remember("residence_status", "§25 II AufenthG", "ae_25_2_1")
    values.remember("staff", "M. 2", "Mentor 2")
    values.remember("sex", "?", LeaveEmpty())
    assert values.parse("residence_status", "§ 25 ii  aufenthg", context) == Parsed("ae_25_2_1")
    assert values.parse("staff", "M. 2", context) == Parsed("Mentor 2")
    assert values.parse("sex", "?", context) == Parsed(None)
    assert isinstance(values.parse("sex", "??", context), Rejected)


def test_a_decision_for_a_code_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="residence_status"):
        ValueMap().remember("residence_status", "anerkannt", "ae_99")


def test_a_text_beyond_its_limit_is_refused_and_not_cut() -> None:
    answer = parse("remark", "x" * 4001, Context(TODAY))
    assert isinstance(answer, Rejected)
    assert (answer.reason_code, answer.message_args) == ("too_long", {"length": "4001", "limit": "4000"})
    assert isinstance(parse("remark", "x" * 4000, Context(TODAY)), Parsed)
    assert isinstance(parse("family_name", "x" * 81, Context(TODAY)), Rejected)
