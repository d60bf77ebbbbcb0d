# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Signing in by the form, as everybody does; or with a session that is there, for tests about something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from scharnier.foundation import principals
from scharnier.network.models import User
from tests import factories

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


def _page(browser: Browser) -> Page:
    page = browser.new_context(locale="de-DE", timezone_id="Europe/Berlin", reduced_motion="reduce").new_page()
    page.set_default_timeout(20_000)
    return page


def enter(browser: Browser, server: LiveServer, address: str) -> Page:
    """An empty page of somebody who is signed in: three pages less to draw than `sign_in`."""
    with principals.entering(principals.SIGNIN):
        who = User.objects.get(email=address)
    page, name = _page(browser), settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": factories.signed_in(who).cookies[name].value, "url": server.url}])
    return page


def sign_in(browser: Browser, server: LiveServer, address: str) -> Page:
    page = _page(browser)
    page.goto(f"{server.url}/accounts/login/")
    page.get_by_label("E-Mail").fill(address)
    page.get_by_label("Kennwort", exact=True).fill(factories.PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Heute")).to_be_visible()
    return page
