# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The waiting list in a browser: onto it, an offer out of order with its reason, taken in."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from scharnier.foundation import clock
from scharnier.people.models import Enrolment
from scharnier.people.waiting import actions
from tests import factories
from tests.browser import axe_problems
from tests.e2e.signing import enter

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.django_db(transaction=True)
WHY = "Die Duldung endet im Januar, die Stelle ist zugesagt."


def test_an_enquiry_waits_is_offered_a_place_out_of_order_and_taken_in(
    browser: Browser, live_server: LiveServer, settings: Settings
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    world = factories.world()
    with factories.as_staff(world.here.mentor):
        for name in ("Alnur", "Zarif"):
            factories.person(world.here, name, entered_on=None)
        first = Enrolment.objects.get(person__family_name="Alnur")
        actions.wait(first, since=clock.today() - timedelta(days=30), by=world.here.mentor.pk)
    page = enter(browser, live_server, world.here.mentor.email)
    page.set_viewport_size({"width": 360, "height": 3000})
    page.goto(f"{live_server.url}/desk/warteliste/")
    assert axe_problems(page) == []
    page.get_by_role("link", name=re.compile("Auf die Warteliste.*Zarif")).click()
    page.locator("[name=since]").press("Enter")
    page.wait_for_load_state()
    page.goto(f"{live_server.url}/desk/warteliste/")
    page.get_by_role("link", name=re.compile("Platz anbieten.*Zarif")).click()
    page.locator("[name=until]").fill(f"{clock.today() + timedelta(days=7):%d.%m.%Y}")
    page.locator("[name=until]").press("Enter")
    expect(page.get_by_role("link", name="Begründung:")).to_be_visible()
    page.locator("[name=reason]").fill(WHY)
    assert axe_problems(page) == []
    page.locator("[name=until]").press("Enter")
    page.goto(f"{live_server.url}/desk/warteliste/")
    expect(page.get_by_text("Platz angeboten bis")).to_be_visible()
    page.get_by_role("link", name=re.compile("Aufnehmen.*Zarif")).first.click()
    page.locator("[name=entered_on]").fill(f"{clock.today():%d.%m.%Y}")
    page.locator("[name=entered_on]").press("Enter")
    page.wait_for_load_state()
    with factories.as_staff(world.here.mentor):
        assert Enrolment.objects.get(person__family_name="Zarif").entered_on == clock.today()
