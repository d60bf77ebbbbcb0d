# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""How the sign-in library speaks, sends mail, keeps secrets and leaves its traces in the audit."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from scharnier.foundation import mail, writes
from scharnier.network.models import User
from scharnier.network.signin import second_factor, texts

A_YEAR = 365 * 24 * 60 * 60


def display_name(user: User) -> str:
    return user.display_name


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up: accounts come from invitations. Mails go through the outbox and name no device."""

    error_messages: ClassVar[Mapping[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Dieses Konto ist stillgelegt. Wenden Sie sich an die Verwaltung Ihres Trägers."),
        "email_password_mismatch": _("E-Mail-Adresse und Kennwort passen nicht zusammen. Prüfen Sie beides."),
        "enter_current_password": _("Das ist nicht Ihr bisheriges Kennwort."),
        "incorrect_code": _("Dieser Code stimmt nicht. Nehmen Sie den neuesten, er gilt nur 30 Sekunden."),
        "incorrect_password": _("Dieses Kennwort stimmt nicht."),
        "invalid_or_expired_key": _("Dieser Link gilt nicht mehr. Fordern Sie einen neuen an."),
        "invalid_password_reset": _("Dieser Link gilt nicht mehr. Fordern Sie einen neuen an."),
        "rate_limited": _("Das waren zu viele Versuche. Warten Sie fünf Minuten."),
        "too_many_login_attempts": _(
            "Nach fünf Fehlversuchen ist die Anmeldung für fünf Minuten gesperrt. "
            "Versuchen Sie es danach noch einmal oder setzen Sie Ihr Kennwort zurück."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        user = context.get("user")
        with translation.override(user.language if isinstance(user, User) else translation.get_language()):
            subject, body = texts.mail_text(template_prefix, context)
        mail.queue(email, subject, body)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        self.send_mail(template_prefix, email or cast("User", user).email, {**(context or {}), "user": user})

    def get_reset_password_from_key_url(self, key: str) -> str:
        uid, _dash, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
        return settings.BASE_URL + path

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        return settings.BASE_URL + reverse("account_confirm_email", args=[emailconfirmation.key])

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        text = message or texts.message_text(message_template or "")
        if text:
            messages.add_message(request, level, text, extra_tags=extra_tags)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """A trace that names the account, if there is one, and never what was typed."""
        known = User.objects.filter(email__iexact=credentials.get("email", "")).values_list("pk", flat=True).first()
        writes.note("signin_failed", table="network_user" if known else "", row=str(known or ""), step="password")

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        person = cast("User", user)
        passed = second_factor.remember(request, person)
        writes.note("signin", table="network_user", row=str(person.pk), second_factor=passed)
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                person.language,
                max_age=A_YEAR,
                samesite="Lax",
                secure=request.is_secure(),
            )
        return response


@cache
def _box() -> Fernet:
    key = HKDF(SHA256(), 32, salt=None, info=b"scharnier second factor").derive(settings.SECRET_KEY.encode())
    return Fernet(base64.urlsafe_b64encode(key))


class MFAAdapter(DefaultMFAAdapter):
    """Second factors: their secrets are encrypted with a key derived from the installation's secret key."""

    error_messages: ClassVar[Mapping[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _("Ihr letzter zweiter Faktor bleibt: Richten Sie zuerst einen anderen ein."),
        "cannot_generate_recovery_codes": _("Richten Sie zuerst einen zweiten Faktor ein."),
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "unverified_email": _("Bestätigen Sie zuerst Ihre E-Mail-Adresse."),
    }

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Where a second factor is required, the last one can't be removed."""
        return not settings.SECOND_FACTOR_REQUIRED or second_factor.others(authenticator).exists()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:  # noqa: A002  # its name
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Passkey %(n)s") % {"n": number}

    def _get_site_name(self) -> str:
        return "Scharnier"
