# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Done, later, handed on, for what nobody set a day for: each answer is a follow-up, so that it can't be lost.

While the follow-up is open, and four weeks after it was done, the hint rests; then it is said again if it still holds.
"""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from scharnier.casework import projected
from scharnier.casework.cases import colleagues
from scharnier.casework.models import FollowUp
from scharnier.casework.today.actions import FARTHEST
from scharnier.casework.today.watch import Hint
from scharnier.foundation import clock, projections
from scharnier.foundation.principals import Scope
from scharnier.foundation.writes import DomainError
from scharnier.people.models import Enrolment

# So long a click can be taken back; after that the follow-up is an entry like any other.
TAKEN_BACK = timedelta(days=1)


def seen_to(hint: Hint, *, user: UUID) -> FollowUp:
    """*Erledigt*: somebody has looked after it."""
    return _follow_up(hint, clock.today(), user, done_by=user)


def put_off(hint: Hint, *, user: UUID, day: date) -> FollowUp:
    """*Später*: due on a day in the future."""
    if day <= clock.today():
        raise DomainError(_("Wählen Sie einen Tag nach heute."), "day")
    if day > clock.today() + FARTHEST:
        raise DomainError(_("Das liegt mehr als drei Jahre weit weg. Prüfen Sie das Jahr."), "day")
    return _follow_up(hint, day, user)


def hand_on(scope: Scope, hint: Hint, *, to: UUID) -> FollowUp:
    """*Abgeben*: due today for somebody who works in the project."""
    if to not in {each.id for each in colleagues(scope, hint.project)}:
        raise DomainError(_("Diese Person arbeitet nicht mehr in dem Projekt. Wählen Sie jemand anderen."), "to")
    return _follow_up(hint, clock.today(), to)


def take_back(row: FollowUp) -> None:
    """The click was one too many: the hint is said again. Raises DomainError when others may have built on it."""
    if not row.about or row.created_at < clock.now() - TAKEN_BACK:
        raise DomainError(_("Das lässt sich nicht mehr zurücknehmen. Bearbeiten Sie die Wiedervorlage."))
    projections.drop(row.carrier_id, projected.FOLLOW_UP, [row.pk])
    row.delete()


def _follow_up(hint: Hint, day: date, owner: UUID, done_by: UUID | None = None) -> FollowUp:
    # Held until the transaction ends: the second of two clicks waits here and then finds the hint answered.
    held = Enrolment.objects.select_for_update().filter(person_id=hint.person_id, project_id=hint.project)
    row = held.order_by("pk").first()
    answered = FollowUp.objects.filter(person_id=hint.person_id, project_id=hint.project, about=hint.kind, done_at=None)
    if row is None or answered.exists():
        raise DomainError(_("Darum kümmert sich schon jemand."))
    made = FollowUp.objects.create(
        carrier_id=row.carrier_id,
        project_id=row.project_id,
        person_id=row.person_id,
        due_on=day,
        title=hint.why[:1].upper() + hint.why[1:200],
        about=hint.kind,
        owner_id=owner,
        done_at=clock.now() if done_by else None,
        done_by_id=done_by,
    )
    projections.put([projected.follow_up_due(made)])
    return made
