# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Done, later, handed on: the three answers to something that is due, and their undoing."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from scharnier.casework.cases import colleagues
from scharnier.foundation import clock, projections
from scharnier.foundation.models import AgendaItem
from scharnier.foundation.principals import Scope
from scharnier.foundation.writes import DomainError

FARTHEST = timedelta(days=3 * 366)


def settle(item: AgendaItem, *, user: UUID) -> None:
    """*Erledigt*. A second click changes nothing; what can only be opened is refused."""
    if projections.source_of(item.kind).done is None:
        raise DomainError(_("Das erledigt sich in der Akte, nicht hier. Öffnen Sie den Punkt."))
    with transaction.atomic():
        projections.mark_done(item, user)


def answer(item: AgendaItem, *, user: UUID, code: str) -> None:
    """One of the answers a row offers. A second click changes nothing."""
    source = projections.source_of(item.kind)
    if source.answers is None or code not in dict(source.answers()):
        raise DomainError(_("Diese Antwort passt nicht zu dem Punkt. Öffnen Sie ihn."))
    with transaction.atomic():  # what is refused has changed nothing
        projections.mark_answered(item, user, code)


def put_off(item: AgendaItem, *, user: UUID, day: date) -> None:
    """*Später*: to a day in the future."""
    if item.done_at is not None:
        raise DomainError(_("Das ist schon erledigt."))
    if day <= clock.today():
        raise DomainError(_("Wählen Sie einen Tag nach heute."), "day")
    if day > clock.today() + FARTHEST:
        raise DomainError(_("Das liegt mehr als drei Jahre weit weg. Prüfen Sie das Jahr."), "day")
    if item.due_on != day:
        projections.postpone(item, user, day)


def hand_on(scope: Scope, item: AgendaItem, *, user: UUID, to: UUID) -> str:
    """*Abgeben*: to somebody who works in the project today. Returns the name."""
    if item.done_at is not None:
        raise DomainError(_("Das ist schon erledigt."))
    name = next((each.name for each in colleagues(scope, item.project_id) if each.id == to), None)
    if name is None:
        raise DomainError(_("Diese Person arbeitet nicht mehr in dem Projekt. Wählen Sie jemand anderen."), "to")
    if item.owner_id != to:
        projections.delegate(item, user, to)
    return name


def undo(scope: Scope, item: AgendaItem, *, user: UUID, back_to: UUID | None) -> None:
    """*Rückgängig*: open again, back to the first day, or back to whom it was taken from."""
    if back_to is not None:
        hand_on(scope, item, user=user, to=back_to)
    else:
        with transaction.atomic():
            projections.mark_open(item, user)
