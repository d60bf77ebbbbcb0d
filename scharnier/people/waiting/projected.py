# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""An offered place on the agenda: until its last day somebody asks for the answer."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from scharnier.foundation.projections import Anchor, Due, Row, Source, register
from scharnier.people.waiting.models import WaitingEntry, WaitingState

OFFER = "place_offer"
TITLE = gettext_noop("Platz angeboten: Antwort?")


def due(entry: WaitingEntry) -> Due | None:
    """The reminder of an offer; asks for no statement when person and enrolment are there."""
    if entry.state != WaitingState.OFFERED or entry.offered_until is None:
        return None
    anchor = Anchor(entry.carrier_id, entry.project_id, entry.person_id, OFFER, entry.pk)
    return Due(anchor, entry.offered_until, entry.person.list_name, TITLE, owner=entry.enrolment.staff_id)


def derive(carrier: UUID) -> Iterator[Row]:
    rows = WaitingEntry.objects.filter(carrier_id=carrier, state=WaitingState.OFFERED)
    for entry in rows.select_related("person", "enrolment").order_by("pk").iterator(chunk_size=500):
        found = due(entry)
        if found is not None:
            yield found


register(Source(OFFER, _("Angebotener Platz"), "clock", "person", derive))
