# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads that a page makes at every opening: Django writes their SQL once for each shape, not once for each page.

Putting a query together and writing it as SQL takes Django 1 to 4 ms, longer than PostgreSQL needs to answer; a file
has ten of them. A `Read` has its query written with stand-ins in the place of ids and days, remembers where they ended
up, and from then on only puts in what is asked for. Rows are made by Django as always.

PostgreSQL in turn plans it once: a text that a connection has asked for often is kept there as a prepared statement.
With row-level security in every table, planning a read takes it three to ten times as long as answering it. Only ids,
days and times are its parameters, with their types; every word and number stands in the text, so that a plan is made
for what is asked. After five plans of its own PostgreSQL compares what a general one costs and takes it if it is no
dearer.

Only ids, days and times may differ between two uses of one text. Everything else that is given (a word, a number, how
many ids) tells texts apart, and so does the day, so that a query that asks the clock is never of yesterday. An id or a
time that was not given but got into the text is refused: it would be another person's.
"""

from __future__ import annotations

import copy
import itertools
import re
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any, Generic, TypeVar, cast
from uuid import UUID, uuid4
from weakref import WeakKeyDictionary

import psycopg
from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet
from django.db.models.sql import Query

from scharnier.foundation import clock
from scharnier.foundation.principals import Kind, Principal, Scope

_REMEMBERED = 200
_OFTEN = 3
"""So many times a connection asks a text as it is before it has it prepared."""
_KEPT = 80
"""Statements prepared at once on a connection; the one not asked for longest makes room."""
_NUMBERS = itertools.count(1)
_REACH = ("carriers", "projects", "writes", "admins", "leads", "audiences")
_RARE = ("narrow", "cases", "cover_audiences", "told_projects", "told_cases", "own", "hidden")


R = TypeVar("R")


class Leak(RuntimeError):
    """A prepared read that would carry an id or a time of its first use into every other."""


@dataclass
class Read(Generic[R]):
    """`build(scope, **given)` gives the query; calling the read with the same gives its rows as a list.

    Somebody whose reach is out of the ordinary (a substitution for chosen cases, a person kept from them, subject
    access) is served by `build` directly.
    """

    build: Callable[..., QuerySet[Any, R]]
    _texts: dict[Hashable, _Text | None] = field(default_factory=dict)

    def __call__(self, scope: Scope | None = None, **given: Any) -> list[R]:
        if scope is not None and not _ordinary(scope):
            return list(self.build(scope, **given))
        key = (clock.today(), _reach(scope), *((name, _shape(value)) for name, value in given.items()))
        if key not in self._texts:
            if len(self._texts) >= _REMEMBERED:
                self._texts.clear()
            self._texts[key] = _written(self.build, scope, given)
        text = self._texts[key]
        if text is None:
            return list(self.build(scope, **given))
        return text.rows(scope, given)


def padded(ids: Iterable[UUID]) -> tuple[UUID, ...]:
    """The same ids, the last one repeated until they are a power of two: a few texts serve every number of them."""
    given = tuple(ids)
    wanted = 1 << (len(given) - 1).bit_length() if given else 0
    return given + given[-1:] * (wanted - len(given))


@dataclass(frozen=True)
class _Text:
    """A query as written: `places` says for each parameter which of the values given it takes, or is the parameter."""

    queryset: QuerySet[Any, Any]
    compiler: Any
    sql: str
    places: tuple[Any, ...]

    def rows(self, scope: Scope | None, given: dict[str, Any]) -> list[Any]:
        values = _values(scope, given)
        sql, params = _PLANS.call(self, values)
        old = self.queryset
        asked = type(old)(model=old.model, query=cast("Query", _Query(self, sql, params)), using=old.db)
        asked._iterable_class = old._iterable_class
        asked._fields = old._fields  # type: ignore[attr-defined]
        return list(asked)

    def plain(self, values: list[Any]) -> tuple[str, tuple[Any, ...]]:
        """The text itself with its parameters."""
        return self.sql, tuple(_filled(place, values) for place in self.places)

    @cached_property
    def positions(self) -> list[int]:
        """Which of the values given the prepared statement takes, in its order."""
        return [place.position for place in _places(self.places)]

    @cached_property
    def name(self) -> str:
        """Of the prepared statement: after the table it reads, so that logs of the database can be read."""
        return f"{self.queryset.model._meta.db_table[:40]}_{next(_NUMBERS)}"


class _Plans:
    """Which connection has been asked what, and has what prepared."""

    def __init__(self) -> None:
        self._asked: WeakKeyDictionary[psycopg.Connection[Any], dict[str, int]] = WeakKeyDictionary()
        self._ready: WeakKeyDictionary[psycopg.Connection[Any], dict[str, _Text]] = WeakKeyDictionary()

    def call(self, text: _Text, values: list[Any]) -> tuple[str, tuple[Any, ...]]:
        """What is sent: the text itself, or the call of the statement prepared from it."""
        wrapper = connections[text.queryset.db]
        connection = wrapper.connection
        if connection is None or wrapper.needs_rollback:
            return text.plain(values)
        ready = self._ready.setdefault(connection, {})
        if ready.get(text.name) is text:
            ready[text.name] = ready.pop(text.name)  # the last of the line
        else:
            asked = self._asked.setdefault(connection, {})
            asked[text.name] = asked.get(text.name, 0) + 1
            if asked[text.name] < _OFTEN:
                return text.plain(values)
            with wrapper.wrap_database_errors:
                self._prepare(connection, ready, text)
            del asked[text.name]
        # Ids, days and times hold nothing that wants quoting; the driver would take apart and quote hundreds of
        # placeholders anew at each call.
        call = ", ".join(f"'{values[each]}'" for each in text.positions)
        return f"EXECUTE {text.name}({call})" if call else f"EXECUTE {text.name}", ()

    def _prepare(self, connection: psycopg.Connection[Any], ready: dict[str, _Text], text: _Text) -> None:
        with psycopg.ClientCursor(connection) as cursor:
            if len(ready) >= _KEPT:
                oldest = next(iter(ready))
                cursor.execute(f"DEALLOCATE {oldest}".encode())
                del ready[oldest]
            cursor.execute(_statement(text, cursor).encode())
        ready[text.name] = text


_PLANS = _Plans()
_TYPES = {UUID: "uuid", date: "date", datetime: "timestamptz"}


def _places(places: Iterable[Any]) -> Iterable[_Place]:
    for place in places:
        if isinstance(place, _Place):
            yield place
        elif isinstance(place, list):
            yield from _places(place)


def _statement(text: _Text, cursor: psycopg.ClientCursor[Any]) -> str:
    """PREPARE with typed parameters for ids, days and times; everything else is written into the text."""
    numbers = itertools.count(1)

    def said(place: Any) -> str:
        if isinstance(place, _Place):
            return f"${next(numbers)}"
        if isinstance(place, list) and any(True for _place in _places(place)):
            return f"ARRAY[{', '.join(said(each) for each in place)}]"
        return cursor.mogrify("%s", (place,))

    remaining = iter(text.places)
    sql = re.sub(r"%[s%]", lambda found: "%" if found[0] == "%%" else said(next(remaining)), text.sql)
    types = ", ".join(_TYPES[place.kind] for place in _places(text.places))
    return f"PREPARE {text.name} ({types}) AS {sql}" if types else f"PREPARE {text.name} AS {sql}"


class _Query:
    """Stands for the query it was written from and says the text with other values."""

    def __init__(self, text: _Text, sql: str, params: tuple[Any, ...]) -> None:
        self._text = text
        self._sql = sql
        self._params = params

    def __getattr__(self, name: str) -> Any:
        return getattr(self._text.compiler.query, name)

    def get_compiler(self, using: str, **_options: Any) -> Any:
        compiler = copy.copy(self._text.compiler)
        compiler.connection = connections[using]
        compiler.as_sql = lambda *_args, **_kwargs: (self._sql, self._params)
        return compiler


@dataclass(frozen=True)
class _Place:
    """Where a value given goes: its position among them all, and what it is."""

    position: int
    kind: type


def _ordinary(scope: Scope) -> bool:
    staff = scope.principal.kind is Kind.STAFF and scope.principal.id and scope.carriers and scope.projects
    return bool(staff) and not any(getattr(scope, name) for name in _RARE)


def _reach(scope: Scope | None) -> Hashable:
    return None if scope is None else tuple(len(getattr(scope, name)) for name in _REACH)


def _shape(value: Any) -> Hashable:
    if isinstance(value, UUID | date):  # a datetime is a date
        return type(value).__name__
    if isinstance(value, list | tuple | set | frozenset):
        return tuple(_shape(each) for each in value)
    return ("as it is", value)


def _flat(value: Any) -> Iterable[Any]:
    if isinstance(value, UUID | date):
        yield value
    elif isinstance(value, list | tuple | set | frozenset):
        for each in value:
            yield from _flat(each)


def _values(scope: Scope | None, given: dict[str, Any]) -> list[Any]:
    """Every id, day and time of a use, in one order."""
    values: list[Any] = []
    if scope is not None:
        values.append(scope.principal.id)
        for name in _REACH:
            values.extend(getattr(scope, name))
    for value in given.values():
        values.extend(_flat(value))
    return values


def _stand_in(value: Any, used: list[Any]) -> Any:
    """The same with every id, day and time replaced by one that is nowhere else; each is noted in `used`."""
    if isinstance(value, list | tuple | set | frozenset):
        return type(value)(_stand_in(each, used) for each in value)
    made = value
    if isinstance(value, UUID):
        made = uuid4()
    elif isinstance(value, datetime):
        made = datetime(1000, 1, 1, tzinfo=UTC) + timedelta(seconds=len(used))
    elif isinstance(value, date):
        made = date(1000, 1, 1) + timedelta(days=len(used))
    if isinstance(value, UUID | date):
        used.append(made)
    return made


def _written(build: Callable[..., QuerySet[Any, Any]], scope: Scope | None, given: dict[str, Any]) -> _Text | None:
    """The text of one shape, None where the query is known to find nothing. Raises Leak."""
    used: list[Any] = []
    blank = None
    if scope is not None:
        principal = Principal(scope.principal.kind, _stand_in(scope.principal.id, used))
        # A set gives its members in an order of its own: noted is the order in which the query will see them.
        reach: dict[str, Any] = {}
        for name in _REACH:
            reach[name] = frozenset(uuid4() for _member in getattr(scope, name))
            used.extend(reach[name])
        blank = Scope(principal=principal, **reach)
    queryset = build(blank, **{name: _stand_in(value, used) for name, value in given.items()})
    compiler = queryset.query.get_compiler(using=queryset.db)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return None
    positions = {value: position for position, value in enumerate(used)}
    return _Text(queryset, compiler, sql, tuple(_placed(param, positions) for param in params))


def _placed(param: Any, positions: dict[Any, int]) -> Any:
    if isinstance(param, list | tuple):
        return [_placed(each, positions) for each in param]
    if isinstance(param, UUID | date):
        if param in positions:
            return _Place(positions[param], type(param))
        if isinstance(param, UUID | datetime):
            raise Leak(f"{type(param).__name__} in a prepared read that was not given to it")
    return param


def _filled(place: Any, values: list[Any]) -> Any:
    if isinstance(place, _Place):
        return values[place.position]
    if isinstance(place, list):
        return [_filled(each, values) for each in place]
    return place
