# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Separating two persons at once, and lifting it with a reason."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext

from scharnier.foundation import clock
from scharnier.foundation.ids import uuid7
from scharnier.foundation.writes import DomainError
from scharnier.people.separation.models import Separation

LONGEST = 1000


class SameStaff(DomainError):
    """One member of staff is responsible for both: say whose case they keep."""

    def __init__(self) -> None:
        super().__init__(
            gettext("Dieselbe Fachkraft ist für beide zuständig. Wählen Sie, welche Akte sie behält."), "keep"
        )


def separate(one: UUID, other: UUID, reason: str, keep: UUID | None = None, with_one: Collection[UUID] = ()) -> None:
    """From now on nothing leads from one to the other. Raises DomainError (SameStaff while `keep` is missing).

    A common household becomes two, in the past too: `with_one` stay with the first, all others with the other one.
    """
    reason = _reason(reason)
    if one == other:
        raise DomainError(gettext("Das ist zweimal dieselbe Akte."), "number")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT separation_set(%s, %s, %s, %s, %s, %s, %s::uuid[])",
            [uuid7(), one, other, keep, reason, clock.now(), list(with_one)],
        )
        answer = cursor.fetchone()[0]
    if answer == "same_staff":
        raise SameStaff
    if answer == "already":
        raise DomainError(gettext("Diese beiden sind schon getrennt."))


def lift(row: Separation, reason: str, user: UUID) -> None:
    """Leadership takes a separation back; what was cut stays cut until somebody connects it again."""
    if row.lifted_at is not None:
        raise DomainError(gettext("Diese Trennung ist schon aufgehoben."))
    row.lift_reason, row.lifted_at, row.lifted_by_id = _reason(reason), clock.now(), user
    row.save(update_fields=["lift_reason", "lifted_at", "lifted_by"])


def _reason(text: str) -> str:
    text = text.strip()
    if not text:
        raise DomainError(gettext("Tragen Sie den Grund ein."), "reason")
    if len(text) > LONGEST:
        facts = {"limit": LONGEST, "n": len(text)}
        raise DomainError(gettext("Kürzen Sie den Text auf %(limit)s Zeichen, es sind %(n)s.") % facts, "reason")
    return text
