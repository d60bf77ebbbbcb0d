# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether this sign-in has a second factor. The session remembers it, so that asking costs no statement."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest

from scharnier.network.models import User

KEY = "second_factor"
REAL = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def of_user(user_id: Any) -> QuerySet[Authenticator]:
    """Apps and passkeys; recovery codes alone are none."""
    found: QuerySet[Authenticator] = Authenticator.objects.filter(user_id=user_id, type__in=REAL)
    return found


def others(authenticator: Authenticator) -> QuerySet[Authenticator]:
    return of_user(authenticator.user_id).exclude(pk=authenticator.pk)


def remember(request: HttpRequest, user: User) -> bool:
    """Call after a sign-in: whoever has a second factor was asked for it."""
    passed = of_user(user.pk).exists()
    request.session[KEY] = passed
    return passed


def missing(request: HttpRequest) -> bool:
    """Whether this sign-in must first set one up."""
    return bool(settings.SECOND_FACTOR_REQUIRED) and not request.session.get(KEY)


def on_added(request: HttpRequest, **kwargs: Any) -> None:
    """Whoever sets one up proves at that moment to have it."""
    request.session[KEY] = True
