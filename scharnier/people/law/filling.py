# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Outlooks of all persons of a carrier, for whoever writes a whole network: worked out once for equal inputs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.db.models import F, OuterRef, Q, Subquery

from scharnier.foundation import clock
from scharnier.people.housing.queries import of_person as of_home
from scharnier.people.law.judging import inputs
from scharnier.people.law.models import LegalFacts
from scharnier.people.law.outlook import Ahead, ahead
from scharnier.people.law.queries import held_on
from scharnier.people.models import Person, ResidenceStatus

CHUNK = 5000


def outlooks(carrier: UUID, known: dict[str, Ahead] | None = None) -> Iterator[tuple[UUID, Ahead]]:
    """Person and outlook for everybody with a status; one statement.

    `known` keeps what was worked out today, for whoever comes with one carrier after the other.
    """
    today = clock.today()
    known = {} if known is None else known
    for person, code, held, nationality, further, facts, housing in _inputs(carrier, today):
        key = json.dumps((code, held, nationality, further, facts, housing), sort_keys=True)
        if key not in known:
            somebody, stay = Person(nationality=nationality, further_nationalities=further), ResidenceStatus(code=code)
            stay.held = held
            known[key] = ahead(inputs(somebody, stay, facts or {}, housing), today)
        yield person, known[key]


def _inputs(
    carrier: UUID, today: date
) -> Iterator[tuple[UUID, str, str | None, str, list[str], dict[str, object] | None, dict[str, str] | None]]:
    of_person = {"person_id": OuterRef("pk"), "carrier_id": OuterRef("carrier_id")}
    stays = ResidenceStatus.objects.filter(Q(valid_from=None) | Q(valid_from__lte=today), **of_person).order_by(
        F("valid_from").desc(nulls_last=True), "-id"
    )
    rows = (
        Person.objects.filter(carrier_id=carrier)
        .annotate(
            stay_code=Subquery(stays.values("code")[:1]),
            stay_held=held_on(today),
            law_facts=Subquery(LegalFacts.objects.filter(**of_person).values("facts")[:1]),
            law_housing=of_home(today),
        )
        .exclude(stay_code=None)
        .order_by("pk")
    )
    columns = ("pk", "stay_code", "stay_held", "nationality", "further_nationalities", "law_facts", "law_housing")
    return rows.values_list(*columns).iterator(chunk_size=CHUNK)
