# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Default deny: every address says who may open it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from scharnier.foundation import access

# Views of libraries: sign-in works for people who aren't signed in yet, and checks the rest by itself.
OF_LIBRARIES = ("allauth.", "django.views.static", "django.contrib.staticfiles")


def _views(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, Any]]:
    for entry in resolver.url_patterns:
        where = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _views(entry, where)
        elif isinstance(entry, URLPattern):
            yield where, entry.callback


def _permission(view: Any) -> str | None:
    found: str | None = getattr(view, "permission", None) or getattr(
        getattr(view, "view_class", None), "permission", None
    )
    return found


def test_every_view_declares_its_permission() -> None:
    undeclared = [
        where
        for where, view in _views(get_resolver())
        if not view.__module__.startswith(OF_LIBRARIES) and _permission(view) is None
    ]
    assert undeclared == []


def test_every_permission_asked_for_is_held_by_somebody() -> None:
    known = access.declared().keys() | {"public", "signed_in"}
    asked = {permission for _where, view in _views(get_resolver()) if (permission := _permission(view)) is not None}
    assert asked <= known


@pytest.mark.django_db
def test_whoever_is_signed_out_is_sent_to_the_sign_in_from_every_desk_page() -> None:
    client = Client()
    for where, view in _views(get_resolver()):
        if not where.startswith("desk/") or "<" in where or _permission(view) == "public":
            continue
        answer = client.get(f"/{where}")
        assert answer.status_code == 302, where
        assert answer["Location"].startswith("/accounts/login/"), where
