# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every write needs: double clicks told apart, two people at one record, errors to act on, drafts, audit notes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, models

from scharnier.foundation import clock, principals
from scharnier.foundation.models import Draft, Submission, Versioned

V = TypeVar("V", bound=Versioned)


class DomainError(Exception):
    """Something a person can put right. `field` names the form field, empty for the whole form."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.message, self.field = message, field


@dataclass(frozen=True)
class Difference:
    """One field that somebody else changed meanwhile."""

    field: str
    label: str
    theirs: Any
    mine: Any


class Conflict(DomainError):
    """Somebody else saved first. Nothing was overwritten; `current` is the row as it is now."""

    def __init__(self, current: Versioned, differences: list[Difference]) -> None:
        super().__init__("conflict")
        self.current, self.differences = current, differences


def already_sent(token: UUID | None) -> str | None:
    """The answer of an earlier submission with this token, or None. Call first in the transaction of a write.

    Reserves the token, inside `transaction.atomic` so that a refusal gives it back.
    A second click that arrives meanwhile waits for the first one's commit and gets its answer.
    """
    if token is None:
        return None
    user = principals.scope().principal.id
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO foundation_submission (token, user_id, at, result) VALUES (%s, %s, %s, '') "
            "ON CONFLICT DO NOTHING",
            [token, user, clock.now()],
        )
        if cursor.rowcount == 1:
            return None
        cursor.execute("SELECT result FROM foundation_submission WHERE token = %s", [token])
        row = cursor.fetchone()
    return row[0] if row else ""


def answer_to(token: str) -> str:
    """The answer of an earlier submission, without reserving anything; empty when there is none.

    For forms whose choices are gone once they have been sent.
    """
    try:
        wanted = UUID(token)
    except ValueError:
        return ""
    user = principals.scope().principal.id
    found = Submission.objects.filter(token=wanted).values_list("user_id", "result").first()
    return found[1] if found is not None and found[0] == user else ""


def sent(token: UUID | None, result: str) -> str:
    """Remember the answer (an address) of this submission; returns it."""
    if token is not None:
        Submission.objects.filter(token=token).update(result=result)
    return result


def save_versioned(row: V, expected: int | None, changes: Mapping[str, Any]) -> list[str]:
    """Write `changes` to `row` if it still has the version the editor saw; returns the names of changed fields.

    Raises Conflict, when the row has moved on, with every field in which it differs from what the editor wants.
    """
    model = type(row)
    locked = model._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    changed = {name: value for name, value in changes.items() if getattr(locked, name) != value}
    if expected is not None and locked.version != expected and changed:
        raise Conflict(
            locked,
            [_difference(locked, name, value) for name, value in changed.items()],
        )
    if not changed:
        return []
    for name, value in changed.items():
        setattr(row, name, value)
        setattr(locked, name, value)
    locked.version += 1
    row.version = locked.version
    locked.save(update_fields=[*changed, "version"])
    return list(changed)


def _difference(row: models.Model, name: str, mine: Any) -> Difference:
    field = row._meta.get_field(name)
    return Difference(name, str(getattr(field, "verbose_name", name)), getattr(row, name), mine)


def keep_draft(user: UUID, key: str, content: dict[str, Any]) -> None:
    """Save what somebody has typed so far under `key` (form and record)."""
    Draft.objects.update_or_create(user_id=user, key=key, defaults={"content": content, "updated_at": clock.now()})


def draft_of(user: UUID, key: str) -> Draft | None:
    return Draft.objects.filter(user_id=user, key=key).first()


def drop_draft(user: UUID, key: str) -> None:
    Draft.objects.filter(user_id=user, key=key).delete()


def note(
    action: str,
    *,
    table: str = "",
    row: str = "",
    carrier: UUID | None = None,
    subject: UUID | None = None,
    **facts: Any,
) -> None:
    """Record in the audit what is no change of a row: a sign-in, an export, a print. No names or texts in `facts`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT audit_note(%s, %s, %s, %s, %s, %s::jsonb)",
            [action, carrier, subject, table, row, json.dumps(facts)],
        )
