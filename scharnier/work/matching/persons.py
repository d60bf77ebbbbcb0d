# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The other way round: whom a vacancy fits, among the own cases or those of the project."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from scharnier.foundation import clock
from scharnier.foundation.prepared import Read, padded
from scharnier.foundation.principals import Scope
from scharnier.knowledge.files import edition
from scharnier.knowledge.matching import Answer, judge, read_person, travel
from scharnier.knowledge.matching import Person as Facts
from scharnier.network.middleware import Desk
from scharnier.people.competence.queries import facts_of
from scharnier.people.models import Enrolment
from scharnier.people.models import Person as File
from scharnier.work.matching import actions
from scharnier.work.matching.models import MatchJudgement, MatchRuling, RulingKind
from scharnier.work.matching.near import SHOWN, Opens
from scharnier.work.matching.queries import RULES, Line, as_of, holding, worded
from scharnier.work.vacancies.models import Vacancy

READ = [
    f"person__{name}"
    for name in ("family_name", "given_names", "postcode", "german_level", "nationality", "further_nationalities")
]
"""What is judged and shown of a person."""
MOST, ROWS = 100, 15
"""So many cases are compared at once, the latest ones first; so many of them are shown."""


@dataclass(frozen=True)
class Fit:
    """A person and what matching says. `may_propose`: the reader brings people of this project on their way."""

    person: File
    line: Line
    kind: str
    may_propose: bool


@dataclass(frozen=True)
class _Judged:
    """A person before anything is put into words."""

    file: File
    person: Facts
    answer: Answer
    rules: list[MatchRuling]
    kind: str


@dataclass(frozen=True)
class Fits:
    """The page. `following`: the last case that was compared, where older ones remain."""

    lines: list[Fit]
    near: list[Fit]
    only: list[Opens]
    compared: int
    following: UUID | None


def _cases(
    scope: Scope, firm: UUID, project: UUID | None, staff: UUID | None, after: UUID | None
) -> QuerySet[Enrolment]:
    """The latest cases of a project, or of somebody in it, with what matching reads of a person.

    Chosen before persons are joined to them: a project may have thousands. Whoever is kept apart from somebody who
    stands at the firm isn't among them (docs/decisions/0013).
    """
    apart = RawSQL("SELECT persons_apart(%s, %s)", (firm, clock.today()))
    rows = Enrolment.objects.visible_to(scope).filter(exited_on=None).exclude(person_id__in=apart)
    if project is not None:
        rows = rows.filter(project_id=project)
    if staff is not None:
        rows = rows.filter(Q(staff_id=staff) | Q(second_staff_id=staff))
    if after is not None:
        rows = rows.filter(pk__lt=after)
    chosen = rows.order_by("-id").values("pk")[: MOST + 1]
    found = Enrolment.objects.visible_to(scope).filter(pk__in=chosen, person__merged_into=None)
    return found.select_related("person").only("carrier_id", "project_id", *READ).order_by("-id")


_CASES = Read(_cases)
_SAID = Read(
    lambda scope, vacancy, persons: holding(scope).filter(
        Q(vacancy_id=vacancy) | Q(vacancy=None, person_id__in=persons)
    )
)


def suggestions(desk: Desk, vacancy: Vacancy, *, whole: bool, after: UUID | None = None) -> Fits:
    """Judged pair by pair with the specification, `after` a case: those older than it; six statements."""
    today = clock.today()
    enrolments = _CASES(
        desk.scope,
        firm=vacancy.organisation_id,
        project=desk.project and desk.project.project,
        staff=None if whole else desk.user.id,
        after=after,
    )
    cut, enrolments = len(enrolments) > MOST, enrolments[:MOST]
    by_person = {each.person_id: each for each in enrolments}
    known = facts_of([each.person for each in by_person.values()]) if by_person else {}
    said = _SAID(desk.scope, vacancy=vacancy.pk, persons=padded(by_person))
    asked, distance = as_of(vacancy, today), travel.current()
    found: list[_Judged] = []
    for pk, enrolment in by_person.items():
        about = [each for each in said if each.person_id in (None, pk)]
        rules = [each for each in about if each.kind == RulingKind.RULE]
        kind = next((each.kind for each in about if each.kind != RulingKind.RULE), "")
        if kind != RulingKind.BLOCK:
            person = read_person(known[pk])
            answer = judge(person, asked, today, distance, off={each.rule for each in rules})
            found.append(_Judged(enrolment.person, person, answer, rules, kind))
    found.sort(key=lambda each: (-each.answer.score, len(each.answer.missing), str(each.file.pk)))
    near = [each for each in found if len(each.answer.blocked_by) == 1]
    counted = Counter(each.answer.blocked_by[0] for each in near)

    def shown(each: _Judged) -> Fit:
        line = worded(each.person, vacancy, asked, today, each.rules, each.answer)
        project = by_person[each.file.pk].project_id
        may_propose = project in desk.scope.writes and desk.may("placement.write", project)
        return Fit(each.file, line, each.kind, may_propose)

    # Of four hundred that are judged twenty are shown, and words cost more than judging.
    fits = [shown(each) for each in [each for each in found if not each.answer.blocked_by][:ROWS]]
    _keep(desk, vacancy, fits, by_person, known)
    only = [Opens(str(RULES[rule]), number) for rule, number in counted.most_common()]
    following = enrolments[-1].pk if cut else None
    return Fits(fits, [shown(each) for each in near[:SHOWN]], only, len(by_person), following)


def _keep(
    desk: Desk, vacancy: Vacancy, fits: list[Fit], by_person: dict[Any, Enrolment], known: dict[Any, dict[str, Any]]
) -> None:
    """What was shown of each person, once a day and reader."""
    now, day = edition(), clock.today()
    MatchJudgement.objects.bulk_create(
        [
            MatchJudgement(
                carrier_id=by_person[each.person.pk].carrier_id,
                project_id=by_person[each.person.pk].project_id,
                person_id=each.person.pk,
                vacancy=vacancy,
                shown_to_id=desk.user.id,
                edition=now,
                digest=actions.digest_of(day, now, desk.user.id, each.person.pk, vacancy.pk, lines),
                asked={"person": known[each.person.pk], "day": day.isoformat()},
                answer={"lines": lines},
            )
            for each in fits
            if desk.may("matching.decide", by_person[each.person.pk].project_id)
            for lines in [actions.answer_of([each.line])]
        ],
        ignore_conflicts=True,
    )
