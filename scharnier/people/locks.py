# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Lock classes of persons: visible to whoever works in a project in which the person takes part."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Exists, OuterRef, Q

from scharnier.foundation.locks import CARRIERS, NEVER, PROJECT, Lock, narrowed
from scharnier.foundation.principals import Scope


def _enrolled(table: str, column: str, projects: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM people_enrolment e WHERE e.person_id = {table}.{column} "  # noqa: S608  # names of ours
        f"AND e.carrier_id = {table}.carrier_id AND e.project_id = ANY ((SELECT {projects}())::uuid[]))"
    )


def _visible(column: str, scope: Scope) -> Q:
    from scharnier.people.models import Enrolment

    mine = Enrolment.objects.filter(
        person_id=OuterRef(column),
        carrier_id=OuterRef("carrier_id"),
        project_id__in=scope.projects,
    ).filter(narrowed(PROJECT, "person_id", scope))
    return Q(carrier_id__in=scope.carriers) & Q(Exists(mine))


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
