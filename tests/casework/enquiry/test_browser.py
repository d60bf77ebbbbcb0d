# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A question is counted by keyboard alone, and somebody who calls is on file with a next step."""

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
    from playwright.sync_api import Browser

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(live_server: LiveServer, settings: Settings) -> factories.World:
    settings.SECOND_FACTOR_REQUIRED = False
    return factories.world()


def test_from_a_question_to_an_enquiry(browser: Browser, live_server: LiveServer, world: factories.World) -> None:
    page = enter(browser, live_server, world.here.mentor.email)
    page.goto(f"{live_server.url}/desk/")
    page.keyboard.press("n")
    page.keyboard.press("k")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kurzberatung")
    assert axe_problems(page) == []
    page.keyboard.press("4")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Kurzberatung gezählt.")).to_be_visible()
    page.get_by_role("link", name="Zählung").click()
    expect(page.get_by_text("1 Kurzberatung vom")).to_be_visible()
    assert axe_problems(page) == []

    page.set_viewport_size({"width": 360, "height": 1100})
    page.goto(f"{live_server.url}/desk/anfrage/")
    page.get_by_label("Vornamen").fill("Selam")
    page.get_by_label("Anliegen").fill("Sucht eine Wohnung")
    assert axe_problems(page) == []
    page.get_by_role("button", name="Anlegen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Selam")
    expect(page.get_by_text("Sucht eine Wohnung").first).to_be_visible()
    page.goto(f"{live_server.url}/desk/")
    expect(page.get_by_text("Selam · Sucht eine Wohnung")).to_be_visible()
