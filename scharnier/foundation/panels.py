# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What upper rooms show on lower rooms' pages.

A lower page names a slot and renders whatever is registered there, without knowing whose it is. Navigation, file tabs,
overview cards and the *Neu* menu are slots.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

from scharnier.foundation.ui.addresses import address
from scharnier.foundation.ui.shown import Shown


@dataclass(frozen=True)
class Link:
    """An entry of a menu or a tab row. `args` of its address are those of the page that shows it."""

    slot: str
    key: str
    label: str | Promise
    url_name: str
    icon: str = ""
    order: int = 50
    permission: str = ""
    module: str = ""


@dataclass(frozen=True)
class Panel:
    """A card on a page: `template` is rendered with what `load` returns; None leaves the card out."""

    slot: str
    key: str
    template: str
    load: Callable[..., dict[str, Any] | None]
    order: int = 50
    permission: str = ""
    module: str = ""


@dataclass(frozen=True)
class NavItem(Shown):
    key: str
    label: str
    url: str
    icon: str
    current: bool


_links: dict[str, list[Link]] = {}
_panels: dict[str, list[Panel]] = {}


def add_link(link: Link) -> None:
    _links.setdefault(link.slot, []).append(link)
    _links[link.slot].sort(key=lambda each: each.order)


def add_panel(panel: Panel) -> None:
    _panels.setdefault(panel.slot, []).append(panel)
    _panels[panel.slot].sort(key=lambda each: each.order)


def _allowed(request: HttpRequest, entry: Link | Panel) -> bool:
    desk = getattr(request, "desk", None)
    if desk is None:
        return not entry.permission
    # A page of a file is about the file's project, which may be another one than that in which one works.
    about = getattr(request, "page_project", None)
    return bool((not entry.permission or desk.may(entry.permission)) and desk.has(entry.module, about))


def links(request: HttpRequest, slot: str) -> list[Link]:
    """The links of a slot that this request may follow."""
    return [link for link in _links.get(slot, []) if _allowed(request, link)]


def nav_items(request: HttpRequest, slot: str = "nav", current: str = "", **kwargs: Any) -> list[NavItem]:
    """The links of a slot with their addresses; the current one is `request.nav_key` or `current`."""
    here = current or getattr(request, "nav_key", "")
    return [
        NavItem(
            link.key,
            str(link.label),
            _address(link.url_name, kwargs),
            link.icon,
            link.key == here,
        )
        for link in links(request, slot)
    ]


def _address(name: str, about: dict[str, Any]) -> str:
    """One id needs no name; two could be in either order."""
    return address(name, *about.values()) if len(about) < 2 else reverse(name, kwargs=about)


def cards(request: HttpRequest, slot: str, **subject: Any) -> list[dict[str, Any]]:
    """The cards of a slot, each as {"template": …, "context": …}; a card whose `load` returns None is left out."""
    found = []
    for panel in _panels.get(slot, []):
        if _allowed(request, panel):
            context = panel.load(request, **subject)
            if context is not None:
                found.append({"key": panel.key, "template": panel.template, "context": context})
    return found
