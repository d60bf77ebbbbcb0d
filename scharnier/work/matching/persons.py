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
from scharnier.knowledge.matching import Answer, edition_at, judge, read_person, travel
from scharnier.knowledge.matching import Person as Facts
from scharnier.network.middleware import Desk
from scharnier.people.competence.queries import facts_of
from scharnier.people.models import Enrolment
from scharnier.people.models import Person as File
from scharnier.work.matching import actions, nearby
from scharnier.work.matching.models import MatchJudgement, MatchRuling, RulingKind
from scharnier.work.matching.near import SHOWN, Opens
from scharnier.work.matching.queries import RULES, Line, as_of, holding, worded
from scharnier.work.vacancies.models import Vacancy

READ = [
    f"person__{name}"
    for name in ("family_name", "given_names", "postcode", "german_level", "nationality", "further_nationalities")
]
"""What is judged and shown of a person."""
MOST, ROWS, BLOCK = 60, 15, 500
"""So many cases are compared at once; so many of them are shown. Of more than that, the latest ones in blocks, those of
a block are compared first whose occupations come nearest to the vacancy's."""


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
class Where:
    """Which cases are compared: of those older than `after`, in their order, from `start` on."""

    after: UUID | None = None
    start: int = 0


@dataclass(frozen=True)
class Fits:
    """The page. `looked_at`: cases that were ordered by occupation, of which `compared` were; what is left of them has
    `at_most` so many points; `older`: there are cases beyond these. `following` leads on, None at the end; `whole`: of
    the project, not the own ones."""

    lines: list[Fit]
    near: list[Fit]
    only: list[Opens]
    compared: int
    looked_at: int
    at_most: int
    older: bool
    following: Where | None
    whole: bool


@dataclass(frozen=True)
class _Chosen:
    """Cases to compare, and what `Fits` says of them."""

    cases: list[Enrolment]
    looked_at: int
    at_most: int
    older: bool
    following: Where | None


def _latest(
    scope: Scope, firm: UUID, project: UUID | None, staff: UUID | None, after: UUID | None
) -> QuerySet[Enrolment]:
    """The cases of a project, or of somebody in it, the latest first.

    Whoever is kept apart from somebody who stands at the firm isn't among them (docs/decisions/0013).
    """
    apart = RawSQL("SELECT persons_apart(%s, %s)", (firm, clock.today()))
    rows = Enrolment.objects.visible_to(scope).filter(exited_on=None).exclude(person_id__in=apart)
    if project is not None:
        rows = rows.filter(project_id=project)
    if staff is not None:
        rows = rows.filter(Q(staff_id=staff) | Q(second_staff_id=staff))
    if after is not None:
        rows = rows.filter(pk__lt=after)
    return rows.order_by("-id")


def _cases(
    scope: Scope, firm: UUID, project: UUID | None, staff: UUID | None, after: UUID | None
) -> QuerySet[Enrolment]:
    """The latest of them with what matching reads of a person.

    Chosen before persons are joined to them: a project may have thousands.
    """
    return _read(scope, _latest(scope, firm, project, staff, after).values("pk")[: MOST + 1])


def _read(scope: Scope, chosen: Any) -> QuerySet[Enrolment]:
    found = Enrolment.objects.visible_to(scope).filter(pk__in=chosen, person__merged_into=None)
    return found.select_related("person").only("carrier_id", "project_id", *READ).order_by("-id")


_CASES = Read(_cases)
_THESE = Read(lambda scope, ids: _read(scope, ids))


def _chosen(scope: Scope, project: UUID | None, staff: UUID | None, vacancy: Vacancy, where: Where) -> _Chosen:
    """All where they are few; else those of a block that come nearest, two statements more."""
    firm = vacancy.organisation_id
    few = _CASES(scope, firm=firm, project=project, staff=staff, after=where.after)
    if len(few) <= MOST and not where.start:
        return _Chosen(few, len(few), 0, older=False, following=None)
    most = edition_at(clock.today())
    latest = _latest(scope, firm, project, staff, where.after).values("pk")[: BLOCK + 1]
    ranked = nearby.nearest(Enrolment.objects.visible_to(scope).filter(pk__in=latest), vacancy.occupation, most)
    older = sorted((each.case for each in ranked), reverse=True)[BLOCK:]
    block = [each for each in ranked if each.case not in older]
    here, left = block[where.start : where.start + MOST], block[where.start + MOST :]
    following = None
    if left:
        following = Where(where.after, where.start + MOST)
    elif older:
        following = Where(min(each.case for each in block))
    cases = _THESE(scope, ids=padded([each.case for each in here])) if here else []
    at_most = nearby.most_beyond(left[0].points, most) if left else 0
    return _Chosen(cases, len(block), at_most, older=bool(older), following=following)


_SAID = Read(
    lambda scope, vacancy, persons: holding(scope).filter(
        Q(vacancy_id=vacancy) | Q(vacancy=None, person_id__in=persons)
    )
)


def suggestions(desk: Desk, vacancy: Vacancy, *, whole: bool | None, where: Where = Where()) -> Fits:
    """Judged pair by pair with the specification; six statements, eight of many cases. `whole` None: the own cases,
    or those of the project for somebody who has none."""
    today, project = clock.today(), desk.project.project if desk.project else None
    chosen = _chosen(desk.scope, project, None if whole else desk.user.id, vacancy, where)
    if whole is None and not chosen.cases:
        whole, chosen = True, _chosen(desk.scope, project, None, vacancy, where)
    by_person = {each.person_id: each for each in chosen.cases}
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
    return Fits(
        lines=fits,
        near=[shown(each) for each in near[:SHOWN]],
        only=only,
        compared=len(by_person),
        looked_at=chosen.looked_at,
        at_most=chosen.at_most,
        older=chosen.older,
        following=chosen.following,
        whole=bool(whole),
    )


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
