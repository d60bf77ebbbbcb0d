# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Django's `migrate`, without drawing models anew for each constraint and index.

A constraint or an index changes no field, so the model that its statement is written from is the same before and
after. Django draws it and all its relatives anew each time; that was nearly half of the time an empty database took.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands import migrate
from django.db.migrations.state import ProjectState


def _append(state: ProjectState, app_label: str, model_name: str, option_name: str, added: Any) -> None:
    """As `ProjectState._append_option`; the model that is drawn already is told instead of drawn again."""
    options = state.models[app_label, model_name].options
    options[option_name] = [*options[option_name], added]
    if "apps" in state.__dict__:
        meta = state.apps.get_model(app_label, model_name)._meta
        setattr(meta, option_name, [*getattr(meta, option_name), added])
        meta.__dict__.pop("total_unique_constraints", None)


@contextmanager
def _quickly() -> Iterator[None]:
    usual = ProjectState._append_option  # type: ignore[attr-defined]  # not in the stubs
    ProjectState._append_option = _append  # type: ignore[attr-defined]  # see above
    try:
        yield
    finally:
        ProjectState._append_option = usual  # type: ignore[attr-defined]  # see above


class Command(migrate.Command):
    """The same options and the same schema."""

    def handle(self, *args: Any, **options: Any) -> None:
        with _quickly():
            super().handle(*args, **options)
