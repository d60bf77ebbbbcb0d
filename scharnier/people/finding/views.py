# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Search: the command bar asks for a fragment, without JavaScript it is a page of its own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from scharnier.foundation import panels
from scharnier.foundation.access import signed_in
from scharnier.people.finding.queries import Group, Hit, find
from scharnier.people.views import desk_of

LONGEST = 80


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """What is looked for comes by POST, so that no name stands in an address; `?q=` is understood as well."""
    text = (request.POST.get("q") or request.GET.get("q") or "").replace("\x00", " ").strip()[:LONGEST]
    found = find(desk_of(request).scope, text)
    groups = [*found, *_with_first(request, found), *_commands(request, text)]
    template = "kit/find_results.html" if request.htmx else "people/search.html"  # type: ignore[attr-defined]  # django_htmx
    return render(request, template, {"groups": groups, "query": text})


def _with_first(request: HttpRequest, found: list[Group]) -> list[Group]:
    """What can be done at once with the person who stands first; asks the database nothing."""
    first = next((hit for group in found for hit in group.hits if hit.person_id is not None), None)
    if first is None:
        return []
    items = [
        *panels.nav_items(request, "people.file.actions", person_id=first.person_id),
        *(
            item
            for item in panels.nav_items(request, "people.file.tabs", person_id=first.person_id)
            if item.key == "plan"
        ),
    ]
    hits = [Hit(item.url, item.label, item.icon or "flag") for item in items]
    return [Group(gettext("Mit %(name)s") % {"name": first.label}, hits)] if hits else []


def _commands(request: HttpRequest, text: str) -> list[Group]:
    """Places to go to and things to begin whose name contains what was typed; asks the database nothing."""
    wanted = text.casefold()
    places = [
        Hit(item.url, item.label, item.icon) for item in panels.nav_items(request) if wanted in item.label.casefold()
    ]
    new = [
        Hit(item.url, gettext("Neu: %(what)s") % {"what": item.label}, item.icon or "add")
        for item in panels.nav_items(request, "new")
        if wanted in gettext("Neu: %(what)s").casefold() % {"what": item.label.casefold()}
    ]
    groups = [Group(gettext("Anlegen"), new), Group(gettext("Gehe zu"), places)]
    return [group for group in groups if group.hits] if text else []
