# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A letter from its photograph to the follow-up on a phone, in less than the twenty seconds of an office hour."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from scharnier.casework.letters.models import Letter
from scharnier.foundation import clock
from scharnier.foundation.models import AgendaItem
from scharnier.people.models import Person
from tests import factories
from tests.browser import axe_problems
from tests.e2e.signing import enter
from tests.people.documents.conftest import photo

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.django_db(transaction=True)
SECONDS = 20


@pytest.fixture
def world(live_server: LiveServer, settings: Settings) -> factories.World:
    settings.SECOND_FACTOR_REQUIRED = False
    return factories.world()


@pytest.fixture
def nour(world: factories.World) -> Person:
    with factories.as_staff(world.here.mentor):
        return factories.person(world.here)


def phone(browser: Browser, live_server: LiveServer, world: factories.World) -> Page:
    page = enter(browser, live_server, world.here.mentor.email)
    page.set_viewport_size({"width": 360, "height": 760})
    return page


def test_a_letter_is_photographed_and_followed_up_within_twenty_seconds_and_its_sender_remembered(
    browser: Browser, live_server: LiveServer, world: factories.World, nour: Person, tmp_path: Path
) -> None:
    picture = tmp_path / "IMG_0001.jpg"
    picture.write_bytes(photo((1200, 1700), turned=3))
    page = phone(browser, live_server, world)
    page.goto(f"{live_server.url}/desk/personen/{nour.pk}/")
    dated = clock.today() - timedelta(days=6)

    began = time.monotonic()
    page.get_by_role("link", name="Brief", exact=True).first.click()
    page.locator("input[capture]").set_input_files(picture)
    page.get_by_role("button", name="Weiter").click()
    page.locator("[name=sender]").select_option("jobcenter")
    page.locator("[name=matter]").select_option("sgb2_bescheid")
    page.locator("[name=dated]").fill(f"{dated:%d.%m.%Y}")
    page.locator("[name=dated]").press("Tab")
    expect(page.get_by_text("§ 84 Abs. 1 SGG")).to_be_visible()
    expect(page.locator("[name=deadline_on]")).not_to_have_value("")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("unter Heute")).to_be_visible()
    assert time.monotonic() - began < SECONDS

    with factories.as_staff(world.here.mentor):
        row = Letter.objects.get()
        assert row.deadline_on is not None
        assert AgendaItem.objects.get(kind="casework.letter_due").due_on == row.follow_up_on

    # The next one has two pages and is taken in from *Today*, the same sender at hand.
    page.set_viewport_size({"width": 360, "height": 3000})
    page.goto(f"{live_server.url}/desk/briefe/neu/")
    assert axe_problems(page) == []
    page.get_by_role("link", name="Haddad, Nour").click()
    for number in (1, 2):
        (tmp_path / f"{number}.jpg").write_bytes(photo())
        page.locator("input[capture]").set_input_files(tmp_path / f"{number}.jpg")
    expect(page.get_by_text("1.jpg, 2.jpg")).to_be_visible()
    assert axe_problems(page) == []
    page.get_by_role("button", name="Weiter").click()
    expect(page.get_by_role("img", name="Seite 1 von 2")).to_be_visible()
    expect(page.locator("[name=sender] optgroup").first).to_have_attribute("label", "Häufig")
    page.locator("[name=sender]").select_option("jobcenter")
    expect(page.locator("[name=matter]")).to_have_value("sgb2_bescheid")
    page.locator("[name=dated]").fill(f"{dated:%d.%m.%Y}")
    page.locator("[name=dated]").press("Tab")
    expect(page.locator("[name=deadline_on]")).not_to_have_value("")
    assert axe_problems(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("unter Heute")).to_be_visible()

    page.goto(f"{live_server.url}/desk/personen/{nour.pk}/")
    page.get_by_role("link", name="Brief", exact=True).first.click()
    page.get_by_role("button", name="Ohne Bild eintragen").click()
    expect(page.locator("[name=sender]")).to_be_visible()


def test_without_a_script_the_suggestion_is_asked_about_before_it_is_saved(
    browser: Browser, live_server: LiveServer, world: factories.World, nour: Person
) -> None:
    signed = enter(browser, live_server, world.here.mentor.email)
    context = browser.new_context(java_script_enabled=False, storage_state=signed.context.storage_state())
    page = context.new_page()
    page.goto(f"{live_server.url}/desk/personen/{nour.pk}/briefe/neu/")
    page.get_by_role("button", name="Ohne Bild eintragen").click()
    page.locator("[name=sender]").select_option("jobcenter")
    page.locator("[name=matter]").select_option("sgb2_bescheid")
    page.locator("[name=dated]").fill(f"{clock.today():%d.%m.%Y}")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Prüfen Sie die vorgeschlagene Frist")).to_be_visible()
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("unter Heute")).to_be_visible()
    context.close()
