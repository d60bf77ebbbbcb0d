# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody new, and whether we know them already."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from scharnier.foundation.access import Forbidden, requires
from scharnier.network.middleware import Desk, Place
from scharnier.people import actions, queries, rules
from scharnier.people.intake.forms import LikenessForm, NewPersonForm
from scharnier.people.queries import Twin
from scharnier.people.views import desk_of
from scharnier.people.writing import once


def _place(desk: Desk) -> tuple[Place, UUID]:
    """The project in which one works at the moment."""
    if desk.project is None or desk.project.project is None:
        raise Forbidden("people.new")
    return desk.project, desk.project.project


def _alike(request: HttpRequest) -> list[Twin]:
    form = LikenessForm(request.POST)
    return queries.twins(desk_of(request).scope, **form.known()) if form.enough() else []


@requires("people.new")
@require_http_methods(["GET", "HEAD", "POST"])
def person_new(request: HttpRequest) -> HttpResponse:
    """The short form. When somebody alike is on file it asks once; `anyway` says that it is another person."""
    desk = desk_of(request)
    request.nav_key = "cases"  # type: ignore[attr-defined]  # marks the place in the rail
    place, project = _place(desk)
    writing = request.method == "POST"
    form = NewPersonForm(request.POST if writing else None, staff=rules.workers_of(project), me=desk.user.id)
    alike: list[Twin] = []
    if writing and form.is_valid():
        alike = [] if request.POST.get("anyway") else _alike(request)
        url = None if alike else once(form, lambda: _create(form, place, project))
        if url is not None:
            return redirect(url)
    context = {
        "form": form,
        "twins": alike,
        "ask": bool(alike),
        "project": place,
        "participant": desk.word("participant"),
    }
    status = 422 if form.errors and request.htmx else 200  # type: ignore[attr-defined]  # django_htmx
    return render(request, "people/person_new.html", context, status=status)


def _create(form: NewPersonForm, place: Place, project: UUID) -> str:
    return reverse("person", kwargs={"person_id": actions.create_person(form.participant(place, project))})


@requires("people.new")
@require_POST
def person_alike(request: HttpRequest) -> HttpResponse:
    """Fragment while somebody types. A POST that writes nothing: names belong into no address."""
    _place(desk_of(request))
    return render(request, "people/twins.html", {"twins": _alike(request)})
