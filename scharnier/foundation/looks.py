# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody saw to something that comes again: a dated act, kept with the row it is about, that can be taken back.

A plan that was gone through, a firm that was asked: the point of that day is done and the next one stands open, both
from the same row. The row keeps its looks in a column `looks` (a list of objects); each is a done agenda item whose
key is the id of the look. The open item of the row has the key "".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from scharnier.foundation import clock
from scharnier.foundation.ids import uuid7
from scharnier.foundation.models import AgendaItem
from scharnier.foundation.projections import Anchor, Due
from scharnier.foundation.writes import DomainError


@dataclass(frozen=True)
class Look:
    """What was done, when and by whom (`name` as it was then); `owner` had to, `due_on` was its day.

    `said`: the outcome, in German as it is stored. `before`: what taking it back restores.
    """

    id: UUID
    at: datetime
    by: UUID
    owner: UUID | None
    due_on: date
    title: str
    said: str
    name: str
    before: Mapping[str, Any]

    def kept(self) -> dict[str, Any]:
        """As it stands in the column."""
        return {
            "id": str(self.id),
            "at": self.at.isoformat(),
            "by": str(self.by),
            "owner": str(self.owner) if self.owner else None,
            "due_on": self.due_on.isoformat(),
            "title": self.title,
            "said": self.said,
            "name": self.name,
            "before": dict(self.before),
        }


def of(column: Sequence[Mapping[str, Any]]) -> Iterator[Look]:
    """The looks of a row, first to last."""
    for row in column:
        yield Look(
            UUID(row["id"]),
            datetime.fromisoformat(row["at"]),
            UUID(row["by"]),
            UUID(row["owner"]) if row["owner"] else None,
            date.fromisoformat(row["due_on"]),
            row["title"],
            row["said"],
            row["name"],
            row["before"],
        )


def settle(item: AgendaItem, user: UUID, said: str, name: str, **before: Any) -> Look:
    """The open item becomes the done one of a new look, which makes room for the next; `before`: plain JSON."""
    at = item.done_at or clock.now()
    look = Look(uuid7(), at, user, item.owner_id, item.due_on, item.title, said, name, before)
    item.key, item.detail, item.done_at, item.done_by_id, item.postponed_from = str(look.id), said, at, user, None
    item.save(update_fields=["key", "detail", "done_at", "done_by_id", "postponed_from"])
    return look


def take_back(item: AgendaItem, column: Sequence[Mapping[str, Any]]) -> tuple[Look, list[Mapping[str, Any]]]:
    """The last look of a row and those before it; the item becomes the open one again, in place of the next.

    Raises DomainError for one that is not the last: what came after it was worked out from it.
    """
    *others, last = [*column] or [{"id": ""}]
    if last["id"] != item.key:
        raise DomainError(_("Danach ist schon wieder etwas geschehen. Öffnen Sie den Punkt."))
    mine = {"carrier_id": item.carrier_id, "kind": item.kind, "source_id": item.source_id}
    AgendaItem.objects.filter(**mine, key="").delete()
    item.key = ""
    item.save(update_fields=["key"])
    return next(of([last])), others


def dues(anchor: Anchor, subject_name: str, column: Sequence[Mapping[str, Any]]) -> Iterator[Due]:
    """The done items of a row."""
    for look in of(column):
        yield Due(
            anchor,
            look.due_on,
            subject_name,
            look.title,
            look.said,
            owner=look.owner,
            key=str(look.id),
            done_at=look.at,
            done_by=look.by,
        )
