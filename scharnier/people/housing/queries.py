# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading where somebody lives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from scharnier.foundation import clock
from scharnier.foundation.principals import Scope
from scharnier.people import words
from scharnier.people.housing.models import HousingPeriod


def on_day(day: date) -> QuerySet[HousingPeriod]:
    """Periods that hold on a day, the one that began last first."""
    begun = Q(valid_from=None) | Q(valid_from__lte=day)
    running = Q(valid_to=None) | Q(valid_to__gte=day)
    return HousingPeriod.objects.filter(begun, running).order_by(F("valid_from").desc(nulls_last=True), "-id")


def of_person(day: date, person: str = "pk") -> Subquery:
    """For an annotation: {kind, state, municipality, since} on a day. `person` names the column of the outer query."""
    rows = on_day(day).filter(person_id=OuterRef(person), carrier_id=OuterRef("carrier_id"))
    facts = JSONObject(kind=F("kind"), state=F("state"), municipality=F("municipality"), since=F("valid_from"))
    return Subquery(rows.annotate(facts=facts).values("facts")[:1])


@dataclass(frozen=True)
class Lived:
    """A period as the page shows it."""

    row: HousingPeriod
    label: str
    place: str
    current: bool


def history(scope: Scope, person_id: UUID) -> list[Lived]:
    """All periods of a person, the latest first; one statement."""
    rows: Sequence[HousingPeriod] = list(
        HousingPeriod.objects.visible_to(scope)
        .filter(person_id=person_id)
        .order_by(F("valid_from").desc(nulls_last=True), "-id")
    )
    today = clock.today()
    holding = [
        row
        for row in rows
        if (row.valid_from is None or row.valid_from <= today) and (row.valid_to is None or row.valid_to >= today)
    ]
    return [
        Lived(row, words.label("housing_kind", row.kind), place(row.municipality, row.state), row in holding[:1])
        for row in rows
    ]


def place(municipality: str, state: str) -> str:
    """Waren (Müritz), Mecklenburg-Vorpommern."""
    return ", ".join(part for part in (municipality, words.label("german_state", state)) if part)
