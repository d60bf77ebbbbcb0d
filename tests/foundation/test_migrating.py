# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""`migrate` draws the model that changes alone and tells it of its constraints; who reads relations sees them all."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.core.management import load_command_class
from django.db import connection, models
from django.db.migrations.operations import AddField, AlterField
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


def test_a_model_forgets_an_index_that_is_gone() -> None:
    state, before = _drawn()
    with migrate._quickly():
        for name in ("order", "other"):
            state.add_index("people", "thing", models.Index(fields=["name"], name=name))
        state.remove_index("people", "thing", "order")
    assert [index.name for index in before._meta.indexes] == ["other"]
    assert [index.name for index in state.models["people", "thing"].options["indexes"]] == ["other"]


def _related() -> ProjectState:
    """A thing and a part of it, drawn."""
    state, _thing = _drawn()
    key: tuple[str, Any] = ("id", models.AutoField(primary_key=True))
    part = ModelState("people", "Part", [key, ("thing", models.ForeignKey("people.Thing", models.CASCADE))])
    state.add_model(part)
    return state


def test_a_new_field_draws_its_model_alone_and_the_code_of_a_migration_sees_everything_drawn() -> None:
    state = _related()
    thing, part = (state.apps.get_model("people", name) for name in ("Thing", "Part"))
    with migrate._quickly():
        AddField("thing", "weight", models.IntegerField(null=True)).state_forwards("people", state)
    assert state.apps.get_model("people", "Part") is part
    assert state.apps.get_model("people", "Thing") is not thing
    assert state.apps.get_model("people", "Thing")._meta.get_field("weight").null
    state.clear_delayed_apps_cache()  # what Django does before code of a migration runs
    related = state.apps.get_model("people", "Part")._meta.get_field("thing").related_model
    assert related is state.apps.get_model("people", "Thing")
    assert related._meta.get_field("weight").null


def test_a_key_that_changes_knows_on_both_sides_who_points_at_it() -> None:
    state = _related()
    pointing: list[list[type]] = []

    def altered(before: Any, old: Any, new: Any) -> None:
        pointing.extend([each.related_model for each in field.model._meta.related_objects] for field in (old, new))

    operation = AlterField("thing", "id", models.BigAutoField(primary_key=True))
    with migrate._quickly():
        AddField("part", "weight", models.IntegerField(null=True)).state_forwards("people", state)
        before = state.clone()
        operation.state_forwards("people", state)
        editor: Any = SimpleNamespace(connection=connection, alter_field=altered)
        operation.database_forwards("people", editor, before, state)
    assert pointing == [[each.apps.get_model("people", "Part")] for each in (before, state)]


def test_afterwards_django_is_as_it_was() -> None:
    state, before = _drawn()
    with migrate._quickly():
        pass
    state.add_index("people", "thing", models.Index(fields=["name"], name="order"))
    assert state.apps.get_model("people", "Thing") is not before
