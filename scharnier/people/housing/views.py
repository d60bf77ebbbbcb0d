# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages of a file about where somebody lives."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from scharnier.foundation.access import signed_in
from scharnier.foundation.writes import Conflict
from scharnier.people.housing import actions
from scharnier.people.housing.forms import HousingForm
from scharnier.people.housing.models import HousingPeriod
from scharnier.people.queries import FileHeader
from scharnier.people.views import desk_of, open_file
from scharnier.people.writing import TwoEditors, expected, once, two_editors


def _answer(
    request: HttpRequest, header: FileHeader, form: HousingForm, title: str, conflict: TwoEditors | None = None
) -> HttpResponse:
    status = 409 if conflict else 422 if form.errors and request.htmx else 200  # type: ignore[attr-defined]  # django_htmx
    context = {"file": header, "form": form, "title": title, "back": _back(header), "conflict": conflict}
    return render(request, "people/part_edit.html", context, status=status)


def _back(header: FileHeader) -> str:
    return reverse("person_edit", kwargs={"person_id": header.person.pk})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def housing_new(request: HttpRequest, person_id: UUID) -> HttpResponse:
    header = open_file(request, person_id, "data", "people.edit")
    form = HousingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        url = once(form, lambda: _add(form, header))
        if url is not None:
            return redirect(url)
    return _answer(request, header, form, gettext("Neue Unterbringung"))


def _add(form: HousingForm, header: FileHeader) -> str:
    actions.add_housing(header.person, form.housing(), end_previous=form.cleaned_data["end_previous"])
    return _back(header)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def housing_edit(request: HttpRequest, person_id: UUID, housing_id: UUID) -> HttpResponse:
    header = open_file(request, person_id, "data", "people.edit")
    rows = HousingPeriod.objects.visible_to(desk_of(request).scope).select_related("person")
    row = rows.filter(pk=housing_id, person_id=person_id).first()
    if row is None:
        raise Http404
    form = HousingForm(request.POST if request.method == "POST" else None, row=row)
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            url = once(form, lambda: _change(form, row, header))
        except Conflict as found:
            url, conflict = None, two_editors(found, form, "part", request.path, {})
        if url is not None:
            return redirect(url)
    return _answer(request, header, form, gettext("Unterbringung ändern oder beenden"), conflict)


def _change(form: HousingForm, row: HousingPeriod, header: FileHeader) -> str:
    actions.change_housing(row, expected(form), form.housing())
    return _back(header)
