# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Keys kept beside the participations: written after every change of a person, through a gate, for all projects."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from scharnier.people import projected
from scharnier.people.matching.keys import digests, keys
from scharnier.people.matching.likeness import Facts
from scharnier.people.models import Person, Precision

CHUNK = 2000
READ = "id family_name given_names own_script_name former_names birth_date birth_precision sex phone".split()


def facts_of(person: Any) -> Facts:
    """What is compared of a person (or of a row with the same attributes)."""
    return Facts(
        person.family_name,
        person.given_names,
        person.own_script_name,
        person.former_names,
        person.birth_date,
        person.birth_precision == Precision.DAY,
        person.sex,
        person.phone,
    )


def refresh(persons: Sequence[UUID]) -> None:
    """Write the keys of these persons anew, in all their projects."""
    for start in range(0, len(persons), CHUNK):
        put(Person.objects.filter(pk__in=persons[start : start + CHUNK]).only(*READ))


def put(persons: Iterable[Person]) -> None:
    """Two statements for any number of persons, the one that reads them included."""
    known = [(person.pk, facts_of(person)) for person in persons]
    rows = [
        {"person": str(pk), "keys": keys(facts), "digests": [each.hex() for each in digests(facts)]}
        for pk, facts in known
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute("SELECT person_keys(%s::jsonb)", [json.dumps(rows)])


projected.after_refresh(refresh)
