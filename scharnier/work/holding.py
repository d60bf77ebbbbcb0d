# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a colleague holds of firms: cases, follow-ups, vacancies. With or without a day on the agenda."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from scharnier.foundation.principals import Scope
from scharnier.network.staffing.holdings import Holder, Holding, Transfer, register
from scharnier.network.staffing.own_holdings import working
from scharnier.work.employers.models import Employer, EmployerContact
from scharnier.work.vacancies.models import Vacancy, VacancyStatus

OPEN = [VacancyStatus.OPEN, VacancyStatus.DRAFT]


def _held(holder: Holder) -> list[tuple[QuerySet[Any], str]]:
    """Running cases, open follow-ups, vacancies that aren't closed: rows and the column that names the colleague."""
    of: dict[str, Any] = {"carrier_id": holder.carrier, "project_id": holder.project}
    return [
        (Employer.objects.filter(ends=None, responsible_id=holder.user, **of), "responsible_id"),
        (
            EmployerContact.objects.filter(
                follow_up_on__isnull=False, follow_up_done_at=None, follow_up_owner_id=holder.user, **of
            ),
            "follow_up_owner_id",
        ),
        (Vacancy.objects.filter(status__in=OPEN, owner_id=holder.user, **of), "owner_id"),
    ]


def _counted(scope: Scope, holder: Holder, subjects: Sequence[UUID] | None) -> list[tuple[str, int]]:
    """How many firms and vacancies; nothing of them belongs to a participant's case."""
    if subjects is not None:
        return []
    firms, _talks, vacancies = (rows for rows, _column in _held(holder))
    return [(_("Betriebe"), firms.count()), (_("Stellen"), vacancies.count())]


def _hand_over(scope: Scope, transfer: Transfer) -> None:
    """All of it goes to whoever takes what belongs to no case; without one to whoever takes most cases."""
    taker = transfer.rest
    if taker is None and transfer.cases and not transfer.kept:
        taker = max(transfer.cases, key=lambda user: len(transfer.cases[user]))
    if taker is None:
        return
    for rows, column in _held(transfer.giver):
        rows.update(**{column: taker, "version": F("version") + 1})


def _orphaned(carrier: UUID) -> Iterator[str]:
    held = Employer.objects.filter(carrier_id=carrier, ends=None, responsible__isnull=False)
    for pk in held.filter(~working("carrier_id", "project_id", "responsible_id")).values_list("pk", flat=True):
        yield f"employer {pk}: whoever is responsible works in the project no more"
    open_ones = Vacancy.objects.filter(carrier_id=carrier, status__in=OPEN, owner__isnull=False)
    for pk in open_ones.filter(~working("carrier_id", "project_id", "owner_id")).values_list("pk", flat=True):
        yield f"vacancy {pk}: its owner works in the project no more"


register(Holding("work", _counted, _hand_over, _orphaned, order=30))
