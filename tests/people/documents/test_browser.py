# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Papers in a browser: photographed on a phone, looked at, refused before the upload, a connection that breaks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from scharnier.people.models import Person
from tests import factories
from tests.browser import axe_problems
from tests.e2e.signing import enter
from tests.people.documents.conftest import pdf, photo

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(live_server: LiveServer, settings: Settings) -> factories.World:
    settings.SECOND_FACTOR_REQUIRED = False
    return factories.world()


@pytest.fixture
def nour(world: factories.World) -> Person:
    with factories.as_staff(world.here.mentor):
        return factories.person(world.here)


def test_a_paper_is_photographed_named_and_found_again(
    browser: Browser, live_server: LiveServer, world: factories.World, nour: Person, tmp_path: Path
) -> None:
    picture = tmp_path / "IMG_0815.jpg"
    picture.write_bytes(photo((900, 600), turned=6))
    page = enter(browser, live_server, world.here.mentor.email)
    page.set_viewport_size({"width": 360, "height": 2000})
    page.goto(f"{live_server.url}/desk/personen/{nour.pk}/dokumente/")
    assert axe_problems(page) == []
    page.get_by_role("link", name="Hochladen", exact=True).click()
    expect(page.get_by_text("Foto aufnehmen")).to_be_visible()
    assert axe_problems(page) == []
    page.locator("input[capture]").set_input_files(picture)
    expect(page.get_by_text("IMG_0815.jpg")).to_be_visible()
    page.get_by_role("button", name="Hochladen").click()
    expect(page.get_by_role("img", name="Seite 1 von 1")).to_be_visible()
    page.wait_for_load_state("load")
    assert page.evaluate("document.querySelector('.sh-paper__page').naturalHeight") == 900
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert axe_problems(page) == []
    page.locator("[name=title]").fill("Reisepass")
    page.locator("[name=category]").select_option("identity")
    page.locator("[name=valid_until]").fill("01.02.2031")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("link", name="Reisepass")).to_be_visible()
    expect(page.get_by_text("gültig bis 01.02.2031")).to_be_visible()


def test_what_is_too_large_is_said_before_it_is_sent(
    browser: Browser, live_server: LiveServer, world: factories.World, nour: Person, settings: Settings, tmp_path: Path
) -> None:
    settings.UPLOAD_LIMIT = 10_000
    film = tmp_path / "film.pdf"
    film.write_bytes(b"%PDF-" + b"x" * 50_000)
    page = enter(browser, live_server, world.here.mentor.email)
    page.goto(f"{live_server.url}/desk/personen/{nour.pk}/dokumente/neu/")
    page.locator("#id_paper").set_input_files(film)
    expect(page.get_by_text("Die Datei ist zu groß")).to_be_visible()
    assert page.evaluate("document.querySelector('#id_paper').files.length") == 0


def test_a_connection_that_breaks_off_leaves_the_photograph_chosen(
    browser: Browser, live_server: LiveServer, world: factories.World, nour: Person, tmp_path: Path
) -> None:
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(pdf(2))
    page = enter(browser, live_server, world.here.mentor.email)
    page.goto(f"{live_server.url}/desk/personen/{nour.pk}/dokumente/neu/")
    page.locator("#id_paper").set_input_files(scan)
    page.context.set_offline(True)
    page.get_by_role("button", name="Hochladen").click()
    expect(page.get_by_text("Nichts wurde gesendet.")).to_be_visible()
    page.context.set_offline(False)
    page.get_by_role("button", name="Hochladen").click()
    expect(page.get_by_text("Seite 1 von 2").first).to_be_visible()
    page.get_by_role("link", name="Nächste Seite").click()
    expect(page.get_by_role("img", name="Seite 2 von 2")).to_be_visible()


def test_a_refused_file_is_told_and_the_rest_of_the_form_stays(
    browser: Browser, live_server: LiveServer, world: factories.World, nour: Person, tmp_path: Path
) -> None:
    program = tmp_path / "rechnung.pdf"
    program.write_bytes(b"MZ\x90\x00" + b"\x00" * 100)
    page = enter(browser, live_server, world.here.mentor.email)
    page.goto(f"{live_server.url}/desk/personen/{nour.pk}/dokumente/neu/")
    page.locator("[name=category]").select_option("degree")
    page.locator("#id_paper").set_input_files(program)
    page.get_by_role("button", name="Hochladen").click()
    expect(page.get_by_text("Das ist ein Programm und kein Dokument").first).to_be_visible()
    assert page.locator("[name=category]").input_value() == "degree"
    assert axe_problems(page) == []
