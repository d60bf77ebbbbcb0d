# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every page knows about its frame. Asks the database nothing: the frame was paid for when the request began."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch
from django.utils import translation

from scharnier.foundation import panels
from scharnier.foundation.ui.addresses import address
from scharnier.foundation.ui.shown import Shown

THEMES = ("light", "dark")
THEME_COOKIE = "scharnier_theme"


@dataclass
class UI(Shown):
    """The frame of one page. `dir` is ltr or rtl, `theme` is light, dark or empty (as the machine says)."""

    lang: str = "de"
    dir: str = "ltr"
    theme: str = ""
    demo: bool = False
    path: str = "/"
    nav: Sequence[panels.NavItem] = ()
    new: Sequence[panels.NavItem] = ()
    project: Any = None
    projects: Sequence[Any] = ()
    user_name: str = ""
    single_keys: bool = True
    find_url: str = ""
    switch_url: str = ""
    logout_url: str = ""
    account: Sequence[panels.NavItem] = ()
    more: Sequence[panels.NavItem] = ()
    languages: Sequence[tuple[str, str]] = field(default_factory=tuple)

    @property
    def initials(self) -> str:
        """First letters of the first and the last word of the name."""
        words = self.user_name.split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()

    @cached_property
    def tabbar(self) -> Sequence[panels.NavItem]:
        """The four places that a phone shows at its foot."""
        return list(self.nav)[:4]

    @cached_property
    def rest(self) -> Sequence[panels.NavItem]:
        """What the phone puts under *Mehr*."""
        return [*list(self.nav)[4:], *self.more]


def optional_url(name: str) -> str:
    """The address of a view that another room may or may not bring."""
    try:
        return address(name)
    except NoReverseMatch:
        return ""


def theme_of(request: HttpRequest) -> str:
    """What was chosen on this machine, otherwise in the account; empty means as the machine says."""
    desk = getattr(request, "desk", None)
    for chosen in (request.COOKIES.get(THEME_COOKIE, ""), desk.user.theme if desk else ""):
        if chosen in THEMES:
            return str(chosen)
    return ""


def frame(request: HttpRequest) -> UI:
    """The frame for this request; without `request.desk` it is the frame of somebody who is not signed in."""
    page = UI(
        lang=translation.get_language() or settings.LANGUAGE_CODE,
        dir="rtl" if translation.get_language_bidi() else "ltr",
        theme=theme_of(request),
        demo=settings.DEMO,
        path=request.get_full_path(),
        languages=[(code, str(name)) for code, name in settings.LANGUAGES],
    )
    desk = getattr(request, "desk", None)
    if desk is not None:
        page.nav = panels.nav_items(request)
        page.new = panels.nav_items(request, "new")
        page.account = panels.nav_items(request, "account")
        page.more = panels.nav_items(request, "more")
        page.project, page.projects = desk.project, desk.projects
        page.user_name, page.single_keys = desk.user.name, desk.user.single_keys
        page.find_url = optional_url("find")
        page.switch_url = optional_url("switch_project")
        page.logout_url = optional_url("account_logout")
    return page


def ui(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `ui` on every page."""
    return {"ui": frame(request)}
