# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the rules need, for most participants of the demo: facts about the stay, and housing. The rest show gaps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Subquery

from scharnier.foundation import clock, principals, upkeep
from scharnier.knowledge import codes
from scharnier.knowledge.rules import law, relevant_inputs
from scharnier.people.housing.models import HousingPeriod
from scharnier.people.law import outlook
from scharnier.people.law.judging import implied
from scharnier.people.law.models import LegalFacts
from scharnier.people.models import Enrolment, Person, ResidenceStatus

# Of so many participants one has said nothing yet.
SILENT = 4
DUTY = "reception_centre_obligation"


def state() -> int:
    """State facts and housing for most participants of every carrier, as the system; returns for how many."""
    return sum(_of_carrier(carrier) for carrier in upkeep.carriers())


def _of_carrier(carrier: UUID) -> int:
    today = clock.today()
    facts, homes = [], []
    with principals.entering(principals.system(carrier)):
        for number, stay in enumerate(_stays(carrier)):
            if number % SILENT == SILENT - 1:
                continue
            asked = relevant_inputs(stay.code, today)
            homes.append(_home(stay, number, DUTY in asked))
            known = _facts(stay, asked)
            if known:
                facts.append(LegalFacts(carrier_id=carrier, person_id=stay.person_id, facts=known))
        LegalFacts.objects.bulk_create(facts)
        HousingPeriod.objects.bulk_create(homes)
        outlook.refresh([home.person_id for home in homes])
    return len(homes)


def _stays(carrier: UUID) -> Iterator[ResidenceStatus]:
    """The latest stay of everybody who takes part, with the Land of the project."""
    lands = Enrolment.objects.filter(person_id=OuterRef("person_id"), exited_on=None).order_by("-id")
    rows = (
        ResidenceStatus.objects.filter(carrier_id=carrier, valid_from__isnull=False)
        .annotate(land=Subquery(lands.values("project__state")[:1]))
        .exclude(land=None)
        .select_related("person")
        .order_by("person_id", F("valid_from").desc(), "-id")
        .distinct("person_id")
    )
    return iter(rows)


def _home(stay: Any, number: int, duty: bool) -> HousingPeriod:
    """Whoever may have to live in a centre lives in one of the kinds without that duty, everybody else in a flat."""
    kinds = [entry.code for entry in codes.items("housing_kind") if implied({"kind": entry.code}).get(DUTY) is False]
    kind = kinds[number % len(kinds)] if duty else kinds[-1]
    person: Person = stay.person
    return HousingPeriod(
        carrier_id=stay.carrier_id,
        person=person,
        kind=kind,
        municipality=person.place,
        state=stay.land if codes.is_code("german_state", stay.land) else "",
        valid_from=stay.valid_from,
    )


def _facts(stay: ResidenceStatus, asked: tuple[str, ...]) -> dict[str, Any]:
    """Plain answers for what rules on this status read: days from the file, and no to most yes-or-no questions."""
    facts: dict[str, Any] = {}
    arrived: date | None = stay.person.entered_germany_on or stay.valid_from
    for name in asked:
        kind = law().inputs[name].type
        if kind == "date":
            day = stay.valid_from if name.startswith(("duldung", "asylum_registration")) else arrived
            if day is not None:
                facts[name] = day.isoformat()
        elif kind == "bool" and name != DUTY:
            facts[name] = name == "identity_proven_by_passport"
    return facts
