# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Writing what the rules need. Every function belongs into one transaction of somebody who may write in the file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from scharnier.foundation import clock
from scharnier.foundation.writes import Conflict, Difference, DomainError, save_versioned
from scharnier.knowledge.inputs import InputError, read_value
from scharnier.people import projected
from scharnier.people.law import words
from scharnier.people.law.asking import askable
from scharnier.people.law.models import LegalFacts
from scharnier.people.models import Person


def save_facts(person: Person, expected: int, changes: Mapping[str, Any]) -> list[str]:
    """Change facts; None forgets one. Returns the names of changed inputs.

    `expected` is the version the editor saw, 0 when there was none. Raises Conflict when somebody was faster, and
    DomainError for a name or value that the rules don't know.
    """
    for name, value in changes.items():
        _check(name, value)
    row, made = LegalFacts.objects.get_or_create(carrier_id=person.carrier_id, person=person)
    locked = LegalFacts.objects.select_for_update().get(pk=row.pk)
    changed = {name: value for name, value in changes.items() if locked.facts.get(name) != value}
    if not made and changed and locked.version != expected:
        raise Conflict(locked, [_difference(locked.facts, name, value) for name, value in changed.items()])
    if not changed:
        return []
    facts = {name: value for name, value in {**locked.facts, **changed}.items() if value is not None}
    save_versioned(locked, None, {"facts": facts, "stated_on": clock.today()})
    projected.refresh([person.pk])
    return list(changed)


def _check(name: str, value: Any) -> None:
    spec = askable().get(name)
    if spec is None:
        raise DomainError(gettext("Diese Angabe kennen die Regeln nicht: %(name)s.") % {"name": name}, name)
    try:
        if value is not None:
            read_value(spec, value)
    except InputError:
        raise DomainError(gettext("Diese Auswahl gibt es nicht."), name) from None


def _difference(facts: Mapping[str, Any], name: str, mine: Any) -> Difference:
    spec = askable()[name]
    return Difference(name, words.input_name(name), words.value(spec, facts.get(name)), words.value(spec, mine))
