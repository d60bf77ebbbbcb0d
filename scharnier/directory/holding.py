# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a colleague holds of the address book: agreements whose end is theirs to see to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from scharnier.directory.organisations.models import Cooperation
from scharnier.foundation import clock
from scharnier.foundation.principals import Scope
from scharnier.network.staffing.holdings import Holder, Holding, Transfer, register
from scharnier.network.staffing.own_holdings import working


def _running() -> Q:
    return Q(ends=None) | Q(ends__gte=clock.today())


def _held(holder: Holder) -> QuerySet[Cooperation]:
    return Cooperation.objects.filter(carrier_id=holder.carrier, project_id=holder.project, owner_id=holder.user)


def _counted(scope: Scope, holder: Holder, subjects: Sequence[UUID] | None) -> list[tuple[str, int]]:
    """Those without an end, of which the agenda says nothing; nothing of them belongs to a participant's case."""
    if subjects is not None:
        return []
    return [(_("Kooperationsvereinbarungen"), _held(holder).filter(ends=None).count())]


def _hand_over(scope: Scope, transfer: Transfer) -> None:
    """All of it goes to whoever takes what belongs to no case; without one to whoever takes most cases."""
    taker = transfer.rest
    if taker is None and transfer.cases and not transfer.kept:
        taker = max(transfer.cases, key=lambda user: len(transfer.cases[user]))
    if taker is not None:
        _held(transfer.giver).update(owner_id=taker, version=F("version") + 1)


def _orphaned(carrier: UUID) -> Iterator[str]:
    rows = Cooperation.objects.filter(_running(), carrier_id=carrier, owner__isnull=False, project__isnull=False)
    for pk in rows.filter(~working("carrier_id", "project_id", "owner_id")).values_list("pk", flat=True):
        yield f"agreement {pk}: its owner works in the project no more"


register(Holding("agreement", _counted, _hand_over, _orphaned, order=31))
