# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a colleague can hold in a project: a registry that rooms fill, so that a hand-over forgets nothing.

A room registers one `Holding` per kind. This floor knows none of them by name: the hand-over shows what `counted` says,
moves with `hand_over` in one transaction, and refuses a departure while anything that `blocks` is left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection

from scharnier.foundation.principals import Scope


@dataclass(frozen=True)
class Holder:
    """A colleague in one project."""

    carrier: UUID
    project: UUID
    user: UUID


@dataclass(frozen=True)
class Case:
    """A case somebody is responsible for: the person's id, the name as in lists, and what helps to tell them apart."""

    subject: UUID
    name: str
    detail: str = ""


@dataclass(frozen=True)
class Transfer:
    """What goes to whom: the cases by taker; `rest` takes what belongs to no open case, None leaves it where it is.

    `kept` are the giver's open cases that stay.
    """

    giver: Holder
    cases: Mapping[UUID, Sequence[UUID]]  # taker: persons
    rest: UUID | None = None
    kept: Sequence[UUID] = ()

    @property
    def subjects(self) -> list[UUID]:
        return [subject for each in self.cases.values() for subject in each]

    @property
    def spoken_for(self) -> list[UUID]:
        """Persons whose case is handed over or kept: `rest` takes nothing of theirs."""
        return [*self.subjects, *self.kept]


@dataclass(frozen=True)
class Holding:
    """One kind of thing that can be held.

    `counted` says how many of what, in one statement: [(label, number)]; with `subjects` only those of these cases.
    `hand_over` moves in a fixed number of statements for each taker. `orphaned` yields a line for `scharnier check` for
    each that nobody can see to any more; it is called as the system of one carrier. Without `hand_over` the kind ends
    by itself with the membership.
    """

    kind: str
    counted: Callable[[Scope, Holder, Sequence[UUID] | None], list[tuple[str, int]]]
    hand_over: Callable[[Scope, Transfer], None] | None = None
    orphaned: Callable[[UUID], Iterator[str]] | None = None
    blocks: bool = True
    order: int = 50


@dataclass
class _Registry:
    holdings: list[Holding] = field(default_factory=list)
    cases: Callable[[Scope, Holder], list[Case]] | None = None


_registry = _Registry()


def register(holding: Holding) -> None:
    """Called when a room is set up; once per kind."""
    if any(each.kind == holding.kind for each in _registry.holdings):
        raise ValueError(f"{holding.kind} is registered twice.")
    _registry.holdings.append(holding)
    _registry.holdings.sort(key=lambda each: each.order)


def cases_from(answer: Callable[[Scope, Holder], list[Case]]) -> None:
    """Where to ask for the cases somebody is responsible for, by name. The room that keeps cases says so."""
    _registry.cases = answer


def all_kinds() -> list[Holding]:
    return list(_registry.holdings)


def cases(scope: Scope, holder: Holder) -> list[Case]:
    """The open cases of a colleague in a project."""
    return _registry.cases(scope, holder) if _registry.cases else []


@dataclass(frozen=True)
class Count:
    """How many of one kind somebody holds."""

    kind: str
    label: str
    number: int
    blocks: bool


def open_counts(scope: Scope, holder: Holder, subjects: Sequence[UUID] | None = None) -> list[Count]:
    """What somebody holds, kinds without any left out; with `subjects` only what belongs to these cases.

    Numbers only: whoever administers the carrier gets them too, without seeing a file.
    """
    with _counting(scope, holder):
        return [
            Count(each.kind, label, number, each.blocks)
            for each in _registry.holdings
            for label, number in each.counted(scope, holder, subjects)
            if number
        ]


@contextmanager
def _counting(scope: Scope, holder: Holder) -> Iterator[None]:
    if holder.project in scope.projects or holder.carrier not in scope.admins:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT app_count_in(%s, %s)", [holder.carrier, holder.project])
    try:
        yield
    finally:
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SELECT app_count_out(%s)", [holder.project])


def move(scope: Scope, transfer: Transfer) -> None:
    """Everything of every kind to its taker; in the transaction of the caller."""
    for holding in _registry.holdings:
        if holding.hand_over is not None:
            holding.hand_over(scope, transfer)


def check(carrier: UUID) -> Iterator[str]:
    """A line for everything in a carrier whose holder works there no more; called as the system of this carrier."""
    for holding in _registry.holdings:
        if holding.orphaned is not None:
            yield from (f"{holding.kind}: {problem}" for problem in holding.orphaned(carrier))
