# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages of saved views: save the present one, look after all."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from scharnier.foundation.access import requires
from scharnier.people import rules
from scharnier.people.caseload import saving
from scharnier.people.caseload.forms import RenameForm, ViewForm
from scharnier.people.caseload.models import CaseloadView
from scharnier.people.caseload.views import crumbs, in_words, place_of, plain_view, stored, view_of
from scharnier.people.views import desk_of
from scharnier.people.writing import once


@dataclass(frozen=True)
class Saved:
    """One line of the page: the view, its address, what it narrows to in words."""

    view: CaseloadView
    url: str
    words: list[str]
    may_change: bool


@requires("people.view")
@require_http_methods(["GET", "HEAD", "POST"])
def view_new(request: HttpRequest) -> HttpResponse:
    """A name for the view in the address."""
    request.nav_key = "cases"  # type: ignore[attr-defined]  # marks the place in the rail
    desk, (carrier, project), filters = desk_of(request), place_of(request), view_of(request)
    form = ViewForm(request.POST if request.method == "POST" else None, lead=project in desk.scope.leads)
    back = reverse("caseload") + filters.query()

    def save() -> str:
        given = form.cleaned_data
        saving.save(
            desk.scope,
            carrier,
            project,
            name=given["name"],
            filters=filters.kept(),
            shared=given.get("shared") == "shared",
        )
        return back

    if request.method == "POST" and form.is_valid():
        url = once(form, save)
        if url is not None:
            messages.success(request, gettext("Die Ansicht ist gesichert."))
            return redirect(url)
    words = in_words(request, plain_view(filters), rules.workers_of(project))
    context = {"form": form, "back": back, "crumbs": crumbs(back), "active": words, "typed": bool(filters.text)}
    return render(request, "people/caseload/view_new.html", context)


@requires("people.view")
def views(request: HttpRequest) -> HttpResponse:
    """All saved views that one sees."""
    request.nav_key = "cases"  # type: ignore[attr-defined]  # marks the place in the rail
    scope, project = desk_of(request).scope, place_of(request)[1]
    found, staff = saving.views_of(scope, project), rules.workers_of(project)
    rows = [
        Saved(
            each,
            reverse("caseload") + stored(request, each).query(),
            in_words(request, stored(request, each), staff),
            saving.may_change(scope, each),
        )
        for each in found
    ]
    context = {"rows": rows, "start": saving.start_of(found), "crumbs": crumbs(reverse("caseload"))}
    return render(request, "people/caseload/views.html", context)


@requires("people.view")
@require_http_methods(["GET", "HEAD", "POST"])
def view_edit(request: HttpRequest, view_id: UUID) -> HttpResponse:
    """GET asks for a name; POST renames, drops or begins with it (`do`)."""
    request.nav_key = "cases"  # type: ignore[attr-defined]  # marks the place in the rail
    scope = desk_of(request).scope
    view = CaseloadView.objects.visible_to(scope).filter(pk=view_id, project_id=place_of(request)[1]).first()
    if view is None:
        raise Http404
    back = reverse("caseload_views")
    do = request.POST.get("do", "")
    if do == "drop":
        saving.drop(scope, view)
        messages.success(request, gettext("Die Ansicht ist gelöscht."))
        return redirect(back)
    if do in ("start", "no_start"):
        saving.begin_with(scope, view, start=do == "start")
        return redirect(back)
    form = RenameForm(request.POST if request.method == "POST" else None, initial={"name": view.name})

    def rename() -> str:
        saving.rename(scope, view, form.cleaned_data["name"])
        return back

    if request.method == "POST" and form.is_valid():
        url = once(form, rename)
        if url is not None:
            return redirect(url)
    return render(request, "people/caseload/view_edit.html", {"form": form, "back": back, "crumbs": crumbs(back)})
