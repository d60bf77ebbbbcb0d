# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading the audit: the list with its filter, and one event with what it changed."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from scharnier.foundation import openings
from scharnier.foundation.access import Forbidden, requires
from scharnier.people.trail import queries
from scharnier.people.trail.forms import TrailForm
from scharnier.people.trail.queries import Where
from scharnier.people.views import desk_of

LONGEST_NUMBER = 18


def _place(request: HttpRequest) -> Where:
    request.nav_key = "trail"  # type: ignore[attr-defined]  # marks the place in the rail
    found = queries.where(desk_of(request))
    if found is None:
        raise Forbidden("audit.browse")
    return found


@requires("audit.browse")
@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """Who did what, the latest first."""
    place, scope = _place(request), desk_of(request).scope
    asked_for = {"since", "until", "actor", "table"} & set(request.GET)
    form = TrailForm(
        request.GET if asked_for else None,
        colleagues=queries.colleagues(scope, place),
        tables=queries.tables(place),
    )
    context: dict[str, Any] = {"form": form, "place": place, "filtered": bool(asked_for)}
    if not asked_for or form.is_valid():
        asked = form.asked()
        context["asked"] = asked
        context["page"] = queries.page(
            scope, place, asked, after=_number(request, "after"), before=_number(request, "before")
        )
    return render(request, "people/trail/list.html", context)


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else None


@requires("audit.browse")
@require_safe
def event(request: HttpRequest, number: int) -> HttpResponse:
    """What one event changed. Reading what a file said is an opening of that file and recorded as one."""
    place, desk = _place(request), desk_of(request)
    found = queries.event(desk.scope, place, number) if number < 10**LONGEST_NUMBER else None
    if found is None:
        raise Http404
    if found.subject is not None and place.project is not None and found.line.person is not None:
        openings.record_opening(
            desk.scope,
            carrier=place.carrier,
            project=place.project,
            subject=found.subject,
            user_name=desk.user.name,
            function=place.function,
            purpose=openings.AUDIT if desk.audits(place.project) else openings.TEAM,
            page="trail",
        )
    crumbs = [{"label": _("Protokoll"), "url": reverse("trail")}]
    return render(request, "people/trail/event.html", {"event": found, "crumbs": crumbs, "place": place})
