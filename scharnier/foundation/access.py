# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Permissions: each room names its own and says which roles hold them; a view without one is a defect."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBase
from django.utils.functional import Promise

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

_holders: dict[str, frozenset[str]] = {}
_texts: dict[str, str | Promise] = {}


class Forbidden(PermissionDenied):
    """A right is missing; the page says which and whom to ask."""

    def __init__(self, permission: str) -> None:
        super().__init__(permission)
        self.permission = permission


class SwitchedOff(Http404):
    """A module that this project has switched off; the page looks like a missing one and says whom to ask."""

    def __init__(self, module: str) -> None:
        super().__init__(module)
        self.module = module


def declare(permission: str, *roles: str, text: str | Promise = "") -> None:
    """Say who holds a permission; `text` is what it lets somebody do, for the table of rights."""
    _holders[permission] = frozenset(roles)
    if text:
        _texts[permission] = text


def texts() -> dict[str, str | Promise]:
    """What permissions let somebody do, in words."""
    return dict(_texts)


def declared() -> dict[str, frozenset[str]]:
    return dict(_holders)


def holds(role: str, permission: str) -> bool:
    """Whether `role` holds `permission`; an undeclared permission is a programming error."""
    return role in _holders[permission]


def requires(permission: str, module: str = "") -> Callable[[View], View]:
    """Mark a view with the permission that the desk middleware asks for before it runs.

    `module`: the view is there only where the project has this module switched on.
    """

    def mark(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]  # read by the middleware and by the test of all views
        view.module = module  # type: ignore[attr-defined]  # read by the middleware
        return view

    return mark


def to_take_away(view: View) -> View:
    """Mark a page that is made to be printed; files that leave the house are recognised by themselves."""
    view.to_take_away = True  # type: ignore[attr-defined]  # see requires
    return view


def open_to_all(view: View) -> View:
    """Mark a view that needs no sign-in."""
    view.permission = "public"  # type: ignore[attr-defined]  # see requires
    return view


def part_of(module: str) -> Callable[[View], View]:
    """Mark a view as part of a module that a project may switch off; for views that ask for their right themselves."""

    def mark(view: View) -> View:
        view.module = module  # type: ignore[attr-defined]  # see requires
        return view

    return mark


def signed_in(view: View) -> View:
    """Mark a view that everybody who is signed in may use (own settings, the switch between projects)."""
    view.permission = "signed_in"  # type: ignore[attr-defined]  # see requires
    return view
