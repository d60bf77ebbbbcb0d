# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What keeps a tree from being released."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from scharnier import __version__
from tools import release

CHANGES = "# Changes\n\n## 1.2.0, 2027-03-01\n\n- something\n"
PUBLIC = 'softwareVersion: 1.2.0\nreleaseDate: "2027-03-01"\n'
PROJECT = '[project]\nname = "scharnier"\ndynamic = ["version"]\n'


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A tree that can be released as 1.2.0."""
    for name, text in (("CHANGELOG.md", CHANGES), ("publiccode.yml", PUBLIC), ("pyproject.toml", PROJECT)):
        (tmp_path / name).write_text(text)
    (tmp_path / "tests" / "upgrade").mkdir(parents=True)
    (tmp_path / "tests" / "upgrade" / "1.2.0.tar.xz").write_bytes(b"small")
    return tmp_path


def test_a_tree_where_everything_agrees_has_no_problem(tree: Path) -> None:
    assert list(release.problems(tree, "1.2.0")) == []


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("CHANGELOG.md", "# Changes\n", "CHANGELOG.md has no heading"),
        ("CHANGELOG.md", "## 1.2.0, unreleased\n", "instead of giving its day"),
        ("CHANGELOG.md", "## 1.2.0, 2027-03-02\n", "2027-03-01 as the day, CHANGELOG.md 2027-03-02"),
        ("publiccode.yml", PUBLIC.replace("1.2.0", "1.1.0"), "publiccode.yml says 1.1.0"),
        ("pyproject.toml", '[project]\nversion = "1.2.0"\n', "a version of its own"),
        ("tests/upgrade/1.2.0.tar.xz", "x" * 400_001, "larger than"),
    ],
)
def test_what_disagrees_is_named(name: str, text: str, said: str, tree: Path) -> None:
    (tree / name).write_text(text)
    [problem] = release.problems(tree, "1.2.0")
    assert said in problem


def test_a_missing_dump_and_a_strange_version_are_named(tree: Path) -> None:
    (tree / "tests" / "upgrade" / "1.2.0.tar.xz").unlink()
    assert "tools/release.py dump" in next(release.problems(tree, "1.2.0"))
    assert "no version of three numbers" in next(release.problems(tree, "1.2"))


def test_uncommitted_changes_and_a_tag_that_exists_are_named(tree: Path) -> None:
    def git(*words: str) -> None:
        who = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
        subprocess.run(["git", *who, *words], check=True, cwd=tree, capture_output=True)

    git("init", "-q")
    git("add", ".")
    git("commit", "-q", "-m", "Begin")
    assert list(release.of_git(tree, "1.2.0")) == []
    git("tag", "v1.2.0")
    (tree / "CHANGELOG.md").write_text("changed")
    assert len(list(release.of_git(tree, "1.2.0"))) == 2


def test_this_tree_says_its_version_in_one_place() -> None:
    assert release.version() == __version__
    found = list(release.problems(release.ROOT, __version__))
    assert [line for line in found if "CHANGELOG.md" not in line] == []
