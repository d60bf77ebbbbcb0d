# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every page of the desk, for eyes, screen readers and narrow screens: axe finds nothing, nothing runs off the side."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from scharnier.foundation import principals
from scharnier.network.models import Role
from scharnier.network.structure.models import Consortium
from scharnier.people.models import Enrolment
from tests import factories
from tests.browser import LOOKS, axe_problems
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
    "/desk/faelle/orte/",
    "/desk/faelle/kreise/",
    "/desk/faelle/?nachweis=offen",
    "/desk/kurzberatung/liste/",
    "/desk/warteliste/zuteilung/",
    "/desk/faelle/uebergeben/",
    "/desk/faelle/tabelle/",
    "/desk/faelle/ansichten/",
    "/desk/faelle/ansichten/neu/?geschlecht=f",
    "/desk/pakete/",
    "/desk/pakete/neu/",
    "/desk/team/",
    "/desk/team/einladen/",
    "/desk/protokoll/",
    "/desk/aufbewahrung/",
    "/desk/konto/",
    "/accounts/2fa/",
)
FILE_PAGES = (
    "",
    "verlauf/",
    "verlauf/angaben/",
    "auskunft/",
    "akte-drucken/",
    "grundlagen/neu/",
    "stammdaten/",
    "plan/",
    "plan/ziele/neu/",
    "gespraeche/",
    "gespraeche/neu/",
    "wiedervorlage/neu/",
)


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_axe_finds_nothing_on_any_page(
    browser: Browser, live_server: LiveServer, world: factories.World, width: int, scheme: str
) -> None:
    with factories.as_staff(world.here.mentor):
        person = factories.person(world.here, own_script_name="نور حداد", remark="Kommt dienstags.")
        factories.person(world.here, "Tekle", "Selam", staff=None, speaks=["ti"])
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


def _administration(world: factories.World) -> list[str]:
    """Settings, wizard, programmes, structure, staffing, log: what lead and administration of a carrier see."""
    here = world.here
    project, carrier = f"/desk/struktur/projekt/{here.project}/", f"/desk/struktur/traeger/{here.carrier}/"
    setting, colleague = f"/desk/einstellungen/{here.project}/", f"/desk/team/person/{here.colleague.pk}/"
    return [
        *("/desk/einstellungen/?alle", setting, f"{setting}einlesen/"),
        *(f"{setting}{key}/" for key in ("support.months", "plan.fields", "course.phase_needs", "law.counselling")),
        *(
            f"/desk/einrichten/{step}/"
            for step in ("vorlage", "traeger", "projekt", "orte", "einstellungen", "menschen")
        ),
        *("/desk/programme/", f"/desk/programme/{world.programme.pk}/"),
        f"/desk/programme/{world.programme.pk}/support.months/",
        *(project, f"{project}stellen/", f"{project}orte/", f"{project}aendern/", carrier, f"{carrier}verbund/"),
        *(f"{project}neu/{kind}/" for kind in ("kapazitaet", "ziel", "stelle", "tandem", "standort", "kreis")),
        *(f"{colleague}{page}" for page in ("", "uebergeben/", "abschied/", "vertretung/", "staendige-vertretung/")),
        *("/desk/team/verlauf/", "/desk/team/rechte/", "/desk/vertretung/", "/desk/netzwerk/", "/desk/protokoll/"),
    ]


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_axe_finds_nothing_on_the_pages_of_the_administration(
    browser: Browser, live_server: LiveServer, world: factories.World, width: int, scheme: str
) -> None:
    here = world.here
    with principals.entering(principals.SYSTEM):
        factories.member(here.admin, here.carrier, here.project, Role.LEAD)
        Consortium.objects.create(
            carrier_id=here.carrier, programme=world.programme, name="Verbund", valid_from=date(2020, 1, 1)
        )
        factories.says(world.programme, "support.months", 24)
    with factories.as_staff(here.mentor):
        person = factories.person(here)
        enrolment = Enrolment.objects.get(person=person)
    page = sign_in(browser, live_server, here.admin.email)
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # light or dark
    found: list[str] = []

    def look(address: str) -> None:
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": width, "height": height + 50})
        found.extend(f"{address}: {problem}" for problem in axe_problems(page))
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"{address} has to be scrolled sideways")
        page.set_viewport_size({"width": width, "height": 900})

    extension = f"/desk/personen/{person.pk}/stammdaten/teilnahme/{enrolment.pk}/verlaengern/"
    page.set_viewport_size({"width": width, "height": 900})
    for address in (*_administration(world), extension):
        page.goto(live_server.url + address)
        look(address)
    for address in (f"/desk/einstellungen/{here.project}/", f"/desk/programme/{world.programme.pk}/"):
        page.goto(f"{live_server.url}{address}support.months/")
        page.locator("[name=v_value]").fill("12")
        page.locator("[name=since]").fill("01.01.2026")
        page.locator("[name=reason]").fill("Bescheid vom 3. November")
        page.get_by_role("button", name="Weiter zur Vorschau").click()
        expect(page.get_by_role("button", name="So ändern")).to_be_visible()
        look(f"{address} preview")
    assert found == []
