# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading what the rules need and what they said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import JSONField, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import F, Func

from scharnier.foundation import clock
from scharnier.foundation.principals import Scope
from scharnier.knowledge import history
from scharnier.people.housing import queries as housing
from scharnier.people.law.models import AccessOutlook, LegalFacts
from scharnier.people.law.words import ACTIVITIES
from scharnier.people.models import Person, ResidenceStatus


def held_on(day: date, person: str = "pk") -> Subquery:
    """The last status of a person by a day that was more than a paper: what a certificate continues."""
    rows = ResidenceStatus.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=day), person_id=OuterRef(person), carrier_id=OuterRef("carrier_id")
    ).exclude(code__in=history.papers())
    return Subquery(rows.order_by(F("valid_from").desc(nulls_last=True), "-id").values("code")[:1])


def with_law(stays: QuerySet[ResidenceStatus]) -> QuerySet[ResidenceStatus]:
    """Stays with `law_facts` (the person's facts), `law_housing` (of today), `law_kept` (last judgements by activity),
    `held` (what a certificate continues).

    No statement more. All stand under the lock of the stay itself: who sees one of a person's stays sees these.
    """
    return with_facts(stays).annotate(law_kept=_Kept(F("person_id"), F("carrier_id")))


def with_facts(stays: QuerySet[ResidenceStatus]) -> QuerySet[ResidenceStatus]:
    """The same without the judgements, for whoever asks the rules afresh."""
    facts = LegalFacts.objects.filter(person_id=OuterRef("person_id"), carrier_id=OuterRef("carrier_id"))
    declared = {"held": held_on(clock.today(), "person_id")}  # by the model, for stays read without
    return stays.annotate(
        law_facts=Subquery(facts.values("facts")[:1]),
        law_housing=housing.of_person(clock.today(), "person_id"),
        **declared,
    )


def with_level(stays: QuerySet[ResidenceStatus]) -> QuerySet[ResidenceStatus]:
    """Stays with `access_level`: the person's level for work as worked out last; None when it never was."""
    outlooks = AccessOutlook.objects.filter(person_id=OuterRef("person_id"), carrier_id=OuterRef("carrier_id"))
    return stays.annotate(access_level=Subquery(outlooks.values("level")[:1]))


class _Kept(Func):
    """{activity: record} of the last judgements of a person."""

    output_field = JSONField()
    template = (
        "(SELECT jsonb_object_agg(l.topic, jsonb_build_object('asked', l.asked, 'answer', l.answer, 'rule_text', "
        "l.rule_text, 'edition', l.edition)) FROM unnest(ARRAY[%(topics)s]) AS t(topic) CROSS JOIN LATERAL "
        "(SELECT j.* FROM people_judgement j WHERE (j.person_id, j.carrier_id) = (%(expressions)s) "
        "AND j.kind = 'access' AND j.topic = t.topic ORDER BY j.id DESC LIMIT 1) AS l)"
    )

    def __init__(self, *expressions: Any) -> None:
        super().__init__(*expressions, topics=", ".join(f"'{activity}'" for activity in ACTIVITIES))


@dataclass(frozen=True)
class Stated:
    """What is stated about one person: facts as they stand on file, the row's version and day, housing, all stays.

    `held` is the last of them that was more than a paper.
    """

    facts: dict[str, Any]
    version: int
    on: date | None
    housing: dict[str, Any] | None
    statuses: list[str]
    held: str | None = None


def stated_about(scope: Scope, person_id: UUID) -> Stated:
    """Facts and housing of one person; one statement."""
    of_person = {"person_id": OuterRef("pk"), "carrier_id": OuterRef("carrier_id")}
    facts = LegalFacts.objects.filter(**of_person)
    begun = Q(valid_from=None) | Q(valid_from__lte=clock.today())
    stays = ResidenceStatus.objects.filter(begun, **of_person).order_by("valid_from", "id")
    row = (
        Person.objects.visible_to(scope)
        .filter(pk=person_id)
        .annotate(
            **{f"law_{name}": Subquery(facts.values(name)[:1]) for name in ("facts", "version", "stated_on")},
            law_housing=housing.of_person(clock.today()),
            law_statuses=ArraySubquery(stays.values("code")),
            law_held=held_on(clock.today()),
        )
        .values_list("law_facts", "law_version", "law_stated_on", "law_housing", "law_statuses", "law_held")
        .first()
    )
    found, version, on, lives, statuses, held = row or (None, None, None, None, [], None)
    return Stated(found or {}, version or 0, on, lives, statuses, held)


def holding(stay: ResidenceStatus | None, held: str | None) -> ResidenceStatus | None:
    """The stay with what it continues, for one that was read without."""
    if stay is not None:
        stay.held = held
    return stay
