# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether every table and column has its record card, as far as the models tell; a test asks the database itself."""

from __future__ import annotations

from django.apps import apps
from django.db import models

from scharnier.foundation.cards import Card, all_cards

# Tables of the machinery that no model describes.
WITHOUT_MODEL = {"django_migrations", "foundation_cache", "audit_pending"}


def _columns(model: type[models.Model]) -> set[str]:
    return {str(field.column) for field in model._meta.local_concrete_fields}


def _problems_of(table: str, columns: set[str], card: Card | None) -> list[str]:
    if card is None:
        return [f"{table}: no record card"]
    missing = sorted(columns - card.columns.keys())
    extra = sorted(card.columns.keys() - columns)
    found = [f"{table}.{name}: not on the record card" for name in missing]
    found += [f"{table}.{name}: on the record card, but no such column" for name in extra]
    if card.subject and card.subject not in columns:
        found.append(f"{table}: the way to the subject names no column")
    if card.carrier and card.carrier not in columns:
        found.append(f"{table}: the way to the carrier names no column")
    return found


def problems() -> list[str]:
    """One line for every table or column that a card doesn't cover, and every card without a table."""
    cards = all_cards()
    tables: dict[str, set[str]] = {}
    for model in apps.get_models(include_auto_created=True):
        tables.setdefault(model._meta.db_table, set()).update(_columns(model))
    found = [
        line for table, columns in sorted(tables.items()) for line in _problems_of(table, columns, cards.get(table))
    ]
    return found + [
        f"{table}: a card without a table" for table in sorted(cards.keys() - tables.keys() - WITHOUT_MODEL)
    ]
