# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Minutes of travel in the place of kilometres: the operator's table, the command, and what matching makes of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from scharnier.config import cli
from scharnier.config.travel_times import kept_at
from scharnier.knowledge.matching import judge, read_person, read_vacancy, straight_line, travel

DAY = date(2026, 11, 22)
HOME, NEAR, FAR = "04109", "04229", "06108"
PERSON = {"id": "p", "postcode": HOME, "radius": 20}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("SCHARNIER_HOME", str(tmp_path / "home"))
    travel.use(kept_at(tmp_path / "home"))
    yield tmp_path
    travel.use(None)


def _csv(folder: Path, text: str) -> str:
    path = folder / "minutes.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_table_of_minutes_comes_before_kilometres_where_it_has_the_pair(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    person = read_person(PERSON)
    near, far = (read_vacancy({"id": code, "occupation": "29302", "postcode": code}) for code in (NEAR, FAR))
    assert travel.current() is straight_line
    assert "radius" not in judge(person, near, DAY).blocked_by
    assert "radius" in judge(person, far, DAY).blocked_by  # Halle: 32 kilometres

    # The train to Halle takes 36 minutes, as long as 18 kilometres; the tram to the edge of the town an hour.
    rows = f"von;nach;Minuten\n{HOME};{FAR};36\n{HOME};{NEAR};61\n00001;{NEAR};5\n"
    assert cli.main(["import", "travel-times", _csv(home, rows)]) == 0
    assert json.loads(capsys.readouterr().out) == {"pairs": 2, "origins": 1, "left_out": 1}
    distance = travel.current()
    assert "radius" not in judge(person, far, DAY, distance).blocked_by
    assert judge(person, far, DAY, distance).parts["distance"] == 10 * (20 - 18) // 20
    assert "radius" in judge(person, near, DAY, distance).blocked_by
    assert person.place is not None
    assert near.place is not None
    assert travel.minutes(distance, person.place, near.place) == 61
    assert travel.minutes(distance, near.place, person.place) is None  # a row counts in its own direction
    assert distance(near.place, person.place) == straight_line(near.place, person.place)

    # A running process takes the next table, and kilometres again when the file is gone.
    assert cli.main(["import", "travel-times", _csv(home, f"from,to,minutes\n{HOME},{NEAR},4\n")]) == 0
    assert travel.minutes(travel.current(), person.place, near.place) == 4
    kept_at(home / "home").unlink()
    assert travel.current() is straight_line


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "there is no column from and no column to and no column minutes"),
        ("from,to\n04109,04229\n", "there is no column minutes"),
        ("from,to,minutes\n4109,04229,5\n", "row 2: '4109' is not a postcode of five digits"),
        ("from,to,minutes\n04109,04229,-5\n", "row 2: '-5' is not a whole number of minutes"),
        ("from,to,minutes\n04109,04229,1440\n", "row 2: '1440' is not a whole number of minutes"),
        ("from,to,minutes\n04109,04229\n", "row 2: a cell is missing"),
        ("from,to,minutes\n04109,04229,5\n04109,04229,6\n", "04109 to 04229 stands there twice"),
        ("from,to,minutes\n00001,00002,5\n", "no row names two postcodes that are known"),
        ("from,to,minutes\n" + "x,y,z\n" * 50, "row 21: 'x' is not a postcode"),
    ],
)
def test_a_faulty_table_is_refused_with_row_and_reason_and_leaves_the_old_one(
    home: Path, capsys: pytest.CaptureFixture[str], text: str, problem: str
) -> None:
    assert cli.main(["import", "travel-times", _csv(home, f"from,to,minutes\n{HOME},{NEAR},4\n")]) == 0
    before = kept_at(home / "home").read_bytes()
    assert cli.main(["import", "travel-times", _csv(home, text)]) == 1
    said = capsys.readouterr().err
    assert problem in said
    assert said.splitlines()[-1].endswith("Nothing was taken over.")
    assert kept_at(home / "home").read_bytes() == before


def test_the_command_for_matching_reads_postcodes_and_a_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    persons, vacancies = tmp_path / "persons.jsonl", tmp_path / "vacancies.jsonl"
    persons.write_text(json.dumps(PERSON) + "\n" + json.dumps({"id": "q", "postcode": "00001"}), encoding="utf-8")
    vacancies.write_text(json.dumps({"id": "v", "occupation": "29302", "postcode": FAR}), encoding="utf-8")
    command = ["match", str(persons), str(vacancies)]
    assert cli.main(command) == 1
    said = capsys.readouterr()
    assert "radius" in json.loads(said.out)["blocked_by"]
    assert "persons.jsonl:2: postcode: '00001' is not a postcode" in said.err
    for top in ([], ["--top", "3"]):
        cli.main([*command, *top, "--travel-times", _csv(tmp_path, f"from,to,minutes\n{HOME},{FAR},36\n")])
        assert json.loads(capsys.readouterr().out)["blocked_by"] == []
    assert cli.main([*command, "--travel-times", str(tmp_path / "nowhere.csv")]) == 1
    assert "nowhere.csv: can't be read" in capsys.readouterr().err
