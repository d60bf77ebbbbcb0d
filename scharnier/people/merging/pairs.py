# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rows of which a file has room for one only: an open participation in a project, the facts for the rules, a plan.

Rooms register theirs. When both files have one, somebody chooses which stays; what hung on the other follows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.functional import Promise


@dataclass(frozen=True)
class OnlyOne:
    """`rows(persons)` reads what is looked at; `room(row)` says what may be there once, None for no limit.

    `describe` shows a row to whoever chooses; `refuse(mine, other)` says why two can't become one, empty when they can.
    """

    model: type[models.Model]
    label: str | Promise
    rows: Callable[[Iterable[UUID]], list[Any]]
    room: Callable[[Any], Any]
    describe: Callable[[Any], str]
    refuse: Callable[[Any, Any], str] = lambda mine, other: ""
    prefer: Callable[[Any, Any], bool | None] = lambda mine, other: None  # True: mine must stay, False: the other
    after_undo: Callable[[list[UUID]], None] = lambda rows: None


_registered: list[OnlyOne] = []
_labels: dict[str, str | Promise] = {}
_after_merge: list[Callable[[UUID], None]] = []


def label(table: str, text: str | Promise) -> None:
    """How rows of a table are called where somebody says to whom they belong; others stay with the file."""
    _labels[table] = text


def label_of(table: str) -> str:
    return str(_labels.get(table, ""))


def after_merge(also: Callable[[UUID], None]) -> None:
    """What else follows the person when two files have become one; called with the merge, in its transaction."""
    _after_merge.append(also)


def follow(merge: UUID) -> None:
    for also in _after_merge:
        also(merge)


def register(only: OnlyOne) -> None:
    _registered.append(only)


def registered() -> list[OnlyOne]:
    return list(_registered)


@dataclass(frozen=True)
class Clash:
    """Two rows where there is room for one. `key` names the choice in the form."""

    only: OnlyOne
    mine: Any
    other: Any

    @property
    def key(self) -> str:
        return f"row-{self.mine.pk}"

    @property
    def fixed(self) -> bool | None:
        return self.only.prefer(self.mine, self.other)

    @property
    def refusal(self) -> str:
        return self.only.refuse(self.mine, self.other)

    @property
    def mine_text(self) -> str:
        return self.only.describe(self.mine)

    @property
    def other_text(self) -> str:
        return self.only.describe(self.other)


def clashes(mine: UUID, other: UUID, person_field: str = "person_id") -> list[Clash]:
    """Every pair of rows that can't both stay; one statement for each registered kind."""
    found = []
    for only in _registered:
        by_room: dict[Any, dict[UUID, Any]] = {}
        for row in only.rows([mine, other]):
            room = only.room(row)
            if room is not None:
                by_room.setdefault(room, {})[getattr(row, person_field)] = row
        found += [Clash(only, pair[mine], pair[other]) for pair in by_room.values() if len(pair) == 2]
    return found
