# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A new carrier from the operator's link to the first case: the wizard, an invitation, a person, a talk, a plan."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from scharnier.foundation import principals
from scharnier.foundation.models import OutboxMail
from scharnier.network import actions
from scharnier.network.programmes.setup import load_programmes
from tests import factories
from tests.e2e.test_main_job import write_a_talk

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def link(live_server: LiveServer, settings: Settings) -> str:
    """What the operator sends to the carrier's administrator."""
    settings.SECOND_FACTOR_REQUIRED = False  # test_signin.py looks after that
    with principals.entering(principals.SYSTEM):
        load_programmes()
        address, _ = actions.invite_first_admin(
            carrier="Stadt Neustadt", short_name="Neustadt", email="verwaltung@example.org"
        )
    return live_server.url + "/einladung/" + address.rsplit("/einladung/")[1]


def accept(browser: Browser, link: str, name: str) -> Page:
    page = browser.new_context(locale="de-DE", timezone_id="Europe/Berlin", reduced_motion="reduce").new_page()
    page.set_default_timeout(20_000)
    page.goto(link)
    page.locator("[name=name]").fill(name)
    page.locator("[name=password]").fill(factories.PASSWORD)
    page.locator("[name=repeated]").fill(factories.PASSWORD)
    page.locator("main form button").first.click()
    return page


def set_up(page: Page) -> None:
    further = page.get_by_role("button", name="Speichern und weiter")
    expect(page.get_by_role("heading", level=1, name="Projekt einrichten")).to_be_visible()
    page.get_by_label("Rechtsform").fill("Stadt")
    further.click()
    page.locator(".sh-toggle", has_text="Arbeitsmarktmentoren").click()
    page.get_by_label("Name des Projekts").fill("Mentoren Neustadt")
    page.get_by_label("Kürzel").fill("neustadt")
    further.click()
    page.get_by_label("Standort 1").fill("Rathaus")
    further.click()
    expect(page.get_by_label("Wie der Plan heißt")).to_have_value("Integrationsvereinbarung")
    page.get_by_label("Wie der Plan heißt").fill("Wegweiser")
    further.click()
    page.get_by_role("link", name="Zurück").click()
    expect(page.get_by_label("Wie der Plan heißt")).to_have_value("Wegweiser")
    further.click()
    page.get_by_label("E-Mail 1").fill("fach@example.org")
    page.locator("[name=role1][value=caseworker]").check(force=True)
    further.click()
    expect(page.get_by_text("Mentoren Neustadt (neustadt)")).to_be_visible()
    page.get_by_role("button", name="Projekt anlegen").click()
    expect(page.get_by_text("Das Projekt ist angelegt")).to_be_visible()
    expect(page.get_by_text("Wegweiser").first).to_be_visible()


def work_a_case(page: Page, server: LiveServer) -> None:
    page.goto(f"{server.url}/desk/personen/neu/")
    page.get_by_label("Familienname").fill("Haddad")
    page.get_by_label("Vornamen").fill("Nour")
    page.get_by_role("button", name="Anlegen", exact=True).click()
    expect(page.get_by_role("heading", level=1, name=re.compile("Haddad"))).to_be_visible()
    write_a_talk(page)
    page.goto(re.sub(r"(/desk/personen/[0-9a-f-]+/).*", r"\1plan/", page.url))
    expect(page.get_by_text("Wegweiser").first).to_be_visible()
    page.get_by_role("link", name="Ziel hinzufügen").or_(page.get_by_role("link", name="Erstes Ziel")).first.click()
    page.locator("[name=title]").fill("Ausbildung in der Pflege")
    page.locator("[name=field]").first.check(force=True)
    page.locator("main form button[type=submit], main form button:not([type])").first.click()
    expect(page.get_by_text("Ausbildung in der Pflege").first).to_be_visible()


def test_a_new_project_is_set_up_and_a_case_worked_in_it(browser: Browser, live_server: LiveServer, link: str) -> None:
    set_up(accept(browser, link, "Vera Verwaltung"))
    with principals.entering(principals.SYSTEM):
        body = OutboxMail.objects.get(to="fach@example.org").body
    found = re.search(r"/einladung/\S+", body)
    assert found
    worker = accept(browser, live_server.url + found[0], "Frieda Fach")
    expect(worker.get_by_role("heading", level=1, name="Heute")).to_be_visible()
    work_a_case(worker, live_server)
