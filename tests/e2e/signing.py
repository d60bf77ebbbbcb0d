# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Signing in by the form, as everybody does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from tests import factories

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


def sign_in(browser: Browser, server: LiveServer, address: str) -> Page:
    page = browser.new_context(locale="de-DE", timezone_id="Europe/Berlin", reduced_motion="reduce").new_page()
    page.set_default_timeout(20_000)
    page.goto(f"{server.url}/accounts/login/")
    page.get_by_label("E-Mail").fill(address)
    page.get_by_label("Kennwort", exact=True).fill(factories.PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Heute")).to_be_visible()
    return page
