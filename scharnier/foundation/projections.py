# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Agenda, timeline and search: three tables that *Today*, the file and the search box each read alone.

A room's action writes its projections in its own transaction; `scharnier check` derives them a second time from the
room's rows and compares. A room registers one `Source` per kind, which tells how to rebuild it and what a click on
*done* does.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.functional import Promise

from scharnier.foundation import clock
from scharnier.foundation.ids import uuid7
from scharnier.foundation.models import (
    AgendaItem,
    Projection,
    SearchEntry,
    TimelineEntry,
)
from scharnier.foundation.prepared import Read
from scharnier.foundation.ui import addresses


@dataclass(slots=True)  # these four aren't frozen: when they are made by the million, freezing is most of their cost
class Anchor:
    """Where a projected row belongs: the keys and the lock of its source."""

    carrier: UUID
    project: UUID
    subject: UUID
    kind: str
    source: UUID
    audience: UUID | None = None


@dataclass(slots=True)
class Due:
    """An agenda item as a room describes it."""

    anchor: Anchor
    due_on: date
    subject_name: str
    title: str
    detail: str = ""
    owner: UUID | None = None
    key: str = ""
    done_at: datetime | None = None
    done_by: UUID | None = None


@dataclass(slots=True)
class Event:
    """A timeline entry as a room describes it."""

    anchor: Anchor
    at: datetime
    title: str
    text: str = ""
    author: UUID | None = None
    author_name: str = ""


@dataclass(slots=True)
class Findable:
    """A search entry as a room describes it."""

    anchor: Anchor
    title: str
    text: str = ""


Row = Due | Event | Findable
Handler = Callable[[AgendaItem, UUID], None]


@dataclass(frozen=True)
class Source:
    """How a room's kind behaves: icon and address for display, handlers for the agenda, `derive` to rebuild.

    `derive(carrier)` yields every row this kind should have for one carrier. `done` answers with one click, called
    `done_label` where "Erledigt" would not say what it does; `answers` are the codes and labels of the most frequent
    answers where there are several, which `answer(item, user, code)` keeps. With neither an item is a notice that can
    only be opened or postponed. `module`: shown only where the project has it switched on. `told` says title and text
    of a timeline entry in today's words of its project, where they differ from what is stored.
    """

    kind: str
    label: str | Promise
    icon: str
    url_name: str
    derive: Callable[[UUID], Iterator[Row]]
    done: Handler | None = None
    done_label: str | Promise = ""
    answers: Callable[[], list[tuple[str, str]]] | None = None
    answer: Callable[[AgendaItem, UUID, str], None] | None = None
    undo: Handler | None = None
    delegate: Callable[[AgendaItem, UUID, UUID], None] | None = None
    postpone: Callable[[AgendaItem, UUID, date], None] | None = None
    url_subject: str = field(default="person_id")
    module: str = ""
    told: Callable[[TimelineEntry], tuple[str, str]] | None = None


_sources: dict[str, Source] = {}
_gone: list[Callable[[UUID], Collection[UUID]]] = []


def leave_out(gone: Callable[[UUID], Collection[UUID]]) -> None:
    """Subjects of a carrier of whom nothing may be projected, whatever their rows say."""
    _gone.append(gone)


def _derived(carrier: UUID) -> Iterator[Row]:
    gone = {subject for each in _gone for subject in each(carrier)}
    for source in sources():
        for row in source.derive(carrier):
            if row.anchor.subject not in gone:
                yield row


def register(source: Source) -> None:
    _sources[source.kind] = source


def source_of(kind: str) -> Source:
    return _sources[kind]


def kinds_of(modules: Collection[str]) -> list[str]:
    """The kinds that belong to these modules."""
    return [source.kind for source in _sources.values() if source.module in modules]


def sources() -> list[Source]:
    return list(_sources.values())


def address(kind: str, subject: UUID, source: UUID) -> str:
    """Where a click on a projected row leads."""
    found = _sources[kind]
    return addresses.address(found.url_name, subject if found.url_subject == "person_id" else source)


def _keys(anchor: Anchor) -> dict[str, Any]:
    return {
        "carrier_id": anchor.carrier,
        "project_id": anchor.project,
        "subject_id": anchor.subject,
        "audience_id": anchor.audience,
        "kind": anchor.kind,
        "source_id": anchor.source,
    }


def as_model(row: Row) -> AgendaItem | TimelineEntry | SearchEntry:
    """The table row for a described one, not yet saved."""
    keys = {"id": uuid7(), **_keys(row.anchor)}
    if isinstance(row, Due):
        return AgendaItem(
            **keys,
            key=row.key,
            owner_id=row.owner,
            due_on=row.due_on,
            subject_name=row.subject_name,
            title=row.title,
            detail=row.detail,
            done_at=row.done_at,
            done_by_id=row.done_by,
        )
    if isinstance(row, Event):
        return TimelineEntry(
            **keys,
            at=row.at,
            title=row.title,
            text=row.text,
            author_id=row.author,
            author_name=row.author_name,
        )
    return SearchEntry(**keys, title=row.title, text=row.text)


_UNIQUE = {
    AgendaItem: ["carrier_id", "kind", "source_id", "key"],
    TimelineEntry: ["carrier_id", "kind", "source_id", "project_id"],
    SearchEntry: ["carrier_id", "kind", "source_id", "project_id"],
}
_CHANGING = {
    AgendaItem: [
        "project_id",
        "audience_id",
        "owner_id",
        "due_on",
        "subject_name",
        "title",
        "detail",
        "done_at",
        "done_by_id",
    ],
    TimelineEntry: ["audience_id", "at", "title", "text", "author_id", "author_name"],
    SearchEntry: ["audience_id", "title", "text"],
}
MODELS: tuple[type[Projection], ...] = (AgendaItem, TimelineEntry, SearchEntry)


def put(rows: Iterable[Row]) -> None:
    """Write or refresh projected rows (one statement per table)."""
    by_model: dict[type[Projection], list[Any]] = {}
    for row in rows:
        model = as_model(row)
        by_model.setdefault(type(model), []).append(model)
    for model_class, models in by_model.items():
        _write(model_class, models)


def _write(model: type[Projection], rows: list[Any]) -> None:
    model._default_manager.bulk_create(
        rows, update_conflicts=True, unique_fields=_UNIQUE[model], update_fields=_CHANGING[model]
    )


def drop(carrier: UUID, kind: str, sources: Iterable[UUID], *, agenda: bool = True) -> None:
    """Take away what was projected from these rows."""
    wanted = list(sources)
    for model in MODELS:
        if model is AgendaItem and not agenda:
            continue
        model._default_manager.filter(carrier_id=carrier, kind=kind, source_id__in=wanted).delete()


def drop_due(carrier: UUID, kind: str, source: UUID, keep: Iterable[str] = ()) -> None:
    """Take away open agenda items of a source except those with the keys in `keep`."""
    AgendaItem.objects.filter(carrier_id=carrier, kind=kind, source_id=source, done_at=None).exclude(
        key__in=list(keep)
    ).delete()


def rename(subject: UUID, name: str) -> None:
    """A person's name changed: the agenda shows it."""
    AgendaItem.objects.filter(subject_id=subject).update(subject_name=name)


def mark_done(item: AgendaItem, user: UUID) -> None:
    """*Erledigt*: the room's own handler first, then the item."""
    source = source_of(item.kind)
    if item.done_at is None and source.done is not None:
        item.done_at, item.done_by_id = clock.now(), user  # first: the handler keeps the same moment
        source.done(item, user)
        item.save(update_fields=["done_at", "done_by_id"])


def mark_answered(item: AgendaItem, user: UUID, code: str) -> None:
    """One of the answers that the kind offers; the room checks it and projects what follows."""
    source = source_of(item.kind)
    if item.done_at is None and source.answer is not None:
        source.answer(item, user, code)
        item.refresh_from_db()


def mark_open(item: AgendaItem, user: UUID) -> None:
    """*Rückgängig*: opens a done item again, or takes back a postponement."""
    source = source_of(item.kind)
    if item.done_at is not None:
        if source.undo is not None:
            source.undo(item, user)
        item.done_at, item.done_by_id = None, None
        item.save(update_fields=["done_at", "done_by_id"])
    elif item.postponed_from is not None:
        postpone(item, user, item.postponed_from)
        item.postponed_from = None
        item.save(update_fields=["postponed_from"])


def postpone(item: AgendaItem, user: UUID, day: date) -> None:
    """*Später*: another day; the first one is remembered for *Rückgängig*."""
    source = source_of(item.kind)
    if source.postpone is not None:
        source.postpone(item, user, day)
    item.postponed_from, item.due_on = item.due_on, day
    item.save(update_fields=["postponed_from", "due_on"])


def delegate(item: AgendaItem, user: UUID, to: UUID) -> None:
    """*Abgeben*: to a colleague."""
    source = source_of(item.kind)
    if source.delegate is not None:
        source.delegate(item, user, to)
    item.owner_id = to
    item.save(update_fields=["owner_id"])


def search(query: str, limit: int = 20) -> list[SearchEntry]:
    """Entries in the caller's scope that contain every word of `query` (parts of words count); one statement."""
    return list(
        SearchEntry.objects.raw(
            "SELECT id, carrier_id, project_id, subject_id, audience_id, kind, source_id, title, text "
            "FROM app_search(%s, %s)",
            [query, limit],
        )
    )


def _identity(row: Any) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in _UNIQUE[type(row)])


def _content(row: Any) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in _CHANGING[type(row)])


def compare(carrier: UUID) -> list[str]:
    """Every difference between what is projected for a carrier and what its rooms derive; empty when all is well."""
    return [problem for problem, _row, _expected in _differences(carrier)]


def _differences(carrier: UUID) -> Iterator[tuple[str, Any, Any]]:
    """(what is wrong, the row that is there or None, the row that should be there or None)."""
    wanted = {(type(row), *_identity(row)): row for row in map(as_model, _derived(carrier))}
    for model in MODELS:
        for row in model._default_manager.filter(carrier_id=carrier).iterator(chunk_size=5000):
            key = (model, *_identity(row))
            expected = wanted.pop(key, None)
            if expected is None:
                yield f"{model.__name__} {row.kind} {row.source_id}: has no source", row, None
            elif _content(row) != _content(expected):
                yield f"{model.__name__} {row.kind} {row.source_id}: differs from its source", row, expected
    for key, row in wanted.items():
        yield f"{key[0].__name__} {row.kind} {row.source_id}: missing", None, row


def mend(carrier: UUID) -> int:
    """Make right what differs, and nothing else, so that what was postponed stays so; returns how many rows.

    For an upgrade: a new version may word or fold what older ones have written otherwise.
    """
    found = list(_differences(carrier))
    for model in MODELS:
        gone = [row.pk for _problem, row, expected in found if expected is None and type(row) is model]
        model._default_manager.filter(pk__in=gone).delete()
        _write(model, [expected for _problem, _row, expected in found if type(expected) is model])
    return len(found)


def rebuild(carrier: UUID) -> int:
    """Make all projections of a carrier anew; returns how many. Postponement marks are lost, dates are not."""
    for model in MODELS:
        model._default_manager.filter(carrier_id=carrier).delete()
    count = 0
    batch: list[Row] = []
    for row in _derived(carrier):
        batch.append(row)
        if len(batch) == 2000:
            put(batch)
            count, batch = count + len(batch), []
    put(batch)
    return count + len(batch)


def open_items(subject_ids: list[UUID]) -> dict[UUID, AgendaItem]:
    """The next open item of each subject; one statement, for lists."""
    return {item.subject_id: item for item in _NEXT(ids=tuple(subject_ids))}


_NEXT = Read(
    lambda _scope, ids: (
        AgendaItem.objects.filter(subject_id__in=ids, done_at=None)
        .order_by("subject_id", "due_on", "id")
        .distinct("subject_id")
    )
)
