# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Hard separation: set in a file by whoever works with it, listed and lifted by leadership."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from scharnier.foundation.access import requires, signed_in
from scharnier.foundation.writes import DomainError
from scharnier.people.household.queries import household
from scharnier.people.matching.entries import facts_of
from scharnier.people.matching.queries import Twin, twins
from scharnier.people.models import Person
from scharnier.people.queries import FileHeader
from scharnier.people.separation import actions, places, queries
from scharnier.people.separation.forms import LiftForm, SeparationForm
from scharnier.people.separation.models import Separation
from scharnier.people.views import desk_of, open_file
from scharnier.people.writing import once


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def separate(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Ask from whom and why; afterwards one is back at the list of cases, where the other may be gone."""
    header = open_file(request, person_id, "data", "people.separate")
    ask = "keep" in request.POST or "ask" in request.GET
    known: dict[str, Any] = _household(request, header)
    form = SeparationForm(request.POST if request.method == "POST" else None, ask=ask, **known)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                _separate(request, form, header)
            messages.success(request, gettext("Getrennt. Von der einen Akte führt nichts mehr zur anderen."))
            return redirect("caseload")
        except actions.SameStaff as missing:
            form = SeparationForm(request.POST, ask=True, **known)
            form.is_valid()
            form.add_error("keep", missing.message)
        except DomainError as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
    context = {"file": header, "form": form, "twins": _twins(request, header)}
    return render(request, "people/separation/separate.html", context)


def _twins(request: HttpRequest, header: FileHeader) -> list[Twin]:
    """Second files of the same person: nothing would keep them apart from the other one."""
    known = {header.person.pk, *queries.separated_from(header.person.pk)}
    return twins(desk_of(request).scope, facts_of(header.person), 3, known, by_phone=False)


def _household(request: HttpRequest, header: FileHeader) -> dict[str, Any]:
    """Who else belongs to the household, and the other person's number when the address names somebody of it."""
    home = list(household(desk_of(request).scope, header.person.pk))
    with_whom = next((each.row for each in home if str(each.row.person_id) == request.GET.get("mit")), None)
    stay = [
        each for each in home if with_whom is None or not each.row.on_file or each.row.person_id != with_whom.person_id
    ]
    return {
        "members": [(str(each.row.pk), f"{each.name}, {each.relation}") for each in stay],
        "initial": {
            "number": with_whom.person.file_number if with_whom else "",
            "stay": [str(each.row.pk) for each in stay],
        },
    }


def _separate(request: HttpRequest, form: SeparationForm, header: FileHeader) -> None:
    people = Person.objects.visible_to(desk_of(request).scope)
    other = people.filter(file_number__iexact=form.cleaned_data["number"]).first()
    if other is None:
        raise DomainError(gettext("Diese Akte gibt es in Ihren Projekten nicht."), "number")
    keep = {"mine": header.person.pk, "other": other.pk}.get(form.cleaned_data.get("keep", ""))
    stay = [UUID(each) for each in form.cleaned_data.get("stay", ())]
    actions.separate(header.person.pk, other.pk, form.cleaned_data["reason"], keep, stay)


@requires("people.unseparate")
def separations(request: HttpRequest) -> HttpResponse:
    """What is separated in the projects that one leads."""
    rows, shared = queries.in_force(desk_of(request).scope), places.shared()
    context = {"rows": [(row, shared.get(row.pk, [])) for row in rows]}
    return render(request, "people/separation/list.html", context)


@requires("people.unseparate")
@require_http_methods(["GET", "HEAD", "POST"])
def separation_lift(request: HttpRequest, separation_id: UUID) -> HttpResponse:
    """Lifting it wants a reason."""
    scope = desk_of(request).scope
    row = Separation.objects.visible_to(scope).select_related("person", "other").filter(pk=separation_id).first()
    if row is None or row.lifted_at is not None:
        raise Http404
    form = LiftForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        url = once(form, lambda: _lift(request, form, row))
        if url is not None:
            return redirect(url)
    context: dict[str, Any] = {"row": row, "form": form}
    return render(request, "people/separation/lift.html", context)


def _lift(request: HttpRequest, form: LiftForm, row: Separation) -> str:
    actions.lift(row, form.cleaned_data["reason"], desk_of(request).user.id)
    return reverse("separations")
