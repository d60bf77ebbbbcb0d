# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading the Arabic words of the plan, on a phone in the dark."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from scharnier.casework.wordings.models import Wording
from scharnier.network.models import User
from tests import factories
from tests.browser import axe_problems
from tests.casework.test_browser import enter
from tests.factories import as_staff

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.django_db(transaction=True)


def test_arabic_words_are_read_replaced_and_looked_at_before_they_are_kept(
    page: Page, context: BrowserContext, live_server: LiveServer, sign_in: Callable[[User], Client]
) -> None:
    admin = factories.world().here.admin
    enter(context, live_server, sign_in(admin))
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 360, "height": 900})
    page.goto(f"{live_server.url}/desk/uebersetzungen/")
    page.get_by_role("row", name="العربية").get_by_role("link", name="0 von 58 geprüft").click()
    page.get_by_label("Geprüft von").fill("Samira Nasser")
    page.get_by_role("textbox", name="Integrationsplan").fill("خطة شخصية")
    page.get_by_role("checkbox", name="Ziel", exact=False).first.check()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.set_viewport_size({"width": 360, "height": page.evaluate("document.documentElement.scrollHeight") + 50})
    assert axe_problems(page) == []
    with context.expect_page() as opened:  # the preview, beside a form that nobody has saved
        page.get_by_role("button", name="Vorschau als PDF").click()
    opened.value.close()
    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(page.get_by_text("2 von 58 Texten geprüft")).to_be_visible()
    with as_staff(admin):
        assert dict(Wording.objects.values_list("key", "text"))["word.plan"] == "خطة شخصية"
