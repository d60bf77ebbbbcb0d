# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may be the same person: in full within the reader's projects, beyond them only which project to ask."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import F
from django.utils.translation import gettext

from scharnier.foundation.principals import Scope
from scharnier.people import words
from scharnier.people.household.queries import separated_among
from scharnier.people.matching.entries import facts_of
from scharnier.people.matching.keys import digests, keys
from scharnier.people.matching.likeness import Facts, Likeness, compare
from scharnier.people.models import Enrolment

CANDIDATES = 60
SAME_NAME, LIKE_NAME = 0.97, 0.6


@dataclass(frozen=True)
class Twin:
    """Somebody already on file who may be the same person, and why."""

    person_id: UUID
    name: str
    own: str
    own_lang: str
    birth: str
    file_number: str
    where: str
    reasons: str


def twins(
    scope: Scope, typed: Facts, limit: int = 5, but: Collection[UUID] = (), *, by_phone: bool = True
) -> list[Twin]:
    """Likely the same person, the likeliest first, within the reader's projects; two statements, a third for several.

    `but` are left out, and of two who are kept apart the less likely one: a hint shows nobody beside the other. Without
    `by_phone` a common telephone alone makes nobody likely.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person_id FROM person_alike(%s, %s, %s, %s)", [keys(typed), typed.phone, typed.day, CANDIDATES]
        )
        found = {row[0] for row in cursor.fetchall()}.difference(but)
    if not found:
        return []
    known: dict[UUID, Enrolment] = {}
    rows = Enrolment.objects.visible_to(scope).filter(person_id__in=found).select_related("person", "project", "staff")
    for row in rows.order_by(F("exited_on").desc(nulls_first=True), "-id"):
        known.setdefault(row.person_id, row)
    judged = [(compare(typed, facts_of(row.person)), row) for row in known.values()]
    worth = [(likeness, row) for likeness, row in judged if likeness.likely or (by_phone and likeness.same_phone)]
    worth.sort(key=lambda pair: (-pair[0].chance, str(pair[1].person_id)))
    pairs = separated_among({row.person_id for _likeness, row in worth})
    shown: list[tuple[Likeness, Enrolment]] = []
    for likeness, row in worth:
        if not any((row.person_id, other.person_id) in pairs for _likeness, other in shown):
            shown.append((likeness, row))
    return [_twin(row, likeness) for likeness, row in shown[:limit]]


def _twin(row: Enrolment, likeness: Likeness) -> Twin:
    person = row.person
    name = gettext("gleicher Name") if likeness.name >= SAME_NAME else gettext("ähnlicher Name")
    reasons = [
        *([name] if likeness.name >= LIKE_NAME else []),
        *([gettext("gleiche Telefonnummer")] if likeness.same_phone else []),
        *([gettext("gleicher Geburtstag")] if likeness.same_birth else []),
    ]
    where = [row.project.name, row.staff.display_name if row.staff else ""]
    return Twin(
        person_id=person.pk,
        name=person.list_name,
        own=person.own_script_name,
        own_lang=words.own_language(person),
        birth=words.show_birth(person),
        file_number=person.file_number,
        where=" · ".join(part for part in where if part),
        reasons=", ".join(reasons),
    )


def elsewhere(typed: Facts, but: Collection[UUID] = ()) -> list[str]:
    """Projects out of sight that know somebody with this name and day of birth, or this name and telephone.

    The names of the projects are all that leaves the gate, of whoever is in `but` not even that; one statement, none
    when too little is known to be sure.
    """
    known = digests(typed)
    if not known:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM person_elsewhere(%s, %s::uuid[])", [known, list(but)])
        return [row[0] for row in cursor.fetchall()]
