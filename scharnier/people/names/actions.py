# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Further names of a person: noted, changed, taken away. The person's own row keeps a copy for the search."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from scharnier.foundation import clock
from scharnier.foundation.writes import DomainError, save_versioned
from scharnier.people import projected, rules
from scharnier.people.models import Person
from scharnier.people.names import text
from scharnier.people.names.models import FormerName

MOST = 20


def _checked(person: Person, values: Mapping[str, Any]) -> dict[str, Any]:
    wanted = {**values, "name": text.clean(str(values["name"])), "source": str(values.get("source") or "")}
    if not text.says_something(wanted["name"]):
        raise DomainError(gettext("Tragen Sie einen Namen ein."), "name")
    rules.check_texts(FormerName, wanted)
    until = wanted.get("valid_to")
    if until is not None and until > clock.today():
        raise DomainError(gettext("Das liegt in der Zukunft."), "valid_to")
    if until is not None and person.birth_date is not None and until < person.birth_date:
        raise DomainError(gettext("Das liegt vor der Geburt."), "valid_to")
    return wanted


def add(person: Person, values: Mapping[str, Any]) -> FormerName:
    """A further name (kind, name, valid_to, source). Raises DomainError."""
    wanted = _checked(person, values)
    if FormerName.objects.filter(person=person).count() >= MOST:
        raise DomainError(gettext("Mehr als %(n)s Namen nimmt die Akte nicht auf.") % {"n": MOST})
    row = FormerName.objects.create(carrier_id=person.carrier_id, person=person, **wanted)
    copy(person)
    return row


def change(row: FormerName, expected: int | None, values: Mapping[str, Any]) -> list[str]:
    """Correct a further name; returns the names of changed fields. Raises Conflict when somebody was faster."""
    changed = save_versioned(row, expected, _checked(row.person, values))
    if changed:
        copy(row.person)
    return changed


def remove(row: FormerName) -> None:
    """A name noted by mistake goes away; the audit keeps it."""
    row.delete()
    copy(row.person)


def copy(person: Person) -> None:
    """Bring the copy on the person's row up to date, and with it search and likeness."""
    names = FormerName.objects.filter(person=person).order_by("id").values_list("name", flat=True)
    joined = ", ".join(names)
    if joined != person.former_names:
        person.former_names = joined
        person.save(update_fields=["former_names"])
        projected.refresh([person.pk])
