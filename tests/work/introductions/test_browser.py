# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The whole way in a browser: a firm calls, somebody is introduced, begins, is asked how it goes; and back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from scharnier.foundation import clock
from scharnier.work.retention.models import RetentionCheck
from scharnier.work.vacancies.models import Vacancy
from tests import factories
from tests.browser import axe_problems
from tests.e2e.signing import sign_in
from tests.factories import as_staff
from tests.work.on_the_way import firm, nour, vacancy

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.django_db(transaction=True)


def _suits(page: Page, where: str) -> list[str]:
    """What axe finds at a desk, and whether a phone has to scroll sideways."""
    page.set_viewport_size({"width": 1280, "height": 2600})
    found = [f"{where}: {problem}" for problem in axe_problems(page)]
    page.set_viewport_size({"width": 360, "height": 900})
    if page.evaluate("document.documentElement.scrollWidth") > 360:
        found.append(f"{where} has to be scrolled sideways")
    page.set_viewport_size({"width": 1280, "height": 2600})
    return found


def test_from_a_call_to_the_first_week_and_back_from_the_person(
    browser: Browser, live_server: LiveServer, settings: Settings
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    world = factories.world()
    with as_staff(world.here.mentor):
        case = nour(world.here)
    page, problems = sign_in(browser, live_server, world.here.mentor.email), []
    page.set_viewport_size({"width": 1280, "height": 2600})

    page.goto(f"{live_server.url}/desk/betriebe/anruf/")
    page.fill("[name=name]", "Tischlerei Kiefer")
    page.locator("label", has=page.locator("[name=wishes][value=job]")).click()
    page.fill("[name=wording]", "Tischler")
    page.locator("#berufe label").first.click()
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("heading", level=1, name="Tischlerei Kiefer")).to_be_visible()
    with as_staff(world.here.mentor):
        Vacancy.objects.update(german="B1")
        vacancy(world.here, firm(world.here, "Möbelwerk"), title="Möbelbau", german="B2")
    page.goto(f"{live_server.url}/desk/stellen/")
    page.get_by_role("link", name="Möbelbau").first.click()
    page.get_by_role("link", name="Wer passt?").click()
    expect(page.locator(".sh-nearby", has_text="Haddad")).to_contain_text("fehlt: Deutsch")
    page.goto(f"{live_server.url}/desk/stellen/")
    page.get_by_role("link", name="Tischler", exact=True).first.click()
    page.get_by_role("link", name="Wer passt?").click()
    expect(page.locator(".sh-hit", has_text="Haddad").get_by_role("link", name="Vorschlagen")).to_be_visible()
    page.go_back()

    page.get_by_role("link", name="Jemanden vorschlagen").click()
    page.get_by_role("link", name="Haddad, Nour").click()
    page.get_by_label("Die Person weiß davon").check()
    problems += _suits(page, "proposing")
    page.get_by_role("button", name="Vorschlagen").click()
    expect(page.get_by_role("heading", name="Was der Betrieb weiß")).to_be_visible()
    page.get_by_role("link", name="Profil ansehen").click()
    expect(page.get_by_text("Haddad")).to_have_count(page.locator("header.sh-person :text('Haddad')").count())
    problems += _suits(page, "profile")
    page.get_by_role("button", name="An den Betrieb gegeben").click()
    page.get_by_role("link", name="Tischlerei Kiefer").first.click()
    page.locator("label", has_text="Probetag").first.click()
    page.get_by_role("button", name="Eintragen", exact=False).click()
    problems += _suits(page, "introduction")
    page.locator("label", has_text="Zusage").first.click()
    page.get_by_role("button", name="Eintragen", exact=False).click()

    page.get_by_role("link", name="Arbeitsbeginn eintragen").click()
    page.get_by_label("Beginn", exact=True).fill(f"{clock.today() - timedelta(days=8):%d.%m.%Y}")
    page.get_by_label("Stunden je Woche").fill("39")
    problems += _suits(page, "placing")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("heading", name="Weg zur Erlaubnis")).to_be_visible()
    page.get_by_role("button", name="Erledigt").first.click()
    problems += _suits(page, "placement")
    declaration = page.get_by_role("link", name="Erklärung des Betriebs").get_attribute("href")
    paper = page.request.get(f"{live_server.url}{declaration}")
    assert (paper.status, paper.headers["content-type"]) == (200, "application/pdf")

    page.goto(f"{live_server.url}/desk/")
    asked = page.get_by_role("group", name="Nachbetreuung nach einer Woche").first
    asked.get_by_text("Antwort").click()
    asked.get_by_role("link", name="Mehr angeben").click()
    page.locator("label", has_text="ja, noch dort").click()
    page.get_by_label("Was hilft").fill("Fahrgemeinschaft")
    problems += _suits(page, "after-care")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("ja, noch dort")).to_be_visible()

    page.goto(f"{live_server.url}/desk/personen/{case.person_id}/")
    page.get_by_role("link", name="Arbeit", exact=True).click()
    expect(page.get_by_role("heading", name="Der Weg")).to_be_visible()
    problems += _suits(page, "the tab")
    page.get_by_role("link", name="Vermitteln").click()
    page.goto(f"{live_server.url}/desk/vermittlung/?stand=hired")
    expect(page.get_by_role("link", name="Haddad, Nour")).to_be_visible()
    problems += _suits(page, "board")
    page.get_by_role("link", name="Haddad, Nour").click()
    expect(page.get_by_role("link", name="Zur Arbeit")).to_be_visible()
    for part in ("zaehlung", "ergebnisse"):
        page.goto(f"{live_server.url}/desk/vermittlung/{part}/")
        problems += _suits(page, part)
    with as_staff(world.here.mentor):
        assert RetentionCheck.objects.get(mark="w1").help_needed == "Fahrgemeinschaft"
    assert problems == []
