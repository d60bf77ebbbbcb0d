# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rights that travel by link, code or feed.

The secret is shown once, to be put into a link; the database keeps its digest. Opening a link by GET only calls `find`:
mail scanners follow links, so nothing may happen before somebody presses a button.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from scharnier.foundation import clock, principals
from scharnier.foundation.models import Grant

SECRET_BYTES = 32


def digest(secret: str) -> bytes:
    """What is stored of a secret: its SHA-256. The secret has 256 random bits, so it needs no salt and no slow hash."""
    return hashlib.sha256(secret.encode()).digest()


def create(
    *,
    purpose: str,
    recipient: str,
    carrier: UUID,
    expires: datetime,
    rights: Sequence[str],
    project: UUID | None = None,
    record: tuple[str, UUID] | None = None,
) -> tuple[Grant, str]:
    """A new grant and its secret, which can't be had a second time. `record` is (table, id) of what it opens."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    table, identifier = record if record else ("", None)
    grant = Grant.objects.create(
        carrier_id=carrier,
        project_id=project,
        purpose=purpose,
        recipient=recipient,
        record_table=table,
        record_id=identifier,
        rights=list(rights),
        secret_digest=digest(secret),
        created_by_id=principals.scope().principal.id,
        expires_at=expires,
    )
    return grant, secret


def find(secret: str, purpose: str) -> Grant | None:
    """The grant behind a secret if it is neither expired nor revoked; `used_at` says if used. Changes no row."""
    rows: list[Any] = list(Grant.objects.raw("SELECT * FROM grant_find(%s, %s)", [digest(secret), clock.now()]))
    return next((row for row in rows if row.purpose == purpose), None)


def use(secret: str) -> bool:
    """Mark a grant as used; True for the one caller that was first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT grant_use(%s, %s)", [digest(secret), clock.now()])
        return bool(cursor.fetchone()[0])


def revoke(grant: UUID) -> bool:
    """Take a grant back; False when there is none in reach that is still open."""
    open_ones = Grant.objects.filter(pk=grant, revoked_at=None, used_at=None)
    return open_ones.update(revoked_at=clock.now()) == 1
