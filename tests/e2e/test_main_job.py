# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The main job, end to end: a list becomes files; a talk, a plan, its print; and on Today what is due gets done."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from scharnier.foundation import clock
from tests import factories
from tests.e2e.signing import sign_in
from tests.working import work_off

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.django_db(transaction=True)
LIST = Path(__file__).parent.parent / "people" / "importing" / "files" / "teilnehmerliste_2019.csv"


@pytest.fixture
def world(live_server: LiveServer, settings: Settings) -> factories.World:
    settings.SECOND_FACTOR_REQUIRED = False  # test_signin.py looks after that
    return factories.world()


def import_the_list(page: Page, server: LiveServer, mentor: str) -> None:
    page.goto(f"{server.url}/desk/listen/")
    page.get_by_label("Excel- oder CSV-Datei").set_input_files(LIST)
    page.get_by_role("button", name="Liste prüfen").click()
    expect(page.get_by_label("Feld für die Spalte geb. am")).to_have_value("birth_date")
    page.get_by_role("button", name="Prüfen, noch nichts einlesen").click()
    expect(page.get_by_role("heading", level=1, name="Prüfbericht")).to_be_visible()
    page.get_by_label("Zuständig für die Fälle von Mentor 2").select_option(label=mentor)
    page.get_by_role("button", name="Antworten übernehmen und neu prüfen").click()
    expect(page.get_by_label("Zuständig für die Fälle von Mentor 2").locator("option:checked")).to_have_text(mentor)
    page.get_by_role("button", name="Akten anlegen").click()
    expect(page.get_by_role("heading", level=1, name="Liste einlesen")).to_be_visible()
    work_off()
    expect(page.get_by_text("Akten angelegt").first).to_be_visible(timeout=20_000)  # the page asks every two seconds


def open_a_file(page: Page) -> str:
    page.get_by_role("link", name="Fälle").first.click()
    link = page.locator("tr[data-row] .sh-a--name").first
    name = link.inner_text()
    link.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    return name


def write_a_talk(page: Page) -> None:
    page.get_by_role("link", name="Gespräch", exact=True).first.click()
    page.get_by_role("radio", name="Telefon").check()
    page.locator("[name=note]").fill("Möchte in die Pflege. Zeugnis liegt beim Übersetzer.")
    page.get_by_role("checkbox", name="Arbeit").check()
    page.locator("[name=follow_0_title]").fill("Nach dem Zeugnis fragen")
    page.locator("[name=follow_0_due]").fill(clock.today().strftime("%d.%m.%Y"))
    page.get_by_role("button", name="Speichern").first.click()
    expect(page.get_by_text("Möchte in die Pflege").first).to_be_visible()


def write_a_plan(page: Page) -> bytes:
    page.locator(".sh-tabs").get_by_role("link", name="Plan").or_(
        page.locator(".sh-tabs").get_by_role("link", name="Integrationsvereinbarung")
    ).first.click()
    page.get_by_role("link", name="Ziel hinzufügen").or_(page.get_by_role("link", name="Erstes Ziel")).first.click()
    page.locator("[name=title]").fill("Ausbildung in der Pflege")
    if page.locator("input[name=field][type=radio]").count():
        page.locator("input[name=field]").first.check(force=True)
    else:
        page.locator("[name=field]").select_option(index=1)
    page.locator("main form button[type=submit], main form button:not([type])").first.click()
    expect(page.get_by_text("Ausbildung in der Pflege").first).to_be_visible()
    page.get_by_role("link", name="Fortschreiben").first.click()
    page.locator("[name=took_part]").fill("die Person selbst")
    page.locator("main form button[type=submit], main form button:not([type])").first.click()
    expect(page.get_by_text("Fassung 1").first).to_be_visible()
    address = page.url.split("/plan")[0] + "/plan.pdf"
    answer = page.request.get(address)
    assert answer.headers["content-type"] == "application/pdf"
    return answer.body()


def text_of(pdf: bytes) -> str:
    run = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return run.stdout.decode()


def do_what_is_due(page: Page) -> None:
    page.get_by_role("link", name="Heute").first.click()
    row = page.locator(".sh-item", has_text="Nach dem Zeugnis fragen")
    expect(row).to_be_visible()
    row.get_by_role("button", name="Erledigt").click()
    expect(page.locator(".sh-item--done", has_text="Nach dem Zeugnis fragen")).to_be_visible()
    page.locator(".sh-item--done", has_text="Nach dem Zeugnis fragen").get_by_role("button", name="Rückgängig").click()
    expect(
        page.locator(".sh-item:not(.sh-item--done)", has_text="Nach dem Zeugnis fragen").get_by_role(
            "button", name="Erledigt"
        )
    ).to_be_visible()


def test_from_the_list_to_the_printed_plan_and_todays_work(
    browser: Browser, live_server: LiveServer, world: factories.World
) -> None:
    lead = sign_in(browser, live_server, world.here.lead.email)
    import_the_list(lead, live_server, world.here.mentor.display_name)
    mentor = sign_in(browser, live_server, world.here.mentor.email)
    open_a_file(mentor)
    write_a_talk(mentor)
    pdf = text_of(write_a_plan(mentor))
    assert "Ausbildung in der Pflege" in pdf
    assert "Integrationsvereinbarung" in pdf
    do_what_is_due(mentor)
