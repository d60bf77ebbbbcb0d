# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Ticked cases to other colleagues, whoever has them now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext

from scharnier.foundation.principals import Scope, identity
from scharnier.foundation.writes import DomainError
from scharnier.network.staffing import handover
from scharnier.network.staffing.holdings import Holder
from scharnier.people import projected
from scharnier.people.caseload.queries import Ticked
from scharnier.people.holding import take
from scharnier.people.models import Enrolment

Shares = Mapping[UUID, Sequence[Ticked]]  # by taker


def share_out(cases: Sequence[Ticked], to: Sequence[UUID]) -> dict[UUID, list[Ticked]]:
    """Cases in turn to several colleagues; nobody is given a case that they would give away."""
    shares: dict[UUID, list[Ticked]] = {taker: [] for taker in to}
    for case in cases:
        taker = min(to, key=lambda each: (each == case.giver, len(shares[each])))
        shares[taker].append(case)
    return shares


def reassign(scope: Scope, carrier: UUID, project: UUID, shares: Shares, note: str = "") -> int:
    """Everything open goes along, the note stands in every timeline. Returns how many cases changed hands.

    One hand-over for each colleague who gives. One's own cases may be given by anybody, those of others and of nobody
    by leadership. Raises Forbidden and DomainError; then nothing is written.
    """
    by_giver: dict[UUID | None, dict[UUID, list[UUID]]] = defaultdict(lambda: defaultdict(list))
    for taker, cases in shares.items():
        for case in cases:
            if taker != case.giver:
                by_giver[case.giver][taker].append(case.person)
    if not by_giver:
        raise DomainError(gettext("Die gewählten Fälle sind schon dort."), "to")
    for giver, cases_of in by_giver.items():
        if giver is not None:
            handover.hand_over(scope, Holder(carrier, project, giver), cases_of, note=note)
            continue
        for taker, persons in cases_of.items():
            rows = Enrolment.objects.filter(project_id=project, person_id__in=persons, exited_on=None, staff=None)
            take(rows, staff_id=taker, version=F("version") + 1)
            projected.refresh(persons)
        handover.hand_out(scope, Holder(carrier, project, identity(scope)), cases_of, note=note)
    return sum(len(persons) for cases_of in by_giver.values() for persons in cases_of.values())
