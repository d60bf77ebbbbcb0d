# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a lead has decided: newcomers to their mentors, the tandem's partner beside them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext

from scharnier.foundation.access import Forbidden
from scharnier.foundation.principals import Scope
from scharnier.foundation.writes import DomainError
from scharnier.network.structure.queries import partner_of
from scharnier.people import projected
from scharnier.people.caseload import actions as caseload
from scharnier.people.caseload.actions import Shares
from scharnier.people.holding import take
from scharnier.people.models import Enrolment


def allocate(scope: Scope, carrier: UUID, project: UUID, shares: Shares, note: str = "") -> int:
    """Everybody to the mentor chosen; the note stands in every timeline. Returns how many.

    All or nothing. Raises Forbidden, and DomainError when a colleague was faster with one of them.
    """
    if project not in scope.leads:
        raise Forbidden("people.assign")
    wanted = {taker: [case.person for case in cases] for taker, cases in shares.items() if cases}
    if not wanted:
        raise DomainError(gettext("Wählen Sie für mindestens eine Person jemanden."))
    _check_still_new(project, [person for persons in wanted.values() for person in persons])
    count = caseload.reassign(scope, carrier, project, shares, note)
    for taker, persons in wanted.items():
        partner = partner_of(project, taker)
        if partner is not None:
            rows = Enrolment.objects.filter(project_id=project, person_id__in=persons, exited_on=None)
            take(rows.filter(second_staff=None), second_staff_id=partner, version=F("version") + 1)
            projected.refresh(persons)
    return count


def _check_still_new(project: UUID, persons: Sequence[UUID]) -> None:
    """Locks them, so that nobody is given twice."""
    rows = Enrolment.objects.filter(project_id=project, person_id__in=persons, exited_on=None, staff=None)
    if len(rows.select_for_update().values_list("pk", flat=True)) < len(persons):
        raise DomainError(gettext("Jemand anderes hat inzwischen zugeteilt. Prüfen Sie die Zuteilung noch einmal."))
