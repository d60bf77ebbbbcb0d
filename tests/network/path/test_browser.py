# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The short path and the structure of a project in a real browser, on a phone too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from scharnier.foundation import principals
from scharnier.network.models import Role, User
from scharnier.network.path.models import WorkContact
from tests import factories
from tests.browser import axe_problems
from tests.factories import World
from tests.people.conftest import SignIn, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["sign_in"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> World:
    return factories.world()


def desk(browser: Browser, live_server: LiveServer, sign_in: SignIn, who: User, width: int) -> Page:
    value = sign_in(who).cookies[settings.SESSION_COOKIE_NAME].value
    context = browser.new_context(locale="de-DE", viewport={"width": width, "height": 760}, reduced_motion="reduce")
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
    return context.new_page()


def test_somebody_on_the_road_finds_whom_to_call(
    browser: Browser, live_server: LiveServer, world: World, sign_in: SignIn
) -> None:
    with principals.entering(principals.SYSTEM):
        for number in range(3):
            made = factories.user(f"kraft{number}.fern")
            factories.member(made, world.away.carrier, world.away.project, Role.CASEWORKER)
            WorkContact.objects.create(
                carrier_id=world.away.carrier, user=made, published=True, languages=["de", "ti"], phone="030 23125 115"
            )
    page = desk(browser, live_server, sign_in, world.here.mentor, 360)
    page.goto(f"{live_server.url}/desk/netzwerk/")
    page.get_by_role("searchbox", name="Im Netzwerk suchen").fill("tigrinya kraft2")
    page.get_by_role("button", name="Suchen").click()
    expect(page.locator("tr[data-row]")).to_have_count(1)
    expect(page.get_by_role("link", name="030 23125 115")).to_have_attribute("href", "tel:+493023125115")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert axe_problems(page) == []
    page.get_by_role("link", name="Kraft2 Fern").click()
    expect(page.get_by_role("heading", level=1, name="Kraft2 Fern")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Kontakt sichern").click()
    assert download.value.suggested_filename == "kraft2-fern.vcf"
    assert axe_problems(page) == []


def test_a_lead_changes_the_places_after_seeing_what_that_means(
    browser: Browser, live_server: LiveServer, world: World, sign_in: SignIn
) -> None:
    page = desk(browser, live_server, sign_in, world.here.lead, 1280)
    page.goto(f"{live_server.url}/desk/struktur/")
    page.get_by_role("link", name="ändern").first.click()
    page.get_by_label("Plätze").fill("25")
    page.get_by_role("button", name="Weiter: Was ändert sich?").click()
    expect(page.get_by_text("25 Plätze, ab heute.")).to_be_visible()
    assert axe_problems(page) == []
    page.get_by_role("button", name="Eintragen").click()
    expect(page.get_by_text("0 von 25 Plätzen").first).to_be_visible()
    assert axe_problems(page) == []
    page.get_by_role("link", name="Orte", exact=True).click()
    page.get_by_role("link", name="Kreis eintragen").click()
    page.get_by_label("Kreis", exact=True).select_option("14522")
    page.get_by_role("button", name="Weiter: Was ändert sich?").click()
    expect(page.get_by_text("ist für Mittelsachsen zuständig")).to_be_visible()
    page.get_by_role("button", name="Eintragen").click()
    expect(page.get_by_text("Mittelsachsen").first).to_be_visible()
    assert axe_problems(page) == []
