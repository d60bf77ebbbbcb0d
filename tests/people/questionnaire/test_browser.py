# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The entry questionnaire in a browser: answered as far as known, completed, signed, kept with its scan."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from scharnier.foundation import clock, principals
from scharnier.people.models import Enrolment
from scharnier.people.questionnaire.models import EntryQuestionnaire
from tests import factories
from tests.browser import axe_problems
from tests.e2e.signing import enter
from tests.people.documents.conftest import home, pdf
from tests.people.questionnaire.test_questionnaire import ANSWERS

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

__all__ = ["home"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.usefixtures("home")
def test_the_questionnaire_is_answered_in_two_goes_signed_and_scanned(
    browser: Browser, live_server: LiveServer, settings: Settings, tmp_path: Path
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    world = factories.world()
    with principals.entering(principals.SYSTEM):
        factories.says(world.programme, "records.required", ["entry"])
    with factories.as_staff(world.here.mentor):
        person = factories.person(world.here, reads="ar", entered_on=clock.today() - timedelta(days=3))
        row = Enrolment.objects.get(person=person)
    page = enter(browser, live_server, world.here.mentor.email)
    page.set_viewport_size({"width": 360, "height": 3000})
    address = f"{live_server.url}/desk/personen/{person.pk}/stammdaten/teilnahme/{row.pk}/fragebogen/"

    def answer(names: list[str]) -> None:
        for name in names:
            field = page.locator(f"#answers [name={name}]")
            kind = field.first.evaluate("each => each.type || each.tagName")
            if kind == "radio":
                page.locator(f"#answers [name={name}][value='{ANSWERS[name]}']").check(force=True)
            elif kind.startswith("select"):
                field.select_option(ANSWERS[name])
            else:
                field.fill(ANSWERS[name])
        page.locator("button[form=answers]").first.click()
        page.goto(address)

    page.goto(address)
    answer(list(ANSWERS)[:4])
    expect(page.get_by_text("Es fehlen")).to_be_visible()
    assert axe_problems(page) == []
    answer(list(ANSWERS)[4:])
    expect(page.get_by_text("Es fehl")).to_have_count(0)
    scan = tmp_path / "bogen.pdf"
    scan.write_bytes(pdf())
    page.locator("[name=signed_on]").fill(f"{clock.today():%d.%m.%Y}")
    page.locator("input[type=file]").first.set_input_files(scan)
    page.get_by_role("button", name="Stand speichern").click()
    expect(page.get_by_text("unterschrieben", exact=True).first).to_be_visible()
    assert axe_problems(page) == []
    with factories.as_staff(world.here.mentor):
        kept = EntryQuestionnaire.objects.select_related("document").get()
        assert kept.document is not None
        assert kept.document.category == "questionnaire"
