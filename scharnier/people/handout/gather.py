# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Everything about a person, table by table as the record cards say, in words; other people's names blackened."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scharnier.foundation import audit_words, clock
from scharnier.foundation.cards import Card, Merge, all_cards, card_of
from scharnier.foundation.locks import LOG
from scharnier.foundation.principals import Scope
from scharnier.people.consents import known

DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T.*)?$")
KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

_others: dict[str, frozenset[str]] = {}
_withheld: dict[str, str | Promise] = {}
_origins: dict[str, str | Promise] = {}
_told: dict[tuple[str, str], Callable[[Any], str]] = {}


def told(table: str, column: str, say: Callable[[Any], str]) -> None:
    """Let a room say what a structure of its own holds, in lines."""
    _told[table, column] = say


def others(table: str, columns: str) -> None:
    """Columns that name other people: a subject-access package and a print for somebody else blacken them."""
    _others[table] = frozenset(columns.split())


def withheld(table: str, reason: str | Promise) -> None:
    """A table about persons that no package contains, and the reason that the package gives."""
    _withheld[table] = reason


def origin(table: str, text: str | Promise) -> None:
    """Where the rows of a table come from, where it isn't the person or the staff who wrote them."""
    _origins[table] = text


def reasons() -> dict[str, str]:
    """Why a table with rows about persons is in no package: {table: reason}; a test holds that none lacks one."""
    found: dict[str, str] = {}
    for table, card in all_cards().items():
        if not card.subject or table in known.tables():
            continue
        if card.merge is Merge.REBUILD:
            found[table] = _("Abschrift aus anderen Angaben dieser Auskunft")
        elif card.lock is LOG:
            found[table] = _("Protokoll der Verarbeitung; die Angaben selbst stehen in dieser Auskunft")
        elif table in _withheld:
            found[table] = str(_withheld[table])
    return found


@dataclass(frozen=True)
class Value:
    """One field: what it is called, how it reads, and as it is stored."""

    column: str
    label: str
    text: str
    stored: Any


@dataclass(frozen=True)
class Item:
    """One row. `files`: (name, media type, bytes) that stand beside it in the package."""

    values: list[Value]
    files: list[tuple[str, str, bytes]] = field(default_factory=list)


@dataclass(frozen=True)
class Section:
    """One kind of record, with what Art. 15 asks to be told about it."""

    table: str
    label: str
    purpose: str
    origin: str
    items: list[Item]


PURPOSES = {
    "case_file": "counselling",
    "disclosure": "disclosure",
    "portal": "portal",
}


def sections(
    scope: Scope,
    person: UUID,
    *,
    wanted: Collection[str] | None = None,
    closed: Collection[tuple[str, str]] = (),
    closed_rows: Mapping[str, Collection[str]] | None = None,
    blacken: bool = True,
) -> list[Section]:
    """What the reader sees of a person; one statement a table.

    `closed`: (table, column) left out altogether; `closed_rows`: rows likewise, by table.
    """
    found = [
        section
        for table in known.tables()
        if wanted is None or table in wanted
        for section in [_section(scope, person, table, closed, (closed_rows or {}).get(table, ()), blacken)]
        if section.items
    ]
    return sorted(found, key=lambda each: (each.table != "people_person", each.label.casefold()))


def _model(table: str) -> type[models.Model]:
    return next(each for each in apps.get_models() if each._meta.db_table == table)


def _section(
    scope: Scope,
    person: UUID,
    table: str,
    closed: Collection[tuple[str, str]],
    shut: Collection[str],
    blacken: bool,
) -> Section:
    card = card_of(table)
    manager: Any = _model(table)._default_manager
    rows = manager.visible_to(scope) if hasattr(manager, "visible_to") else manager.all()
    rows = list(rows.filter(**{card.subject: person}).order_by("pk"))
    hidden = {column for owner, column in closed if owner == table}
    black = _others.get(table, frozenset()) if blacken else frozenset()
    items = [_item(card, row, hidden, black) for row in rows if str(row.pk) not in shut]
    basis = next((column.basis for column in card.columns.values() if column.access and column.basis), "")
    return Section(
        table,
        audit_words.table_label(table),
        PURPOSES.get(basis, basis),
        str(_origins.get(table, _("von der Person selbst oder von den Fachkräften aufgenommen"))),
        items,
    )


def _item(card: Card, row: models.Model, hidden: Collection[str], black: Collection[str]) -> Item:
    values, files = [], []
    for name, stored in _stored(card, row):
        if name in hidden or stored in (None, "", [], {}, b""):
            continue
        if isinstance(stored, bytes | memoryview):
            files.append((f"{card.table}-{row.pk}-{name}", str(getattr(row, f"{name}_type", "")), bytes(stored)))
            continue
        label = audit_words.column_label(card.table, name)
        if name in black:
            values.append(Value(name, label, _("[Angaben über andere, geschwärzt]"), None))
            continue
        plain = _plain(stored)
        say = _told.get((card.table, name)) if isinstance(plain, dict | list) else None
        text = say(plain) if say else audit_words.value_in_words(card.table, name, plain, {}) or _long(plain)
        if isinstance(stored, str) and text.endswith("…"):
            text = stored  # nothing is cut short here
        values.append(Value(name, label, text, plain))
    return Item(values, files)


def _stored(card: Card, row: models.Model) -> Iterator[tuple[str, Any]]:
    by_column = {each.column: each.attname for each in row._meta.concrete_fields}
    for name, column in card.columns.items():
        if column.access and name in by_column and name not in ("name_sort", "folded"):
            yield name, getattr(row, by_column[name])


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(clock.ZONE).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value if isinstance(value, str | int | float | bool | dict) else str(value)


def _long(value: Any) -> str:
    """What is neither a word nor a day: a structure, line by line."""
    return "\n".join(_lines(value)) if isinstance(value, dict | list) else str(value)


def _lines(value: Any, deep: int = 0) -> Iterator[str]:
    named = value.items() if isinstance(value, dict) else [("", each) for each in value]
    for key, each in named:
        head = "\u00a0\u00a0" * deep + ("– " if not key or _is_key(key) else f"{_name(key)}: ")
        if isinstance(each, dict) or (isinstance(each, list) and any(isinstance(one, dict | list) for one in each)):
            yield head.rstrip()
            yield from _lines(each, deep + 1)
        elif isinstance(each, list):
            yield head + ", ".join(_scalar(one) for one in each)
        elif each not in (None, "") and not _is_key(each):
            yield head + _scalar(each)


def _name(key: str) -> str:
    """What any record calls a field of this name; the name itself where none does."""
    labels = (audit_words.own_label(table, key) for table in known.tables())
    return next((label for label in labels if label), key.replace("_", " "))


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return _("ja") if value else _("nein")
    day = DAY.match(value) if isinstance(value, str) else None
    return f"{day[3]}.{day[2]}.{day[1]}" if day else str(value)


def _is_key(value: Any) -> bool:
    """Whether it is an identifier, which says nothing to people."""
    return isinstance(value, str) and KEY.fullmatch(value) is not None


others("people_householdmember", "family_name given_names birth_date contact")
others("people_guardianship", "phone email")
withheld(
    "network_substitutioncase",
    gettext_lazy("Wer während einer Vertretung zuständig war; sagt nichts weiter über die Person"),
)
withheld("network_handedcase", gettext_lazy("Wann der Fall an wen überging; steht im Verlauf der Teilnahme"))
withheld("people_erasure", gettext_lazy("Nur dass und warum die Akte gelöscht wurde"))
withheld("people_importedrow", gettext_lazy("Nur die Nummer der Zeile in einer eingelesenen Liste"))
