# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Backup, destruction, restore."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from scharnier.config import environment as env
from scharnier.config.embedded import Embedded
from tests.config.running import new_home, run, serving


@pytest.fixture(scope="module")
def house() -> Iterator[tuple[Path, Path]]:
    """(a prepared home with something in it, its backup)."""
    with new_home() as home:
        assert run(home, "manage", "migrate", "--verbosity", "0").returncode == 0
        (home / "files" / "ab").mkdir()
        (home / "files" / "ab" / "letter.bin").write_bytes(b"content of a letter")
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
