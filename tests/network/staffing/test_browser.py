# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A lead hands over and says goodbye; somebody goes on leave; the switch by keyboard; phone and dark pages."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from scharnier.foundation import clock
from scharnier.network.models import Membership, Role, Substitution
from scharnier.people.models import Enrolment
from tests import factories
from tests.browser import LOOKS, axe_problems
from tests.factories import World, as_staff
from tests.network.staffing.conftest import SignIn

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> World:
    world = factories.world()
    with as_staff(world.here.mentor):
        for name in ("Haddad", "Osman", "Tesfaye"):
            factories.person(world.here, name)
    return world


def enter(context: BrowserContext, live_server: LiveServer, client: Client) -> str:
    """Give the browser the session of a signed-in client; returns the address."""
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
    return live_server.url


def test_a_lead_hands_a_caseload_over_and_says_goodbye(
    context: BrowserContext, live_server: LiveServer, page: Page, world: World, sign_in: SignIn
) -> None:
    desk = enter(context, live_server, sign_in(world.here.lead))
    page.goto(f"{desk}/desk/team/")
    page.get_by_role("link", name="Mentor Nord", exact=True).click()
    page.get_by_role("link", name="Verabschieden").click()
    expect(page.get_by_text("Das hätte dann niemanden")).to_be_visible()
    page.get_by_role("link", name="Übergeben").click()
    page.get_by_label("Colleague Nord").check()
    page.get_by_label("Was die neue Fachkraft wissen muss").fill("Familie Haddad ruft am liebsten an.")
    page.get_by_role("button", name="Weiter zur Ansicht").click()
    expect(page.get_by_role("heading", name="So wird übergeben")).to_be_visible()
    page.get_by_role("button", name="Jetzt übergeben").click()
    expect(page.get_by_role("heading", name="Übergeben von Mentor Nord")).to_be_visible()
    expect(page.locator("tr[data-row]")).to_have_count(3)
    page.goto(desk + reverse("leave", args=[world.here.mentor.pk]))
    last_day = clock.today() + timedelta(days=7)
    page.get_by_label("Letzter Tag").fill(f"{last_day:%d.%m.%Y}")
    page.get_by_role("button", name="Abschied eintragen").click()
    expect(page.get_by_text("Der Abschied ist eingetragen.")).to_be_visible()
    with as_staff(world.here.lead):
        assert Membership.objects.get(user=world.here.mentor).valid_to == last_day
        assert set(Enrolment.objects.values_list("staff_id", flat=True)) == {world.here.colleague.pk}


def test_somebody_goes_on_leave_with_chosen_cases(
    context: BrowserContext, live_server: LiveServer, page: Page, world: World, sign_in: SignIn
) -> None:
    desk = enter(context, live_server, sign_in(world.here.mentor))
    page.goto(f"{desk}/desk/vertretung/")
    page.get_by_role("link", name="Abwesenheit eintragen").click()
    page.get_by_label("Colleague Nord").check()
    today = clock.today()
    page.get_by_label("Erster Tag").fill(f"{today:%d.%m.%Y}")
    page.get_by_label("Letzter Tag").fill(f"{today + timedelta(days=4):%d.%m.%Y}")
    page.get_by_label("nur ausgewählte").check()
    page.get_by_text("Fälle auswählen").click()
    page.get_by_label("Osman, Nour").check()
    page.get_by_role("button", name="Vertretung eintragen").click()
    expect(page.get_by_text("1 ausgewählte Fälle, lesen und schreiben, ohne vertrauliche Notizen")).to_be_visible()
    with as_staff(world.here.mentor):
        assert Substitution.objects.get().valid_from == today


def test_the_project_is_switched_by_keyboard_and_one_stays_on_the_page(
    context: BrowserContext, live_server: LiveServer, page: Page, world: World, sign_in: SignIn
) -> None:
    with as_staff(world.here.admin):
        factories.member(world.here.mentor, world.here.carrier, world.other_project.project, Role.CASEWORKER)
    desk = enter(context, live_server, sign_in(world.here.mentor))
    page.goto(f"{desk}/desk/team/")
    page.locator(".sh-menu--start summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Mentor Sued", exact=True)).to_be_visible()
    assert page.url == f"{desk}/desk/team/"


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    context: BrowserContext, live_server: LiveServer, page: Page, world: World, sign_in: SignIn, width: int, scheme: Any
) -> None:
    desk = enter(context, live_server, sign_in(world.here.lead))
    who = [world.here.mentor.pk]
    with as_staff(world.here.lead):
        row = Membership.objects.get(user=world.here.mentor).pk
    page.emulate_media(color_scheme=scheme)
    names = ("colleague", "hand_over", "substitution_new", "deputy", "leave")
    addresses = [reverse(name, args=who) for name in names]
    addresses += [reverse(name) for name in ("team_history", "rights", "substitutions", "invite")]
    addresses += [reverse("membership_end", args=[row]), reverse("change_role", args=[row])]
    for address in addresses:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(desk + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (address, width)
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": width, "height": height + 50})
        assert axe_problems(page) == [], (address, width, scheme)
