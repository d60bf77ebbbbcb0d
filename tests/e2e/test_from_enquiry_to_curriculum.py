# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""One person's way in a browser: asked about, taken in, found twice, put together and apart, assessed, a curriculum."""

from __future__ import annotations

import subprocess
import zipfile
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest
from playwright.sync_api import expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests import factories
from tests.e2e.signing import sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, ViewportSize

# Nothing of a step lies under the bar at the foot of the window.
TALL: ViewportSize = {"width": 1280, "height": 2600}
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(live_server: LiveServer, settings: Settings) -> factories.World:
    settings.SECOND_FACTOR_REQUIRED = False
    return factories.world()


def asked_about(page: Page, server: str) -> None:
    page.goto(f"{server}/desk/anfrage/")
    page.get_by_label("Vornamen").fill("Oksana")
    page.get_by_label("Anliegen").fill("Sucht Arbeit im Hotel")
    page.get_by_role("button", name="Anlegen").click()


def taken_in(page: Page, server: str) -> str:
    """The wizard, step after step; the address of the file."""
    page.get_by_role("link", name="aufnehmen", exact=True).click()
    page.locator("[name=family_name]").fill("Shevchenko")
    page.locator("[name=birth_date]").fill("3.5.1990")
    page.get_by_role("button", name="Weiter").last.click()
    expect(page.get_by_role("heading", name="Kontakt und Sprachen")).to_be_visible()
    finish = page.get_by_role("button", name="Aufnahme abschließen")
    for _ in range(6):
        if finish.count():
            break
        before = page.url
        page.get_by_role("button", name="Weiter").last.click()
        expect(page).not_to_have_url(before)
    finish.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Oksana Shevchenko")
    expect(finish).to_have_count(0)
    return page.url


def taken_on_file_again(page: Page, server: str) -> str:
    """The same woman, spelled as the interpreter spells her, although the form warns."""
    page.goto(f"{server}/desk/personen/neu/")
    page.locator("[name=family_name]").fill("Schewtschenko")
    page.locator("[name=given_names]").fill("Oksana")
    page.locator("[name=birth_date]").fill("3.5.1990")
    expect(page.locator("#twins")).to_contain_text("Shevchenko, Oksana")
    page.get_by_role("button", name="Anlegen", exact=True).click()
    page.get_by_role("button", name="Trotzdem anlegen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Oksana Schewtschenko")
    return page.url


def put_together_and_apart(page: Page, first: str, second: str) -> None:
    page.goto(f"{first}dubletten/")
    page.get_by_role("link", name="Vergleichen").first.click()
    expect(page.get_by_role("heading", name="Was gilt?")).to_be_visible()
    for group in page.locator("#merge fieldset").all():
        group.locator("label").first.click()
    page.get_by_role("button", name="Zusammenführen").click()
    expect(page.get_by_role("heading", name="Zusammengeführt mit")).to_be_visible()
    page.goto(second)
    expect(page).to_have_url(first)

    page.goto(f"{first}dubletten/")
    page.get_by_role("link", name="Rückgängig machen").click()
    page.get_by_role("button", name="Rückgängig machen").click()
    expect(page.get_by_text("Zwei Akten wie vorher.")).to_be_visible()
    page.goto(second)
    expect(page).to_have_url(second)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Oksana Schewtschenko")


def assessed(page: Page, file: str) -> None:
    page.goto(f"{file}kompetenzen/")
    page.get_by_role("link", name="Neue Berufserfahrung").click()
    page.locator("[name=wording]").press_sequentially("puzfrau")
    page.locator("#berufe label", has_text="Reinigungskraft").first.click()
    page.locator("[name=begun]").fill("2012")
    page.locator("[name=ended]").fill("5/2015")
    page.get_by_role("button", name="Speichern").click()
    expect(page.locator("#arbeit")).to_contain_text("2012 – 05/2015")
    page.get_by_role("link", name="Neue Erhebung").click()
    page.locator("label", has=page.locator("[name=method]")).first.click()
    page.locator("[name=orientation]").fill("Möchte mit Menschen arbeiten.")
    page.locator("fieldset", has_text="Handgeschick").locator("label", has_text="Stärke").click()
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("heading", name="Kompetenzerhebung vom")).to_be_visible()
    expect(page.get_by_text("Stärke")).to_be_visible()


def curriculum(page: Page, file: str) -> dict[str, str]:
    """What the two downloaded files say, by format."""
    page.goto(f"{file}kompetenzen/")
    page.get_by_role("link", name="Neuer Lebenslauf").click()
    page.locator("[name=extra]").fill("Ehrenamt im Sportverein")
    page.get_by_role("button", name="Speichern").click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Als Word-Datei (DOCX)").click()
    with zipfile.ZipFile(waiting.value.path()) as package:
        word = package.read("word/document.xml").decode()
    # A PDF opens in the browser's viewer, which hands its bytes to nobody: fetched with the same session.
    address = page.get_by_role("link", name="Als PDF").get_attribute("href")
    assert address
    answer = page.context.request.get(urljoin(page.url, address))
    assert answer.headers["content-type"] == "application/pdf"
    said = subprocess.run(["pdftotext", "-layout", "-", "-"], input=answer.body(), capture_output=True, check=True)
    return {"docx": word, "pdf": said.stdout.decode()}


def test_from_an_enquiry_over_an_undone_merge_to_a_curriculum(
    browser: Browser, live_server: LiveServer, world: factories.World
) -> None:
    page = sign_in(browser, live_server, world.here.mentor.email)
    page.set_viewport_size(TALL)
    asked_about(page, live_server.url)
    file = taken_in(page, live_server.url)
    again = taken_on_file_again(page, live_server.url)
    put_together_and_apart(page, file, again)
    assessed(page, file)
    for text in curriculum(page, file).values():
        assert "Oksana" in text
        assert "Shevchenko" in text
        assert "Schewtschenko" not in text
        assert "puzfrau" in text
        assert "Ehrenamt im Sportverein" in text
