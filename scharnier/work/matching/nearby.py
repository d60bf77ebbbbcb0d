# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whose experience, wishes and degrees come nearest to an occupation: whom to compare with a vacancy first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import Case, F, Func, IntegerField, Max, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce

from scharnier.knowledge.matching.spec import SAME_OCCUPATION
from scharnier.knowledge.matching.steps import nearness_ranges
from scharnier.people.competence.facts import NOT_WANTED
from scharnier.people.models import Enrolment

PARTS = frozenset(["occupation", "wish", "qualification"])
"""The parts of the points that a person's occupations alone decide."""


@dataclass(frozen=True)
class Ranked:
    """A case, and the points that its occupations would give."""

    points: int
    case: UUID


def most_beyond(points: int, most: Mapping[str, int]) -> int:
    """The best sum that somebody can reach who has so many points for occupations."""
    return points + sum(worth for part, worth in most.items() if part not in PARTS)


def nearest(rows: QuerySet[Enrolment], occupation: str, most: Mapping[str, int]) -> list[Ranked]:
    """These cases, those first whose occupations would give the most points, then the latest; one statement."""
    lows, near = nearness_ranges(occupation)

    def worth(part: str, code: str, *given: Q) -> Case:
        points = [most[part] * each // 100 for each in near]
        at = Func(Cast(F(code), IntegerField()), _array(lows), function="width_bucket")
        found = Func(_array(points), at, template="(%(expressions)s]", arg_joiner=")[", output_field=IntegerField())
        return Case(When(Q(*given, **{f"{code}__regex": r"^\d{5}$"}), then=found), default=Value(0))

    same = Q(
        person__educations__recognition="full",
        person__educations__recognised_as__startswith=occupation[:SAME_OCCUPATION],
    )
    unwanted = Q(person__wishes__form=NOT_WANTED)
    rows = rows.annotate(
        points=Coalesce(Max(worth("occupation", "person__jobs__code")), 0)
        + Coalesce(Max(worth("wish", "person__wishes__code", ~unwanted)), 0)
        + Coalesce(Max(Case(When(same, then=Value(most["qualification"])), default=Value(0))), 0)
    )
    return [Ranked(*row) for row in rows.order_by("-points", "-pk").values_list("points", "pk")]


def _array(values: list[int]) -> Value:
    return Value(values, output_field=ArrayField(IntegerField()))
