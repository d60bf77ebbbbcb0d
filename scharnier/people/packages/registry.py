# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What becomes of every table when whole files leave in a package: it is carried, or there is a reason why not.

A room decides about its own tables in its `packing.py`. A table with a person in it about which nobody has decided
fails a test. Keys are made anew at the other end; a carried table may only point to carrier, project, staff and other
carried tables.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from django.apps import apps
from django.db import models
from django.utils.functional import Promise

from scharnier.foundation.cards import all_cards
from scharnier.network.models import User


@dataclass(frozen=True)
class Carried:
    """A table that goes along.

    `ids`: columns with identifiers that are no foreign keys, or JSON full of identifiers of carried rows; `swap`: JSON
    in which projects and staff are named;
    `droppable`: columns for staff that stay empty when the colleague isn't known at the other end.
    """

    table: str
    ids: tuple[str, ...] = ()
    swap: tuple[str, ...] = ()
    droppable: tuple[str, ...] = ()


@dataclass(frozen=True)
class Left:
    """A table that stays, and why; the reason stands in the package."""

    table: str
    reason: str | Promise


_carried: dict[str, Carried] = {}
_left: dict[str, Left] = {}
_after: list[Callable[[Sequence[UUID]], None]] = []


def carry(table: str, *, ids: Sequence[str] = (), swap: Sequence[str] = (), droppable: Sequence[str] = ()) -> None:
    _decide(table)
    _carried[table] = Carried(table, tuple(ids), tuple(swap), tuple(droppable))


def leave(table: str, reason: str | Promise) -> None:
    _decide(table)
    _left[table] = Left(table, reason)


def after_import(project: Callable[[Sequence[UUID]], None]) -> None:
    """Have `project(persons)` called when files came in: what the room derives from its rows."""
    _after.append(project)


def _decide(table: str) -> None:
    if table in _carried or table in _left:
        raise ValueError(f"{table} is decided about twice.")


def carried() -> list[Carried]:
    """Persons and participations first: everything else is visible only once they are there."""
    first = ("people_person", "people_enrolment")
    return sorted(_carried.values(), key=lambda each: (each.table not in first, each.table != first[0], each.table))


def left() -> list[Left]:
    return sorted(_left.values(), key=lambda each: each.table)


def derive(persons: Sequence[UUID]) -> None:
    for project in _after:
        project(persons)


@dataclass(frozen=True)
class Shape:
    """What the machinery knows of a carried table: its columns, and what each refers to."""

    carried: Carried
    subject: str
    columns: tuple[str, ...]
    keys: frozenset[str]  # to other carried rows
    staff: frozenset[str]
    required: frozenset[str]
    in_project: bool
    defaults: dict[str, models.Field]  # type: ignore[type-arg]  # any field


@cache
def shape(table: str) -> Shape:
    model = next(each for each in apps.get_models() if each._meta.db_table == table)
    fields = [each for each in model._meta.concrete_fields if not isinstance(each, models.GeneratedField)]
    related = {each.attname: each.related_model for each in fields if each.is_relation}
    tables = {name: target._meta.db_table for name, target in related.items() if isinstance(target, type)}
    carried_ = _carried[table]
    subject = all_cards()[table].subject
    ours = {name for name, target in tables.items() if target in _carried}
    return Shape(
        carried=carried_,
        subject=subject,
        columns=tuple(each.attname for each in fields),
        keys=frozenset({"id", subject, *ours, *carried_.ids}),
        staff=frozenset(name for name, target in related.items() if target is User),
        required=frozenset(each.attname for each in fields if not each.null),
        in_project="project_id" in related,
        defaults={each.attname: each for each in fields if each.has_default()},
    )


def undecided() -> list[str]:
    """Tables and columns about which nobody has decided; empty when all is well."""
    found = []
    tables = {model._meta.db_table: model for model in apps.get_models()}
    for card in all_cards().values():
        if card.subject and card.table not in _carried and card.table not in _left:
            found.append(f"{card.table}: neither carried nor left")
    known = {"network_carrier", "network_project", "network_user", *_carried}
    for table in _carried:
        for field in tables[table]._meta.concrete_fields:
            target = field.related_model
            if isinstance(target, type) and target._meta.db_table not in known:
                found.append(f"{table}.{field.attname}: points to {target._meta.db_table}, which stays")
            loose = isinstance(field, models.UUIDField) and not field.is_relation and not field.primary_key
            if loose and field.attname not in _carried[table].ids:
                found.append(f"{table}.{field.attname}: an identifier of what?")
    return found
