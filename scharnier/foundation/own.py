# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a participant reads of the own file: the rows the locks leave, and of them the columns the cards mark."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import models

from scharnier.foundation.cards import all_cards, visible
from scharnier.foundation.principals import Kind, Scope


def open_tables() -> dict[str, list[str]]:
    """Tables and columns that subject access shows, as the record cards say."""
    return {
        table: [name for name, column in card.columns.items() if column.access]
        for table, card in all_cards().items()
        if card.subject and any(column.access for column in card.columns.values())
    }


def _model(table: str) -> type[models.Model]:
    return next(model for model in apps.get_models() if model._meta.db_table == table)


def rows(scope: Scope, table: str) -> list[dict[str, Any]]:
    """The own rows of one table, marked columns only, the latest first; for a participant, one statement."""
    if scope.principal.kind is not Kind.PARTICIPANT:
        raise ValueError("Only a participant has an own file.")
    model = _model(table)
    names = {field.column: field.attname for field in model._meta.local_concrete_fields}
    wanted = [names[column] for column in open_tables()[table]]
    return list(model._default_manager.filter(visible(table, scope)).order_by("-pk").values(*wanted))
