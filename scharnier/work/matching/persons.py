# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The other way round: whom a vacancy fits, among the own cases or those of the project."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from scharnier.foundation import clock
from scharnier.knowledge.files import edition
from scharnier.knowledge.matching import Answer, judge, read_person
from scharnier.knowledge.matching import Person as Facts
from scharnier.network.middleware import Desk
from scharnier.people.competence.queries import facts_of
from scharnier.people.models import Enrolment
from scharnier.people.models import Person as File
from scharnier.work.matching import actions
from scharnier.work.matching.models import MatchJudgement, MatchRuling, RulingKind
from scharnier.work.matching.queries import RULES, SHOWN_NEAR, Line, Opens, as_of, worded
from scharnier.work.vacancies.models import Vacancy

MOST, ROWS = 400, 15
"""So many cases are compared at once, the latest ones; so many of them are shown."""


@dataclass(frozen=True)
class Fit:
    """A person and what matching says."""

    person: File
    line: Line
    kind: str


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
    lines: list[Fit]
    near: list[Fit]
    only: list[Opens]
    compared: int
    cut: bool


def suggestions(desk: Desk, vacancy: Vacancy, *, whole: bool) -> Fits:
    """Judged pair by pair with the specification; six statements."""
    today = clock.today()
    rows = Enrolment.objects.visible_to(desk.scope).filter(exited_on=None, person__merged_into=None)
    if desk.project is not None and desk.project.project is not None:
        rows = rows.filter(project_id=desk.project.project)
    if not whole:
        rows = rows.filter(Q(staff_id=desk.user.id) | Q(second_staff_id=desk.user.id))
    enrolments = list(rows.select_related("person").order_by("-id")[: MOST + 1])
    cut, enrolments = len(enrolments) > MOST, enrolments[:MOST]
    by_person = {each.person_id: each for each in enrolments}
    known = facts_of([each.person for each in by_person.values()]) if by_person else {}
    said = list(
        MatchRuling.objects.visible_to(desk.scope)
        .filter(Q(until=None) | Q(until__gte=today), ended_on=None)
        .filter(Q(vacancy_id=vacancy.pk) | Q(vacancy=None, person_id__in=list(by_person)))
    )
    asked = as_of(vacancy, today)
    found: list[_Judged] = []
    for pk, enrolment in by_person.items():
        about = [each for each in said if each.person_id in (None, pk)]
        rules = [each for each in about if each.kind == RulingKind.RULE]
        kind = next((each.kind for each in about if each.kind != RulingKind.RULE), "")
        if kind != RulingKind.BLOCK:
            person = read_person(known[pk])
            answer = judge(person, asked, today, off={each.rule for each in rules})
            found.append(_Judged(enrolment.person, person, answer, rules, kind))
    found.sort(key=lambda each: (-each.answer.score, len(each.answer.missing), str(each.file.pk)))
    near = [each for each in found if len(each.answer.blocked_by) == 1]
    counted = Counter(each.answer.blocked_by[0] for each in near)

    def shown(each: _Judged) -> Fit:
        line = worded(each.person, vacancy, asked, today, each.rules, each.answer)
        return Fit(each.file, line, each.kind)

    # Of four hundred that are judged twenty are shown, and words cost more than judging.
    fits = [shown(each) for each in [each for each in found if not each.answer.blocked_by][:ROWS]]
    _keep(desk, vacancy, fits, by_person, known)
    only = [Opens(str(RULES[rule]), number) for rule, number in counted.most_common()]
    return Fits(fits, [shown(each) for each in near[:SHOWN_NEAR]], only, len(by_person), cut)


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
