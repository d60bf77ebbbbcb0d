# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The lock file is judged even where no advisories can be reached."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tools import audit


def test_the_project_s_own_locks_are_pinned_hashed_and_complete() -> None:
    versions: dict[str, set[str]] = {}
    for lock in audit.LOCKS:
        found, wrong = audit.pinned_versions(lock)
        assert wrong == []
        versions.update(found)
    assert audit.declared_but_not_locked(versions) == []
    assert {"django", "uv", "psycopg-binary"} <= set(versions)


def test_a_line_without_version_or_hash_is_told(tmp_path: Path) -> None:
    lock = tmp_path / "lock.txt"
    lock.write_text("django==5.2.8 \\\n    --hash=sha256:00\nloose>=1\nbare==1.0\n")
    versions, wrong = audit.pinned_versions(lock)
    assert versions == {"django": {"5.2.8"}, "bare": {"1.0"}}
    assert wrong == ["lock.txt: not pinned to a version: loose>=1", "lock.txt: without hash: bare==1.0"]


def test_a_version_below_the_known_minimum_is_told() -> None:
    assert audit.below_minimum({"django": {"5.2.7"}, "polib": {"1"}}, {"django": "5.2.8"}) == [
        "django 5.2.7 has known advisories; 5.2.8 or newer is needed"
    ]


@pytest.mark.parametrize("output", ["", '{"dependencies": [{"name": "django", "skip_reason": "not found"}]}'])
def test_a_source_that_does_not_answer_is_said_loudly(
    output: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(subprocess, "run", lambda *args, **kwargs: subprocess.CompletedProcess(args, 1, output, ""))
    assert audit.main() == 0
    assert capsys.readouterr().out.startswith("NOT AUDITED ONLINE")


def test_a_published_advisory_fails_unless_it_was_decided_to_ignore_it(monkeypatch: pytest.MonkeyPatch) -> None:
    output = (
        '{"dependencies": [{"name": "django", "version": "5.2.8", '
        '"vulns": [{"id": "PYSEC-1", "aliases": ["CVE-1"], "fix_versions": ["5.2.9"]}]}]}'
    )
    monkeypatch.setattr(subprocess, "run", lambda *args, **kwargs: subprocess.CompletedProcess(args, 1, output, ""))
    assert audit.published_advisories(set()) == (True, ["django 5.2.8: PYSEC-1 (fixed in ['5.2.9'])"])
    assert audit.published_advisories({"CVE-1"}) == (True, [])
    assert audit.main() == 1
