# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The pages of the law in a browser: axe finds nothing, nothing runs off the side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests import factories
from tests.browser import axe_problems
from tests.e2e.signing import enter
from tests.people.law.conftest import TOLERATED, on_file

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.django_db(transaction=True)
FILE_PAGES = (
    *("", "aufenthalt/angaben/", "recht/", "zielgruppe/", "zielgruppe/good_bleibeperspektive/"),
    *("stammdaten/", "stammdaten/teilnahme/neu/", "stammdaten/unterbringung/neu/"),
)
RULES = ("/desk/recht/", "/desk/recht/R620-48-months/", "/desk/recht/alle/?q=Vorrangpr%C3%BCfung")


def test_the_pages_of_the_law_suit_everybody(browser: Browser, live_server: LiveServer, settings: Settings) -> None:
    """What axe finds on these pages doesn't hang on the width; whether they run off the side does."""
    settings.SECOND_FACTOR_REQUIRED = False
    world = factories.world()
    person = on_file(world.here, TOLERATED)
    page = enter(browser, live_server, world.here.lead.email)
    found = []
    for address in (*RULES, *(f"/desk/personen/{person}/{part}" for part in FILE_PAGES)):
        page.set_viewport_size({"width": 360, "height": 900})
        page.goto(live_server.url + address)
        page.set_viewport_size({"width": 360, "height": page.evaluate("document.documentElement.scrollHeight") + 50})
        found += [f"{address}: {problem}" for problem in axe_problems(page)]
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found.append(f"{address} has to be scrolled sideways at {width}")
    assert found == []


def test_the_questions_come_with_the_status_and_the_answer_with_the_answers(
    browser: Browser, live_server: LiveServer, settings: Settings
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    world = factories.world()
    page = enter(browser, live_server, world.here.mentor.email)
    page.set_viewport_size({"width": 1280, "height": 2600})  # so that the bar at the foot hides nothing
    page.goto(f"{live_server.url}/desk/personen/neu/")
    page.fill("#id_family_name", "Sheikho")
    page.select_option("#id_nationality", "SY")
    page.select_option("#id_code", "duldung")
    page.wait_for_selector("#law [name=law-stay_since]")
    page.wait_for_selector("#law-answer .sh-access--unknown")
    assert axe_problems(page) == []
    page.fill("[name=law-stay_since]", "03.02.2024")
    page.fill("[name=law-asylum_application_date]", "10.02.2024")
    page.select_option("[name=stay-kind]", "gemeinschaftsunterkunft")
    page.wait_for_selector("#law-answer .sh-access--approval")
    page.get_by_role("button", name="Anlegen").click()
    page.wait_for_url("**/desk/personen/*-*/")
    assert "mit Erlaubnis der Ausländerbehörde und Zustimmung der Arbeitsagentur" in page.content()
