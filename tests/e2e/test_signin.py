# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Signing in as people do it: invited by mail, with an app, with a passkey, and thrown out from elsewhere."""

from __future__ import annotations

import email
import email.policy
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from scharnier.foundation import mail
from tests import factories
from tests.browser import axe_problems

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "Kiefern-wachsen-langsam"


@pytest.fixture(autouse=True)
def addresses(live_server: LiveServer, settings: Settings, tmp_path: Path) -> None:
    settings.BASE_URL = live_server.url
    settings.HOME = tmp_path


@pytest.fixture
def world(live_server: LiveServer) -> factories.World:
    return factories.world()


def sign_in(page: Page, server: LiveServer, address: str, password: str = factories.PASSWORD) -> None:
    page.goto(f"{server.url}/accounts/login/")
    page.get_by_label("E-Mail").fill(address)
    page.get_by_label("Kennwort", exact=True).fill(password)
    page.get_by_role("button", name="Anmelden", exact=True).click()


def sign_out(page: Page, server: LiveServer) -> None:
    page.goto(f"{server.url}/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Abmelden").first.click()


def code(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def confirm_password(page: Page) -> None:
    page.get_by_label("Kennwort", exact=True).fill(factories.PASSWORD)
    page.get_by_role("button", name="Bestätigen").click()


def test_a_password_and_an_app(page: Page, live_server: LiveServer, world: factories.World) -> None:
    page.goto(f"{live_server.url}/accounts/login/")
    assert axe_problems(page) == []
    sign_in(page, live_server, world.here.mentor.email)
    expect(page.get_by_role("heading", level=1)).to_have_text("Richten Sie einen zweiten Faktor ein")
    assert axe_problems(page) == []
    page.get_by_role("link", name="Codes-App einrichten").click()
    confirm_password(page)
    secret = page.locator("#authenticator_secret").inner_text()
    assert axe_problems(page) == []
    page.get_by_label("Code").fill(code(secret))
    page.get_by_role("button", name="Einrichten").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Notfallcodes")
    assert page.locator("#recovery_codes li").count() == 10
    assert axe_problems(page) == []

    sign_out(page, live_server)
    sign_in(page, live_server, world.here.mentor.email)
    expect(page.get_by_role("heading", level=1)).to_have_text("Zweiter Faktor")
    assert axe_problems(page) == []
    page.get_by_label("Code").fill(code(secret))
    page.get_by_role("button", name="Weiter").click()
    page.goto(f"{live_server.url}/desk/team/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Team")


def test_a_passkey_instead_of_a_password(page: Page, live_server: LiveServer, world: factories.World) -> None:
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    sign_in(page, live_server, world.here.mentor.email)
    page.get_by_role("link", name="Passkey einrichten").click()
    confirm_password(page)
    assert axe_problems(page) == []
    page.get_by_label("Name").fill("Diensthandy")
    page.get_by_role("button", name="Passkey einrichten").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Notfallcodes")

    sign_out(page, live_server)
    page.goto(f"{live_server.url}/accounts/login/?next=/desk/konto/")
    page.get_by_role("button", name="Mit Passkey anmelden").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mein Konto")
    assert axe_problems(page) == []
    page.goto(f"{live_server.url}/accounts/2fa/webauthn/")
    expect(page.get_by_role("row", name=re.compile("Diensthandy"))).to_contain_text("ohne Kennwort")
    assert axe_problems(page) == []
    page.get_by_role("link", name=re.compile("Umbenennen")).click()
    if page.get_by_role("heading", level=1).inner_text() == "Noch einmal bestätigen":
        confirm_password(page)
    assert axe_problems(page) == []
    page.get_by_label("Name").fill("Altes Handy")
    page.get_by_role("button", name="Speichern").click()
    page.goto(f"{live_server.url}/accounts/2fa/webauthn/")
    page.get_by_role("link", name=re.compile("Entfernen")).click()
    expect(page.get_by_text("Mit „Altes Handy“ melden Sie sich danach nicht mehr an")).to_be_visible()
    assert axe_problems(page) == []
    page.get_by_role("button", name="Entfernen").click()
    page.goto(f"{live_server.url}/desk/team/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Richten Sie einen zweiten Faktor ein")


def test_a_passkey_that_is_refused_is_said_in_words(page: Page, live_server: LiveServer) -> None:
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options | {"isUserVerified": False}})
    page.goto(f"{live_server.url}/accounts/login/")
    page.get_by_role("button", name="Mit Passkey anmelden").click()
    expect(page.get_by_role("alert")).to_contain_text("Der Passkey wurde nicht gelesen")


def test_a_sign_in_ended_elsewhere(
    page: Page, browser: Browser, live_server: LiveServer, settings: Settings, world: factories.World
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    sign_in(page, live_server, world.here.mentor.email)
    with browser.new_context(locale="de-DE") as elsewhere:
        other = elsewhere.new_page()
        sign_in(other, live_server, world.here.mentor.email)
        page.goto(f"{live_server.url}/desk/konto/")
        page.get_by_role("button", name=re.compile("Beenden")).click()
        expect(page.get_by_text("Diese Anmeldung ist beendet.")).to_be_visible()
        other.goto(f"{live_server.url}/desk/konto/")
        expect(other.get_by_role("heading", level=1)).to_have_text("Anmelden")


def test_invited_by_mail_and_at_work(
    page: Page, browser: Browser, live_server: LiveServer, settings: Settings, tmp_path: Path, world: factories.World
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    sign_in(page, live_server, world.here.lead.email)
    page.goto(f"{live_server.url}/desk/team/")
    page.get_by_role("link", name="Einladen").click()
    assert axe_problems(page) == []
    page.get_by_label("E-Mail").fill("neu@example.org")
    page.get_by_label("Fachkraft").check()
    page.get_by_role("button", name="Einladung senden").click()
    expect(page.locator("li b")).to_have_text("neu@example.org")
    assert axe_problems(page) == []

    assert mail.send_due() == 1
    [file] = (tmp_path / "mail").glob("*.eml")
    message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    link = re.search(r"http\S+/einladung/\S+", str(message.get_content()))
    assert link
    with browser.new_context(locale="de-DE") as context:
        guest = context.new_page()
        guest.goto(link[0])
        assert axe_problems(guest) == []
        guest.get_by_label("Ihr Name").fill("Jona Beispiel")
        guest.get_by_label("Kennwort", exact=False).first.fill(PASSWORD)
        guest.get_by_label("Kennwort noch einmal").fill(PASSWORD)
        guest.get_by_role("button", name="Einladung annehmen").click()
        guest.goto(f"{live_server.url}/desk/team/")
        expect(guest.get_by_role("row", name=re.compile("Jona Beispiel"))).to_contain_text("Fachkraft")
        guest.goto(link[0])
        expect(guest.get_by_role("heading", level=1)).to_have_text("Diese Einladung ist schon angenommen")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_fit_a_phone_in_both_themes(
    page: Page, live_server: LiveServer, settings: Settings, world: factories.World, theme: str
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]  # one of the two literals
    page.set_viewport_size({"width": 360, "height": 1600})
    page.goto(f"{live_server.url}/accounts/login/")
    assert axe_problems(page) == []
    sign_in(page, live_server, world.here.lead.email)
    for path in ("/desk/team/", "/desk/konto/", "/desk/team/einladen/", "/accounts/2fa/", "/accounts/password/change/"):
        page.goto(live_server.url + path)
        assert axe_problems(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
