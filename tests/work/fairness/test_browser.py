# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The comparison in a browser: readable at a desk and on a phone, the rules behind a click."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from scharnier.work.fairness import gathering
from tests import factories
from tests.browser import axe_problems
from tests.e2e.signing import sign_in
from tests.work.on_the_way import firm, vacancy

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_lead_reads_which_rule_excludes_whom(browser: Browser, live_server: LiveServer, settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    here = factories.world().here
    with factories.as_staff(here.mentor):
        for sex, level in (("f", "A1"), ("m", "B2")):
            for number in range(20):
                factories.person(here, f"Name{number}", sex=sex, german_level=level)
        vacancy(here, firm(here), german="B1")
    gathering.compare(here.carrier)
    page = sign_in(browser, live_server, here.lead.email)
    page.goto(f"{live_server.url}/desk/vermittlung/fairness/")
    women = page.get_by_role("row").filter(has_text="Frauen").first
    expect(women).to_contain_text("100 %")
    page.locator("summary", has_text="Was welche Regel").first.click()
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 2400})
        assert axe_problems(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
