# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Accounts of participants, prepared for the portal: an invitation bound to one person, a principal for one file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import connection
from django.utils.translation import gettext as _

from scharnier.foundation import access, clock, grants
from scharnier.foundation.models import SearchEntry
from scharnier.foundation.principals import Kind, Principal, Scope, identity
from scharnier.foundation.writes import DomainError
from scharnier.network.staffing.models import PortalAccount

PURPOSE = "portal"
TABLE = "network_portalaccount"
INVITATION_DAYS = 14


_ask_first: list[Callable[[Scope, UUID, UUID], None]] = []


def ask_first(check: Callable[[Scope, UUID, UUID], None]) -> None:
    """Have `check(scope, project, subject)` asked before an account is prepared; it raises DomainError to refuse."""
    _ask_first.append(check)


def principal(account: UUID) -> Principal:
    """Whom a transaction of the portal serves."""
    return Principal(Kind.PARTICIPANT, account)


def prepare(scope: Scope, *, carrier: UUID, project: UUID, subject: UUID, login: str, language: str = "") -> str:
    """An account for a person in sight, and the secret of its invitation; the caller decides how it travels.

    Raises Forbidden out of sight, DomainError when there is an account already.
    """
    here = SearchEntry.objects.visible_to(scope).filter(subject_id=subject, project_id=project, kind="person")
    if project not in scope.writes or not here.exists():
        raise access.Forbidden("people.edit")
    for check in _ask_first:
        check(scope, project, subject)
    if PortalAccount.objects.filter(carrier_id=carrier, subject_id=subject, closed_at=None).exists():
        raise DomainError(_("Diese Person hat schon einen Zugang."))
    account = PortalAccount.objects.create(
        carrier_id=carrier,
        project_id=project,
        subject_id=subject,
        login=login.strip(),
        language=language,
        invited_by_id=identity(scope),
    )
    _grant, secret = grants.create(
        purpose=PURPOSE,
        recipient=account.login,
        carrier=carrier,
        project=project,
        record=(TABLE, account.pk),
        rights=["own_file"],
        expires=clock.now() + timedelta(days=INVITATION_DAYS),
    )
    return secret


def accept(secret: str, password: str) -> UUID | None:
    """The account with its password; None when the invitation is unknown, expired, taken back or used."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT portal_accept(%s, %s, %s)", [grants.digest(secret), make_password(password), clock.now()]
        )
        found: UUID | None = cursor.fetchone()[0]
    return found


def close(scope: Scope, account: UUID) -> None:
    """The account opens nothing any more, at once; the row stays as history."""
    rows = PortalAccount.objects.visible_to(scope).filter(pk=account, project_id__in=scope.writes, closed_at=None)
    if not rows.update(closed_at=clock.now(), password=""):
        raise access.Forbidden("people.edit")
