# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The list of cases in a browser: narrowed, saved, handed over, taken as a table and as a package."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from scharnier.people.models import Enrolment
from scharnier.people.packages import coming, leaving
from scharnier.people.packages.models import PackageRun
from tests import factories
from tests.browser import axe_problems
from tests.e2e.signing import enter
from tests.people.documents.conftest import home
from tests.people.packages.test_round_trip import acting

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["home"]


@pytest.fixture
def world(live_server: LiveServer, settings: Settings, home: Path) -> factories.World:
    settings.SECOND_FACTOR_REQUIRED = False
    found = factories.world()
    with factories.as_staff(found.here.mentor):
        for name, sex in (("Bah", "f"), ("Ceesay", "f"), ("Diallo", "m")):
            factories.person(found.here, name, sex=sex, birth_date=date(2002, 5, 4))
    return found


def test_a_lead_narrows_saves_hands_over_and_takes_a_table(
    browser: Browser, live_server: LiveServer, world: factories.World
) -> None:
    page = enter(browser, live_server, world.here.lead.email)
    page.set_viewport_size({"width": 360, "height": 1200})
    page.goto(f"{live_server.url}/desk/faelle/?geschlecht=f&alter=18-26")
    expect(page.locator("tr[data-row]")).to_have_count(2)
    page.locator("summary", has_text="Ansichten").click()
    page.get_by_role("link", name="Diese Ansicht sichern").click()
    page.locator("[name=name]").fill("Junge Frauen")
    page.get_by_role("button", name="Speichern").click()
    page.locator("summary", has_text="Ansichten").click()
    expect(page.get_by_role("link", name="Junge Frauen")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator("input[name=id]").first.check(force=True)
    page.get_by_role("button", name="Übergeben …").click()
    page.locator("label", has_text=world.here.colleague.display_name).click()
    page.locator("[name=note]").fill("Ruft lieber abends zurück.")
    assert axe_problems(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("button", name="Übergeben").click()
    expect(page.get_by_text("1 Fall ist übergeben.")).to_be_visible()
    page.goto(f"{live_server.url}/desk/faelle/tabelle/?geschlecht=f")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Datei ausgeben").click()
    assert taken.value.suggested_filename.endswith(".xlsx")


def test_ticked_files_reach_another_house_in_a_sealed_package(
    browser: Browser, live_server: LiveServer, world: factories.World, tmp_path: Path
) -> None:
    page = enter(browser, live_server, world.here.lead.email)
    page.goto(f"{live_server.url}/desk/faelle/")
    page.locator("input[name=id]").first.check()
    page.get_by_role("button", name="Als Paket ausgeben …").click()
    page.locator("[name=reason]").fill("Umzug zum anderen Träger")
    assert axe_problems(page) == []
    page.get_by_role("button", name="Paket schreiben").click()
    expect(page.get_by_text("Akte 0 von 1")).to_be_visible()
    with factories.as_staff(world.here.lead):
        run = PackageRun.objects.get()
    leaving.write(run_id=run.pk, acting=acting(world.here.lead))
    page.reload()
    page.locator("[name=passphrase]").fill("ein langes Kennwort")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Paket herunterladen").click()
    file = tmp_path / "akten.sealed"
    taken.value.save_as(file)

    page = enter(browser, live_server, world.away.lead.email)
    page.goto(f"{live_server.url}/desk/pakete/")
    page.locator("[name=file]").set_input_files(file)
    page.get_by_role("button", name="Prüfen").click()
    expect(page.get_by_text("Dieses Paket ist verschlüsselt").first).to_be_visible()
    page.locator("[name=file]").set_input_files(file)
    page.locator("[name=passphrase]").fill("ein langes Kennwort")
    page.get_by_role("button", name="Prüfen").click()
    with factories.as_staff(world.away.lead):
        came = PackageRun.objects.get()
    coming.check(run_id=came.pk, acting=acting(world.away.lead))
    page.reload()
    assert axe_problems(page) == []
    page.locator("select").first.select_option(label=world.away.mentor.display_name)
    page.get_by_role("button", name="Einlesen").click()
    coming.write(run_id=came.pk, acting=acting(world.away.lead))
    page.reload()
    expect(page.get_by_text("1 Akte eingelesen")).to_be_visible()
    with factories.as_staff(world.away.lead):
        assert Enrolment.objects.get().staff_id == world.away.mentor.pk
