# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What documents leave in timeline and agenda."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from scharnier.foundation import clock, projections
from scharnier.foundation.models import AgendaItem
from scharnier.foundation.projections import Anchor, Due, Event, Row, Source, register
from scharnier.knowledge import codes
from scharnier.people import projected
from scharnier.people.documents.models import Document
from scharnier.people.models import Enrolment

STORED, EXPIRY = "people.document", "people.document_expiry"
# Days before a paper expires on which somebody is reminded.
AHEAD = timedelta(days=60)
# Papers whose event a room above writes: it knows who wrote and what about.
QUIET = "letter"


def _anchor(row: Document, kind: str) -> Anchor:
    return Anchor(row.carrier_id, row.project_id, row.person_id, kind, row.pk)


def called(row: Document) -> str:
    """The title, or what kind of paper it is. Stored in German."""
    if row.title:
        return row.title
    return codes.label("document_category", row.category) if codes.is_code("document_category", row.category) else ""


def stored_event(row: Document) -> Event:
    return Event(
        _anchor(row, STORED),
        at=row.created_at,
        title=f"Dokument: {called(row)}",
        author=row.author_id,
        author_name=row.author.display_name,
    )


def expiry_due(row: Document) -> Due | None:
    if row.remind_on is None or row.valid_until is None:
        return None
    return Due(
        _anchor(row, EXPIRY),
        due_on=row.remind_on,
        subject_name=row.person.list_name,
        title=f"{called(row)} läuft ab",
        detail=f"Gültig bis {row.valid_until:%d.%m.%Y}",
        owner=row.owner_id,
        done_at=row.remind_done_at,
        done_by=row.remind_done_by_id,
    )


def reminder_day(valid_until: date | None) -> date | None:
    """Sixty days ahead, at the earliest today; None for a paper that has expired."""
    today = clock.today()
    if valid_until is None or valid_until < today:
        return None
    return max(valid_until - AHEAD, today)


def _expiring() -> QuerySet[Document]:
    """Papers with a reminder, while the participation lasts."""
    open_part = Enrolment.objects.filter(
        person_id=OuterRef("person_id"), project_id=OuterRef("project_id"), exited_on=None
    )
    rows = Document.objects.filter(remind_on__isnull=False, removed_at=None).annotate(taking_part=Exists(open_part))
    return rows.select_related("person")


def refresh(persons: Sequence[UUID]) -> None:
    """The reminders of these persons anew: nobody is reminded after the exit."""
    rows = list(_expiring().filter(person_id__in=list(persons)))
    projections.put([due for row in rows if row.taking_part and (due := expiry_due(row))])  # type: ignore[attr-defined]  # annotated
    gone = [row.pk for row in rows if not row.taking_part]  # type: ignore[attr-defined]  # annotated
    if gone:
        AgendaItem.objects.filter(kind=EXPIRY, source_id__in=gone, done_at=None).delete()


def derive_stored(carrier: UUID) -> Iterator[Row]:
    rows = Document.objects.filter(carrier_id=carrier, removed_at=None).exclude(category=QUIET).select_related("author")
    return map(stored_event, rows.iterator(chunk_size=2000))


def derive_expiry(carrier: UUID) -> Iterator[Row]:
    rows = _expiring().filter(carrier_id=carrier).iterator(chunk_size=2000)
    found = (expiry_due(row) for row in rows if row.taking_part or row.remind_done_at)  # type: ignore[attr-defined]  # annotated
    return (due for due in found if due is not None)


# ---------- what a click on the agenda does ----------


def _done(item: AgendaItem, user: UUID) -> None:
    Document.objects.filter(pk=item.source_id).update(remind_done_at=item.done_at, remind_done_by_id=user)


def _open(item: AgendaItem, user: UUID) -> None:
    Document.objects.filter(pk=item.source_id).update(remind_done_at=None, remind_done_by_id=None)


def _later(item: AgendaItem, user: UUID, day: date) -> None:
    Document.objects.filter(pk=item.source_id).update(remind_on=day)


def _handed(item: AgendaItem, user: UUID, to: UUID) -> None:
    Document.objects.filter(pk=item.source_id).update(owner_id=to)


register(Source(STORED, _("Dokument"), "draft", "document", derive_stored, url_subject="document_id"))
register(
    Source(
        EXPIRY,
        _("Dokument läuft ab"),
        "draft",
        "document",
        derive_expiry,
        done=_done,
        undo=_open,
        delegate=_handed,
        postpone=_later,
        url_subject="document_id",
    )
)
projected.after_refresh(refresh)
