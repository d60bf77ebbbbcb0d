# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reminders of consents that a colleague holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from scharnier.foundation.principals import Scope
from scharnier.network.staffing.holdings import Holder, Holding, Transfer, register
from scharnier.people.consents.models import Consent


def _rows(holder: Holder) -> QuerySet[Consent]:
    return Consent.objects.filter(
        carrier_id=holder.carrier, project_id=holder.project, owner_id=holder.user, done_at=None, withdrawn_at=None
    )


def _counted(scope: Scope, holder: Holder, subjects: Sequence[UUID] | None) -> list[tuple[str, int]]:
    """Papers that nobody has signed yet; what ends stands on the agenda anyway."""
    rows = _rows(holder).filter(given_on=None)
    return [(_("offene Einwilligungen"), (rows if subjects is None else rows.filter(person_id__in=subjects)).count())]


def _hand_over(scope: Scope, transfer: Transfer) -> None:
    """The owner of every row; the agenda follows in the floor below."""
    rows, changes = _rows(transfer.giver), dict[str, Any](version=F("version") + 1)
    for taker, subjects in transfer.cases.items():
        rows.filter(person_id__in=subjects).update(owner_id=taker, **changes)
    if transfer.rest is not None:
        rows.exclude(person_id__in=transfer.spoken_for).update(owner_id=transfer.rest, **changes)


register(Holding("people.consents", _counted, _hand_over, order=35))
