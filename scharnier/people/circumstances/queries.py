# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading circumstances: all periods of a person in words, and whether somebody stands up for a minor."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F

from scharnier.foundation import clock
from scharnier.foundation.principals import Scope
from scharnier.knowledge import codes
from scharnier.people import words
from scharnier.people.circumstances.kinds import KINDS, Kind
from scharnier.people.circumstances.models import BenefitPeriod, Circumstance, rows_of
from scharnier.people.models import Person, Precision
from scharnier.people.queries import FileHeader
from scharnier.people.rules import later, months_on

OF_AGE = 18


@dataclass(frozen=True)
class Period:
    """A period as the page shows it; `more` is what stands below its label."""

    row: Circumstance
    label: str
    more: list[str]
    current: bool
    at_entry: bool = False


@dataclass(frozen=True)
class Section:
    """All periods of one kind, the latest first. `ask`: something that should be there is not."""

    kind: Kind
    periods: list[Period] = field(default_factory=list)
    ask: str = ""

    @property
    def anything_now(self) -> bool:
        return any(period.current for period in self.periods)


def of_age_on(person: Person) -> date | None:
    """The eighteenth birthday; None where no date of birth is known."""
    return later(person.birth_date, OF_AGE) if person.birth_date else None


def is_minor(person: Person, day: date | None = None) -> bool:
    """Whether somebody is under eighteen on a day (today); who is known to the year alone counts as a minor until its
    end, since a question too many hurts less than one too few."""
    of_age = of_age_on(person)
    if of_age is None:
        return False
    match person.birth_precision:
        case Precision.DAY:
            latest = of_age
        case Precision.MONTH:
            latest = months_on(of_age, 1) - timedelta(days=1)
        case _:
            latest = date(of_age.year, 12, 31)
    return latest > (day or clock.today())


def history(scope: Scope, file: FileHeader) -> list[Section]:
    """All circumstances of a person; one statement a kind."""
    entered = file.enrolment.entered_on
    sections = []
    for kind in KINDS.values():
        rows = rows_of(kind.model).visible_to(scope).filter(person_id=file.person.pk)
        found = list(rows.order_by(F("valid_from").desc(nulls_last=True), "-id"))
        periods = [
            Period(row, words.label(kind.model.CODES, row.kind), _more(kind, row), holds(row), _at(row, entered))
            for row in found
        ]
        section = Section(kind, periods)
        sections.append(Section(kind, periods, str(kind.ask(file.person, section.anything_now))))
    return sections


def holds(row: Circumstance, day: date | None = None) -> bool:
    """Whether a period holds on a day (today)."""
    on = day or clock.today()
    return (row.valid_from is None or row.valid_from <= on) and (row.valid_to is None or row.valid_to >= on)


def _at(row: Circumstance, entered: date | None) -> bool:
    return isinstance(row, BenefitPeriod) and entered is not None and holds(row, entered)


def _more(kind: Kind, row: Any) -> list[str]:
    parts = [words.show_phone(getattr(row, name)) if name == "phone" else getattr(row, name) for name in kind.texts]
    if isinstance(row, BenefitPeriod) and codes.is_code("benefit_system", row.kind):
        authority = codes.find("benefit_system", row.kind).extra.get("authority")
        if authority and not row.office:
            parts.append(words.label("authority", str(authority)))
    return [part for part in parts if part]


def guarded(scope: Scope, person_id: UUID) -> bool:
    """Whether somebody decides for a person today; one statement."""
    kind = KINDS["vertretung"]
    rows = rows_of(kind.model).visible_to(scope).filter(person_id=person_id)
    return any(holds(row) for row in rows)
