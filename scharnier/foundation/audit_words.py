# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A row of the audit in words: what was done to what, and which field said what before and after.

Rooms name their tables and columns beside the record cards (`audit_labels.py` of the room); a column that a model
already names for its forms (`verbose_name`) needs no second name. Keys and machinery are never shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any, Generic, Protocol, TypeVar

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from scharnier.foundation import cards, clock
from scharnier.knowledge import codes

Label = str | Promise
Reading = Callable[[Any], str]
LONGEST = 240
_UPDATE = 2  # an update keeps [before, after]


@dataclass(frozen=True)
class TableWords:
    """What a table is called, and how its columns and their values read."""

    label: Label
    columns: Mapping[str, Label] = field(default_factory=dict)
    values: Mapping[str, Reading] = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """One field of an event. `hidden`: the audit or the reader's rights keep the content back."""

    column: str
    label: str
    before: str
    after: str
    hidden: bool = False


class Numbered(Protocol):
    """An event as a list shows it."""

    @property
    def id(self) -> int: ...

    @property
    def at(self) -> datetime: ...


L = TypeVar("L", bound=Numbered)


@dataclass(frozen=True)
class Page(Generic[L]):
    """A page of events; `before` and `after` are numbers of events to go on from."""

    rows: list[L]
    before: int | None = None
    after: int | None = None

    @property
    def first_label(self) -> str:
        return f"{self.rows[0].at.astimezone(clock.ZONE):%d.%m.%Y %H:%M}" if self.rows else ""

    @property
    def last_label(self) -> str:
        return f"{self.rows[-1].at.astimezone(clock.ZONE):%d.%m.%Y %H:%M}" if self.rows else ""


_tables: dict[str, TableWords] = {}
_actions: dict[str, Label] = {}


def name_table(
    table: str, label: Label, columns: Mapping[str, Label] | None = None, values: Mapping[str, Reading] | None = None
) -> None:
    """Say what a table and its columns are called; `values` read what is stored (a code, a number)."""
    _tables[table] = TableWords(label, columns or {}, values or {})


def name_action(action: str, label: Label) -> None:
    """Say what a note of the audit (`writes.note`) means."""
    _actions[action] = label


name_action("insert", gettext_lazy("angelegt"))
name_action("update", gettext_lazy("geändert"))
name_action("delete", gettext_lazy("gelöscht"))
name_action("erase", gettext_lazy("Inhalte im Protokoll gelöscht"))


def coded(code_list: str) -> Reading:
    """Reads codes of a list of `knowledge.codes`, one or several."""

    def read(value: Any) -> str:
        lang: codes.Language = "de" if (get_language() or "de").startswith("de") else "en"
        wanted = value if isinstance(value, list) else [value]
        return ", ".join(
            codes.label(code_list, c, lang) if codes.is_code(code_list, c) else str(c) for c in wanted if c
        )

    return read


def chosen(choices: Callable[[], Iterable[tuple[str, Label]]] | Iterable[tuple[str, Label]]) -> Reading:
    """Reads the entries of a closed list, one or several."""

    def read(value: Any) -> str:
        known = {str(key): str(label) for key, label in (choices() if callable(choices) else choices)}
        return ", ".join(known.get(str(v), str(v)) for v in (value if isinstance(value, list) else [value]) if v != "")

    return read


@cache
def _model(table: str) -> type[models.Model] | None:
    return next((each for each in apps.get_models() if each._meta.db_table == table), None)


@cache
def _field(table: str, column: str) -> models.Field[Any, Any] | None:
    model = _model(table)
    found = model._meta.concrete_fields if model else ()
    return next((each for each in found if each.column == column), None)


def named_tables() -> list[str]:
    """The audited tables that have a name."""
    return [table for table, card in cards.all_cards().items() if card.audited and table in _tables]


def table_label(table: str) -> str:
    """What a table is called; a table without a name is *Weiteres*."""
    return str(_tables[table].label) if table in _tables else _("Weiteres")


def action_label(action: str) -> str:
    return str(_actions[action]) if action in _actions else _("vermerkt")


def actions() -> list[str]:
    return list(_actions)


def own_label(table: str, column: str) -> str:
    """The name that a room or a model gives a column, empty where it has none."""
    if table in _tables and column in _tables[table].columns:
        return str(_tables[table].columns[column])
    found = _field(table, column)
    label = str(found.verbose_name) if found is not None else ""
    # Django makes a name of its own from the attribute: that is no word for people.
    return "" if found is None or label == found.name.replace("_", " ") else label


def shown(table: str, column: str) -> bool:
    """Whether a column says something to people: personal content and facts, and whatever a room has named."""
    card = cards.all_cards().get(table)
    known = card.columns.get(column) if card is not None else None
    if known is None or column in ("id", "carrier_id", "created_at", "version", "name_sort", "folded"):
        return False
    return bool(known.basis) or bool(own_label(table, column))


def says(table: str, column: str) -> bool:
    """Whether a column has a word for people, or needs none because it only points at another row."""
    return bool(own_label(table, column)) or _is_key(table, column)


def column_label(table: str, column: str) -> str:
    return own_label(table, column) or _("weitere Angabe")


def _is_user(table: str, column: str) -> bool:
    found = _field(table, column)
    related = found.related_model if found is not None and found.is_relation else None
    return isinstance(related, type) and related._meta.label == settings.AUTH_USER_MODEL


def _is_key(table: str, column: str) -> bool:
    found = _field(table, column)
    return found is not None and found.is_relation and not _is_user(table, column)


def people_in(table: str, payload: Mapping[str, Any] | None) -> set[str]:
    """The identifiers of colleagues that an event mentions, to be named in one statement."""
    wanted: set[str] = set()
    for column, value in (payload or {}).items():
        if _is_user(table, column):
            wanted.update(str(each) for each in (value if isinstance(value, list) else [value]) if each)
    return wanted


def value_in_words(table: str, column: str, value: Any, names: Mapping[str, str]) -> str:
    """How a stored value reads; `names` are colleagues by identifier."""
    if value is None or value in ("", [], {}):
        return ""
    if _is_user(table, column):
        return names.get(str(value), _("jemand anderes"))
    if table in _tables and column in _tables[table].values:
        return _cut(_tables[table].values[column](value))
    found = _field(table, column)
    flat = dict(found.flatchoices) if found is not None and getattr(found, "flatchoices", None) else {}
    if flat and isinstance(value, str):
        return str(flat.get(value, value))
    if isinstance(value, bool):
        return _("ja") if value else _("nein")
    if isinstance(found, models.DateTimeField):
        return f"{datetime.fromisoformat(str(value)).astimezone(clock.ZONE):%d.%m.%Y %H:%M}"
    if isinstance(found, models.DateField):
        return f"{date.fromisoformat(str(value)):%d.%m.%Y}"
    if isinstance(value, list):
        return _cut(", ".join(str(each) for each in value if not isinstance(each, dict | list)))
    return "" if isinstance(value, dict) else _cut(str(value))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def changes(
    table: str,
    action: str,
    columns: Iterable[str],
    payload: Mapping[str, Any] | None,
    *,
    names: Mapping[str, str],
    content: bool = True,
) -> list[Change]:
    """The fields of an event that say something to people, in the order of the card.

    Without `content` (or where it was erased, or is kept back by the trigger) a field is named and nothing more.
    """
    card = cards.all_cards().get(table)
    present = set(columns)
    found: list[Change] = []
    for column in card.columns if card is not None else ():
        if column not in present or not shown(table, column) or _is_key(table, column):
            continue
        stored = payload.get(column) if payload is not None else None
        if not content or stored is None:
            found.append(Change(column, column_label(table, column), "", "", hidden=True))
            continue
        if action == "update":
            pair = stored if isinstance(stored, list) and len(stored) == _UPDATE else [None, stored]
            before, after = pair
        else:
            before, after = (stored, None) if action == "delete" else (None, stored)
        was, now = (value_in_words(table, column, each, names) for each in (before, after))
        opaque = not (was or now) and any(each not in (None, "", [], {}) for each in (before, after))
        found.append(Change(column, column_label(table, column), was, now, hidden=opaque))
    return found
