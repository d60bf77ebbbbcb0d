# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The specification of matching: case table, fairness, and that the columnar form answers the same."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scharnier.knowledge.cases import rows
from scharnier.knowledge.inputs import InputError
from scharnier.knowledge.matching import (
    NEVER_READ,
    edition_at,
    judge,
    openings,
    read_person,
    read_vacancy,
    straight_line,
    suggestions,
)
from scharnier.knowledge.matching.columns import blocks
from scharnier.knowledge.matching.command import main
from scharnier.knowledge.matching.facts import Place, read_place
from scharnier.knowledge.matching.spec import rules

DAY = date(2026, 11, 22)
COOK: dict[str, Any] = {
    "id": "p",
    "residence": {"status": "ae_25_2_1"},
    "bound_to": [],
    "place": [51.34, 12.37],
    "radius": 30,
    "german": "B1",
    "level": 2,
    "licences": [],
    "hours_from": 20,
    "hours_to": 40,
    "occupations": ["29302"],
    "wishes": ["29302"],
}
KITCHEN: dict[str, Any] = {
    "id": "v",
    "occupation": "29302",
    "start": "2027-01-04",
    "german": "A2",
    "place": [51.30, 12.30],
    "district": "14713",
    "licences": [],
    "hours_from": 30,
    "hours_to": 40,
}
CASES = rows("matching")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_the_case_table_holds(case: dict[str, Any]) -> None:
    person = read_person({**COOK, **case.get("person", {})})
    vacancy = read_vacancy({**KITCHEN, **case.get("vacancy", {})})
    answer = judge(person, vacancy, DAY)
    for name in ("blocked", "missing"):
        if name in case:
            assert list(answer.blocked_by if name == "blocked" else answer.missing) == case[name]
    assert {name: answer.parts[name] for name in case.get("parts", {})} == case.get("parts", {})
    assert answer.score == sum(answer.parts.values())
    (block,) = blocks([person], [vacancy], DAY)
    assert block.scores[0, 0] == answer.score


# ---- invented persons and vacancies ---------------------------------------------------------------------------------

OCCUPATIONS = ["29302", "29301", "63302", "54101", "51311", "43414", "81302"]
STATUSES = [{}, {"status": "ae_25_2_1"}, {"status": "duldung_60b"}, {"status": "gestattung"}]
GERMAN = [None, "none", "A1", "A2", "B1", "C1"]


def _some(values: list[Any], most: int = 2) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.sampled_from(values), max_size=most, unique=True)


def _maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


COMMON = {
    "german": st.sampled_from(GERMAN),
    "place": _maybe(st.tuples(st.sampled_from([51.0, 51.2, 51.34]), st.sampled_from([12.0, 12.3, 13.7])).map(list)),
    "licences": _maybe(_some(["B", "C", "T"])),
    "hours_from": _maybe(st.integers(0, 20)),
    "hours_to": _maybe(st.integers(20, 40)),
    "offers": _some(["buddy", "housing", "shifts"], 3),
    "level": _maybe(st.integers(1, 4)),
}
PERSONS = st.fixed_dictionaries(
    {
        **COMMON,
        "residence": st.sampled_from(STATUSES),
        "bound_to": _maybe(_some(["14713", "14521"])),
        "radius": _maybe(st.sampled_from([0, 10, 30, 150])),
        "occupations": _some(OCCUPATIONS),
        "wishes": _some(OCCUPATIONS),
        "qualifications": _some(OCCUPATIONS),
        "excludes": _some(["29", "541"]),
        "excluded_employers": _some(["e1"]),
    }
)
VACANCIES = st.fixed_dictionaries(
    {
        **COMMON,
        "occupation": st.sampled_from(OCCUPATIONS),
        "start": st.sampled_from([None, "2026-12-01", "2027-03-01"]),
        "activity": st.sampled_from(["employment", "apprenticeship"]),
        "district": st.sampled_from([None, "14713", "14612"]),
        "employer": st.sampled_from([None, "e1", "e2"]),
    }
)


def numbered(rows_: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**row, "id": f"{number:02}"} for number, row in enumerate(rows_)]


def minutes(one: Place, other: Place) -> int | None:
    return None if one == other else straight_line(one, other) * 2


@given(st.lists(PERSONS, min_size=1, max_size=4), st.lists(VACANCIES, min_size=1, max_size=6), st.booleans())
@settings(max_examples=60, deadline=None)
def test_the_columnar_form_gives_identical_results(
    persons: list[dict[str, Any]], vacancies: list[dict[str, Any]], own: bool
) -> None:
    distance = minutes if own else straight_line
    left = [read_person(row) for row in numbered(persons)]
    right = [read_vacancy(row) for row in numbered(vacancies)]
    names = list(rules())
    for block in blocks(left, right, DAY, distance, rows=3):
        for row, person in enumerate(block.persons):
            for column, vacancy in enumerate(right):
                answer = judge(person, vacancy, DAY, distance)
                assert answer.score == block.scores[row, column]
                for found, expected in ((block.blocked, answer.blocked_by), (block.missing, answer.missing)):
                    assert tuple(name for bit, name in enumerate(names) if found[row, column] >> bit & 1) == expected
            assert block.top(row, 2) == suggestions(person, right, DAY, 2, distance)


@given(PERSONS, VACANCIES, st.fixed_dictionaries({name: st.text(max_size=8) for name in sorted(NEVER_READ)}))
@settings(max_examples=60, deadline=None)
def test_sex_origin_religion_and_age_never_change_the_answer(
    person: dict[str, Any], vacancy: dict[str, Any], never: dict[str, str]
) -> None:
    plain = judge(read_person({**person, "id": "p"}), read_vacancy({**vacancy, "id": "v"}), DAY)
    told = judge(read_person({**person, **never, "id": "p"}), read_vacancy({**vacancy, **never, "id": "v"}), DAY)
    assert plain == told


@given(PERSONS, VACANCIES)
@settings(max_examples=60, deadline=None)
def test_points_stay_between_zero_and_a_hundred_and_rules_either_block_or_ask(
    person: dict[str, Any], vacancy: dict[str, Any]
) -> None:
    answer = judge(read_person({**person, "id": "p"}), read_vacancy({**vacancy, "id": "v"}), DAY)
    assert 0 <= answer.score <= 100
    assert not set(answer.blocked_by) & set(answer.missing)


# ---- openings, order, editions ----


def test_openings_count_what_one_step_of_german_opens() -> None:
    wanted = ["B1", "B1", "B2", "A2"]
    vacancies = [read_vacancy({**KITCHEN, "id": str(at), "german": german}) for at, german in enumerate(wanted)]
    far = read_vacancy({**KITCHEN, "id": "far", "german": "B1", "place": [48.1, 11.6]})
    found = openings(read_person({**COOK, "german": "A2"}), [*vacancies, far], DAY)
    assert [(one.rule, one.need, one.more) for one in found] == [("german", "B2", 3), ("german", "B1", 2)]
    assert found[1].sentence().de == "Deutschniveau B1: 2 mehr"


def test_openings_name_the_missing_licence_and_the_level() -> None:
    van = read_vacancy({**KITCHEN, "id": "van", "licences": ["B", "C"]})
    expert = read_vacancy({**KITCHEN, "id": "expert", "level": 3})
    found = openings(read_person({**COOK, "licences": ["B"]}), [van, expert], DAY)
    assert {(one.rule, one.need, one.more) for one in found} == {("licence", "C", 1), ("level", "3", 1)}


def test_suggestions_leave_out_what_is_blocked_and_begin_with_the_best() -> None:
    vacancies = [
        read_vacancy({**KITCHEN, "id": "b"}),
        read_vacancy({**KITCHEN, "id": "a"}),
        read_vacancy({**KITCHEN, "id": "asks", "start": None}),
        read_vacancy({**KITCHEN, "id": "far", "place": [48.1, 11.6]}),
    ]
    assert [answer.vacancy for answer in suggestions(read_person(COOK), vacancies, DAY)] == ["a", "b", "asks"]


def test_points_have_an_edition_for_every_day() -> None:
    assert sum(edition_at(DAY).values()) == sum(edition_at(date(2020, 1, 1)).values()) == 100


def test_the_distance_is_symmetric_and_about_right() -> None:
    leipzig, dresden = read_place("place", [51.3397, 12.3731]), read_place("place", [51.0504, 13.7373])
    assert leipzig is not None
    assert dresden is not None
    assert straight_line(leipzig, dresden) == straight_line(dresden, leipzig) == 101
    assert straight_line(leipzig, leipzig) == 0


# ---- bad input and the command ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"id": None}, "id"),
        ({"id": True}, "id"),
        ({"german": "B9"}, "german"),
        ({"level": 5}, "level"),
        ({"level": True}, "level"),
        ({"radius": -1}, "radius"),
        ({"radius": 1.5}, "radius"),
        ({"place": [91, 0]}, "place"),
        ({"place": [float("nan"), 0]}, "place"),
        ({"place": "Leipzig"}, "place"),
        ({"hours_from": 41}, "hours_from"),
        ({"occupations": ["2930"]}, "occupations"),
        ({"licences": "B"}, "licences"),
        ({"residence": {"status": "nonsense"}}, "status"),
        ({"residence": "none"}, "residence"),
    ],
)
def test_a_faulty_person_names_the_field(row: dict[str, Any], field: str) -> None:
    with pytest.raises(InputError) as fault:
        read_person({**COOK, **row})
    assert fault.value.field == field


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"occupation": 29302}, "occupation"),
        ({"occupation": None}, "occupation"),
        ({"start": "2026-02-30"}, "start"),
        ({"activity": "magic"}, "activity"),
        ({"district": 14713}, "district"),
        ({"employer": 7}, "employer"),
    ],
)
def test_a_faulty_vacancy_names_the_field(row: dict[str, Any], field: str) -> None:
    with pytest.raises(InputError) as fault:
        read_vacancy({**KITCHEN, **row})
    assert fault.value.field == field


def write(path: Path, *lines: Any) -> str:
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_text(f"{text}\n", encoding="utf-8")
    return str(path)


def test_the_command_answers_every_pair(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    persons = write(tmp_path / "p.jsonl", COOK, {**COOK, "id": "q", "german": "A1"})
    vacancies = write(tmp_path / "v.jsonl", KITCHEN, "", {**KITCHEN, "id": "w", "german": "none"})
    assert main([persons, vacancies, "--as-of", "2026-11-22"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["person"], line["vacancy"]) for line in lines] == [("p", "v"), ("p", "w"), ("q", "v"), ("q", "w")]
    assert set(lines[0]) == {"person", "vacancy", "score", "parts", "blocked_by", "missing"}
    assert lines[2]["blocked_by"] == ["german"]


def test_the_best_of_each_person_and_what_would_open_more(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    persons = write(tmp_path / "p.jsonl", {**COOK, "german": "A1"})
    vacancies = write(tmp_path / "v.jsonl", KITCHEN, {**KITCHEN, "id": "w", "german": "none"})
    assert main([persons, vacancies, "--top", "1"]) == 0
    assert json.loads(capsys.readouterr().out)["vacancy"] == "w"
    assert main([persons, vacancies, "--openings"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer == {"person": "p", "openings": [{"rule": "german", "need": "A2", "more": 1}]}


def test_faulty_rows_cost_a_line_each_and_the_others_are_answered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    persons = write(tmp_path / "p.jsonl", "{", COOK, "[]", {**COOK, "german": "B9"}, COOK)
    vacancies = write(tmp_path / "v.jsonl", KITCHEN)
    assert main([persons, vacancies]) == 1
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 1
    assert [line.split(":")[1] for line in err.splitlines()] == ["1", "3", "4", "5"]


def test_a_file_that_cant_be_read_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "nowhere"), write(tmp_path / "v.jsonl", KITCHEN)]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize("words", [["--top", "0"], ["--top", "x"], ["--as-of", "soon"]])
def test_wrong_usage_is_two(words: list[str], tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as stop:
        main([str(tmp_path / "p"), str(tmp_path / "v"), *words])
    assert stop.value.code == 2
