# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Introductions, placements and after-care of a project in numbers, from one day to another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from scharnier.foundation import clock
from scharnier.foundation.principals import Scope
from scharnier.knowledge.workdays import add_months
from scharnier.work.introductions.models import Introduction, IntroductionStep
from scharnier.work.introductions.moves import REFUSED, WAY, State
from scharnier.work.introductions.projected import REASONS
from scharnier.work.placements.judging import kind_label
from scharnier.work.placements.models import Placement
from scharnier.work.placements.queries import label
from scharnier.work.retention.models import RetentionCheck
from scharnier.work.retention.queries import INSURED, KEPT_MONTHS, NEVER


@dataclass(frozen=True)
class Kind:
    """Placements of one type that began: all, insured, adequate, judged."""

    name: str
    begun: int
    insured: int
    adequate: int
    judged: int


@dataclass(frozen=True)
class Tally:
    """Numbers, no names. `kept` of `could`: insured jobs begun half a year or more before the last day, still there."""

    states: list[tuple[str, int]]
    reasons: list[tuple[str, str, int]]
    kinds: list[Kind]
    ends: list[tuple[str, int]]
    could: int
    kept: int
    due: int
    answered: int


def tally(scope: Scope, project: UUID, since: date, until: date) -> Tally:
    """Six statements, each over what belongs to one project."""
    period = (since, until)
    steps = IntroductionStep.objects.visible_to(scope).filter(project_id=project, on__range=period)
    states = dict(steps.values_list("state").annotate(n=Count("introduction", distinct=True)).order_by())
    said = Introduction.objects.visible_to(scope).filter(project_id=project, closed_on__range=period)
    reasons = said.exclude(reason="").values_list("state", "reason").annotate(n=Count("pk")).order_by("state", "-n")
    placements = Placement.objects.visible_to(scope).filter(project_id=project).exclude(end_reason=NEVER)
    begun = placements.filter(begins__range=period).values("kind").order_by("kind")
    counted = begun.annotate(
        n=Count("pk"),
        insured=Count("pk", filter=Q(insured=True)),
        fits=Count("pk", filter=Q(adequate=True)),
        judged=Count("pk", filter=Q(adequate__isnull=False)),
    )
    ended = (
        placements.filter(ended_on__range=period, ended_on__lt=clock.today())
        .values_list("end_reason")
        .annotate(n=Count("pk"))
    )
    could, kept = _kept(placements.filter(kind__in=INSURED), since, until)
    checks = RetentionCheck.objects.visible_to(scope).filter(project_id=project, due_on__range=period)
    asked = checks.aggregate(due=Count("pk"), answered=Count("pk", filter=Q(done_at__isnull=False)))
    return Tally(
        [(str(State(state).label), states.get(state, 0)) for state in (*WAY, *REFUSED)],
        [(str(State(state).label), label(REASONS.get(state, ""), why), n) for state, why, n in reasons],
        [Kind(kind_label(row["kind"]), row["n"], row["insured"], row["fits"], row["judged"]) for row in counted],
        [(label("placement_end", why), n) for why, n in ended.order_by("-n", "end_reason")],
        could,
        kept,
        asked["due"],
        asked["answered"],
    )


def _kept(jobs: QuerySet[Placement], since: date, until: date) -> tuple[int, int]:
    """Insured jobs of which half a year has passed within the period, and those that lasted as long."""
    rows = jobs.filter(begins__range=(add_months(since, -KEPT_MONTHS), add_months(until, -KEPT_MONTHS)))
    days = list(rows.values_list("begins", "ended_on"))
    kept = sum(1 for begins, ended in days if ended is None or ended >= add_months(begins, KEPT_MONTHS))
    return len(days), kept
