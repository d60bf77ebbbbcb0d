# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Lock classes of persons: visible to whoever works in a project in which the person takes part."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func, Q
from django.db.models.sql.compiler import SQLCompiler

from scharnier.foundation.locks import CARRIERS, NEVER, Lock
from scharnier.foundation.principals import Scope


def _enrolled(table: str, column: str, projects: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM people_enrolment e WHERE e.person_id = {table}.{column} "  # noqa: S608  # names of ours
        f"AND e.carrier_id = {table}.carrier_id AND e.project_id = ANY ((SELECT {projects}())::uuid[]))"
    )


class _TakesPart(Func):
    """Whether the person of a row takes part in one of the projects of a scope: the same words as in the policy.

    Written as SQL, because every page asks this of every table, and Django's own EXISTS costs more time to put
    together than the statement takes to run.
    """

    output_field = BooleanField()

    def __init__(self, column: str, scope: Scope) -> None:
        super().__init__(F(column), F("carrier_id"))
        self.scope = scope

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any) -> tuple[str, list[Any]]:  # type: ignore[override]  # nothing of Func's template is used
        (person, first), (carrier, second) = (compiler.compile(each) for each in self.get_source_expressions())
        sql = (
            f"EXISTS (SELECT 1 FROM people_enrolment part WHERE part.person_id = {person} "  # noqa: S608  # names of ours
            f"AND part.carrier_id = {carrier} AND part.project_id = ANY (%s::uuid[])"
        )
        given: list[Any] = [*first, *second, list(self.scope.projects)]
        if self.scope.narrow:  # a substitution for chosen cases
            sql += " AND (part.project_id <> ALL (%s::uuid[]) OR part.person_id = ANY (%s::uuid[]))"
            given += [list(self.scope.narrow), list(self.scope.cases)]
        return f"{sql})", given


def _visible(column: str, scope: Scope) -> Q:
    return Q(carrier_id__in=scope.carriers) & Q(_TakesPart(column, scope))


def _person(scope: Scope) -> Q:
    return _visible("pk", scope)


def _subject(scope: Scope) -> Q:
    return _visible("person_id", scope)


WRITER = "carrier_id = ANY ((SELECT app_write_carriers())::uuid[])"

PERSON = Lock(
    "person",
    f"{CARRIERS} AND {_enrolled('people_person', 'id', 'app_projects')}",
    WRITER,
    f"{WRITER} AND {_enrolled('people_person', 'id', 'app_writes')}",
    _person,
    remove=NEVER,
)


def subject(table: str) -> Lock:
    """The lock of a table whose rows belong to a person, not to one project."""
    write = f"{WRITER} AND {_enrolled(table, 'person_id', 'app_writes')}"
    return Lock(
        "subject",
        f"{CARRIERS} AND {_enrolled(table, 'person_id', 'app_projects')}",
        write,
        write,
        _subject,
    )


def shown(table: str) -> Lock:
    """The lock of rows about a person that whoever may read the file leaves behind and nobody changes."""
    insert = f"{CARRIERS} AND {_enrolled(table, 'person_id', 'app_projects')}"
    return replace(subject(table), insert=insert, change=NEVER, remove=NEVER)


def _shared(scope: Scope) -> Q:
    return Q(carrier_id__in=scope.carriers)


# Remembered mappings: everybody who writes for the carrier teaches them.
SHARED = Lock("shared", CARRIERS, WRITER, WRITER, _shared)
