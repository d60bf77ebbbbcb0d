# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Django's `migrate`, drawing only the model that a migration changes.

Django draws a changed model anew together with all its relatives, and here every table is related to every other: that
was four fifths of the time an empty database took. A statement of the schema needs of a relative only its table and its
key, which stay. What reads through relations gets everything drawn first, by Django's own means (`is_delayed`): code of
a migration, and the change of a field that others point at. A constraint or an index changes no field: the model that
is drawn already is told of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands import migrate
from django.db.migrations.operations import AlterField
from django.db.migrations.state import ProjectState
from django.db.migrations.utils import field_is_referenced


def _reload(state: Any, app_label: str, model_name: str, delay: bool = False) -> None:
    """As `ProjectState.reload_model`, the model alone; whoever needs its relatives clears the delayed."""
    if "apps" in state.__dict__:
        state.is_delayed = True
        state.apps.unregister_model(app_label, model_name)
        state.apps.render_multiple([state.models[app_label, model_name]])


def _set(state: Any, app_label: str, model_name: str, option_name: str, values: list[Any]) -> None:
    """The model that is drawn already is told instead of drawn again."""
    state.models[app_label, model_name].options[option_name] = values
    if "apps" in state.__dict__:
        meta = state.apps.get_model(app_label, model_name)._meta
        setattr(meta, option_name, list(values))
        meta.__dict__.pop("total_unique_constraints", None)


def _append(state: Any, app_label: str, model_name: str, option_name: str, added: Any) -> None:
    """As `ProjectState._append_option`."""
    known = state.models[app_label, model_name].options[option_name]
    _set(state, app_label, model_name, option_name, [*known, added])


def _remove(state: Any, app_label: str, model_name: str, option_name: str, name: str) -> None:
    """As `ProjectState._remove_option`."""
    known = state.models[app_label, model_name].options[option_name]
    _set(state, app_label, model_name, option_name, [each for each in known if each.name != name])


def _alter(operation: AlterField, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
    """As `AlterField.database_forwards`; a new type of a key reaches the columns that point at it."""
    changed = app_label, operation.model_name_lower
    if field_is_referenced(to_state, changed, (operation.name, operation.field)):
        from_state.clear_delayed_apps_cache()
        to_state.clear_delayed_apps_cache()
    _USUAL[AlterField, "database_forwards"](operation, app_label, schema_editor, from_state, to_state)


_OURS: dict[tuple[type, str], Any] = {
    (ProjectState, "reload_model"): _reload,
    (ProjectState, "_append_option"): _append,
    (ProjectState, "_remove_option"): _remove,
    (AlterField, "database_forwards"): _alter,
}
_USUAL = {(owner, name): getattr(owner, name) for owner, name in _OURS}


@contextmanager
def _quickly() -> Iterator[None]:
    for (owner, name), ours in _OURS.items():
        setattr(owner, name, ours)
    try:
        yield
    finally:
        for (owner, name), usual in _USUAL.items():
            setattr(owner, name, usual)


class Command(migrate.Command):
    """The same options and the same schema."""

    def handle(self, *args: Any, **options: Any) -> None:
        with _quickly():
            super().handle(*args, **options)
