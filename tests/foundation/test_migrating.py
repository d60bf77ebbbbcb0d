# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""`migrate` tells models of their constraints without drawing them anew, and they know as much."""

from __future__ import annotations

from typing import Any

from django.core.management import load_command_class
from django.db import models
from django.db.migrations.state import ModelState, ProjectState

from scharnier.foundation.management.commands import migrate


def _drawn() -> tuple[ProjectState, Any]:
    state = ProjectState()
    fields: list[tuple[str, Any]] = [("id", models.AutoField(primary_key=True)), ("name", models.TextField())]
    state.add_model(ModelState("people", "Thing", fields, options={"constraints": [], "indexes": []}))
    return state, state.apps.get_model("people", "Thing")


def test_the_command_is_ours() -> None:
    assert isinstance(load_command_class("scharnier.foundation", "migrate"), migrate.Command)


def test_a_model_is_told_of_its_constraint_and_index_and_stays_the_same() -> None:
    state, before = _drawn()
    assert before._meta.total_unique_constraints == []
    once, order = models.UniqueConstraint(fields=["name"], name="once"), models.Index(fields=["name"], name="order")
    with migrate._quickly():
        state.add_constraint("people", "thing", once)
        state.add_index("people", "thing", order)
    after = state.apps.get_model("people", "Thing")
    assert after is before
    assert after._meta.total_unique_constraints == after._meta.constraints == [once]
    assert after._meta.indexes == [order]
    assert state.models["people", "thing"].options == {"constraints": [once], "indexes": [order]}


def test_afterwards_django_is_as_it_was() -> None:
    state, before = _drawn()
    with migrate._quickly():
        pass
    state.add_index("people", "thing", models.Index(fields=["name"], name="order"))
    assert state.apps.get_model("people", "Thing") is not before
