# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A family of four is put on file in a browser, and two of them are separated: nothing connects them any more."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from scharnier.people.models import Person
from tests import factories
from tests.browser import axe_problems
from tests.e2e.signing import enter
from tests.people.household.test_household import on_file

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.django_db(transaction=True)
PLACES = ("", "stammdaten/", "verlauf/", "haushalt/", "gespraeche/", "gespraeche/neu/", "plan/", "bedarf/", "trennen/")


@pytest.fixture
def world(live_server: LiveServer, settings: Settings) -> factories.World:
    settings.SECOND_FACTOR_REQUIRED = False
    return factories.world()


def couple(world: factories.World) -> tuple[Person, Person]:
    pair = on_file(world.here, "Rania"), on_file(world.here, "Bashar", world.here.colleague)
    with factories.as_staff(world.here.lead):
        return Person.objects.get(pk=pair[0]), Person.objects.get(pk=pair[1])


def put_on_file(page: Page, home: str) -> None:
    """The husband by his name, two children without a file, one of whom gets one."""
    page.goto(home)
    page.get_by_label("Name oder Aktenzeichen").fill("Bashar")
    page.get_by_role("button", name="Suchen", exact=True).click()
    page.get_by_role("link", name="Aufnehmen").click()
    assert axe_problems(page) == []
    page.get_by_label("Ist für Rania Haddad").select_option(label="Ehefrau oder Ehemann")
    page.get_by_role("button", name="Speichern").click()
    for given, year in (("Omar", "2004"), ("Lina", "2018")):
        page.get_by_role("link", name="Person ohne Akte").click()
        page.get_by_label("Familienname").fill("Haddad")
        page.get_by_label("Vornamen").fill(given)
        page.get_by_label("Geburtsdatum").fill(year)
        page.get_by_label("Ist für Rania Haddad").select_option(label="Kind")
        page.get_by_label("Ist für Bashar Haddad").select_option(label="Kind")
        page.get_by_role("button", name="Speichern").click()
    page.get_by_role("link", name=re.compile("Akte anlegen.*Omar")).click()
    expect(page.get_by_label("Vornamen")).to_have_value("Omar")
    page.get_by_role("button", name="Anlegen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Omar Haddad")


def problems(page: Page) -> list[str]:
    """What axe finds on a window so high that nothing lies under the bar at the foot, which axe can't judge."""
    page.set_viewport_size({"width": 1280, "height": 1800})
    found = axe_problems(page)
    page.set_viewport_size({"width": 1280, "height": 720})
    return found


def write_letter(page: Page, file: str) -> None:
    """One letter for three of them, with a line for the husband alone."""
    page.goto(f"{file}/gespraeche/neu/")
    page.get_by_text("Betrifft noch jemanden aus dem Haushalt").click()
    for name in ("Bashar Haddad", "Omar Haddad"):
        page.locator(".sh-toggle", has_text=name).click()
    page.get_by_label("Nur für die Akte von Bashar Haddad").fill("Sein Pass ist verloren.")
    page.get_by_label("Notiz", exact=False).first.fill("Brief der Ausländerbehörde erklärt.")
    assert problems(page) == []
    page.get_by_role("button", name=re.compile("^Speichern")).first.click()
    expect(page.get_by_text("Gespräch in 3 Akten gespeichert.")).to_be_visible()


def talk_of(page: Page, file: str) -> str:
    """The address of the only talk of a file."""
    page.goto(f"{file}/gespraeche/")
    links = page.locator("main a[href*='/gespraeche/0']").evaluate_all("links => links.map(link => link.href)")
    assert len(set(links)) == 1
    return str(links[0])


def test_a_household_of_four_is_put_on_file_and_parted(
    browser: Browser, live_server: LiveServer, world: factories.World
) -> None:
    wife, husband = couple(world)
    files = f"{live_server.url}/desk/personen"
    page = enter(browser, live_server, world.here.mentor.email)
    put_on_file(page, f"{files}/{wife.pk}/haushalt/")
    page.goto(f"{files}/{husband.pk}/haushalt/")
    for name in ("Rania Haddad", "Omar Haddad", "Lina Haddad"):
        expect(page.get_by_role("main").get_by_text(name, exact=True)).to_be_visible()
    write_letter(page, f"{files}/{wife.pk}")
    page.goto(talk_of(page, f"{files}/{husband.pk}"))
    expect(page.locator("#notiz")).to_contain_text("Sein Pass ist verloren.")
    expect(page.get_by_role("complementary").get_by_text("Rania Haddad")).to_be_visible()
    page.goto(f"{files}/{wife.pk}/haushalt/")
    assert axe_problems(page) == []

    page.get_by_role("link", name=re.compile("Hart trennen.*Bashar")).click()
    expect(page.get_by_label("Aktenzeichen der anderen Akte")).to_have_value(husband.file_number)
    assert problems(page) == []
    page.get_by_label("Grund").fill("Frauenhaus seit heute")
    page.get_by_role("button", name="Jetzt trennen").click()
    expect(page.get_by_text("Getrennt.")).to_be_visible()

    lead = enter(browser, live_server, world.here.lead.email)
    walks = ((page, wife, "Bashar"), (lead, wife, "Bashar"), (lead, husband, "Rania"), (lead, husband, "Omar"))
    for who, own, other in walks:
        file = f"{files}/{own.pk}"
        for place in (*(f"{file}/{each}" for each in PLACES), talk_of(who, file)):
            answer = who.request.get(place)
            assert answer.status == 200
            assert other not in answer.text(), place
    for who, text in ((page, "haddad"), (lead, "rania")):
        assert "Bashar" not in who.request.get(f"{live_server.url}/desk/suche/?q={text}").text()
