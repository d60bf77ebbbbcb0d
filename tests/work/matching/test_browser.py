# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A suggestion with a missing level in a browser: seen, explained, allowed by a person, brought on its way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from scharnier.foundation import clock
from scharnier.work.placements.models import Placement
from scharnier.work.retention.models import RetentionCheck
from scharnier.work.vacancies.models import Vacancy
from tests import factories
from tests.browser import axe_problems
from tests.e2e.signing import sign_in
from tests.factories import as_staff
from tests.work.matching.kitchen import cook, vacancy

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.django_db(transaction=True)


def _suits(page: Page, where: str) -> list[str]:
    """What axe finds at a desk, and whether a phone has to scroll sideways."""
    found = [f"{where}: {problem}" for problem in axe_problems(page)]
    page.set_viewport_size({"width": 360, "height": 900})
    if page.evaluate("document.documentElement.scrollWidth") > 360:
        found.append(f"{where} has to be scrolled sideways")
    page.set_viewport_size({"width": 1280, "height": 2600})
    return found


def test_a_suggestion_with_a_missing_level(browser: Browser, live_server: LiveServer, settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    world = factories.world()
    person = cook(world)
    vacancy(world, "Kantine")
    vacancy(world, "Hauswirtschaftshelferin Hotelküche", german="B1")
    page, problems = sign_in(browser, live_server, world.here.mentor.email), []
    page.set_viewport_size({"width": 1280, "height": 2600})

    page.goto(f"{live_server.url}/desk/personen/{person.pk}/")
    page.get_by_role("link", name="Vorschläge", exact=True).click()
    expect(page.get_by_text("Deutsch B1 statt A2")).to_be_visible()
    problems += _suits(page, "suggestions")
    page.get_by_role("button", name="Merken").first.click()
    expect(page.get_by_role("heading", name="Gemerkt")).to_be_visible()

    page.get_by_role("link", name="fehlt: Deutsch B1").click()
    page.locator("label", has_text="Deutsch").first.click()
    page.get_by_label("Grund").fill("Der Betrieb stellt auch mit A2 ein")
    problems += _suits(page, "a rule that doesn't apply")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("gilt hier nicht: Deutsch")).to_be_visible()
    expect(page.get_by_text("Der Betrieb stellt auch mit A2 ein")).to_be_visible()

    page.get_by_role("link", name="frühere ansehen").click()
    expect(page.get_by_role("heading", name="Gezeigte Listen")).to_be_visible()
    problems += _suits(page, "lists that were shown")
    page.go_back()
    page.get_by_role("link", name="Hauswirtschaftshelferin Hotelküche", exact=True).first.click()
    page.get_by_role("link", name="Wer passt?").click()
    expect(page.get_by_role("link", name="Haddad, Nour", exact=True)).to_be_visible()
    problems += _suits(page, "who fits")
    _from_the_person(page, f"{live_server.url}/desk/personen/{person.pk}/")
    with as_staff(world.here.mentor):
        assert Placement.objects.get().vacancy == Vacancy.objects.get(title="Kantine", status="filled")
        assert RetentionCheck.objects.exists()
    assert problems == []


def _from_the_person(page: Page, file: str) -> None:
    """The other way: what suits somebody, proposed, the firm interested, a trial day, a first day at work."""
    page.goto(file)
    page.get_by_role("link", name="Vorschläge", exact=True).click()
    expect(page.get_by_role("heading", name="Was mehr öffnen würde")).to_be_visible()
    page.locator(".sh-hit", has_text="Betrieb Kantine").first.get_by_role("link", name="Vorschlagen").click()
    page.get_by_label("Die Person weiß davon").check()
    page.get_by_role("button", name="Vorschlagen").click()
    for happened in ("Betrieb interessiert", "Probetag", "Zusage"):
        page.locator("label", has_text=happened).first.click()
        page.get_by_role("button", name="Eintragen", exact=False).click()
        expect(page.get_by_text(happened).first).to_be_visible()
    page.get_by_role("link", name="Arbeitsbeginn eintragen").click()
    page.get_by_label("Beginn", exact=True).fill(f"{clock.today():%d.%m.%Y}")
    page.get_by_label("Stunden je Woche").fill("39")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("heading", name="Weg zur Erlaubnis")).to_be_visible()
    page.goto(f"{file}")
    page.get_by_role("link", name="Arbeit", exact=True).click()
    expect(page.get_by_text("Betrieb Kantine").first).to_be_visible()
