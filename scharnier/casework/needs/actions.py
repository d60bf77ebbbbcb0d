# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Writes about needs."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from scharnier.casework.needs.models import Need, NeedState
from scharnier.casework.plans import closed
from scharnier.foundation import clock, writes
from scharnier.foundation.writes import DomainError
from scharnier.network.models import User
from scharnier.people.models import Enrolment

# In this order: what can't wait comes first.
URGENCIES = ("now", "soon", "later")
USUAL = "soon"
MOVES: dict[str, tuple[str, ...]] = {
    NeedState.OPEN: (NeedState.MET, NeedState.DROPPED),
    NeedState.MET: (NeedState.OPEN,),
    NeedState.DROPPED: (NeedState.OPEN,),
}


@dataclass(frozen=True)
class NeedText:
    """A need as it was typed; `field` is a plan field, `urgency` a code."""

    field: str
    text: str
    urgency: str = USUAL


@transaction.atomic
def add_need(
    enrolment: Enrolment, *, editor: User, text: NeedText, contact: UUID | None = None, token: UUID | None = None
) -> UUID | None:
    """Note a need; None when this very form was sent before."""
    if writes.already_sent(token) is not None:
        return None
    closed.check(enrolment.person_id, enrolment.project_id, text.field)
    need = Need.objects.create(
        carrier_id=enrolment.carrier_id,
        project_id=enrolment.project_id,
        person_id=enrolment.person_id,
        changed_by=editor,
        contact_id=contact,
        **asdict(text),
    )
    return need.pk


def change_need(need: Need, *, editor: User, text: NeedText, version: int | None) -> list[str]:
    """Reword a need; returns the names of changed fields. Raises Conflict when somebody else was faster."""
    closed.check(need.person_id, need.project_id, text.field)
    changed = writes.save_versioned(need, version, asdict(text))
    if changed:
        Need.objects.filter(pk=need.pk).update(changed_at=clock.now(), changed_by=editor)
    return changed


def move_need(need: Need, *, editor: User, to: str) -> None:
    """Met, no longer there, or open again."""
    if to == need.state:
        return
    if to not in MOVES[need.state]:
        raise DomainError(_("Öffnen Sie den Bedarf zuerst wieder."))
    closed_on = None if to == NeedState.OPEN else clock.today()
    writes.save_versioned(need, None, {"state": to, "closed_on": closed_on})
    Need.objects.filter(pk=need.pk).update(changed_at=clock.now(), changed_by=editor)
