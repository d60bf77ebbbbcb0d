# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Record cards: what every table and every column means for people.

Merge, anonymiser, export, transfer and the access matrix read these cards instead of knowing tables. A table or a
column without an entry fails a test.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q

from scharnier.foundation.locks import LOG, Lock, narrowed, unhidden
from scharnier.foundation.principals import Scope


class Erase(StrEnum):
    """What happens to a column when the person behind the row is erased."""

    KEEP = "keep"  # no personal content: keys, codes that stay as the statistical residue
    EMPTY = "empty"  # set to NULL or ''
    COARSEN = "coarsen"  # keep what statistics need (year of a date, first digits of a postcode)
    ROW = "row"  # the whole row goes


class Merge(StrEnum):
    """What happens to rows when two persons turn out to be one."""

    MOVE = "move"  # rows follow the surviving person
    TOMBSTONE = "tombstone"  # the row stays and points to the survivor
    REBUILD = "rebuild"  # a projection: made anew
    STAY = "stay"  # history that must not change (log, seals)
    NONE = "none"  # the table doesn't hang on a person


@dataclass(frozen=True)
class Column:
    """One column: erasure, retention basis, whether subject access shows it and whether a transfer takes it along."""

    erase: Erase
    basis: str
    access: bool
    transfer: bool


@dataclass(frozen=True)
class Card:
    """One table: its lock class, the way to carrier and subject, and all its columns."""

    table: str
    lock: Lock
    merge: Merge
    columns: dict[str, Column]
    carrier: str = ""
    subject: str = ""
    audited: bool = True
    personal: bool = True


_cards: dict[str, Card] = {}


def register(card: Card) -> None:
    if card.table in _cards:
        raise ValueError(f"{card.table} has two record cards.")
    _cards[card.table] = card


def all_cards() -> dict[str, Card]:
    return dict(_cards)


def card_of(table: str) -> Card:
    return _cards[table]


def visible(table: str, scope: Scope) -> Q:
    """Who may read which rows: what the lock says, less what a substitution leaves out, and a participant's own."""
    card = card_of(table)
    allowed = card.lock.visible(scope) & narrowed(card.lock, card.subject, scope) & unhidden(card.subject, scope)
    if scope.own and card.subject and card.lock is not LOG and any(c.access for c in card.columns.values()):
        own = Q(**{f"{card.subject}__in": scope.own})
        allowed |= own & Q(audience_id__isnull=True) if card.lock.audience else own
    return allowed


def _many(names: str, column: Column) -> dict[str, Column]:
    return dict.fromkeys(names.split(), column)


def keys(names: str) -> dict[str, Column]:
    """Identifiers, links and machinery: nothing personal of themselves."""
    return _many(names, Column(Erase.KEEP, "", False, False))


def personal(names: str, basis: str, erase: Erase = Erase.EMPTY, transfer: bool = True) -> dict[str, Column]:
    """What identifies or describes a person; shown on subject access."""
    return _many(names, Column(erase, basis, True, transfer))


def facts(names: str, basis: str, transfer: bool = True) -> dict[str, Column]:
    """Codes and dates that remain after erasure because figures rest on them and nobody is recognised by them alone."""
    return _many(names, Column(Erase.KEEP, basis, True, transfer))


def staff_data(names: str) -> dict[str, Column]:
    """About a member of staff; kept as long as employment or case need it, never shown to participants by name."""
    return _many(names, Column(Erase.KEEP, "employment", False, False))


def technical(table: str, names: str, lock: Lock, audited: bool = False) -> Card:
    """A card for tables of libraries and machinery that hold no personal data."""
    return Card(table, lock, Merge.NONE, keys(names), audited=audited, personal=False)
