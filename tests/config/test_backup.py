# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Backup, destruction, restore."""

from __future__ import annotations

import json
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from scharnier.config import environment as env
from scharnier.config import storage
from scharnier.config.embedded import Embedded, binaries
from scharnier.foundation import vault
from scharnier.foundation.ids import uuid7
from scharnier.foundation.vault import Part
from scharnier.people.documents import shelf
from tests.config.running import new_home, prepared_home, run, serving

CARRIER, PAPER = uuid7(), uuid7()
SCAN = b"%PDF-1.7 a scan of somebody's papers " * 50


def _lay_down(home: Path) -> None:
    """An encrypted document as uploads leave it; beside it the wrapped key, which its row would hold."""
    with override_settings(HOME=home):
        key, wrapped = vault.new_key(PAPER)
        shelf.keep(CARRIER, PAPER, key, {Part.WHOLE: SCAN})
        assert SCAN[:20] not in shelf.path_of(CARRIER, PAPER).read_bytes()
    (home / "files" / "ab" / "wrapped.bin").write_bytes(wrapped)


def _read_back(home: Path) -> bytes:
    with override_settings(HOME=home):
        key = vault.unwrap((home / "files" / "ab" / "wrapped.bin").read_bytes(), PAPER)
        return b"".join(vault.read(shelf.path_of(CARRIER, PAPER), key, Part.WHOLE))


@pytest.fixture(scope="module")
def house() -> Iterator[tuple[Path, Path]]:
    """(a prepared home with something in it, its backup)."""
    with prepared_home() as home:
        (home / "files" / "ab").mkdir()
        (home / "files" / "ab" / "letter.bin").write_bytes(b"content of a letter")
        _lay_down(home)
        server = Embedded(home / "postgres")
        server.start()
        with server.connect(user=env.OWNER_ROLE) as connection:
            connection.execute("insert into django_content_type (app_label, model) values ('tests', 'kept')")
        server.stop()
        backup = home.parent / "backup"
        made = run(home, "backup", str(backup))
        assert made.returncode == 0, made.stderr
        yield home, backup


def test_a_backup_names_what_it_holds_and_nobody_else_can_read_it(house: tuple[Path, Path]) -> None:
    backup = house[1]
    manifest = json.loads((backup / "manifest.json").read_text())
    assert manifest["rows"]["django_content_type"] > 10
    assert set(manifest["files"]) == {"database.dump", "files.tar", "secret.key", "audience.key"}
    assert manifest["migrations"]
    assert backup.stat().st_mode & 0o777 == 0o700


def test_what_was_destroyed_comes_back(house: tuple[Path, Path]) -> None:
    home, backup = house
    keys = [(home / name).read_text() for name in ("secret.key", "audience.key")]
    shutil.rmtree(home)
    done = run(home, "restore", str(backup))
    assert done.returncode == 0, done.stderr
    assert (home / "files" / "ab" / "letter.bin").read_bytes() == b"content of a letter"
    assert [(home / name).read_text() for name in ("secret.key", "audience.key")] == keys
    assert _read_back(home) == SCAN
    server = Embedded(home / "postgres")
    server.start()
    with server.connect(user=env.APP_ROLE) as connection:
        found = connection.execute("select model from django_content_type where app_label = 'tests'").fetchall()
        assert found == [("kept",)]
    server.stop()
    with serving(home) as again:
        assert again.url


def test_data_is_not_overwritten_unless_asked(house: tuple[Path, Path]) -> None:
    home, backup = house
    refused = run(home, "restore", str(backup))
    assert (refused.returncode, "--replace" in refused.stderr) == (1, True)
    (home / "files" / "later").write_bytes(b"x")
    done = run(home, "restore", str(backup), "--replace")
    assert done.returncode == 0, done.stderr
    assert not (home / "files" / "later").exists()


def test_a_running_house_is_not_overwritten(house: tuple[Path, Path]) -> None:
    home, backup = house
    with serving(home):
        refused = run(home, "restore", str(backup), "--replace")
    assert (refused.returncode, "already running" in refused.stderr) == (3, True)


def test_a_backup_can_be_made_while_the_house_serves(house: tuple[Path, Path], tmp_path: Path) -> None:
    with serving(house[0]):
        assert run(house[0], "backup", str(tmp_path / "beside")).returncode == 0


@pytest.mark.parametrize("name", ["database.dump", "files.tar", "audience.key"])
def test_a_changed_or_missing_part_is_found_before_anything_is_touched(
    name: str, house: tuple[Path, Path], tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(house[1], copy)
    with (copy / name).open("ab") as part:
        part.write(b"!")
    with new_home() as home:
        changed = run(home, "restore", str(copy))
        assert changed.returncode == 1
        assert f"{name} is missing or changed. Nothing was restored." in changed.stderr
        (copy / name).unlink()
        assert run(home, "restore", str(copy)).returncode == 1
        assert not home.exists()


def test_a_folder_that_is_no_backup_is_told_apart(tmp_path: Path) -> None:
    with new_home() as home:
        assert run(home, "restore", str(tmp_path)).returncode == 1
        assert run(home, "restore", str(tmp_path / "nowhere")).returncode == 1


def test_a_backup_wants_a_folder_of_its_own(house: tuple[Path, Path]) -> None:
    refused = run(house[0], "backup", str(house[1]))
    assert (refused.returncode, "not empty" in refused.stderr) == (1, True)


def test_a_backup_does_not_go_among_the_files_it_copies(house: tuple[Path, Path]) -> None:
    refused = run(house[0], "backup", str(house[0] / "files" / "backup"))
    assert (refused.returncode, "choose another folder" in refused.stderr) == (1, True)
    assert not (house[0] / "files" / "backup").exists()


def _copy(backup: Path, target: Path, **changed: object) -> Path:
    shutil.copytree(backup, target)
    manifest = json.loads((target / "manifest.json").read_text()) | changed
    (target / "manifest.json").write_text(json.dumps(manifest))
    return target


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"format": 2}, "written by another version"),
        ({"files": {}}, "no complete backup"),
        ({"files": {"database.dump": 1, "files.tar": 2}}, "no complete backup"),
        ({"files": {"database.dump": {"sha256": ""}, "../escape": {"sha256": ""}}}, "no complete backup"),
        ({"rows": None}, "no complete backup"),
        ({"migrations": ["people.9999_later"], "scharnier": "9.0.0"}, "made by a newer Scharnier (9.0.0"),
    ],
)
def test_a_manifest_that_says_something_else_is_refused_in_one_line(
    changed: dict[str, object], said: str, house: tuple[Path, Path], tmp_path: Path
) -> None:
    with new_home() as home:
        refused = run(home, "restore", str(_copy(house[1], tmp_path / "copy", **changed)))
        assert (refused.returncode, said in refused.stderr, refused.stderr.count("\n")) == (1, True, 1)
        assert not home.exists()


def _programs(house: tuple[Path, Path], psql: str) -> Path:
    """The programs of PostgreSQL with another psql in front of the real one, which is `$REAL`."""
    real = next(house[0].parent.glob("home/programs-*/*/*/bin"), None) or binaries()
    folder = Path(tempfile.mkdtemp(prefix="pgbin-", dir=house[0].parent))
    folder.chmod(0o755)
    for name in real.iterdir():
        if name.name != "psql":
            (folder / name.name).symlink_to(name)
    (folder / "psql").write_text(f"#!/bin/sh\nREAL={real / 'psql'}\n{psql}\n")
    (folder / "psql").chmod(0o755)
    return folder


def _marks(home: Path) -> list[str]:
    """What the tests have put into the database, and the files; the encrypted paper is read back by its own test."""
    server = Embedded(home / "postgres")
    server.start()
    with server.connect(user=env.APP_ROLE) as connection:
        rows = connection.execute(
            "select model from django_content_type where app_label = 'tests' order by 1"
        ).fetchall()
    server.stop()
    found = (path for path in (home / "files").rglob("*") if path.is_file())
    files = (path.name for path in found if path.name != "wrapped.bin" and path.suffix != ".whole")
    return [*(row[0] for row in rows), *sorted(files)]


def _change(home: Path) -> None:
    """What was done since the backup."""
    (home / "files" / "later").write_bytes(b"x")
    server = Embedded(home / "postgres")
    server.start()
    with server.connect(user=env.OWNER_ROLE) as connection:
        connection.execute("insert into django_content_type (app_label, model) values ('tests', 'later')")
    server.stop()


@pytest.mark.parametrize(
    "psql",
    [
        pytest.param('head -c 60000 | "$REAL" "$@"; exit 1', id="the script is cut off"),
        pytest.param('head -c 60000 | "$REAL" "$@"; kill -9 $PPID', id="killed halfway"),
        pytest.param("kill -9 $PPID", id="killed before"),
    ],
)
def test_an_interrupted_restore_leaves_what_was_there(psql: str, house: tuple[Path, Path]) -> None:
    home, backup = house
    assert run(home, "restore", str(backup), "--replace").returncode == 0
    _change(home)
    done = run(home, "restore", str(backup), "--replace", more={"PG_BIN": str(_programs(house, psql))})
    assert done.returncode in (1, -signal.SIGKILL), done.stderr
    assert run(home, "manage", "migrate", "--check", "--verbosity", "0").returncode == 0
    assert _marks(home) == ["kept", "later", "later", "letter.bin"]
    assert not (home / "restore.json").exists()
    assert not (home / "files.restoring").exists()


def test_a_restore_killed_after_its_commit_is_finished_by_the_next_command(house: tuple[Path, Path]) -> None:
    home, backup = house
    assert run(home, "restore", str(backup), "--replace").returncode == 0
    _change(home)
    (home / "secret.key").write_text("another key\n")
    programs = _programs(house, '"$REAL" "$@"; kill -9 $PPID')
    done = run(home, "restore", str(backup), "--replace", more={"PG_BIN": str(programs)})
    assert done.returncode == -signal.SIGKILL
    assert (home / "restore.json").exists()
    assert run(home, "manage", "migrate", "--check", "--verbosity", "0").returncode == 0
    assert _marks(home) == ["kept", "letter.bin"]
    assert (home / "secret.key").read_text() == (backup / "secret.key").read_text()
    assert not (home / "restore.json").exists()


def test_nobody_works_beside_a_restore(house: tuple[Path, Path]) -> None:
    home = house[0]
    (home / "restore.json").write_text('{"token": "x"}')
    with storage.alone(home):
        refused = run(home, "check")
    assert (refused.returncode, "A restore is at work" in refused.stderr) == (3, True)
    assert run(home, "manage", "migrate", "--check", "--verbosity", "0").returncode == 0
    assert not (home / "restore.json").exists()


def test_a_folder_that_cant_be_written_is_named(house: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    refused = run(house[0], "backup", str(tmp_path / "file" / "backup"))
    assert (refused.returncode, refused.stderr.count("\n")) == (3, 1)
