# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Writing where somebody lives; each belongs into one transaction of somebody who may write in the file."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext

from scharnier.foundation.writes import DomainError, save_versioned
from scharnier.knowledge import codes
from scharnier.people import projected, rules
from scharnier.people.housing.models import HousingPeriod
from scharnier.people.models import Person


@dataclass(frozen=True, slots=True)
class NewHousing:
    """Where somebody lives; `kind` is a code of housing_kind, `state` one of german_state or empty."""

    kind: str
    municipality: str = ""
    state: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""


def add_housing(person: Person, new: NewHousing, *, end_previous: bool = False) -> HousingPeriod:
    """A further period. `end_previous` ends the one before on the day before, if it was open or lasted longer."""
    _check(new, person.birth_date)
    if end_previous and new.valid_from is not None:
        _end_before(person, new.valid_from)
    row = HousingPeriod.objects.create(carrier_id=person.carrier_id, person=person, **asdict(new))
    projected.refresh([person.pk])
    return row


def change_housing(row: HousingPeriod, expected: int | None, new: NewHousing) -> list[str]:
    """Correct or end a period; returns the names of changed fields. Raises Conflict when somebody was faster."""
    _check(new, row.person.birth_date)
    changed = save_versioned(row, expected, asdict(new))
    if changed:
        projected.refresh([row.person_id])
    return changed


def _end_before(person: Person, begin: date) -> None:
    earlier = Q(valid_from=None) | Q(valid_from__lt=begin)
    running = Q(valid_to=None) | Q(valid_to__gte=begin)
    for row in HousingPeriod.objects.filter(earlier, running, person=person):
        save_versioned(row, None, {"valid_to": begin - timedelta(days=1)})


def _check(new: NewHousing, born: date | None) -> None:
    if not new.kind:
        raise DomainError(gettext("Wählen Sie die Art der Unterbringung."), "kind")
    for name, code_list in (("kind", "housing_kind"), ("state", "german_state")):
        code: Any = getattr(new, name)
        if code and not codes.is_code(code_list, code):
            raise DomainError(gettext("Diese Auswahl gibt es nicht: %(code)s.") % {"code": code}, name)
    rules.check_texts(HousingPeriod, asdict(new))
    rules.check_stay(new.valid_from, new.valid_to, born)
