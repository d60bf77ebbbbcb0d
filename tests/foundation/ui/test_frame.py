# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The frame of a page, the choice of language and theme, and pages for trouble."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.http import Http404, HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory
from pytest_django import Settings

from scharnier.foundation.ui import kit, views
from scharnier.foundation.ui.context import frame

PACKAGE = Path(kit.__file__).resolve().parent.parent


@dataclass
class User:
    name: str = "Katrin Maria Lohse"
    theme: str = "dark"
    single_keys: bool = False


@dataclass
class Desk:
    user: User = field(default_factory=User)
    project: Any = None
    projects: list[Any] = field(default_factory=list)

    def may(self, _permission: str) -> bool:
        return False

    def has(self, _module: str, _project: Any = None) -> bool:
        return True


def signed_in(request: HttpRequest) -> HttpRequest:
    request.desk = Desk()  # type: ignore[attr-defined]  # what the desk middleware does
    return request


def test_the_frame_shows_two_initials(rf: RequestFactory) -> None:
    assert frame(signed_in(rf.get("/desk/"))).initials == "KL"


def test_a_stranger_gets_a_frame_without_places_and_names(rf: RequestFactory) -> None:
    page = frame(rf.get("/"))
    assert (page.nav, page.new, page.user_name, page.find_url) == ((), (), "", "")


def test_the_machine_decides_the_theme_before_the_account(rf: RequestFactory) -> None:
    request = signed_in(rf.get("/desk/"))
    assert frame(request).theme == "dark"
    request.COOKIES["scharnier_theme"] = "light"
    assert frame(request).theme == "light"
    request.COOKIES["scharnier_theme"] = '"><script>'
    assert frame(request).theme == "dark"


def test_language_is_kept_in_a_cookie_and_leads_back(rf: RequestFactory) -> None:
    response = views.choose_language(rf.post("/sprache/", {"language": "en", "next": "/desk/?sort=name"}))
    assert response.cookies["scharnier_language"].value == "en"
    assert response["Location"] == "/desk/?sort=name"


def test_an_unknown_language_changes_nothing(rf: RequestFactory) -> None:
    assert not views.choose_language(rf.post("/sprache/", {"language": "xx"})).cookies


def test_theme_is_kept_and_can_be_left_to_the_machine(rf: RequestFactory) -> None:
    chosen = views.choose_theme(rf.post("/darstellung/", {"theme": "dark"}))
    assert chosen.cookies["scharnier_theme"].value == "dark"
    assert views.choose_theme(rf.post("/darstellung/", {"theme": ""})).cookies["scharnier_theme"].value == ""


@pytest.mark.parametrize(
    "target", ["https://example.org/", "//example.org/", "javascript:alert(1)", "\\\\example.org", "desk", ""]
)
def test_the_way_back_never_leads_away(rf: RequestFactory, target: str) -> None:
    assert views.choose_theme(rf.post("/darstellung/", {"theme": "dark", "next": target}))["Location"] == "/"


def test_a_get_changes_nothing(rf: RequestFactory) -> None:
    assert views.choose_language(rf.get("/sprache/?language=en")).status_code == 405


def test_the_gallery_is_not_for_the_real_world(rf: RequestFactory, settings: Settings) -> None:
    settings.DEMO = settings.DEBUG = False
    for view in (kit.gallery, kit.progress):
        with pytest.raises(Http404):
            view(rf.get("/desk/kit/"))


@pytest.mark.parametrize("name", ["400", "403", "404", "413", "500", "503", "403_csrf"])
def test_pages_for_trouble_are_whole_without_any_context(name: str) -> None:
    page = render_to_string(f"{name}.html")
    assert page.lstrip().startswith("<!doctype html>")
    assert '<html lang="de" dir="ltr">' in page
    assert page.count("<h1>") == 1
    assert re.search(r"<title>\S.+ – Scharnier</title>", page)


def test_403_says_whom_to_ask() -> None:
    assert "hilft Ihnen Svenja Radtke weiter" in render_to_string("403.html", {"ask_whom": "Svenja Radtke"})


def test_404_does_not_say_whether_there_is_something() -> None:
    page = render_to_string(
        "404.html", {"request_path": "/desk/akte/123/", "exception": "Person 123 not in your scope"}
    )
    assert "123" not in page


def test_a_form_that_came_too_late_gives_the_text_back(rf: RequestFactory) -> None:
    text = "Er will bis zum Sommer B2 schaffen, damit er die Kunden selbst beraten kann."
    request = rf.post("/", {"note": text, "password": "ein sehr langes Kennwort, das niemanden etwas angeht"})
    page = render_to_string("403_csrf.html", request=request)
    assert text in page
    assert "Kennwort, das" not in page


def test_no_template_carries_style_or_script() -> None:
    found = [
        (path.name, forbidden)
        for path in (PACKAGE / "templates").rglob("*.html")
        for forbidden in (r"\sstyle=", r"\son[a-z]+=\"", r"<script(?![^>]*\ssrc=)", "<style", "javascript:")
        if re.search(forbidden, path.read_text())
    ]
    assert found == []


def test_our_style_sheets_know_no_left_and_right() -> None:
    physical = re.compile(
        r"(?:[;{\s](?:left|right|(?:margin|padding|border)-(?:left|right))\s*:|(?:float|text-align)\s*:\s*(?:left|right))"
    )
    found = [
        (path.name, match.group())
        for path in (PACKAGE / "static" / "scharnier").glob("*.css")
        for match in physical.finditer(path.read_text())
    ]
    assert found == []


def test_the_script_evaluates_no_text() -> None:
    script = (PACKAGE / "static" / "scharnier" / "app.js").read_text()
    for forbidden in ("eval(", "new Function", ".innerHTML", ".outerHTML", "document.write", "insertAdjacentHTML"):
        assert forbidden not in script
