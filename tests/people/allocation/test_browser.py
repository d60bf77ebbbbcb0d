# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A lead shares out newcomers in a browser: from the waiting list, one line changed, confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from scharnier.people.models import Enrolment
from tests import factories
from tests.browser import axe_problems
from tests.e2e.signing import enter

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(live_server: LiveServer, settings: Settings) -> factories.World:
    settings.SECOND_FACTOR_REQUIRED = False
    return factories.world()


def test_newcomers_are_shared_out_by_hand_over_a_proposal(
    browser: Browser, live_server: LiveServer, world: factories.World
) -> None:
    here = world.here
    with factories.as_staff(here.mentor):
        persons = [factories.person(here, name, staff=None) for name in ("Aydin", "Tekle")]
    page = enter(browser, live_server, here.lead.email)
    page.goto(f"{live_server.url}/desk/warteliste/")
    page.get_by_role("link", name="Zuteilen").click()
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": width, "height": height + 50})  # nothing lies behind the bar
        assert axe_problems(page) == []
    page.get_by_label("Fachkraft für Aydin, Nour").select_option(str(here.lead.pk))
    page.get_by_label("Fachkraft für Tekle, Nour").select_option("")
    page.get_by_role("button", name="Zuteilen").click()
    expect(page.get_by_text("1 Person ist zugeteilt.")).to_be_visible()
    expect(page.get_by_text("Tekle, Nour")).to_be_visible()
    with factories.as_staff(here.lead):
        given = dict(Enrolment.objects.values_list("person_id", "staff_id"))
    assert given == {persons[0].pk: here.lead.pk, persons[1].pk: None}
