# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reminders of papers that expire go along when cases are handed over; merged files say whose a document is."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy

from scharnier.foundation.principals import Scope
from scharnier.network.staffing.holdings import Holder, Holding, Transfer, register
from scharnier.people.documents.models import Document
from scharnier.people.merging.pairs import label


def _rows(holder: Holder) -> QuerySet[Document]:
    rows = Document.objects.filter(removed_at=None, remind_on__isnull=False, remind_done_at=None)
    return rows.filter(carrier_id=holder.carrier, project_id=holder.project, owner_id=holder.user)


def _counted(scope: Scope, holder: Holder, subjects: Sequence[UUID] | None) -> list[tuple[str, int]]:
    """Nothing beyond the agenda, where every reminder is counted already."""
    return []


def _hand_over(scope: Scope, transfer: Transfer) -> None:
    rows = _rows(transfer.giver)
    for taker, subjects in transfer.cases.items():
        rows.filter(person_id__in=subjects).update(owner_id=taker, version=F("version") + 1)
    if transfer.rest is not None:
        left = rows.exclude(person_id__in=transfer.spoken_for)
        left.update(owner_id=transfer.rest, version=F("version") + 1)


register(Holding("documents", _counted, _hand_over, order=30))
label("people_document", gettext_lazy("Dokument"))
