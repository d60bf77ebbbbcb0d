# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""`scharnier import boundaries`: what it keeps, says and refuses; the demo's own table."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scharnier.config import boundaries
from scharnier.config import environment as env
from scharnier.config.demo import districts as demo
from scharnier.config.environment import CommandFault, EnvironmentFault
from scharnier.config.generating import network
from scharnier.knowledge import districts, postcodes
from tests.knowledge import outlines

SAID = ["--source", "© Amt für Muster (2026)", "--as-of", "2026-01-01"]


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where the table will lie; nobody else's is touched."""
    monkeypatch.setattr(env, "home", lambda: tmp_path)
    path = boundaries.kept_at(tmp_path)
    districts.use_imported(path)
    yield path
    districts.use_imported(None)


def taken(folder: Path, capsys: pytest.CaptureFixture[str], data: Any, *words: str) -> dict[str, Any]:
    assert boundaries.run([str(outlines.written(folder, data)), *words]) == 0
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def test_the_table_is_kept_and_used_at_once_and_a_second_time_replaces_it(
    tmp_path: Path, kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (districts.of_postcode("04509"), districts.postcodes_of("14902")) == ("", ())
    answer = taken(tmp_path, capsys, outlines.collection(), *SAID)
    assert answer["districts"] == 2
    assert answer["postcodes"] + answer["unplaced"] == len(postcodes.every())
    assert answer["unknown_keys"] == [each.code for each in districts.own().values() if each.state == "SN"]
    assert (districts.of_postcode("04509"), districts.of_postcode("04103")) == ("14902", "14901")
    assert "04509" in districts.postcodes_of("14902")
    assert districts.name("14901") == "Musterstadt (Stadt)"
    assert districts.name("14902") == "Musterstadt (Landkreis)"
    assert districts.name("14522") == "Mittelsachsen"
    assert districts.all_districts()["14901"].state == "SN"
    found = districts.imported()
    assert found is not None
    assert (found.source, str(found.as_of)) == ("© Amt für Muster (2026)", "2026-01-01")
    before = kept.read_bytes()
    taken(tmp_path, capsys, outlines.collection(), *SAID)
    assert kept.read_bytes() == before
    without = outlines.collection()
    del without["features"][0]
    taken(tmp_path, capsys, without, *SAID)
    assert not districts.known("14901")
    assert list(kept.parent.iterdir()) == [kept]


def test_nothing_is_kept_of_a_file_that_is_wrong_or_says_too_little(
    tmp_path: Path, kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taken(tmp_path, capsys, outlines.collection(), *SAID)
    before = kept.read_bytes()
    good = outlines.written(tmp_path, outlines.collection())
    sea = outlines.collection()
    for each in sea["features"]:
        each["geometry"] = {"type": "Polygon", "coordinates": [outlines.square(5.1, 55.5, 5.2, 55.6)]}
    (tmp_path / "sea").mkdir()
    (tmp_path / "bad").mkdir()
    tries = [
        ([str(good)], "give --source"),
        ([str(good), "--source", "x"], "give --as-of"),
        ([str(good), "--source", "x" * 301, "--as-of", "2026-01-01"], "300 letters"),
        ([str(good), "--source", "x", "--as-of", "2999-01-01"], "still to come"),
        ([str(tmp_path / "none"), *SAID], "can't be read"),
        ([str(tmp_path), *SAID], "can't be read"),
        ([str(outlines.written(tmp_path / "sea", sea)), *SAID], "no postcode lies"),
        ([str(outlines.written(tmp_path / "bad", outlines.changed(ARS=None))), *SAID], "Nothing was taken over"),
    ]
    for words, why in tries:
        with pytest.raises(CommandFault, match=why):
            boundaries.run(words)
    for words in ([], [str(good), "--as-of", "gestern"]):
        with pytest.raises(SystemExit) as wrong:
            boundaries.run(words)
        assert wrong.value.code == 2
    assert kept.read_bytes() == before
    assert list(kept.parent.iterdir()) == [kept]


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, kept: Path) -> None:
    kept.parent.write_text("in the way")
    with pytest.raises(EnvironmentFault, match="can't be written"):
        boundaries.run([str(outlines.written(tmp_path, outlines.collection())), *SAID])


def test_a_damaged_table_counts_as_none(kept: Path, caplog: pytest.LogCaptureFixture) -> None:
    kept.parent.mkdir()
    kept.write_text('{"source": 1')
    assert districts.imported() is None
    assert districts.known("14522")
    assert "can't be read" in caplog.text


def test_the_demo_places_its_own_towns_and_gives_way_to_official_boundaries(
    tmp_path: Path, kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    demo.state(network.described())
    found = districts.imported()
    assert found is not None
    assert found.sample
    towns = {town[0] for project in network.described()["projects"] for town in project.get("towns", ())}
    assert towns <= set(found.postcodes)
    assert set(demo.ELSEWHERE) <= set(found.postcodes)
    assert districts.of_postcode("23966") == "13074"
    taken(tmp_path, capsys, outlines.collection(), *SAID)
    official = kept.read_bytes()
    demo.state(network.described())
    assert kept.read_bytes() == official
