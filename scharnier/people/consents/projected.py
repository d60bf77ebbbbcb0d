# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Consents on the agenda and in the timeline."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from scharnier.foundation import clock
from scharnier.foundation.models import AgendaItem
from scharnier.foundation.projections import Anchor, Due, Event, Row, Source, register
from scharnier.knowledge import purposes
from scharnier.people.consents.models import Consent, Kind

EXPIRY, GIVEN, WITHDRAWN = "people.consent_expiry", "people.consent", "people.consent_withdrawn"


def _anchor(row: Consent, kind: str) -> Anchor:
    return Anchor(row.carrier_id, row.project_id, row.person_id, kind, row.pk)


def _title(row: Consent) -> str:
    return f"{_german(row.kind)}: {purposes.name('de', row.purpose)}"


def _german(kind: str) -> str:
    return "Entbindung von der Schweigepflicht" if kind == Kind.RELEASE else "Einwilligung"


def expiry(row: Consent) -> Due | None:
    """The end of what was given, while it still holds."""
    if row.remind_on is None or row.valid_until is None or (row.withdrawn_at is not None and row.done_at is None):
        return None
    return Due(
        _anchor(row, EXPIRY),
        due_on=row.remind_on,
        subject_name=row.person.list_name,
        title=f"{_title(row)} erneuern",
        detail=f"gilt bis {row.valid_until:%d.%m.%Y}" + (f" · {row.recipient}" if row.recipient else ""),
        owner=row.owner_id,
        done_at=row.done_at,
        done_by=row.done_by_id,
    )


def given(row: Consent) -> Event | None:
    if row.given_on is None:
        return None
    at = datetime.combine(row.given_on, time(12), clock.ZONE)
    return Event(_anchor(row, GIVEN), at, _title(row), row.recipient)


def withdrawn(row: Consent) -> Event | None:
    if row.withdrawn_at is None:
        return None
    return Event(_anchor(row, WITHDRAWN), row.withdrawn_at, f"Widerrufen: {_title(row)}", row.recipient)


def rows_of(row: Consent) -> list[Row]:
    """Everything that one act projects; asks the database nothing when `person` is loaded."""
    found: list[Row | None] = [expiry(row), given(row), withdrawn(row)]
    return [each for each in found if each is not None]


def _all(carrier: UUID) -> Iterator[Consent]:
    rows = Consent.objects.filter(carrier_id=carrier, given_on__isnull=False).select_related("person")
    return rows.defer("strokes").iterator(chunk_size=2000)


def derive_expiries(carrier: UUID) -> Iterator[Row]:
    return (each for each in map(expiry, _all(carrier)) if each is not None)


def derive_given(carrier: UUID) -> Iterator[Row]:
    return (each for each in map(given, _all(carrier)) if each is not None)


def derive_withdrawn(carrier: UUID) -> Iterator[Row]:
    return (each for each in map(withdrawn, _all(carrier)) if each is not None)


def _done(item: AgendaItem, user: UUID) -> None:
    Consent.objects.filter(pk=item.source_id).update(done_at=item.done_at or clock.now(), done_by_id=user)


def _undo(item: AgendaItem, user: UUID) -> None:
    Consent.objects.filter(pk=item.source_id).update(done_at=None, done_by_id=None)


def _postpone(item: AgendaItem, user: UUID, day: date) -> None:
    Consent.objects.filter(pk=item.source_id).update(remind_on=day)


def _delegate(item: AgendaItem, user: UUID, to: UUID) -> None:
    Consent.objects.filter(pk=item.source_id).update(owner_id=to)


register(
    Source(
        EXPIRY,
        _("Einwilligung läuft ab"),
        "lock",
        "legal_bases",
        derive_expiries,
        done=_done,
        undo=_undo,
        postpone=_postpone,
        delegate=_delegate,
    )
)
register(Source(GIVEN, _("Einwilligung"), "lock", "legal_bases", derive_given))
register(Source(WITHDRAWN, _("Widerruf"), "lock", "legal_bases", derive_withdrawn))
