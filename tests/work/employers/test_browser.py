# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A firm on the phone in a browser: who is alike shows while typing; every page of firms suits eyes and phones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from scharnier.directory.organisations import actions as organisations
from scharnier.foundation import principals
from scharnier.foundation.models import OutboxMail
from scharnier.work.vacancies.models import Vacancy
from tests import factories
from tests.browser import axe_problems
from tests.e2e.signing import sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.django_db(transaction=True)


def _suits(page: Page, address: str) -> list[str]:
    """What axe finds at a desk, and whether a phone has to scroll sideways."""
    page.set_viewport_size({"width": 1280, "height": 2200})
    answer = page.goto(address)
    assert answer is not None
    assert answer.ok, address
    found = [f"{address}: {problem}" for problem in axe_problems(page)]
    page.set_viewport_size({"width": 360, "height": 900})
    if page.evaluate("document.documentElement.scrollWidth") > 360:
        found.append(f"{address} has to be scrolled sideways")
    page.set_viewport_size({"width": 1280, "height": 2200})
    return found


def test_a_firm_calls_again_and_answers_its_link(
    browser: Browser, live_server: LiveServer, settings: Settings, page: Page
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    settings.BASE_URL = live_server.url
    world = factories.world()
    with factories.as_staff(world.here.mentor):
        known = {"name": "Tischlerei Kiefer GmbH", "email": "kiefer@example.org", "phone": "+493023125011"}
        firm = organisations.add_organisation(world.here.carrier, known, {"postal_code": "01067", "place": "Dresden"})
    desk = sign_in(browser, live_server, world.here.mentor.email)
    desk.set_viewport_size({"width": 1280, "height": 2200})

    desk.goto(f"{live_server.url}/desk/betriebe/anruf/")
    desk.get_by_label("Betrieb", exact=True).press_sequentially("Tischlerey Kiefer")
    desk.locator("#betriebe label", has_text="Tischlerei Kiefer GmbH").click()
    desk.get_by_label("Wer ruft an").fill("Ida Kiefer")
    desk.get_by_label("Stelle in einfachen Worten").press_sequentially("Tischler")
    desk.locator("#berufe label").first.click()
    desk.get_by_role("button", name="Speichern").click()
    expect(desk.get_by_role("heading", level=1, name="Tischlerei Kiefer GmbH")).to_be_visible()
    case = desk.url
    desk.locator("main").get_by_role("link", name="Tischler", exact=True).click()
    desk.get_by_role("button", name="Betrieb per E-Mail fragen").click()
    expect(desk.get_by_text("Die Frage ist unterwegs an kiefer@example.org.")).to_be_visible()
    vacancy = desk.url

    with principals.entering(principals.SYSTEM):
        link = re.search(r"http\S+/antwort/\S+", OutboxMail.objects.get().body)
    assert link is not None
    problems = _suits(page, link.group())
    page.get_by_role("button", name="Nein, sie fällt weg").click()
    expect(page.get_by_role("heading", level=1, name="Danke, das ist notiert")).to_be_visible()
    with factories.as_staff(world.here.mentor):
        Vacancy.objects.update(public=True)
        shown = Vacancy.objects.get()
    problems += _suits(page, f"{live_server.url}/arbeitgeber/stellen/{shown.pk}/")

    own = f"{live_server.url}/desk/organisationen/{firm.pk}/"
    for address in (
        case,
        f"{case}bearbeiten/",
        f"{case}gespraech/",
        f"{case}ende/",
        vacancy,
        f"{vacancy}bearbeiten/",
        own,
        f"{own}bearbeiten/",
        f"{own}ansprechperson/neu/",
        f"{own}zusammenfuehren/",
        *(f"{live_server.url}/desk/{part}" for part in ("betriebe/", "betriebe/anruf/", "betriebe/zaehlung/")),
        *(f"{live_server.url}/desk/{part}" for part in ("stellen/", "stellen/einlesen/", "organisationen/")),
        f"{live_server.url}/desk/organisationen/neu/",
    ):
        problems += _suits(desk, address)
    assert problems == []
