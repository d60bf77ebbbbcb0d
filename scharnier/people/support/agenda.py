# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The end of support on the agenda: as early as the project wants to be warned, until somebody goes on or has left.

What a click does to it (later, handed over, seen to) is kept with the participation, together with the last day it was
about: an extension begins anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from scharnier.foundation import clock, projections
from scharnier.foundation.models import AgendaItem
from scharnier.foundation.projections import Anchor, Due, Row, Source, register
from scharnier.network.programmes.queries import today_in
from scharnier.people import projected
from scharnier.people.models import Enrolment

KIND = "support_limit"
TITLE = gettext_noop("Begleitung verlängern oder abschließen")
CHUNK = 2000


def due(row: Enrolment, warning_days: int) -> Due | None:
    """What a participation puts on the agenda, None where support has no end or is over."""
    until = row.support_until
    if until is None or row.exited_on is not None:
        return None
    kept = row.support_reminder if row.support_reminder.get("until") == until.isoformat() else {}
    return Due(
        Anchor(row.carrier_id, row.project_id, row.person_id, KIND, row.pk),
        date.fromisoformat(kept["due_on"]) if "due_on" in kept else until - timedelta(days=warning_days),
        row.person.list_name,
        TITLE,
        f"befristet bis {until:%d.%m.%Y}",
        owner=UUID(kept["owner"]) if "owner" in kept else row.staff_id,
        done_at=datetime.fromisoformat(kept["done_at"]) if "done_at" in kept else None,
        done_by=UUID(kept["done_by"]) if "done_by" in kept else None,
    )


def _limited(**where: object) -> QuerySet[Enrolment]:
    rows = Enrolment.objects.filter(exited_on=None, support_until__isnull=False, **where)
    return rows.select_related("person").order_by("pk")


def derive(carrier: UUID) -> Iterator[Row]:
    """Every item that should stand on the agenda of a carrier."""
    days = cache(lambda project: today_in(project).warning_days)
    for row in _limited(carrier_id=carrier).iterator(chunk_size=CHUNK):
        if (item := due(row, days(row.project_id))) is not None:
            yield item


def refresh(persons: Sequence[UUID]) -> None:
    """The agenda of these persons' participations anew; two statements and one for each project."""
    rows = list(_limited(person_id__in=persons))
    AgendaItem.objects.filter(kind=KIND, subject_id__in=persons).exclude(
        source_id__in=[row.pk for row in rows]
    ).delete()
    days = cache(lambda project: today_in(project).warning_days)
    projections.put(item for row in rows if (item := due(row, days(row.project_id))) is not None)


def in_line(project: UUID) -> None:
    """The agenda of a project as today's settings and last days say; nothing is written where nothing differs."""
    days = today_in(project).warning_days
    there = {
        source: (due_on, detail)
        for source, due_on, detail in AgendaItem.objects.filter(project_id=project, kind=KIND).values_list(
            "source_id", "due_on", "detail"
        )
    }
    differing = []
    for row in _limited(project_id=project).iterator(chunk_size=CHUNK):
        item = due(row, days)
        if item is not None and there.pop(row.pk, None) != (item.due_on, item.detail):
            differing.append(item)
    projections.put(differing)
    AgendaItem.objects.filter(project_id=project, kind=KIND, source_id__in=list(there)).delete()


# ---------- what a click on Today does ----------


def _keep(item: AgendaItem, without: Sequence[str] = (), **facts: str) -> None:
    row = Enrolment.objects.select_for_update().get(pk=item.source_id)
    until = row.support_until.isoformat() if row.support_until else ""
    kept = row.support_reminder if row.support_reminder.get("until") == until else {}
    left = {name: value for name, value in kept.items() if name not in without}
    row.support_reminder = {**left, **facts, "until": until}
    row.save(update_fields=["support_reminder"])


def _done(item: AgendaItem, user: UUID) -> None:
    _keep(item, done_at=(item.done_at or clock.now()).isoformat(), done_by=str(user))


def _undo(item: AgendaItem, user: UUID) -> None:
    _keep(item, without=("done_at", "done_by"))


def _postpone(item: AgendaItem, user: UUID, day: date) -> None:
    _keep(item, due_on=day.isoformat())


def _delegate(item: AgendaItem, user: UUID, to: UUID) -> None:
    _keep(item, owner=str(to))


register(
    Source(
        KIND,
        _("Ende der Begleitung"),
        "clock",
        "person_edit",
        derive,
        done=_done,
        undo=_undo,
        delegate=_delegate,
        postpone=_postpone,
    )
)
projected.after_refresh(refresh)
