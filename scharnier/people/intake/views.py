# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody new, and whether we know them already."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from scharnier.foundation.access import Forbidden, requires
from scharnier.foundation.writes import note
from scharnier.network.middleware import Desk, Place
from scharnier.people import actions, rules
from scharnier.people.intake import asking
from scharnier.people.intake.asking import Intake
from scharnier.people.intake.forms import LikenessForm, NewPersonForm
from scharnier.people.law import target_group
from scharnier.people.matching import queries as matching
from scharnier.people.matching.queries import Twin
from scharnier.people.views import desk_of
from scharnier.people.waiting import queries as places
from scharnier.people.writing import once


def _place(desk: Desk) -> tuple[Place, UUID]:
    """The project in which one works at the moment."""
    if desk.project is None or desk.project.project is None:
        raise Forbidden("people.new")
    return desk.project, desk.project.project


@dataclass(frozen=True)
class Alike:
    """Files that may be of the same person, and projects to ask."""

    twins: list[Twin]
    elsewhere: list[str]

    def __bool__(self) -> bool:
        return bool(self.twins or self.elsewhere)


NOBODY = Alike([], [])


def alike(request: HttpRequest, sent: QueryDict | None = None) -> Alike:
    """Who on file may be the person that a form describes so far, as it was posted or as `sent` says."""
    form = LikenessForm(request.POST if sent is None else sent)
    if not form.enough():
        return NOBODY
    typed = form.facts()
    found = Alike(matching.twins(desk_of(request).scope, typed), matching.elsewhere(typed))
    if found.elsewhere:
        note("duplicate_hint_elsewhere", projects=len(found.elsewhere))
    return found


@requires("people.new")
@require_http_methods(["GET", "HEAD", "POST"])
def person_new(request: HttpRequest) -> HttpResponse:
    """The short form. When somebody alike is on file it asks once; `anyway` says that it is another person."""
    desk = desk_of(request)
    request.nav_key = "cases"  # type: ignore[attr-defined]  # marks the place in the rail
    place, project = _place(desk)
    writing = request.method == "POST"
    asking_only = "ask" in request.POST
    sent = request.POST if writing else None
    form = NewPersonForm(
        None if asking_only else sent,
        staff=rules.workers_of(project),
        me=desk.user.id,
        so_far=sent if asking_only else None,
    )
    law = asking.read(sent, target_group.programme_of(project))
    found = NOBODY
    if form.is_bound and form.is_valid() and law.is_valid():
        found = NOBODY if request.POST.get("anyway") else alike(request)
        url = None if found else once(form, lambda: _create(form, law, place, project, desk))
        if url is not None:
            return redirect(url)
    form.fit(room := places.room(project))
    context = {
        "form": form,
        "law": law,
        "room": room,
        "twins": found.twins,
        "elsewhere": found.elsewhere,
        "ask": bool(found),
        "project": place,
        "participant": desk.word("participant"),
    }
    wrong = form.errors or (form.is_bound and not law.is_valid())
    status = 422 if wrong and request.htmx else 200  # type: ignore[attr-defined]  # django_htmx
    return render(request, "people/person_new.html", context, status=status)


def _create(form: NewPersonForm, law: Intake, place: Place, project: UUID, desk: Desk) -> str:
    """The file, with what was answered about the law and what the rules said of the target group."""
    person = actions.create_person(form.participant(place, project, law.besides.values()["endorsement"]))
    asking.keep(law, desk.scope, person, project, desk.user.id)
    return reverse("person", kwargs={"person_id": person})


@requires("people.new")
@require_POST
def person_alike(request: HttpRequest) -> HttpResponse:
    """Fragment while somebody types. A POST that writes nothing: names belong into no address."""
    _place(desk_of(request))
    found = alike(request)
    return render(request, "people/twins.html", {"twins": found.twins, "elsewhere": found.elsewhere})


@requires("people.new")
@require_POST
def person_asked(request: HttpRequest) -> HttpResponse:
    """Fragment: what the rules ask for the chosen status. Writes nothing."""
    _, project = _place(desk_of(request))
    law = asking.read(request.POST, target_group.programme_of(project))
    return render(request, "people/intake/questions.html", {"law": law})


@requires("people.new")
@require_POST
def person_answered(request: HttpRequest) -> HttpResponse:
    """Fragment: what the rules say to what is filled in so far. Writes nothing."""
    _, project = _place(desk_of(request))
    law = asking.read(request.POST, target_group.programme_of(project))
    return render(request, "people/intake/answer.html", {"law": law})
