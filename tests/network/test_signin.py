# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Signing in and out, the second factor, forgotten passwords, limits, and what the audit keeps of it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from pytest_django import Settings

from scharnier.foundation import principals
from scharnier.foundation.models import AuditEvent, OutboxMail
from scharnier.network.models import User
from tests import factories

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def mentor() -> User:
    return factories.world().here.mentor


@pytest.fixture
def demo(settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


def code_now() -> str:
    return str(format_hotp_value(hotp_value(SECRET, next(iter(yield_hotp_counters_from_time())))))


def sign_in(client: Client, email: str, password: str = factories.PASSWORD, **more: str) -> Any:
    return client.post("/accounts/login/", {"login": email, "password": password, **more})


def with_app(user: User) -> None:
    with principals.entering(principals.SIGNIN):
        TOTP.activate(user, SECRET)
        RecoveryCodes.activate(user)


def events(*actions: str) -> list[AuditEvent]:
    with principals.entering(principals.SYSTEM):
        return list(AuditEvent.objects.filter(action__in=actions).order_by("id"))


def test_a_password_opens_the_desk(client: Client, mentor: User, demo: None) -> None:
    answer = sign_in(client, mentor.email)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/")
    assert client.get("/desk/konto/").status_code == 200


def test_the_sign_in_leads_to_where_one_wanted_to_go(client: Client, mentor: User, demo: None) -> None:
    refused = client.get("/desk/team/")
    assert refused.headers["Location"] == "/accounts/login/?next=/desk/team/"
    assert sign_in(client, mentor.email, next="/desk/team/").headers["Location"] == "/desk/team/"
    client.post("/accounts/logout/")
    assert sign_in(client, mentor.email, next="https://example.org/").headers["Location"] == "/desk/"


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client: Client, mentor: User) -> None:
    known = sign_in(client, mentor.email, "falsch-falsch-falsch").content.decode()
    unknown = sign_in(client, "niemand@example.org", "falsch-falsch-falsch").content.decode()
    strip = re.compile(r'(value="[^"]*"|[0-9a-f-]{36}|csrf\S+|nonce\S+)')
    assert "passen nicht zusammen" in known
    assert strip.sub("", known) == strip.sub("", unknown)


def test_forgotten_passwords_of_known_and_unknown_addresses_get_the_same_answer(client: Client, mentor: User) -> None:
    for email in (mentor.email, "niemand@example.org"):
        answer = client.post("/accounts/password/reset/", {"email": email})
        assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/password/reset/done/")
    with principals.entering(principals.SYSTEM):
        mail = OutboxMail.objects.get()
    assert mail.to == mentor.email
    assert mentor.display_name not in mail.body


def test_the_link_of_the_mail_sets_a_new_password(client: Client, mentor: User, demo: None) -> None:
    client.post("/accounts/password/reset/", {"email": mentor.email})
    with principals.entering(principals.SYSTEM):
        link = re.search(r"/accounts/password/reset/key/\S+", OutboxMail.objects.get().body)
    assert link
    page = client.get(link[0], follow=True)
    assert page.status_code == 200
    address = page.redirect_chain[-1][0]
    done = client.post(address, {"password1": "Kiefern-wachsen-langsam", "password2": "Kiefern-wachsen-langsam"})
    assert done.status_code == 302
    assert sign_in(client, mentor.email).status_code == 200
    assert sign_in(client, mentor.email, "Kiefern-wachsen-langsam").status_code == 302
    assert "gilt nicht mehr" in Client().get(link[0], follow=True).content.decode()


def test_the_fifth_wrong_password_closes_the_door_for_five_minutes_and_says_so(client: Client, mentor: User) -> None:
    for _attempt in range(5):
        assert "passen nicht zusammen" in sign_in(client, mentor.email, "falsch-falsch-falsch").content.decode()
    assert "für fünf Minuten gesperrt" in sign_in(client, mentor.email).content.decode()
    assert not client.session.get("_auth_user_id")


def test_nobody_signs_up_and_nobody_changes_addresses(client: Client, mentor: User, demo: None) -> None:
    for signed_in in (False, True):
        if signed_in:
            sign_in(client, mentor.email)
        for path in ("signup/", "email/", "password/set/", "login/code/", "login/code/confirm/"):
            assert client.get(f"/accounts/{path}").status_code == 404, path


def test_somebody_stilled_does_not_get_in(client: Client, mentor: User) -> None:
    with principals.entering(principals.SIGNIN):
        User.objects.filter(pk=mentor.pk).update(is_active=False)
    answer = client.post("/accounts/login/", {"login": mentor.email, "password": factories.PASSWORD}, follow=True)
    assert "stillgelegt" in answer.content.decode()
    assert not client.session.get("_auth_user_id")


def test_signing_in_and_failing_leave_traces_without_the_address(client: Client, mentor: User, demo: None) -> None:
    sign_in(client, mentor.email, "falsch-falsch-falsch")
    sign_in(client, "niemand@example.org", "falsch-falsch-falsch")
    sign_in(client, mentor.email)
    client.post("/accounts/logout/")
    found = events("signin", "signin_failed", "signout")
    assert [(event.action, event.row_id) for event in found] == [
        ("signin_failed", str(mentor.pk)),
        ("signin_failed", ""),
        ("signin", str(mentor.pk)),
        ("signout", str(mentor.pk)),
    ]
    assert "@" not in str([event.payload for event in found])


# ---------- second factor ----------


def test_without_a_second_factor_no_page_of_the_desk_opens(client: Client, mentor: User) -> None:
    sign_in(client, mentor.email)
    for path in ("/desk/team/", "/desk/konto/"):
        assert client.get(path).headers["Location"] == "/accounts/2fa/", path
    page = client.get("/accounts/2fa/").content.decode()
    assert "Richten Sie einen zweiten Faktor ein" in page
    assert "sh-rail" not in page


def test_in_the_demo_no_second_factor_is_needed(client: Client, mentor: User, demo: None) -> None:
    sign_in(client, mentor.email)
    assert client.get("/desk/team/").status_code == 200


def test_setting_up_an_app_opens_the_desk_and_hands_out_recovery_codes(client: Client, mentor: User) -> None:
    sign_in(client, mentor.email)
    page = client.get("/accounts/2fa/totp/activate/", follow=True)
    assert page.redirect_chain[0][0].startswith("/accounts/reauthenticate/")
    client.post(page.redirect_chain[0][0], {"password": factories.PASSWORD})
    secret = re.search(
        r'id="authenticator_secret">([A-Z2-7]+)<', client.get("/accounts/2fa/totp/activate/").content.decode()
    )
    assert secret
    code = format_hotp_value(hotp_value(secret[1], next(iter(yield_hotp_counters_from_time()))))
    wrong = client.post("/accounts/2fa/totp/activate/", {"code": "000000" if code != "000000" else "111111"})
    assert "Dieser Code stimmt nicht" in wrong.content.decode()
    codes = client.post("/accounts/2fa/totp/activate/", {"code": code}, follow=True)
    assert "Notfallcodes" in codes.content.decode()
    with principals.entering(principals.SIGNIN):
        assert secret[1] not in str(Authenticator.objects.get(type="totp").data)


def test_with_an_app_the_password_alone_is_not_enough(client: Client, mentor: User) -> None:
    with_app(mentor)
    assert sign_in(client, mentor.email).headers["Location"].startswith("/accounts/2fa/authenticate/")
    assert client.get("/desk/team/").status_code == 302
    assert not client.session.get("_auth_user_id")
    assert "stimmt nicht" in client.post("/accounts/2fa/authenticate/", {"code": "12"}).content.decode()
    assert client.post("/accounts/2fa/authenticate/", {"code": code_now()}).headers["Location"] == "/desk/"
    assert client.get("/desk/team/").status_code == 200


def test_a_recovery_code_works_once(client: Client, mentor: User) -> None:
    with_app(mentor)
    with principals.entering(principals.SIGNIN):
        spare = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    for _time, expected in enumerate((302, 200)):
        sign_in(client, mentor.email)
        assert client.post("/accounts/2fa/authenticate/", {"code": spare}).status_code == expected
        client.post("/accounts/logout/")


def test_a_sign_in_from_before_the_second_factor_has_to_be_done_again(client: Client, mentor: User) -> None:
    sign_in(client, mentor.email)
    with_app(mentor)
    assert client.get("/desk/team/").headers["Location"].startswith("/accounts/login/")
    assert not client.session.get("_auth_user_id")


def test_the_last_second_factor_stays(client: Client, mentor: User) -> None:
    with_app(mentor)
    sign_in(client, mentor.email)
    client.post("/accounts/2fa/authenticate/", {"code": code_now()})
    client.post("/accounts/reauthenticate/", {"password": factories.PASSWORD})
    assert "Ihr letzter zweiter Faktor bleibt" in client.get("/accounts/2fa/totp/deactivate/").content.decode()
    client.post("/accounts/2fa/totp/deactivate/")
    with principals.entering(principals.SIGNIN):
        assert Authenticator.objects.filter(type="totp").exists()


@pytest.mark.parametrize("required", [True, False])
def test_every_page_about_the_own_sign_in_opens(
    client: Client, mentor: User, settings: Settings, required: bool
) -> None:
    settings.SECOND_FACTOR_REQUIRED = required
    with_app(mentor)
    sign_in(client, mentor.email)
    assert "Notfallcode" in client.get("/accounts/2fa/authenticate/").content.decode()
    client.post("/accounts/2fa/authenticate/", {"code": code_now()})
    client.post("/accounts/reauthenticate/", {"password": factories.PASSWORD})
    pages = ["2fa/", "2fa/totp/deactivate/", "2fa/recovery-codes/", "2fa/recovery-codes/generate/", "2fa/webauthn/"]
    pages += ["2fa/webauthn/add/", "2fa/reauthenticate/", "reauthenticate/", "password/change/", "logout/"]
    for path in [f"/accounts/{page}" for page in pages]:
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert "<h1>" in answer.content.decode(), path
    codes = client.get("/accounts/2fa/recovery-codes/download/")
    assert re.fullmatch(r"(\d{8}\n){10}\n?", codes.content.decode())


def test_every_page_before_the_sign_in_opens(client: Client) -> None:
    pages = ["login/", "password/reset/", "password/reset/done/", "password/reset/key/done/", "inactive/"]
    pages += ["confirm-email/", "confirm-email/unbekannt/", "password/reset/key/abc-def/"]
    for path in [f"/accounts/{page}" for page in pages]:
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert "allauth/" not in answer.content.decode(), path


def test_whoever_asks_too_often_is_told_to_wait(client: Client, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    sign_in(client, "niemand@example.org")
    answer = sign_in(client, "niemand@example.org")
    assert answer.status_code == 429
    assert "Warten Sie eine Minute" in answer.content.decode()


# ---------- a sign-in that ran out ----------


def test_what_was_written_survives_an_expired_sign_in(client: Client) -> None:
    text = "Herr Haddad hat den Bescheid mitgebracht, Frist 8.12."
    answer = client.post("/desk/konto/", {"display_name": text, "password": "ein-langes-kennwort-7"})
    page = answer.content.decode()
    assert answer.status_code == 401
    assert text in page
    assert "ein-langes-kennwort-7" not in page
