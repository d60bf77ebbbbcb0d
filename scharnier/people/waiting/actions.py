# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Waiting for a place: onto the list, an offer, taken in, ended. Full projects are never a lock, only an order."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from scharnier.foundation import clock, looks, projections
from scharnier.foundation.models import AgendaItem
from scharnier.foundation.writes import DomainError, save_versioned
from scharnier.network.models import User
from scharnier.people import actions as people
from scharnier.people import rules
from scharnier.people.models import Enrolment
from scharnier.people.waiting import projected
from scharnier.people.waiting.models import OPEN, WaitingEntry, WaitingState

SHORTEST_REASON = 10


def wait(enrolment: Enrolment, *, since: date, by: UUID) -> WaitingEntry:
    """Onto the waiting list; whoever was on it and left begins anew."""
    if enrolment.entered_on is not None or enrolment.exited_on is not None:
        raise DomainError(_("Auf die Warteliste kommt, wer noch nicht eingetreten ist."))
    if since > clock.today():
        raise DomainError(_("Der Tag liegt in der Zukunft."), "since")
    if WaitingEntry.objects.filter(enrolment=enrolment, state__in=OPEN).exists():
        raise DomainError(_("Die Person steht schon auf der Warteliste."))
    return WaitingEntry.objects.create(
        carrier_id=enrolment.carrier_id,
        project_id=enrolment.project_id,
        person_id=enrolment.person_id,
        enrolment=enrolment,
        since=since,
        decided_by_id=by,
    )


def is_first(entry: WaitingEntry) -> bool:
    """Whether nobody waits longer who has no offer yet."""
    earlier = WaitingEntry.objects.filter(
        carrier_id=entry.carrier_id, project_id=entry.project_id, state=WaitingState.WAITING, enrolment__exited_on=None
    ).order_by("since", "pk")
    first = earlier.values_list("pk", flat=True).first()
    return first is None or first == entry.pk or entry.state == WaitingState.OFFERED


def _check_order(entry: WaitingEntry, reason: str) -> str:
    reason = reason.strip()
    if not is_first(entry) and len(reason) < SHORTEST_REASON:
        raise DomainError(_("Jemand anderes wartet länger. Begründen Sie in einem Satz, warum diese Person."), "reason")
    rules.check_texts(WaitingEntry, {"reason": reason})
    return reason


def offer(entry: WaitingEntry, expected: int | None, *, until: date, reason: str, by: UUID) -> None:
    """Offer a place until a day. Out of order it needs a reason. Raises Conflict."""
    if until < clock.today():
        raise DomainError(_("Der Tag ist schon vorbei."), "until")
    reason = _check_order(entry, reason)
    fresh = {"state": WaitingState.OFFERED, "offered_until": until, "remind_on": None, "asks_id": None}
    _save(entry, expected, {**fresh, "reason": reason}, by)


def decline(entry: WaitingEntry, expected: int | None, *, by: UUID) -> None:
    """The offer was not accepted; the place on the list stays."""
    if entry.state != WaitingState.OFFERED:
        raise DomainError(_("Es ist kein Platz angeboten."))
    _save(entry, expected, {"state": WaitingState.WAITING, "offered_until": None}, by)


def declined(item: AgendaItem, *, by: UUID) -> None:
    """The offer was declined, said with one click; can be taken back while no other one is made."""
    entry = _held(item)
    if entry.offered_until is None:
        raise DomainError(_("Es ist kein Platz angeboten."))
    name = User.objects.get(pk=by).display_name
    look = looks.settle(item, by, "abgelehnt", name, until=entry.offered_until.isoformat())
    entry.looks = [*entry.looks, look.kept()]
    entry.save(update_fields=["looks"])
    decline(entry, None, by=by)


def not_declined(item: AgendaItem, *, by: UUID) -> None:
    """The offer stands again, until the same day."""
    entry = _held(item)
    look, entry.looks = looks.take_back(item, entry.looks)
    if entry.state != WaitingState.WAITING:
        raise DomainError(_("Danach ist schon wieder etwas geschehen. Öffnen Sie den Punkt."))
    entry.save(update_fields=["looks"])
    again = {"state": WaitingState.OFFERED, "offered_until": date.fromisoformat(look.before["until"])}
    _save(entry, None, again, by)


def _held(item: AgendaItem) -> WaitingEntry:
    rows = WaitingEntry.objects.select_for_update(of=("self",)).select_related("person", "enrolment")
    return rows.get(pk=item.source_id)


def take_in(
    entry: WaitingEntry, expected: int | None, *, entered_on: date, reason: str, by: UUID, over_places: str = ""
) -> None:
    """The participation begins. Out of order, or without a free place, it needs a reason. Raises Conflict.

    Whoever has an offer takes the place that was kept for them.
    """
    held = entry.offered_until is not None and entry.offered_until >= clock.today()
    reason = _check_order(entry, reason) or entry.reason
    _save(entry, expected, {"state": WaitingState.TAKEN, "closed_on": clock.today(), "reason": reason}, by)
    people.change_enrolment(entry.enrolment, None, {"entered_on": entered_on, "over_places": over_places, "held": held})


def withdraw(enrolment: Enrolment, *, on: date, why: str, reason: str, by: UUID, confirmed: bool = False) -> None:
    """An enquiry comes to its end without an entry, waiting or not. `why`: a code of exit_reason, `reason`: a sentence.

    From that day on the file counts as ended, and its period runs. Raises StillOpen.
    """
    if enrolment.entered_on is not None:
        raise DomainError(_("Die Person nimmt schon teil. Tragen Sie den Austritt ein."))
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise DomainError(_("Schreiben Sie in einem Satz, was daraus geworden ist."), "reason")
    rules.check_texts(WaitingEntry, {"reason": reason})
    entry = WaitingEntry.objects.filter(enrolment=enrolment, state__in=OPEN).first() or wait(
        enrolment, since=clock.today(), by=by
    )
    closed = {"state": WaitingState.WITHDRAWN, "closed_on": clock.today(), "reason": reason, "offered_until": None}
    _save(entry, None, closed, by)
    people.exit_enrolment(enrolment, None, exited_on=on, exit_reason=why, confirmed=confirmed)


def entered(enrolment: Enrolment) -> None:
    """Whoever takes part waits no more, however the entry was written; out of order it needs a reason."""
    for entry in WaitingEntry.objects.filter(enrolment=enrolment, state__in=OPEN).select_related("person", "enrolment"):
        if not is_first(entry) and len(entry.reason) < SHORTEST_REASON:
            text = _("Jemand anderes wartet länger. Nehmen Sie die Person auf der Warteliste auf und begründen Sie es.")
            raise DomainError(text, "entered_on")
        _save(entry, None, {"state": WaitingState.TAKEN, "closed_on": clock.today(), "offered_until": None}, None)


def _save(entry: WaitingEntry, expected: int | None, changes: dict[str, Any], by: UUID | None) -> None:
    save_versioned(entry, expected, changes | ({"decided_by_id": by} if by else {}))
    if (found := projected.due(entry)) is not None:
        projections.put([found])
    else:
        projections.drop_due(entry.carrier_id, projected.OFFER, entry.pk)


people.on_entry(entered)
