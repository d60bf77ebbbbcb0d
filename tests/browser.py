# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The system's Chromium for browser tests, and axe. A missing browser fails; nothing is skipped."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MILLISECONDS = 15_000
LOOKS = ((1280, "light"), (360, "dark"))
"""Each width and each theme once: what axe finds depends on the one or the other; four pairs take twice the time."""


def executable() -> str:
    for name in (os.environ.get("CHROMIUM", ""), *NAMES):
        if name and (found := shutil.which(name)):
            return found
    raise FileNotFoundError("No Chromium: run `make test`, which installs it as root, or set CHROMIUM=/path/to/it.")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=executable(), args=list(FLAGS))
        yield found
        found.close()


@pytest.fixture(autouse=True)
def no_window_stays_open(request: pytest.FixtureRequest) -> Iterator[None]:
    """A window left open goes on drawing beside all later tests."""
    opened: Browser | None = request.getfixturevalue("browser") if "browser" in request.fixturenames else None
    yield
    for each in list(opened.contexts) if opened is not None else ():
        each.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile in German, in Berlin, that fails the test when a page breaks the content security policy."""
    fresh = browser.new_context(locale="de-DE", timezone_id="Europe/Berlin", reduced_motion="reduce")
    fresh.set_default_timeout(MILLISECONDS)
    blocked: list[str] = []
    fresh.on("console", lambda line: blocked.append(line.text) if "Content Security Policy" in line.text else None)
    fresh.on("weberror", lambda error: blocked.append(str(error.error)))
    yield fresh
    fresh.close()
    assert not blocked, f"The browser reported: {blocked}"


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def axe_problems(page: Page) -> list[str]:
    """What axe finds on the page as it stands; undecided colour contrast counts, empty means nothing found."""
    page.wait_for_load_state()  # a click returns when the next page begins; half of a page has no heading yet
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result = page.evaluate(f"axe.run({{runOnly: {RULES}}})")
    undecided = [entry for entry in result["incomplete"] if entry["id"] == "color-contrast"]
    return [
        f"{entry['id']}: {entry['help']}: {node['html'][:160]}"
        for entry in [*result["violations"], *undecided]
        for node in entry["nodes"]
    ]
