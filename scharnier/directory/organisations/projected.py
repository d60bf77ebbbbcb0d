# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the agenda says of cooperation agreements: that one ends. Texts are German and stored."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from scharnier.directory.organisations.models import Cooperation
from scharnier.foundation import clock, principals, projections
from scharnier.foundation.models import AgendaItem
from scharnier.foundation.projections import Anchor, Due, Row, Source

ENDS = "directory.cooperation"
SHOW = "directory.cooperation_shown"
# So long before the end somebody talks about going on.
BEFORE = timedelta(days=28)
CHUNK = 2000


def due(row: Cooperation) -> Due | None:
    """Four weeks before the end of an agreement; none without project, owner or end, nor for one ended early."""
    if row.ends is None or row.project_id is None or row.owner_id is None:
        return None
    about = row.reminder if row.reminder.get("until") == row.ends.isoformat() else {}
    if about.get("over"):
        return None
    done = about.get("done_at")
    day = about.get("due_on")
    return Due(
        Anchor(row.carrier_id, row.project_id, row.organisation_id, ENDS, row.pk),
        date.fromisoformat(day) if day else max(row.begins, row.ends - BEFORE),
        row.organisation.name,
        f"Kooperationsvereinbarung endet am {row.ends:%d.%m.%Y}",
        row.title,
        owner=row.owner_id,
        done_at=datetime.fromisoformat(done) if done else None,
        done_by=UUID(about["done_by"]) if done else None,
    )


def put(row: Cooperation) -> None:
    """The agenda item as it should be; by a task where the agreement belongs to another project of the carrier."""
    who = principals.current()
    staff = who is not None and who.kind != principals.Kind.SYSTEM
    if staff and row.project_id is not None and row.project_id not in principals.scope().writes:
        app.configure_task(SHOW).defer(carrier=str(row.carrier_id), cooperation=str(row.pk))
        return
    item = due(row)
    if item is None:
        AgendaItem.objects.filter(carrier_id=row.carrier_id, kind=ENDS, source_id=row.pk).delete()
    else:
        projections.put([item])


def derive(carrier: UUID) -> Iterator[Row]:
    rows = Cooperation.objects.filter(carrier_id=carrier, ends__isnull=False).select_related("organisation")
    return (found for found in map(due, rows.iterator(chunk_size=CHUNK)) if found is not None)


def _said(item: AgendaItem, **values: str | None) -> None:
    row = Cooperation.objects.get(pk=item.source_id)
    until = row.ends.isoformat() if row.ends else ""
    kept: dict[str, Any] = row.reminder if row.reminder.get("until") == until else {}
    said = {name: value for name, value in {**kept, **values, "until": until}.items() if value is not None}
    Cooperation.objects.filter(pk=row.pk).update(reminder=said, version=F("version") + 1)


def _done(item: AgendaItem, user: UUID) -> None:
    _said(item, done_at=(item.done_at or clock.now()).isoformat(), done_by=str(user))


def _open(item: AgendaItem, user: UUID) -> None:
    _said(item, done_at=None, done_by=None)


def _later(item: AgendaItem, user: UUID, day: date) -> None:
    _said(item, due_on=day.isoformat())


def _handed(item: AgendaItem, user: UUID, to: UUID) -> None:
    Cooperation.objects.filter(pk=item.source_id).update(owner_id=to, version=F("version") + 1)


projections.register(
    Source(
        ENDS,
        _("Ende einer Kooperationsvereinbarung"),
        "firm",
        "organisation",
        derive,
        done=_done,
        undo=_open,
        delegate=_handed,
        postpone=_later,
    )
)
