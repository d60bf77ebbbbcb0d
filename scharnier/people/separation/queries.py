# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether two files may stand beside each other."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext

from scharnier.foundation.principals import Scope
from scharnier.foundation.writes import DomainError
from scharnier.people.separation.models import Separation


def separated(one: UUID, other: UUID) -> bool:
    """Whether anything keeps these two apart; one statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT separated(%s, %s)", [one, other])
        return bool(cursor.fetchone()[0])


def separated_from(person: UUID) -> set[UUID]:
    """Persons whom no page may show beside this one; one statement. For choosing what to leave out, never to show."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT separated_from(%s)", [person])
        return {row[0] for row in cursor.fetchall()}


def check_staff_apart(person: UUID, staff: Iterable[UUID | None]) -> None:
    """Nobody becomes responsible for two separated persons. Says no more than that; raises DomainError."""
    wanted = [user for user in staff if user is not None]
    if not wanted:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT staff_apart(%s, %s)", [person, wanted])
        if cursor.fetchone()[0]:
            raise DomainError(
                gettext("Diese Fachkraft kann den Fall nicht übernehmen. Fragen Sie die Leitung."), "staff"
            )


def in_force(scope: Scope) -> list[Separation]:
    """Separations of the projects that the reader leads; one statement."""
    rows = Separation.objects.visible_to(scope).filter(lifted_at=None)
    return list(rows.select_related("person", "other", "set_by").order_by("-set_at")[:100])
