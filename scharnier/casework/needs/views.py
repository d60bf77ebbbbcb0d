# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Needs of a case: the list, one need, its state."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from scharnier.casework.cases import conflict_of
from scharnier.casework.needs import actions, queries
from scharnier.casework.needs.forms import NeedForm
from scharnier.casework.needs.models import Need
from scharnier.foundation.access import requires
from scharnier.foundation.writes import Conflict, DomainError
from scharnier.network.models import User
from scharnier.people.queries import FileHeader
from scharnier.people.views import desk_of, open_file


def _form(request: HttpRequest, file: FileHeader, initial: dict[str, object]) -> NeedForm:
    place = desk_of(request).place(file.project)
    return NeedForm(request.POST or None, settings=place.settings if place else None, initial=initial)


def _back(person_id: UUID) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("needs", args=[person_id]))


@requires("casework.view")
def needs(request: HttpRequest, person_id: UUID) -> HttpResponse:
    file, desk = open_file(request, person_id, "plan", "casework.view"), desk_of(request)
    context = {
        "file": file,
        "needs": queries.needs(desk.scope, file),
        "may_write": desk.may("casework.write", file.project),
    }
    return render(request, "casework/needs/needs.html", context)


@requires("casework.write")
def need_new(request: HttpRequest, person_id: UUID) -> HttpResponse:
    file = open_file(request, person_id, "plan", "casework.write")
    form = _form(request, file, {"field": request.GET.get("feld", ""), "urgency": actions.USUAL})
    if request.method == "POST" and form.is_valid():
        editor = User.objects.get(pk=desk_of(request).user.id)
        try:
            actions.add_need(file.enrolment, editor=editor, text=form.need(), token=form.token)
            messages.success(request, _("Bedarf notiert."))
            return _back(person_id)
        except DomainError as error:
            form.add_error(error.field or None, error.message)
    return render(request, "casework/needs/need_form.html", {"file": file, "form": form})


def _need(request: HttpRequest, person_id: UUID, need_id: UUID) -> Need:
    found = queries.need(desk_of(request).scope, person_id, need_id)
    if found is None:
        raise Http404
    return found


@requires("casework.write")
def need_edit(request: HttpRequest, person_id: UUID, need_id: UUID) -> HttpResponse:
    file = open_file(request, person_id, "plan", "casework.write")
    need, conflict = _need(request, person_id, need_id), None
    initial: dict[str, object] = {name: getattr(need, name) for name in ("field", "text", "urgency", "version")}
    form = _form(request, file, initial)
    if request.method == "POST" and form.is_valid():
        try:
            editor = User.objects.get(pk=desk_of(request).user.id)
            actions.change_need(need, editor=editor, text=form.need(), version=form.cleaned_data.get("version"))
            return _back(person_id)
        except Conflict as clash:
            conflict = conflict_of(clash, "bedarf", request.get_full_path())
    context = {"file": file, "form": form, "need": need, "conflict": conflict}
    return render(request, "casework/needs/need_form.html", context)


@requires("casework.write")
@require_POST
def need_move(request: HttpRequest, person_id: UUID, need_id: UUID) -> HttpResponse:
    """`to` is met, dropped or open."""
    open_file(request, person_id, "plan", "casework.write")
    try:
        editor = User.objects.get(pk=desk_of(request).user.id)
        actions.move_need(_need(request, person_id, need_id), editor=editor, to=request.POST.get("to", ""))
    except DomainError as error:
        messages.warning(request, error.message)
    return _back(person_id)
