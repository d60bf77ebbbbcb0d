# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scharnier.knowledge import indicators, rules
from scharnier.knowledge.cli import main_assess, main_eligibility, main_indicators

TOLERATED = {"status": "duldung", "nationality": "AF", "stay_since": "2024-05-01", "reception_centre_obligation": False}


def _lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def _file(tmp_path: Path, content: object, name: str = "cases.yaml") -> str:
    path = tmp_path / name
    path.write_text(content if isinstance(content, str) else yaml.safe_dump(content, allow_unicode=True), "utf-8")
    return str(path)


def test_assess_prints_one_line_a_case(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases = {"cases": [{"id": "a", "person": TOLERATED, "date": "2026-11-22", "activity": "employment"}]}
    assert main_assess([_file(tmp_path, cases)]) == 0
    (line,) = _lines(capsys.readouterr().out)
    assert set(line) >= {
        "id",
        "level",
        "discretion",
        "rule",
        "citation",
        "confidence",
        "provisional",
        "borderline",
        "missing",
        "because",
        "next_change",
    }
    assert (line["id"], line["level"], line["rule"]) == ("a", "with_approval", "R680-approval")
    assert line["next_change"] == {"date": "2028-05-01", "level": "with_permission"}


def test_json_is_read_as_well_and_a_list_will_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases = [{"id": 1, "person": {"status": "ae_24"}, "date": "2026-11-22", "activity": "employment"}]
    assert main_assess([_file(tmp_path, json.dumps(cases), "cases.json")]) == 0
    (line,) = _lines(capsys.readouterr().out)
    assert (line["id"], line["level"], line["next_change"]) == (1, "unrestricted", None)


BROKEN = """
- {id: good, person: {status: ae_24}, date: 2026-11-22, activity: employment}
- {id: status, person: {status: ae_42}, date: 2026-11-22, activity: employment}
- {id: day, person: {status: duldung, stay_since: 2026-02-30}, date: 2026-11-22, activity: employment}
- {id: evaluation, person: {status: duldung}, date: 2026-13-01, activity: employment}
- {id: no-date, person: {status: duldung}, activity: employment}
- {id: no-activity, person: {status: duldung}, date: 2026-11-22}
- {id: no-person, date: 2026-11-22, activity: employment}
- only a text
- {id: far, person: {status: duldung, stay_since: 9999-12-31}, date: 2026-11-22, activity: employment}
- {id: also-good, person: {status: ae_24}, date: 2026-11-22, activity: minijob}
"""


def test_what_cannot_be_answered_is_named_and_the_rest_is_answered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _file(tmp_path, BROKEN)
    assert main_assess([path]) == 1
    shown = capsys.readouterr()
    assert [line["id"] for line in _lines(shown.out)] == ["good", "also-good"]
    assert shown.err.splitlines() == [
        f"{path}: case status: status: unknown code 'ae_42' (did you mean ae_32?)",
        f"{path}: case day: stay_since: '2026-02-30' is not a day of the calendar (write 2026-11-22)",
        f"{path}: case evaluation: date: '2026-13-01' is not a day of the calendar (write 2026-11-22)",
        f"{path}: case no-date: date: is missing",
        f"{path}: case no-activity: activity: is missing",
        f"{path}: case no-person: person: is missing",
        f"{path}: case 8: is not a mapping",
        f"{path}: case far: stay_since: 9999-12-31 lies outside the years 1900 to 2200",
    ]


def test_a_misspelt_input_is_noted_but_the_case_is_answered(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    person = {"status": "ae_24", "stay_sinse": "2024-01-01"}
    path = _file(tmp_path, [{"id": "x", "person": person, "date": "2026-11-22", "activity": "employment"}])
    assert main_assess([path]) == 0
    shown = capsys.readouterr()
    assert _lines(shown.out)[0]["level"] == "unrestricted"
    assert shown.err == f"{path}: case x: note: stay_sinse: no such input (did you mean stay_since?)\n"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (None, "there is no such file"),
        ("- {id: a, person: {status: b}", ":1:"),
        ("just a text", "holds no list of cases"),
        (b"\xff\xfe\x00", "is not UTF-8 text"),
        ("cases: {a: b}", "holds no list of cases"),
    ],
)
def test_an_unreadable_file_gives_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | bytes | None, problem: str
) -> None:
    path = tmp_path / "cases.yaml"
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content is not None:
        path.write_text(content, "utf-8")
    assert main_assess([str(path)]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert problem in shown.err
    assert len(shown.err.splitlines()) == 1


def test_a_folder_is_no_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main_indicators(["esf_2014_2020", str(tmp_path)]) == 1
    assert "cannot be read" in capsys.readouterr().err


def test_eligibility_answers_every_criterion(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    person = {"status": "ae_25_2_1", "residence_state": "MV", "birth_date": "1990-01-01"}
    assert main_eligibility(["ifdm_mv", _file(tmp_path, [{"id": "e", "person": person, "date": "2024-06-01"}])]) == 0
    (line,) = _lines(capsys.readouterr().out)
    assert (line["id"], line["answer"]) == ("e", "yes")
    assert [single["criterion"] for single in line["criteria"]] == [
        "age",
        "migration_background",
        "has_labour_market_access",
        "residence_in_state",
    ]
    assert all(single["because"] for single in line["criteria"])


def test_an_unknown_programme_or_set_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = _file(tmp_path, [])
    assert main_eligibility(["nafminus", path]) == 1
    assert main_indicators(["esf", path]) == 1
    assert [line.split(" (")[0] for line in capsys.readouterr().err.splitlines()] == [
        "unknown programme 'nafminus'",
        "unknown indicator set 'esf'",
    ]


def test_indicators_are_computed_as_of_a_day(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = {
        "entry_date": "2018-03-15",
        "leaving_date": "2018-08-31",
        "birth_date": "1985-06-01",
        "sex": "f",
        "registered_unemployed_entry": False,
        "paid_work_entry": False,
        "in_education_training_entry": False,
        "isced_entry": 3,
        "citizenship": "german",
        "foreign_background": False,
        "status_events": [{"date": "2018-08-31", "status": "employed"}],
    }
    path = _file(tmp_path, [{"id": "r", "record": record}, {"id": "s", "record": {**record, "isced_entry": 12}}])
    assert main_indicators(["esf_2014_2020", path, "--as-of", "2019-02-27"]) == 1
    shown = capsys.readouterr()
    assert _lines(shown.out) == [{"id": "r", "indicators": ["CO03", "CO04", "CO10", "CR04"], "missing": []}]
    assert "case s: isced_entry: 12 is not between 0 and 8" in shown.err
    main_indicators(["esf_2014_2020", path])
    assert "CR06" in _lines(capsys.readouterr().out)[0]["indicators"]


def test_wrong_usage_exits_with_two(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as refused:
        main_assess([])
    assert refused.value.code == 2
    with pytest.raises(SystemExit) as refused:
        main_indicators(["esf_2014_2020", "f", "--as-of", "tomorrow"])
    assert refused.value.code == 2


scalars = st.none() | st.booleans() | st.integers(-5, 5) | st.floats() | st.text(max_size=5) | st.dates()
anything = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner)
)
NAMES = sorted({*rules.law().inputs, *rules.programme_inputs(), *indicators.indicator_set("esf_2014_2020").items})


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "person": st.dictionaries(st.sampled_from(NAMES), anything, max_size=4),
                "record": st.dictionaries(st.sampled_from(NAMES), anything, max_size=4),
                "date": anything,
                "activity": st.just("employment") | anything,
            }
        ),
        max_size=3,
    )
)
def test_no_content_makes_a_command_fall_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], cases: list[dict[str, Any]]
) -> None:
    path = _file(tmp_path, cases)
    codes = [
        main_assess([path]),
        main_eligibility(["nafplus_mv", path]),
        main_indicators(["esf_plus_2021_2027", path]),
    ]
    assert set(codes) <= {0, 1}
    _lines(capsys.readouterr().out)


def test_the_commands_need_no_django() -> None:
    script = "import sys, scharnier.knowledge.cli; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
