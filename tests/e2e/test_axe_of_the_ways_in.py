# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Waiting, questionnaire, history, access, print and short advice: axe finds nothing, nothing runs off the side."""

from __future__ import annotations

import base64
import secrets
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from scharnier.casework.advice import actions as advice
from scharnier.foundation import clock, principals
from scharnier.network.models import Project
from scharnier.people import actions as people
from scharnier.people.models import Enrolment, Person
from scharnier.people.waiting import actions as waiting
from tests import factories
from tests.browser import LOOKS, axe_problems
from tests.e2e.signing import sign_in
from tests.people.handout.test_handout import made

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# A fieldset without a class of the house shows the browser's grooved frame.
UNFRAMED = "all => all.every(one => getComputedStyle(one).borderTopStyle !== 'groove')"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(live_server: LiveServer, settings: Settings, tmp_path: Path) -> factories.World:
    (tmp_path / "audience.key").write_text(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())
    settings.HOME = tmp_path
    settings.SECOND_FACTOR_REQUIRED = False
    return factories.world()


def addresses(world: factories.World) -> list[str]:
    """Pages with something on them, not empty ones."""
    here, today = world.here, clock.today()
    with principals.entering(principals.SYSTEM):
        Project.objects.filter(pk=here.project).update(places=1)
        factories.says(world.programme, "records.required", ["entry"])
    with factories.as_staff(here.mentor):
        person = factories.person(
            here, nationality="SY", reads="ar", own_script_name="نور حداد", entered_on=date(2026, 3, 2)
        )
        row = Person.objects.get(pk=person.pk)
        people.update_person(row, row.version, {"occupation": "Tischlerin", "place": "Neubrandenburg"})
        rows = [
            Enrolment.objects.select_related("person").get(person=factories.person(here, name, entered_on=None))
            for name in ("Alnur", "Zarif", "Tesfay")
        ]
        first = waiting.wait(rows[0], since=date(2026, 3, 1), by=here.mentor.pk)
        later = waiting.wait(rows[1], since=date(2026, 4, 3), by=here.mentor.pk)
        for topics in (("wohnen",), ("wohnen", "arbeit")):
            given = advice.Advice(today, topics=topics, language="ar", form="phone", minutes=10)
            advice.note_advice(here.carrier, here.project, staff=here.mentor.pk, advice=given)
        part = Enrolment.objects.select_related("person").get(person=person)
    package = made(world, part)
    file = f"/desk/personen/{person.pk}/"
    asked, taken = (
        f"/desk/personen/{each.person_id}/stammdaten/teilnahme/{each.enrolment_id}/" for each in (first, later)
    )
    return [
        "/desk/warteliste/",
        *(f"{taken}{step}/" for step in ("platz-anbieten", "aufnehmen", "anfrage-beenden")),
        asked,
        f"{file}stammdaten/teilnahme/{part.pk}/fragebogen/",
        f"{file}verlauf/angaben/",
        f"{file}auskunft/",
        f"{file}auskunft/{package.pk}/",
        f"{file}akte-drucken/",
        "/desk/kurzberatung/",
        "/desk/kurzberatung/zaehlung/",
    ]


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_axe_finds_nothing_on_the_ways_in_and_out(
    browser: Browser, live_server: LiveServer, world: factories.World, width: int, scheme: str
) -> None:
    page = sign_in(browser, live_server, world.here.mentor.email)
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # light or dark
    found: list[str] = []
    for address in addresses(world):
        page.set_viewport_size({"width": width, "height": 900})
        answer = page.goto(live_server.url + address)
        assert answer is not None
        assert answer.status == 200, address
        assert page.locator("main fieldset").evaluate_all(UNFRAMED), f"{address} shows the browser's own frame"
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": width, "height": height + 50})
        found += [f"{address}: {problem}" for problem in axe_problems(page)]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"{address} has to be scrolled sideways")
    assert found == []
