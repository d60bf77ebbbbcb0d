# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Occupations by everyday words, the official list beside them, and how near two are."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from scharnier.config import cli
from scharnier.knowledge import codes, occupations
from scharnier.knowledge.cases import rows
from scharnier.knowledge.occupations import OfficialListError, find, load_official, nearness
from scharnier.knowledge.wordindex import edits, fold

CASES = rows("occupations")
LIST = """code;level;title;short_title
2;1;Herstellung;Herstellung
29;2;Lebensmittel;Lebensmittel
292;3;Lebens- und Genussmittel;Genussmittel
2922;4;Backwaren;Backwaren
29222;5;Bäckerei- und Konditoreiberufe, Fachkräfte;Backwaren
2927;4;Tabakwaren;Tabak
29272;5;Tabakwarenberufe, Fachkräfte;Tabak
2928;4;(weggefallen);-
29282;5;(weggefallen);(weggefallen)
"""


@pytest.fixture(autouse=True)
def _own_list_only() -> Iterator[None]:
    kept = list(occupations._official)
    occupations.use_official(None)
    yield
    occupations._official[:] = kept


def write(folder: Path, content: str = LIST, encoding: str = "utf-8") -> Path:
    path = folder / "kldb.csv"
    path.write_bytes(content.encode(encoding))
    return path


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_the_words_people_use_find_the_occupation(case: dict[str, Any]) -> None:
    hits = find(case["said"], case.get("lang", "de"))
    assert case["found"] in [hit.occupation.id for hit in hits[: case.get("within", 1)]]


def test_at_least_350_occupations_are_shipped_in_nearly_every_main_group() -> None:
    own = occupations.own()
    assert len(own) >= 350
    missing = set(codes.codes("occupation_group")) - {row.code[:2] for row in own}
    assert missing == set()
    assert {row.level for row in own} == set(codes.codes("requirement_level"))


def test_titles_find_their_own_row() -> None:
    for row in occupations.own()[::7]:
        for word in (*row.de, row.en):
            hit = next(hit for hit in find(word, limit=30) if hit.occupation.id == row.id)
            assert hit.score >= 90


def test_the_best_answer_comes_first_and_says_why() -> None:
    hits = find("Näher")
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert hits[0].because().de == "gefunden als «Näher»"
    assert find("shnaider")[0].because().en == "sounds like “Schneider”"
    assert find("Hausmeistr")[0].because().de == "ähnlich geschrieben wie «Hausmeister»"
    assert hits[0].title("de") == "Schneiderin / Schneider"
    assert hits[0].title("en") == "tailor"


def test_the_language_breaks_ties() -> None:
    assert find("driver", "en")[0].score > find("driver", "de")[0].score


@pytest.mark.parametrize("said", ["", " ", "x", "?!", "…", "qqqqqqqqqqq", "١٢٣", "in der", "a" * 5000, "\u202e\u0000"])
def test_what_says_nothing_finds_little_and_never_fails(said: str) -> None:
    assert len(find(said)) <= 10


def test_one_letter_finds_nothing() -> None:
    assert find("k") == []


@given(st.text(max_size=40), st.sampled_from(["de", "en"]))
@settings(max_examples=60, deadline=None)
def test_any_text_gets_ordered_answers(said: str, lang: str) -> None:
    hits = find(said, lang)
    assert all(1 <= hit.score <= 100 for hit in hits)
    assert len({hit.occupation.id for hit in hits}) == len(hits)


@given(st.text("abcd", max_size=8), st.text("abcd", max_size=8))
@settings(max_examples=100, deadline=None)
def test_the_distance_is_symmetric_and_zero_for_the_same(one: str, other: str) -> None:
    assert edits(one, other, 9) == edits(other, one, 9)
    assert (edits(one, other, 9) == 0) == (one == other)


def test_umlauts_fold_alike_in_every_spelling() -> None:
    assert fold("Müller") == fold("Mueller") == fold("MULLER") == fold("Mu\u0308ller")


# ---- the official list ----------------------------------------------------------------------------------------------


def test_the_official_list_adds_titles_and_codes(tmp_path: Path) -> None:
    occupations.use_official(write(tmp_path))
    assert find("Tabakwaren")[0].occupation.id == "kldb-29272"
    baker = occupations.by_id("baker")
    assert baker is not None
    assert baker.official == "Bäckerei- und Konditoreiberufe, Fachkräfte"
    assert occupations.title("29272") == "Tabakwarenberufe, Fachkräfte"
    assert occupations.by_code("29282") == ()
    assert find("Bäcker")[0].occupation.id == "baker"


def test_a_changed_list_is_read_again_and_a_lost_one_forgotten(tmp_path: Path) -> None:
    path = write(tmp_path)
    occupations.use_official(path)
    assert occupations.by_id("kldb-29272") is not None
    path.unlink()
    assert occupations.by_id("kldb-29272") is None


def test_a_list_that_got_broken_leaves_our_own_words(tmp_path: Path) -> None:
    occupations.use_official(write(tmp_path, "broken"))
    assert find("Bäcker")[0].occupation.id == "baker"


def test_a_list_in_windows_1252_keeps_its_umlauts(tmp_path: Path) -> None:
    assert load_official(write(tmp_path, encoding="cp1252"))[4].title.startswith("Bäckerei")


def test_the_workbook_of_the_employment_agency_is_read_below_its_preamble(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "Vorbemerkung"  # type: ignore[union-attr]  # a new workbook has a sheet
    sheet = book.create_sheet("Systematik")
    for row in (
        ["Klassifikation der Berufe 2010, überarbeitete Fassung 2020"],
        [],
        ["Ebene", "Schlüssel KldB 2010", "Titel"],
        [1, "B 2", "Herstellung"],
        [2, "B 29", "Lebensmittel"],
        [3, "B 292", "Genussmittel"],
    ):
        sheet.append(row)
    sheet.append([4, "B 2922", "Backwaren"])
    sheet.append([5, "B 29222", "Bäckereiberufe"])
    path = tmp_path / "kldb.xlsx"
    book.save(path)
    assert [row.code for row in load_official(path)][-1] == "29222"
    occupations.use_official(path)
    assert find("Bäckereiberufe")[0].occupation.code == "29222"
    path.write_bytes(b"no workbook")
    with pytest.raises(OfficialListError, match="cannot be read as XLSX"):
        load_official(path)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", "the file is empty"),
        ("a,b\n1,2\n", "row 1: there is no column code and no column title"),
        ("code,title\n2922,Backwaren\n", "row 2: the group 292 above 2922 is missing"),
        ("code,title\n2,x\n2,y\n", "row 3: 2 was already in row 2"),
        ("code,title\n2,\n", "row 2: 2: the title is missing"),
        ("code,title\n29x,y\n", "row 2: '29x' is not a code of one to five digits"),
        ("code,title\n29229,y\n", "row 2: 29229: the fifth digit must be 1 to 4"),
        ("code,level,title\n2,3,y\n", "row 2: 2: level '3' doesn't fit"),
        ("code,title\n2,y\n", "holds no code of five digits"),
        ("code,title\n" + "z,z\n" * 30, "and 10 more"),
    ],
)
def test_a_faulty_list_is_refused_with_the_row(tmp_path: Path, content: str, problem: str) -> None:
    with pytest.raises(OfficialListError) as fault:
        load_official(write(tmp_path, content))
    assert any(problem in line for line in fault.value.problems)


def test_the_command_keeps_the_list_under_the_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SCHARNIER_HOME", str(tmp_path / "home"))
    assert cli.main(["import", "occupations", str(write(tmp_path))]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["official"], answer["with_words"], answer["without_words"]) == (2, 1, 1)
    assert "54101" in answer["unknown_codes"]
    kept = tmp_path / "home" / "reference" / "occupations.csv"
    assert load_official(kept) == load_official(tmp_path / "kldb.csv")


def test_the_command_refuses_a_faulty_list_and_keeps_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SCHARNIER_HOME", str(tmp_path / "home"))
    assert cli.main(["import", "occupations", str(write(tmp_path))]) == 0
    assert cli.main(["import", "occupations", str(write(tmp_path, "code,title\n2,\n3,\n"))]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert "row 2: 2: the title is missing" in lines[0]
    assert "Nothing was taken over." in lines[1]
    assert cli.main(["import", "occupations", str(tmp_path / "nowhere.csv")]) == 1
    assert "can't be read" in capsys.readouterr().err
    assert (tmp_path / "home" / "reference" / "occupations.csv").exists()


# ---- nearness -------------------------------------------------------------------------------------------------------

NEAR = [
    ("29222", "29222", 100),
    ("29222", "29223", 85),
    ("29222", "29232", 60),
    ("29222", "62312", 45),
    ("29222", "29302", 50),
    ("81302", "82102", 75),
    ("54101", "63221", 55),
    ("51311", "52531", 60),
    ("43414", "43414", 100),
    ("43414", "43102", 65),
    ("81404", "84114", 10),
    ("54101", "43414", 0),
]


@pytest.mark.parametrize(("one", "other", "points"), NEAR)
def test_nearness_follows_the_table(one: str, other: str, points: int) -> None:
    assert nearness(one, other).points == points
    assert nearness(other, one).points == points
    assert nearness(one, other).because.de


@given(st.sampled_from(occupations.own()), st.sampled_from(occupations.own()))
@settings(max_examples=100, deadline=None)
def test_nearness_is_symmetric_and_full_only_for_the_same_code(
    one: occupations.Occupation, other: occupations.Occupation
) -> None:
    points = nearness(one.code, other.code).points
    assert points == nearness(other.code, one.code).points
    assert 0 <= points <= 100
    assert (points == 100) == (one.code == other.code)


@pytest.mark.parametrize("code", ["", "2922", "29229", "29x22", "292222", "²9222"])
def test_nearness_needs_codes_of_five_digits(code: str) -> None:
    with pytest.raises(ValueError, match="five digits"):
        nearness(code, "29222")
