# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the sign-in library reports to us: for the audit, and for the session's second factor."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, password_reset
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed
from django.contrib.auth.signals import user_logged_out
from django.db import connection

from scharnier.foundation import principals, writes
from scharnier.network import actions
from scharnier.network.models import User
from scharnier.network.signin import second_factor


def _note(action: str, user: User | None, **facts: Any) -> None:
    row = str(user.pk) if user is not None else ""
    if connection.in_atomic_block:
        writes.note(action, table="network_user", row=row, **facts)
    else:
        # The library reports some steps after the commit, outside any transaction.
        with principals.entering(principals.current() or principals.SIGNIN):
            writes.note(action, table="network_user", row=row, **facts)


def on_signed_out(sender: Any, user: User | None = None, **kwargs: Any) -> None:
    if user is not None:
        _note("signout", user)


def on_code_refused(sender: Any, user: User, **kwargs: Any) -> None:
    _note("signin_failed", user, step="second_factor")


def on_factor_added(sender: Any, request: Any, user: User, authenticator: Any, **kwargs: Any) -> None:
    if authenticator.type in second_factor.REAL:
        second_factor.on_added(request)
    _note("second_factor_added", user, kind=str(authenticator.type))


def on_factor_removed(sender: Any, request: Any, user: User, authenticator: Any, **kwargs: Any) -> None:
    second_factor.remember(request, user)
    _note("second_factor_removed", user, kind=str(authenticator.type))


def on_password(sender: Any, request: Any, user: User, **kwargs: Any) -> None:
    actions.end_other_sessions(user.pk, request.session.session_key)
    _note("password_changed", user)


def connect() -> None:
    user_logged_out.connect(on_signed_out)
    authentication_failed.connect(on_code_refused)
    authenticator_added.connect(on_factor_added)
    authenticator_removed.connect(on_factor_removed)
    password_changed.connect(on_password)
    password_reset.connect(on_password)
