# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who a transaction serves.

Every transaction serves exactly one principal. The SQL function `app_enter` derives from dated rows what that principal
may reach and keeps it in transaction-local settings that the row-level policies read; Python passes an identity,
never a scope. The derived scope comes back so that `visible_to` can ask the same question a second time, independently.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from scharnier.foundation import clock


class Kind(StrEnum):
    """The kinds of principal; `signin` is somebody on the way in, who reaches only the sign-in tables."""

    STAFF = "staff"
    PROGRAMME = "programme"
    PARTICIPANT = "participant"
    EMPLOYER = "employer"
    VOLUNTEER = "volunteer"
    GRANT = "grant"
    PUBLIC = "public"
    API = "api"
    SYSTEM = "system"
    SIGNIN = "signin"


@dataclass(frozen=True)
class Principal:
    """An identity: its kind, its row, and for background work the one carrier it acts for."""

    kind: Kind
    id: UUID | None = None
    carrier: UUID | None = None
    request: str = ""


@dataclass(frozen=True)
class Scope:
    """What a principal may reach today, as the database derived it.

    `narrow` are projects of which only `cases` (persons) are open, by a substitution for chosen cases. Of the audiences
    those in `cover_audiences` are open by substitution only: in `told_projects` or for the persons in `told_cases`.
    `own` is the person behind a participant's account; `hidden` are persons kept from this principal everywhere.
    """

    principal: Principal
    carriers: frozenset[UUID] = frozenset()
    projects: frozenset[UUID] = frozenset()
    writes: frozenset[UUID] = frozenset()
    admins: frozenset[UUID] = frozenset()
    leads: frozenset[UUID] = frozenset()
    audiences: frozenset[UUID] = frozenset()
    narrow: frozenset[UUID] = frozenset()
    cases: frozenset[UUID] = frozenset()
    cover_audiences: frozenset[UUID] = frozenset()
    told_projects: frozenset[UUID] = frozenset()
    told_cases: frozenset[UUID] = frozenset()
    own: frozenset[UUID] = frozenset()
    hidden: frozenset[UUID] = frozenset()
    facts: dict[str, Any] = field(default_factory=dict, compare=False)


SIGNIN = Principal(Kind.SIGNIN)
PUBLIC = Principal(Kind.PUBLIC)
SYSTEM = Principal(Kind.SYSTEM)

_principal: ContextVar[Principal | None] = ContextVar("principal", default=None)
_scope: ContextVar[Scope | None] = ContextVar("scope", default=None)


def identity(scope: Scope) -> UUID:
    """The row behind a scope's principal. Raises ValueError for principals without one."""
    if scope.principal.id is None:
        raise ValueError("This principal is nobody in particular.")
    return scope.principal.id


class NoPrincipal(RuntimeError):
    """Somebody asked for the scope outside a transaction that serves a principal."""


class PrincipalChange(RuntimeError):
    """A transaction that serves one principal was asked to serve another."""


def staff(user_id: UUID, request: str = "") -> Principal:
    return Principal(Kind.STAFF, user_id, request=request)


def system(carrier: UUID | None = None) -> Principal:
    return Principal(Kind.SYSTEM, carrier=carrier)


def current() -> Principal | None:
    return _principal.get()


def scope() -> Scope:
    """The scope of the running transaction."""
    found = _scope.get()
    if found is None:
        raise NoPrincipal("No principal: open the transaction with principals.entering(…).")
    return found


_LISTS = (
    "carriers projects writes admins leads audiences narrow cases cover_audiences told_projects told_cases own hidden"
).split()


def _ids(values: list[str]) -> frozenset[UUID]:
    return frozenset(UUID(value) for value in values)


def _parse(principal: Principal, row: dict[str, Any]) -> Scope:
    return Scope(principal=principal, facts=row["facts"], **{name: _ids(row.get(name, [])) for name in _LISTS})


def announce(database: BaseDatabaseWrapper, principal: Principal) -> None:
    """Tell the running transaction whom it serves (one statement) and remember the derived scope."""
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT entered.scope || jsonb_build_object('hidden', app_hide(%s)) "
            "FROM (SELECT app_enter(%s, %s, %s, %s, %s) AS scope) AS entered",
            [
                clock.today(),
                principal.kind.value,
                principal.id,
                principal.carrier,
                clock.today(),
                principal.request,
            ],
        )
        answer = cursor.fetchone()[0]
    _scope.set(_parse(principal, json.loads(answer) if isinstance(answer, str) else answer))


def act_for(absent: UUID) -> None:
    """From here to the end of the transaction the audit says on whose behalf; refused unless one stands in today."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app_act_for(%s)", [absent])


def _forget(database: BaseDatabaseWrapper) -> None:
    with database.cursor() as cursor:
        cursor.execute("SELECT app_leave()")


@contextmanager
def entering(principal: Principal) -> Iterator[Scope]:
    """One transaction for one principal. Nested use inside a transaction of the same principal joins it."""
    before = _principal.get()
    nested = connection.in_atomic_block
    if nested and before is not None and before != principal and not settings.TESTING:
        raise PrincipalChange(f"This transaction serves {before.kind.value}; it can't serve {principal.kind.value}.")
    principal_token, scope_token = _principal.set(principal), _scope.set(_scope.get())
    try:
        # At an outermost transaction the database backend announces the principal with its first statement.
        with transaction.atomic():
            if nested and before != principal:
                announce(connection, principal)
            yield scope()
            # A savepoint that is rolled back takes its settings with it.
            if nested and before is None and not connection.needs_rollback:
                _forget(connection)
        if nested and before is not None and before != principal:
            announce(connection, before)
    finally:
        _principal.reset(principal_token)
        _scope.reset(scope_token)
