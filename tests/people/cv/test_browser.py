# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody is assessed and leaves with a curriculum vitae, in a browser."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests import factories
from tests.browser import axe_problems
from tests.e2e.signing import enter

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(live_server: LiveServer, settings: Settings) -> factories.World:
    settings.SECOND_FACTOR_REQUIRED = False
    return factories.world()


def problems(page: Page) -> list[str]:
    """What axe finds on the whole page: the bar at the foot covers nothing."""
    size = page.viewport_size or {"width": 1280, "height": 900}
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": height + 50})
    found = axe_problems(page)
    page.set_viewport_size(size)
    return found


def test_from_everyday_words_to_an_assessment_and_a_word_file(
    browser: Browser, live_server: LiveServer, world: factories.World
) -> None:
    with factories.as_staff(world.here.mentor):
        person = factories.person(world.here)
    page = enter(browser, live_server, world.here.mentor.email)
    page.goto(f"{live_server.url}/desk/personen/{person.pk}/kompetenzen/")
    assert problems(page) == []

    page.get_by_role("link", name="Neue Berufserfahrung").click()
    page.locator("[name=wording]").press_sequentially("puzfrau")
    page.locator("#berufe label", has_text="Reinigungskraft").first.click()
    page.locator("[name=begun]").fill("2012")
    page.locator("[name=ended]").fill("5/2015")
    assert problems(page) == []
    page.get_by_role("button", name="Speichern").click()
    expect(page.locator("#arbeit")).to_contain_text("2012 – 05/2015")

    page.get_by_role("link", name="Neue Erhebung").click()
    page.locator("label", has=page.locator("[name=method]")).first.click()
    page.locator("[name=orientation]").fill("Möchte mit Menschen arbeiten.")
    expect(page.locator("[data-draft-state]")).not_to_be_empty()
    page.locator("fieldset", has_text="Handgeschick").locator("label", has_text="Stärke").click()
    assert problems(page) == []
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("heading", name="Kompetenzerhebung vom")).to_be_visible()
    expect(page.get_by_text("Stärke")).to_be_visible()
    assert problems(page) == []

    page.get_by_role("link", name="Kompetenzen", exact=True).click()
    page.get_by_role("link", name="Neuer Lebenslauf").click()
    page.locator("[name=extra]").fill("Ehrenamt im Sportverein")
    assert problems(page) == []
    page.get_by_role("button", name="Speichern").click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Als Word-Datei (DOCX)").click()
    with zipfile.ZipFile(waiting.value.path()) as package:
        text = package.read("word/document.xml").decode()
    assert "puzfrau" in text
    assert "Ehrenamt im Sportverein" in text
    page.set_viewport_size({"width": 360, "height": 800})
    for part in ("", "erhebung/neu/", "lebenslauf/neu/", "arbeit/neu/"):
        page.goto(f"{live_server.url}/desk/personen/{person.pk}/kompetenzen/{part}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, part
        assert problems(page) == [], part
