# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""One talk with several people: who was there, what all may read, what is meant for one of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from scharnier.casework.contacts import actions, lines, queries
from scharnier.casework.contacts.forms import ActForm
from scharnier.foundation import access, writes
from scharnier.foundation.access import requires
from scharnier.foundation.writes import DomainError
from scharnier.network.models import User
from scharnier.people.household.queries import separated_among
from scharnier.people.models import Enrolment
from scharnier.people.views import desk_of, uuid_or_none

MOST = 60
BUTTONS = ("search", "add", "remove")


def _project(request: HttpRequest) -> UUID:
    desk = desk_of(request)
    project = desk.project.project if desk.project else None
    if project is None or not desk.may("casework.write", project):
        raise access.Forbidden("casework.write")
    return project


def _chosen(request: HttpRequest, start: queries.Beginning) -> list[UUID]:
    """Who was there: as the form says, as the address names them (from a list), or as the draft knows them."""
    given = request.POST.getlist("who") if request.method == "POST" else request.GET.getlist("person")
    ids = [uuid_or_none(each) for each in given or start.initial.get("who", [])]
    gone, more = uuid_or_none(request.POST.get("remove")), uuid_or_none(request.POST.get("add"))
    return [each for each in dict.fromkeys([*ids, more]) if each is not None and each != gone][:MOST]


@requires("casework.write")
def act_new(request: HttpRequest) -> HttpResponse:
    """The form of a talk with several people. `search`, `add` and `remove` change who was there, all else saves."""
    desk, project = desk_of(request), _project(request)
    request.nav_key = "cases"  # type: ignore[attr-defined]  # marks the place in the rail
    start = queries.act_beginning(desk)
    rows = queries.participants(desk.scope, project, _chosen(request, start))
    people = [row.person for row in rows]
    place = desk.place(project)
    common: dict[str, Any] = {"settings": place.settings if place else None, "people": people}
    if request.method == "POST" and not any(name in request.POST for name in BUTTONS):
        apart = {one for one, _other in separated_among({each.pk for each in people})}
        form = ActForm(request.POST, apart=apart, **common)
        if form.is_valid():
            try:
                return _save(request, rows, form)
            except DomainError as error:
                form.add_error(None, error.message)
    else:
        form = ActForm(initial=lines.typed(request.POST) if request.method == "POST" else start.initial, **common)
    context = {
        "form": form,
        "start": start,
        "rows": rows,
        "found": queries.nameable(
            desk.scope, project, request.POST.get("name", ""), [each.pk for each in people], desk.user.id
        ),
        "name": request.POST.get("name", ""),
        "draft_url": reverse("act_draft"),
    }
    page = "casework/contacts/act_part.html" if request.headers.get("HX-Request") else "casework/contacts/act_form.html"
    return render(request, page, context)


def _save(request: HttpRequest, rows: list[Enrolment], form: ActForm) -> HttpResponse:
    author = User.objects.get(pk=desk_of(request).user.id)
    written = actions.write_act(
        rows, author=author, talk=form.talk(), own=form.own(), token=form.token, url=reverse("today")
    )
    if written.contact is not None:
        messages.success(request, _("Gespräch in %(n)s Akten gespeichert.") % {"n": len(rows)})
    for warning in written.warnings:
        messages.warning(request, warning)
    return HttpResponseRedirect(written.url)


@requires("casework.write")
@require_POST
def act_draft(request: HttpRequest) -> HttpResponse:
    """Keeps what has been typed so far, for nobody but the writer. Answers 204; `drop` throws it away."""
    _project(request)
    user = desk_of(request).user.id
    if "drop" in request.POST:
        writes.drop_draft(user, actions.ACT_DRAFT)
        return HttpResponseRedirect(reverse("today"))
    actions.keep_draft(user, actions.ACT_DRAFT, None, reverse("act_new"), request.POST)
    return HttpResponse(status=204)
