# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every page of the desk, for eyes, screen readers and narrow screens: axe finds nothing, nothing runs off the side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests import factories
from tests.browser import axe_problems
from tests.e2e.signing import sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(live_server: LiveServer, settings: Settings) -> factories.World:
    settings.SECOND_FACTOR_REQUIRED = False
    return factories.world()


PAGES = (
    "/desk/",
    "/desk/faelle/",
    "/desk/personen/neu/",
    "/desk/suche/?q=haddad",
    "/desk/listen/",
    "/desk/team/",
    "/desk/team/einladen/",
    "/desk/protokoll/",
    "/desk/konto/",
    "/accounts/2fa/",
)
FILE_PAGES = (
    "",
    "verlauf/",
    "stammdaten/",
    "plan/",
    "plan/ziele/neu/",
    "gespraeche/",
    "gespraeche/neu/",
    "wiedervorlage/neu/",
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing_on_any_page(
    browser: Browser, live_server: LiveServer, world: factories.World, width: int, scheme: str
) -> None:
    with factories.as_staff(world.here.mentor):
        person = factories.person(world.here, own_script_name="نور حداد", remark="Kommt dienstags.")
    page = sign_in(browser, live_server, world.here.lead.email)
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # light or dark
    found = []
    addresses = [*PAGES, *(f"/desk/personen/{person.pk}/{part}" for part in FILE_PAGES)]
    for address in addresses:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(live_server.url + address)
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": width, "height": height + 50})
        found += [f"{address}: {problem}" for problem in axe_problems(page)]
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{address} has to be scrolled sideways"
    assert found == []
