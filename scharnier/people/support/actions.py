# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""How long somebody is supported: the programme's limit, and decisions to go on with a reason.

Limits warn and never block: a day beyond what the programme usually allows is written like any other.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from scharnier.foundation.writes import DomainError, save_versioned
from scharnier.network.programmes.queries import today_in
from scharnier.people import rules
from scharnier.people.models import Enrolment
from scharnier.people.support import agenda
from scharnier.people.support.models import SupportDecision

SHORTEST_REASON = 10


def usual_end(row: Enrolment) -> date | None:
    """How far an extension usually goes: the exceptional limit, or the ordinary one where there is no other."""
    found = today_in(row.project_id)
    return rules.last_day(row.entered_on, found.exceptional_months or found.support_months)


def extend(row: Enrolment, expected: int | None, *, until: date, reason: str, user: UUID) -> SupportDecision:
    """Support goes on until another day, for a reason. Raises Conflict when somebody changed the participation."""
    if row.exited_on is not None:
        raise DomainError(_("Diese Teilnahme ist beendet."))
    if row.entered_on is None:
        raise DomainError(_("Vor dem Eintritt gibt es nichts zu verlängern. Tragen Sie zuerst den Eintritt ein."))
    if until <= row.entered_on:
        raise DomainError(_("Der letzte Tag liegt nach dem Eintritt."), "until")
    if until == row.support_until:
        raise DomainError(_("Das ist schon der letzte Tag."), "until")
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise DomainError(_("Begründen Sie die Verlängerung in einem Satz."), "reason")
    before = row.support_until
    save_versioned(row, expected, {"support_until": until})
    agenda.refresh([row.person_id])
    return SupportDecision.objects.create(
        carrier_id=row.carrier_id,
        project_id=row.project_id,
        person_id=row.person_id,
        enrolment=row,
        until=until,
        before=before,
        reason=reason,
        decided_by_id=user,
    )


def in_line(project: UUID) -> None:
    """The last day of every open participation as today's settings say; decisions of somebody's own stay."""
    months = today_in(project).support_months
    rows = (
        Enrolment.objects.filter(project_id=project, exited_on=None)
        .exclude(pk__in=SupportDecision.objects.filter(project_id=project).values("enrolment_id"))
        .only("id", "entered_on", "support_until")
    )
    moved = []
    for row in rows.iterator(chunk_size=2000):
        wanted = rules.last_day(row.entered_on, months)
        if row.support_until != wanted:
            row.support_until = wanted
            moved.append(row)
    Enrolment.objects.bulk_update(moved, ["support_until"], batch_size=500)
    agenda.in_line(project)
