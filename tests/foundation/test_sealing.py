# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Texts sealed for a circle: read with the right key only, in the right place only."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from pytest_django import Settings

from scharnier.foundation import sealing
from scharnier.foundation.ids import uuid7

CIRCLE, ROW = uuid7(), uuid7()


@pytest.fixture
def home(tmp_path: Path, settings: Settings) -> Path:
    (tmp_path / "audience.key").write_text(base64.urlsafe_b64encode(b"k" * 32).decode() + "\n")
    settings.HOME = tmp_path
    return tmp_path


def test_a_sealed_text_comes_back_and_never_looks_the_same(home: Path) -> None:
    text = "Trennung läuft. أسرار"
    first, second = sealing.seal(text, CIRCLE, ROW), sealing.seal(text, CIRCLE, ROW)
    assert first != second
    assert b"Trennung" not in first
    assert sealing.unseal(first, CIRCLE, ROW) == text


def test_it_opens_in_no_other_circle_and_no_other_row(home: Path) -> None:
    sealed = sealing.seal("x", CIRCLE, ROW)
    for circle, row in ((uuid7(), ROW), (CIRCLE, uuid7())):
        with pytest.raises(sealing.Unreadable):
            sealing.unseal(sealed, circle, row)


@pytest.mark.parametrize("broken", [b"", b"\x01", b"\x02" + b"x" * 40, b"\x01" + b"x" * 40])
def test_what_was_changed_is_unreadable(home: Path, broken: bytes) -> None:
    with pytest.raises(sealing.Unreadable):
        sealing.unseal(broken, CIRCLE, ROW)


@pytest.mark.parametrize("content", ["", "c2hvcnQ=", "ü"])
def test_without_the_right_key_nothing_opens(
    home: Path, tmp_path_factory: pytest.TempPathFactory, settings: Settings, content: str
) -> None:
    sealed = sealing.seal("x", CIRCLE, ROW)
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "audience.key").write_text(content, encoding="utf-8")
    settings.HOME = elsewhere
    with pytest.raises(sealing.Unreadable):
        sealing.unseal(sealed, CIRCLE, ROW)
    settings.HOME = tmp_path_factory.mktemp("empty")
    with pytest.raises(sealing.Unreadable):
        sealing.unseal(sealed, CIRCLE, ROW)
