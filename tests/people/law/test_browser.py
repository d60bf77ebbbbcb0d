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
from tests.e2e.signing import sign_in
from tests.people.law.conftest import TOLERATED, on_file

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.django_db(transaction=True)
FILE_PAGES = ("", "aufenthalt/angaben/", "recht/", "zielgruppe/", "stammdaten/teilnahme/neu/")
RULES = ("/desk/recht/", "/desk/recht/R620-48-months/", "/desk/recht/alle/?q=Vorrangpr%C3%BCfung")


@pytest.mark.parametrize("width", [1280, 360])
def test_the_pages_of_the_law_suit_everybody(
    browser: Browser, live_server: LiveServer, settings: Settings, width: int
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    world = factories.world()
    person = on_file(world.here, TOLERATED)
    page = sign_in(browser, live_server, world.here.lead.email)
    found = []
    for address in (*RULES, *(f"/desk/personen/{person}/{part}" for part in FILE_PAGES)):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(live_server.url + address)
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": width, "height": height + 50})
        found += [f"{address}: {problem}" for problem in axe_problems(page)]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"{address} has to be scrolled sideways")
    assert found == []
