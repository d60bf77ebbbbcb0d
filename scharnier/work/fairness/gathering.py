# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The comparison of a carrier on a day: everybody who takes part against every vacancy open today.

Runs in the background as the carrier's own night work: a batch of people to a transaction, one small line kept of each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import numpy as np
from django.utils.translation import gettext as _

from scharnier.foundation import clock, principals
from scharnier.foundation.writes import DomainError
from scharnier.knowledge import fairness
from scharnier.knowledge.fairness import Subject
from scharnier.knowledge.files import edition
from scharnier.knowledge.matching import Person as PersonFacts
from scharnier.knowledge.matching import Vacancy as VacancyFacts
from scharnier.knowledge.matching import columns, read_person, travel
from scharnier.knowledge.matching.spec import rules
from scharnier.network.models import Project
from scharnier.network.programmes.queries import settings_by_project
from scharnier.people import words
from scharnier.people.competence.facts import facts_of
from scharnier.people.models import Enrolment, Person
from scharnier.work.fairness.models import FairnessReport
from scharnier.work.introductions.models import Introduction
from scharnier.work.introductions.moves import State, position
from scharnier.work.placements.models import Placement
from scharnier.work.vacancies.models import Vacancy, VacancyStatus

BATCH = 500
YEAR = timedelta(days=365)
# Two comparisons close together would differ by few people, and the difference would name them.
APART = timedelta(days=28)


@dataclass(frozen=True)
class _Gathered:
    facts: PersonFacts
    groups: dict[str, str]
    happened: dict[str, bool]


def may_run(carrier: UUID) -> bool:
    """Whether the last comparison lies long enough back; one statement."""
    return not FairnessReport.objects.filter(carrier_id=carrier, as_of__gt=clock.today() - APART).exists()


def compare(carrier: UUID) -> FairnessReport:
    """Compute and keep the comparison of today, in transactions of its own. Raises DomainError soon after the last."""
    today = clock.today()
    with principals.entering(principals.system(carrier)):
        if not may_run(carrier):
            raise DomainError(_("Der letzte Vergleich ist keine vier Wochen alt."))
        least = _least(carrier, today)
        vacancies = [row.facts() for row in _open(carrier, today)]
        persons = sorted(_taking_part(carrier, today))
    subjects: list[Subject] = []
    for start in range(0, len(persons), BATCH):
        with principals.entering(principals.system(carrier)):
            some = list(_gathered(persons[start : start + BATCH], today))
        subjects += _subjects(some, vacancies, today)
    groups = {code: fairness.compare(subjects, code, least) for code in fairness.dimensions()}
    whole = fairness.compare(subjects, "", least)
    with principals.entering(principals.system(carrier)):
        return FairnessReport.objects.create(
            carrier_id=carrier,
            as_of=today,
            since=today - YEAR,
            edition=edition(),
            people=len(subjects),
            vacancies=len(vacancies),
            least=least,
            result={
                "all": whole[0].plain() if whole else None,
                "groups": {code: [line.plain() for line in lines] for code, lines in groups.items()},
            },
        )


def _least(carrier: UUID, day: date) -> int:
    """The strictest of the carrier's projects decides."""
    projects = Project.objects.filter(carrier_id=carrier).values_list("pk", flat=True)
    return max((each.small_cells for each in settings_by_project(projects, day).values()), default=5)


def _open(carrier: UUID, day: date) -> Iterator[Vacancy]:
    rows = Vacancy.objects.filter(carrier_id=carrier, status=VacancyStatus.OPEN, confirm_until__gte=day)
    return rows.order_by("pk").iterator(chunk_size=2000)


def _taking_part(carrier: UUID, day: date) -> set[UUID]:
    rows = Enrolment.objects.filter(carrier_id=carrier, entered_on__lte=day, exited_on=None)
    return set(rows.values_list("person_id", flat=True))


def _gathered(ids: Sequence[UUID], day: date) -> Iterator[_Gathered]:
    persons = list(Person.objects.filter(pk__in=ids).order_by("pk"))
    known, happened = facts_of(persons), _happened(ids, day - YEAR)
    for person in persons:
        years = words.age(person.birth_date, day)
        yield _Gathered(
            read_person(known[person.pk]),
            {
                "sex": fairness.group_of_sex(person.sex),
                "age": fairness.group_of_age(years),
                "origin": fairness.group_of_nationality(person.nationality),
                "german": fairness.group_of_level(person.german_level),
            },
            {name: person.pk in found for name, found in happened.items()},
        )


def _happened(ids: Sequence[UUID], since: date) -> dict[str, set[UUID]]:
    """Who was introduced to a firm, in whom one was interested, who began a placement since a day; two statements."""
    introduced, accepted = set(), set()
    rows = Introduction.objects.filter(person_id__in=ids, state_on__gte=since)
    for person, state in rows.values_list("person_id", "state"):
        introduced.add(person)
        if position(state) >= position(State.INTERESTED):
            accepted.add(person)
    begun = Placement.objects.filter(person_id__in=ids, begins__gte=since).exclude(end_reason="never_started")
    return {
        "introduced": introduced,
        "accepted": accepted,
        "placed": set(begun.values_list("person_id", flat=True)),
    }


def _subjects(some: Sequence[_Gathered], vacancies: Sequence[VacancyFacts], day: date) -> Iterator[Subject]:
    """What matching opens to each; without a vacancy nothing is open to anybody."""
    if not vacancies:
        yield from (Subject(each.groups, 0, None, {}, **each.happened) for each in some)
        return
    for block in columns.blocks([each.facts for each in some], vacancies, day, travel.current()):
        free = block.blocked == 0
        counts = free.sum(axis=1)
        best = np.where(free, block.scores, -1).max(axis=1)
        shares = {rule: ((block.blocked >> bit) & 1).mean(axis=1) for bit, rule in enumerate(rules())}
        for row in range(len(block.persons)):
            yield Subject(
                some[block.first + row].groups,
                int(counts[row]),
                int(best[row]) if counts[row] else None,
                {rule: float(share[row]) for rule, share in shares.items()},
                **some[block.first + row].happened,
            )
