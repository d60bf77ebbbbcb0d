# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a colleague holds in this room: follow-ups, steps and plans, with or without a day on the agenda."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, QuerySet, Value
from django.utils.translation import gettext as _

from scharnier.casework.letters.models import Letter, LetterState
from scharnier.casework.models import FollowUp, Goal, GoalState, IntegrationPlan, Step
from scharnier.casework.situations.models import Situation
from scharnier.foundation import clock
from scharnier.foundation.principals import Scope
from scharnier.network.staffing.holdings import Holder, Holding, Transfer, register
from scharnier.network.staffing.own_holdings import working


def _rows(holder: Holder) -> list[QuerySet[Any]]:
    """Open follow-ups, open steps of open goals, plans that are continued."""
    of = {"carrier_id": holder.carrier, "project_id": holder.project, "owner_id": holder.user}
    return [
        FollowUp.objects.filter(done_at=None, **of),
        Step.objects.filter(done_at=None, goal__state=GoalState.OPEN, **of),
        IntegrationPlan.objects.filter(**of),
    ]


def _counted(scope: Scope, holder: Holder, subjects: Sequence[UUID] | None) -> list[tuple[str, int]]:
    """What the agenda doesn't show: steps and plans without a day, and goals that are due; one statement."""
    _follow_ups, steps, plans = _rows(holder)
    goals = Goal.objects.filter(state=GoalState.OPEN, target_on__isnull=False, plan__in=plans)
    kinds: list[tuple[str, QuerySet[Any]]] = [
        (_("Schritte ohne Tag"), steps.filter(due_on=None)),
        (_("Pläne"), plans),
        (_("Ziele mit Termin"), goals),
    ]
    parts = []
    for number, (_label, rows) in enumerate(kinds):
        wanted = rows if subjects is None else rows.filter(person_id__in=subjects)
        parts.append(wanted.order_by().annotate(which=Value(number)).values("which", "pk"))
    found = [row["which"] for row in parts[0].union(*parts[1:], all=True)]
    return [(label, found.count(number)) for number, (label, _rows_) in enumerate(kinds)]


def _hand_over(scope: Scope, transfer: Transfer) -> None:
    """The owner of every row; the agenda follows in the floor below."""
    for rows in _rows(transfer.giver):
        versioned = rows.model in (FollowUp, Step)
        changes: dict[str, Any] = {"version": F("version") + 1} if versioned else {}
        for taker, subjects in transfer.cases.items():
            rows.filter(person_id__in=subjects).update(owner_id=taker, **changes)
        if transfer.rest is not None:
            rows.exclude(person_id__in=transfer.spoken_for).update(owner_id=transfer.rest, **changes)


def _orphaned(carrier: UUID) -> Iterator[str]:
    steps = Step.objects.filter(carrier_id=carrier, done_at=None, goal__state=GoalState.OPEN, owner_id__isnull=False)
    for pk in steps.filter(~working("carrier_id", "project_id", "owner_id"), due_on=None).values_list("pk", flat=True):
        yield f"step {pk}: its owner works in the project no more"


def _letters(scope: Scope, transfer: Transfer) -> None:
    """Open letters go along with their deadlines."""
    giver = transfer.giver
    rows = Letter.objects.filter(state=LetterState.OPEN, carrier_id=giver.carrier, project_id=giver.project)
    rows = rows.filter(owner_id=giver.user)
    for taker, subjects in transfer.cases.items():
        rows.filter(person_id__in=subjects).update(owner_id=taker, version=F("version") + 1)
    if transfer.rest is not None:
        left = rows.exclude(person_id__in=transfer.spoken_for)
        left.update(owner_id=transfer.rest, version=F("version") + 1)


def _no_more(scope: Scope, holder: Holder, subjects: Sequence[UUID] | None) -> list[tuple[str, int]]:
    """What has a day stands on the agenda and is counted there."""
    return []


def _situations(scope: Scope, transfer: Transfer) -> None:
    """Situations still asked for."""
    giver = transfer.giver
    rows = Situation.objects.filter(answered_at=None, carrier_id=giver.carrier, project_id=giver.project)
    rows = rows.filter(owner_id=giver.user)
    for taker, subjects in transfer.cases.items():
        rows.filter(person_id__in=subjects).update(owner_id=taker, version=F("version") + 1)
    if transfer.rest is not None:
        rows.exclude(person_id__in=transfer.spoken_for).update(owner_id=transfer.rest, version=F("version") + 1)


register(Holding("situations", _no_more, _situations, order=26))
register(Holding("letters", _no_more, _letters, order=25))
register(Holding("casework", _counted, _hand_over, _orphaned, order=20))


# ---------- notes begun and not saved ----------


def _count_drafts(scope: Scope, holder: Holder, subjects: Sequence[UUID] | None) -> list[tuple[str, int]]:
    """How many, for whoever arranges the hand-over; what they say is read by the writer alone."""
    wanted = list(subjects) if subjects is not None else None
    with connection.cursor() as cursor:
        cursor.execute("SELECT drafts_held(%s, %s, %s, %s)", [holder.user, holder.carrier, holder.project, wanted])
        return [(_("Begonnene Gesprächsnotizen, nicht gespeichert"), int(cursor.fetchone()[0]))]


def _pass_drafts(scope: Scope, transfer: Transfer) -> None:
    """Whoever hands over their own cases passes them on; a lead can't, then they stay with the writer."""
    if scope.principal.id != transfer.giver.user:
        return
    with connection.cursor() as cursor:
        for taker, subjects in transfer.cases.items():
            cursor.execute(
                "SELECT drafts_pass(%s, %s, %s, %s)", [taker, transfer.giver.project, list(subjects), clock.today()]
            )


register(Holding("drafts", _count_drafts, _pass_drafts, blocks=False, order=60))
