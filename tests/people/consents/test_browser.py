# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""In a browser: asked for in Arabic, signed with the mouse, withdrawn; the field opens and closes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests import factories
from tests.browser import axe_problems
from tests.e2e.signing import enter
from tests.people.consents.conftest import rests

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(live_server: LiveServer, settings: Settings) -> factories.World:
    settings.SECOND_FACTOR_REQUIRED = False
    return factories.world()


def test_asked_signed_and_withdrawn(browser: Browser, live_server: LiveServer, world: factories.World) -> None:
    rests(world, "messenger", "consent")
    with factories.as_staff(world.here.mentor):
        nour = factories.person(world.here, reads="ar", own_script_name="نور حداد", messenger="Signal 0176 04069031")
    page = enter(browser, live_server, world.here.mentor.email)
    facts = f"{live_server.url}/desk/personen/{nour.pk}/stammdaten/"
    page.goto(facts)
    expect(page.locator("[name=messenger]")).to_have_count(0)
    page.set_viewport_size({"width": 1280, "height": 2600})  # the bar to save covers nothing
    assert axe_problems(page) == []
    page.locator("#closed-messenger").get_by_role("link", name="Einwilligung erfragen").click()
    assert axe_problems(page) == []
    page.get_by_role("button", name="Vordruck erstellen").click()
    assert axe_problems(page) == []
    page.get_by_role("link", name="Unterschreiben").click()
    assert axe_problems(page) == []
    pad = page.locator(".sh-pad")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + 60)
    page.mouse.down()
    for step in range(1, 8):
        page.mouse.move(box["x"] + 40 + 25 * step, box["y"] + (40 if step % 2 else 90))
    page.mouse.up()
    page.get_by_role("button", name="Unterschrift speichern").click()
    expect(page.get_by_text("Gespeichert. Es gilt ab jetzt.")).to_be_visible()
    assert axe_problems(page) == []
    page.goto(facts)
    expect(page.locator("[name=messenger]")).to_have_value("Signal 0176 04069031")
    page.goto(f"{live_server.url}/desk/personen/{nour.pk}/grundlagen/")
    page.get_by_role("link", name="Einwilligung: Nachrichten über Messenger").click()
    assert axe_problems(page) == []
    page.get_by_role("link", name="Widerrufen").click()
    assert axe_problems(page) == []
    page.locator("[name=withdrawal]").fill("am Telefon")
    page.get_by_role("button", name="Widerruf eintragen").click()
    expect(page.get_by_text("Was darauf beruhte, ist ab sofort verschlossen.")).to_be_visible()
    page.goto(facts)
    expect(page.locator("[name=messenger]")).to_have_count(0)
