# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody is taken on file a second time, noticed, merged and unmerged, in a browser."""

from __future__ import annotations

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


def fill_in(page: Page, server: LiveServer, family: str, given: str) -> None:
    page.goto(f"{server.url}/desk/personen/neu/")
    page.locator("[name=family_name]").fill(family)
    page.locator("[name=given_names]").fill(given)
    page.locator("[name=birth_date]").fill("3.5.1990")


def test_noticed_while_typing_merged_and_unmerged(
    browser: Browser, live_server: LiveServer, world: factories.World
) -> None:
    page = enter(browser, live_server, world.here.mentor.email)
    fill_in(page, live_server, "Shevchenko", "Oksana")
    page.get_by_role("button", name="Anlegen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Oksana Shevchenko")
    first = page.url
    fill_in(page, live_server, "Schewtschenko", "Oksana")
    expect(page.locator("#twins")).to_contain_text("Shevchenko, Oksana")
    page.get_by_role("button", name="Anlegen", exact=True).click()
    page.get_by_role("button", name="Trotzdem anlegen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Oksana Schewtschenko")
    second = page.url

    page.goto(f"{first}stammdaten/")
    page.get_by_role("link", name="Dubletten suchen und zusammenführen").click()
    assert axe_problems(page) == []
    page.get_by_role("link", name="Vergleichen").first.click()
    expect(page.get_by_role("heading", name="Was gilt?")).to_be_visible()
    assert axe_problems(page) == []
    for group in page.locator("#merge fieldset").all():
        group.locator("label").first.click()
    page.get_by_role("button", name="Zusammenführen").click()
    expect(page.get_by_role("heading", name="Zusammengeführt mit")).to_be_visible()
    page.goto(second)
    expect(page).to_have_url(first)

    page.goto(f"{first}dubletten/")
    page.get_by_role("link", name="Rückgängig machen").click()
    assert axe_problems(page) == []
    page.get_by_role("button", name="Rückgängig machen").click()
    expect(page.get_by_text("Zwei Akten wie vorher.")).to_be_visible()
    page.goto(second)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Oksana Schewtschenko")
