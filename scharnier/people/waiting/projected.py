# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""An offered place on the agenda: until its last day somebody asks for the answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from scharnier.foundation import looks
from scharnier.foundation.models import AgendaItem
from scharnier.foundation.projections import Anchor, Due, Row, Source, register
from scharnier.people.waiting.models import WaitingEntry, WaitingState

OFFER, DECLINED = "place_offer", "declined"
TITLE = gettext_noop("Platz angeboten: Antwort?")


def due(entry: WaitingEntry) -> Due | None:
    """The reminder of an offer; asks for no statement when person and enrolment are there."""
    if entry.state != WaitingState.OFFERED or entry.offered_until is None:
        return None
    anchor = Anchor(entry.carrier_id, entry.project_id, entry.person_id, OFFER, entry.pk)
    day, asks = entry.remind_on or entry.offered_until, entry.asks_id or entry.enrolment.staff_id
    return Due(anchor, day, entry.person.list_name, TITLE, f"Antwort bis {entry.offered_until:%d.%m.%Y}", owner=asks)


def rows_of(entry: WaitingEntry) -> Iterator[Row]:
    """The open reminder, and the offers that were declined on *Today*."""
    if (found := due(entry)) is not None:
        yield found
    anchor = Anchor(entry.carrier_id, entry.project_id, entry.person_id, OFFER, entry.pk)
    yield from looks.dues(anchor, entry.person.list_name, entry.looks)


def derive(carrier: UUID) -> Iterator[Row]:
    wanted = Q(state=WaitingState.OFFERED) | ~Q(looks=[])
    rows = WaitingEntry.objects.filter(wanted, carrier_id=carrier).select_related("person", "enrolment")
    for entry in rows.order_by("pk").iterator(chunk_size=500):
        yield from rows_of(entry)


def _offered() -> list[tuple[str, str]]:
    """A no is a click; a yes needs the day of entry."""
    return [(DECLINED, gettext("abgelehnt"))]


def _answered(item: AgendaItem, user: UUID, code: str) -> None:
    from scharnier.people.waiting import actions  # writes what is described here

    actions.declined(item, by=user)


def _taken_back(item: AgendaItem, user: UUID) -> None:
    from scharnier.people.waiting import actions

    actions.not_declined(item, by=user)


def _later(item: AgendaItem, user: UUID, day: date) -> None:
    WaitingEntry.objects.filter(pk=item.source_id).update(remind_on=day)


def _handed(item: AgendaItem, user: UUID, to: UUID) -> None:
    WaitingEntry.objects.filter(pk=item.source_id).update(asks_id=to)


register(
    Source(
        OFFER,
        _("Angebotener Platz"),
        "clock",
        "person",
        derive,
        answers=_offered,
        answer=_answered,
        undo=_taken_back,
        delegate=_handed,
        postpone=_later,
    )
)
