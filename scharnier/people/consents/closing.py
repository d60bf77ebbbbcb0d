# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What follows when the basis of a purpose comes or goes, and columns of a file that are closed without one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any
from uuid import UUID

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast

from scharnier.foundation import clock
from scharnier.foundation.principals import Scope
from scharnier.knowledge import purposes
from scharnier.network.staffing import portal
from scharnier.network.staffing.models import PortalAccount
from scharnier.network.structure.models import CountKey
from scharnier.people import counting
from scharnier.people.consents import actions, queries
from scharnier.people.consents.queries import Basis
from scharnier.people.models import Person
from scharnier.people.queries import FileHeader

ShutRows = Callable[[Scope, UUID, UUID], "QuerySet[Any] | None"]
_guarded_rows: dict[str, ShutRows] = {}


def guard_rows(table: str, shut: ShutRows) -> None:
    """Have `shut(scope, person, project)` say which rows of a table have no basis in a case; None for none."""
    _guarded_rows[table] = shut


def closed_rows(scope: Scope, header: FileHeader, tables: Collection[str] | None = None) -> dict[str, set[str]]:
    """Rows that history and print leave closed: {table: ids}; one statement for all tables, none where nothing is."""
    asked = []
    for table, shut in _guarded_rows.items():
        rows = shut(scope, header.person.pk, header.project) if tables is None or table in tables else None
        if rows is not None:
            asked.append(rows.order_by().values_list(Value(table, CharField()), Cast("pk", CharField())))
    found: dict[str, set[str]] = {}
    if asked:
        for table, pk in asked[0].union(*asked[1:], all=True):
            found.setdefault(table, set()).add(pk)
    return found


ShutColumn = Callable[[Scope, UUID, UUID], bool]
_guarded_columns: dict[tuple[str, str], ShutColumn] = {}


def guard_column(table: str, column: str, shut: ShutColumn) -> None:
    """Have `shut(scope, person, project)` say whether a column of a table may not be told in a case."""
    _guarded_columns[table, column] = shut


def shut_columns(scope: Scope, header: FileHeader) -> set[tuple[str, str]]:
    """Columns that history and print leave closed, those of the person included; one statement at most."""
    own = {("people_person", name) for name in closed_columns(scope, header)}
    return own | {key for key, shut in _guarded_columns.items() if shut(scope, header.person.pk, header.project)}


def closed_columns(scope: Scope, header: FileHeader) -> dict[str, Basis]:
    """Columns of the person that have no basis in this case, and why; one statement at most."""
    return closed_for(scope, header.person.pk, header.project)


def closed_for(scope: Scope, person: UUID, project: UUID) -> dict[str, Basis]:
    """The same for somebody who may not be on file yet, and so has agreed to nothing."""
    found: dict[str, Basis] = {}
    for name, code in purposes.columns_of("people_person").items():
        basis = queries.basis(scope, person, project, code)
        if not basis.allowed:
            found[name] = basis
    return found


def blank(person: Person, closed: Mapping[str, Basis]) -> None:
    """Take closed columns off a row that is to be shown, never saved."""
    for name in closed:
        setattr(person, name, "")


def _count_or_not(carrier: UUID, project: UUID, person: UUID) -> None:
    if queries.without_basis([person], project, "reporting"):
        CountKey.objects.filter(carrier_id=carrier, project_id=project, subject_id=person).delete()
    else:
        counting.count([carrier], [person])


def _close_access(carrier: UUID, project: UUID, person: UUID) -> None:
    if queries.without_basis([person], project, "portal"):
        accounts = PortalAccount.objects.filter(
            carrier_id=carrier, project_id=project, subject_id=person, closed_at=None
        )
        accounts.update(closed_at=clock.now(), password="")


def _ask_for_access(scope: Scope, project: UUID, person: UUID) -> None:
    queries.require(scope, person, project, "portal")


actions.follows("reporting", _count_or_not)
actions.follows("portal", _close_access)
portal.ask_first(_ask_for_access)
