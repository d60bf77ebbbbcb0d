# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A household is separated in a browser: the other one is gone at once, and back when leadership lifts it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from scharnier.people.models import Person
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


def couple(world: factories.World) -> tuple[Person, Person]:
    with factories.as_staff(world.here.lead):
        wife = factories.person(world.here, "Haddad", "Rania")
        return wife, factories.person(world.here, "Haddad", "Bashar", staff=world.here.colleague)


def test_separated_in_a_minute_and_lifted_by_the_lead(
    browser: Browser, live_server: LiveServer, world: factories.World
) -> None:
    wife, husband = couple(world)
    page = enter(browser, live_server, world.here.mentor.email)
    page.goto(f"{live_server.url}/desk/personen/{wife.pk}/stammdaten/")
    page.get_by_role("link", name="Hart trennen").click()
    assert axe_problems(page) == []
    page.locator("[name=number]").fill(husband.file_number)
    page.locator("[name=reason]").fill("Frauenhaus seit heute")
    page.get_by_role("button", name="Jetzt trennen").click()
    expect(page.get_by_text("Getrennt.")).to_be_visible()
    answer = page.goto(f"{live_server.url}/desk/personen/{husband.pk}/")
    assert answer is not None
    assert answer.status == 404
    page.goto(f"{live_server.url}/desk/faelle/?fachkraft=alle&stand=alle")
    expect(page.get_by_text("Haddad, Rania").first).to_be_visible()
    expect(page.get_by_text("Bashar")).to_have_count(0)

    lead = enter(browser, live_server, world.here.lead.email)
    lead.goto(f"{live_server.url}/desk/trennungen/")
    assert axe_problems(lead) == []
    lead.get_by_role("link", name="Aufheben").first.click()
    lead.locator("[name=reason]").fill("Auf ihren Wunsch")
    lead.get_by_role("button", name="Aufheben").click()
    expect(lead.get_by_text("Niemand ist getrennt.")).to_be_visible()
    answer = page.goto(f"{live_server.url}/desk/personen/{husband.pk}/")
    assert answer is not None
    assert answer.status == 200
