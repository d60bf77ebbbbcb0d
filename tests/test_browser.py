# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The browser that the tests drive, and axe, find what they are there to find."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests import browser
from tests.browser import axe_problems

GOOD = """<!doctype html><html lang="de"><title>Probe</title><main><h1>Überschrift</h1><p>Text</p></main></html>"""


def test_axe_is_silent_on_a_good_page(page: Page) -> None:
    page.set_content(GOOD)
    assert axe_problems(page) == []


@pytest.mark.parametrize(
    ("flaw", "rule"),
    [
        ('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">', "image-alt"),
        ('<p style="color:#bbb;background:#fff">blass</p>', "color-contrast"),
        (
            '<p style="color:#888;background-image:linear-gradient(#fff,#000)">unentschieden</p>',
            "color-contrast",
        ),
        ('<input type="text">', "label"),
    ],
)
def test_axe_finds_a_flaw(flaw: str, rule: str, page: Page) -> None:
    page.set_content(GOOD.replace("<p>Text</p>", flaw))
    assert [problem.split(":")[0] for problem in axe_problems(page)] == [rule]


def test_a_missing_browser_fails_with_the_way_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    with pytest.raises(FileNotFoundError, match="make test"):
        browser.executable()
