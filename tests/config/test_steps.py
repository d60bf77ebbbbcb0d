# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Steps that prepare a home run beside each other; whose fault it was stays clear."""

from __future__ import annotations

from pathlib import Path

import pytest

from scharnier.config import steps
from scharnier.config.environment import EnvironmentFault


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SCHARNIER_HOME", str(tmp_path))
    (tmp_path / "logs").mkdir()
    return tmp_path


def test_a_step_that_fails_beside_another_is_named_with_its_own_words(home: Path) -> None:
    done = []
    told = r"^The step 'juggle' failed: KeyError: 'juggle' \(see .*prepare\.log\)$"
    with pytest.raises(EnvironmentFault, match=told), steps.beside("juggle"):
        done.append("body")
    assert done == ["body"]
    assert "KeyError: 'juggle'" in (home / "logs" / "prepare.log").read_text()


def test_a_body_that_fails_ends_the_step_and_is_the_fault_that_is_told(home: Path) -> None:
    with pytest.raises(EnvironmentFault, match="the database is away"), steps.beside("static"):
        raise EnvironmentFault("the database is away")
    assert not (home / "static" / "staticfiles.json").exists()
