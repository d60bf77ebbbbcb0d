# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What matching reads of persons, in the shape of scharnier.knowledge.matching.read_person.

Never read: sex, origin, age, religion, health. The law itself reads status and nationality, under `residence` alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet, SmallIntegerField, Value

from scharnier.foundation import clock
from scharnier.foundation.prepared import Read, padded
from scharnier.knowledge import codes, postcodes
from scharnier.people.assessing.models import Assessment
from scharnier.people.competence.models import Education, OccupationWish, WorkExperience
from scharnier.people.law.judging import inputs
from scharnier.people.law.queries import with_facts
from scharnier.people.models import Person, ResidenceStatus

NOT_WANTED = "not_wanted"
JOB, DEGREE = "job", "degree"
CIRCUMSTANCES = ("radius", "licences", "hours_from", "hours_to", "times")
MOST_PREPARED = 512
Codes = defaultdict[UUID, list[str]]


def facts(person: Person) -> dict[str, Any]:
    """One person; three statements. Whoever needs many asks `facts_of`."""
    return facts_of([person])[person.pk]


def facts_of(persons: Sequence[Person]) -> dict[UUID, dict[str, Any]]:
    """By person, in three statements however many there are. What isn't known is None or left out."""
    ids = [person.pk for person in persons]
    jobs: Codes = defaultdict(list)
    wishes: Codes = defaultdict(list)
    excludes: Codes = defaultdict(list)
    qualified: Codes = defaultdict(list)
    for person, kind, code in _codes(ids):
        {JOB: jobs, DEGREE: qualified, NOT_WANTED: excludes}.get(kind, wishes)[person].append(code)
    assessed = _assessed(ids)
    stays = _stays(ids)
    return {
        person.pk: {
            "id": str(person.pk),
            "residence": _residence(person, stays.get(person.pk)),
            "bound_to": _bound_to(stays.get(person.pk)),
            "place": _place(person),
            "german": _german(person),
            "level": _level([*jobs[person.pk], *qualified[person.pk]]),
            "occupations": list(dict.fromkeys(jobs[person.pk])),
            "wishes": list(dict.fromkeys(wishes[person.pk])),
            "qualifications": list(dict.fromkeys(qualified[person.pk])),
            "excludes": list(dict.fromkeys(excludes[person.pk])),
            **_circumstances(assessed.get(person.pk)),
        }
        for person in persons
    }


def _asked(read: Read[Any], ids: Sequence[UUID]) -> Iterable[Any]:
    """Rows of a read about these persons; nothing is prepared for a thousand ids."""
    return read(ids=padded(ids)) if len(ids) <= MOST_PREPARED else read.build(None, ids=ids)


def _codes(ids: Sequence[UUID]) -> list[tuple[UUID, str, str]]:
    """Person, kind and occupation of every job, wish and recognised degree; wishes by rank."""
    return [(person, what, code) for person, what, code, _rank, _id in _asked(_CODES, ids)]


def _code_rows(ids: Sequence[UUID]) -> QuerySet[Any, Any]:
    jobs = WorkExperience.objects.filter(person_id__in=ids).exclude(code="")
    wishes = OccupationWish.objects.filter(person_id__in=ids).exclude(code="")
    degrees = Education.objects.filter(person_id__in=ids, recognition="full").exclude(recognised_as="")
    rank, job, degree = Value(0, SmallIntegerField()), Value(JOB), Value(DEGREE)
    rows = jobs.annotate(what=job, rank=rank).values_list("person_id", "what", "code", "rank", "id")
    rows = rows.union(
        wishes.annotate(what=F("form")).values_list("person_id", "what", "code", "rank", "id"),
        degrees.annotate(what=degree, rank=rank).values_list("person_id", "what", "recognised_as", "rank", "id"),
        all=True,
    )
    return rows.order_by("rank", "id")


_CODES = Read(lambda _scope, ids: _code_rows(ids))


def _bound_to(stay: ResidenceStatus | None) -> list[str] | None:
    """A duty to live somewhere is kept in words, so where work may lie is to be clarified; none is no obligation."""
    return None if stay is None or stay.obligation else []


def _place(person: Person) -> list[float] | None:
    found = postcodes.coordinates(person.postcode)
    return None if found is None else list(found)


def _assessed(ids: Sequence[UUID]) -> dict[UUID, tuple[Any, ...]]:
    return {person: tuple(answers) for person, *answers in _asked(_ASSESSED, ids)}


_ASSESSED = Read(
    lambda _scope, ids: (
        Assessment.objects.filter(person_id__in=ids)
        .order_by("person_id", "-held_on", "-id")
        .distinct("person_id")
        .values_list("person_id", *(f"answers__{name}" for name in CIRCUMSTANCES))
    )
)


def _stays(ids: Sequence[UUID]) -> dict[UUID, ResidenceStatus]:
    return {row.person_id: row for row in _asked(_STAYS, ids)}


_STAYS = Read(
    lambda _scope, ids: (
        with_facts(ResidenceStatus.objects.filter(person_id__in=ids))
        .exclude(valid_from__gt=clock.today())
        .order_by("person_id", F("valid_from").desc(nulls_last=True), "-id")
        .distinct("person_id")
        .only("person_id", "code", "obligation")
    )
)


def _residence(person: Person, stay: ResidenceStatus | None) -> dict[str, Any]:
    if stay is None:
        return {}
    stated, housing = getattr(stay, "law_facts", None), getattr(stay, "law_housing", None)
    return dict(inputs(person, stay, stated or {}, housing))


def _german(person: Person) -> str | None:
    return person.german_level if codes.is_code("cefr", person.german_level) else None


def _level(found: Sequence[str]) -> int | None:
    """The highest requirement level of what somebody has done or is recognised for."""
    return max((int(code[-1]) for code in found), default=None)


def _circumstances(answers: Sequence[Any] | None) -> dict[str, Any]:
    """Asked and left open in an assessment is no licence at all; never asked is not known."""
    if answers is None:
        return dict.fromkeys(CIRCUMSTANCES)
    known = dict(zip(CIRCUMSTANCES, answers, strict=True))
    return known | {"licences": list(known["licences"] or []), "times": list(known["times"] or [])}
