# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""From an enquiry to a whole file in a browser; the connection is lost on the way, and another machine goes on."""

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
    from playwright.sync_api import Browser, ViewportSize

# Nothing of a step lies under the bar at the foot of the window.
TALL: ViewportSize = {"width": 1280, "height": 1900}
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(live_server: LiveServer, settings: Settings) -> factories.World:
    settings.SECOND_FACTOR_REQUIRED = False
    return factories.world()


def test_from_an_enquiry_to_a_file_over_a_lost_connection(
    browser: Browser, live_server: LiveServer, world: factories.World
) -> None:
    page = enter(browser, live_server, world.here.mentor.email)
    page.set_viewport_size(TALL)
    # Without a net the hint on duplicates fails too: one sentence says so, not a second one that sounds like a loss.
    page.goto(f"{live_server.url}/desk/aufnahme/neu/")
    page.context.set_offline(True)
    with page.expect_event("requestfailed", lambda request: request.url.endswith("/neu/aehnlich/")):
        page.locator("[name=family_name]").fill("Haile")
    expect(page.get_by_text("Schreiben Sie weiter.")).to_be_visible()
    expect(page.get_by_text("Keine Verbindung seit")).to_have_count(1)
    page.context.set_offline(False)

    page.goto(f"{live_server.url}/desk/anfrage/")
    page.get_by_label("Vornamen").fill("Selam")
    page.get_by_label("Anliegen").fill("Sucht eine Ausbildung")
    page.get_by_role("button", name="Anlegen").click()
    page.get_by_role("link", name="aufnehmen", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Aufnahme: Selam")
    assert axe_problems(page) == []

    page.context.set_offline(True)
    page.locator("[name=family_name]").fill("Tesfay")
    expect(page.get_by_text("Keine Verbindung seit")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator("[data-draft-state]")).to_contain_text("Entwurf gesichert")
    address = page.url

    other = enter(browser, live_server, world.here.mentor.email)
    other.set_viewport_size(TALL)
    other.goto(f"{live_server.url}/desk/")
    other.get_by_role("link", name="Aufnahme: Selam Tesfay").click()
    expect(other).to_have_url(address)
    expect(other.locator("[name=family_name]")).to_have_value("Tesfay")
    other.locator("[name=birth_date]").fill("2010")
    other.get_by_role("button", name="Weiter").last.click()
    expect(other.get_by_role("heading", name="Kontakt und Sprachen")).to_be_visible()
    assert axe_problems(other) == []
    other.get_by_role("button", name="Weiter").last.click()
    other.locator("[name=code]").select_option("gestattung")
    expect(other.locator("[name=stay-endorsement]")).to_be_visible()
    other.get_by_role("button", name="Weiter").last.click()
    expect(other.get_by_text("Wer vertritt sie?")).to_be_visible()
    assert axe_problems(other) == []
    other.locator("[name=guardian_kind]").select_option("office_guardian")
    other.get_by_role("button", name="Weiter").last.click()
    other.get_by_role("button", name="Weiter").last.click()
    expect(other.get_by_text("Nach diesen Angaben")).to_be_visible()
    assert axe_problems(other) == []
    other.get_by_role("button", name="Aufnahme abschließen").click()
    expect(other.get_by_role("heading", level=1)).to_contain_text("Selam Tesfay")
    other.goto(f"{other.url}stammdaten/lebenslage/")
    expect(other.get_by_text("Amtsvormundschaft (Jugendamt)", exact=True)).to_be_visible()
    assert axe_problems(other) == []
