# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Writing circumstances; each belongs into one transaction of somebody who may write in the file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext

from scharnier.foundation.writes import DomainError, save_versioned
from scharnier.knowledge import codes
from scharnier.people import rules
from scharnier.people.circumstances.models import C, Circumstance, rows_of
from scharnier.people.models import Person


def add(model: type[C], person: Person, values: Mapping[str, Any], *, end_previous: bool = False) -> C:
    """A further period. `end_previous` ends those before on the day before, if they were open or lasted longer."""
    _check(model, values, person.birth_date)
    begin = values.get("valid_from")
    if end_previous and begin is not None:
        _end_before(model, person, begin)
    return rows_of(model).create(carrier_id=person.carrier_id, person=person, **values)


def change(row: Circumstance, expected: int | None, values: Mapping[str, Any]) -> list[str]:
    """Correct or end a period; returns the names of changed fields. Raises Conflict when somebody was faster."""
    _check(type(row), values, row.person.birth_date)
    return save_versioned(row, expected, values)


def _end_before(model: type[Circumstance], person: Person, begin: date) -> None:
    earlier = Q(valid_from=None) | Q(valid_from__lt=begin)
    running = Q(valid_to=None) | Q(valid_to__gte=begin)
    for row in rows_of(model).filter(earlier, running, person=person):
        save_versioned(row, None, {"valid_to": begin - timedelta(days=1)})


def _check(model: type[Circumstance], values: Mapping[str, Any], born: date | None) -> None:
    kind: str = values.get("kind") or ""
    if not kind:
        raise DomainError(gettext("Wählen Sie die Art."), "kind")
    if not codes.is_code(model.CODES, kind):
        raise DomainError(gettext("Diese Auswahl gibt es nicht: %(code)s.") % {"code": kind}, "kind")
    rules.check_texts(model, values)
    rules.check_stay(values.get("valid_from"), values.get("valid_to"), born)
