# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Lebenslage: pages of a file about guardianship, school and benefits."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from scharnier.foundation.access import signed_in
from scharnier.foundation.writes import Conflict
from scharnier.people.circumstances import actions, queries
from scharnier.people.circumstances.forms import CircumstanceForm
from scharnier.people.circumstances.kinds import KINDS, Kind
from scharnier.people.circumstances.models import Circumstance, rows_of
from scharnier.people.queries import FileHeader
from scharnier.people.views import desk_of, open_file
from scharnier.people.writing import TwoEditors, expected, once, two_editors


def _kind(slug: str) -> Kind:
    if slug not in KINDS:
        raise Http404
    return KINDS[slug]


def _back(header: FileHeader) -> str:
    return reverse("circumstances", args=[header.person.pk])


@signed_in
def circumstances(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """All periods, and what should be asked."""
    header = open_file(request, person_id, "data")
    sections = queries.history(desk_of(request).scope, header)
    return render(request, "people/circumstances/page.html", {"file": header, "sections": sections})


def _answer(
    request: HttpRequest, header: FileHeader, form: CircumstanceForm, title: str, conflict: TwoEditors | None = None
) -> HttpResponse:
    status = 409 if conflict else 422 if form.errors and request.htmx else 200  # type: ignore[attr-defined]  # django_htmx
    context = {
        "file": header,
        "form": form,
        "title": title,
        "back": _back(header),
        "back_text": gettext("Zurück zur Lebenslage"),
        "conflict": conflict,
    }
    return render(request, "people/part_edit.html", context, status=status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def circumstance_new(request: HttpRequest, person_id: UUID, slug: str) -> HttpResponse:
    kind = _kind(slug)
    header = open_file(request, person_id, "data", "people.edit")
    form = kind.form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        url = once(form, lambda: _add(kind, form, header))
        if url is not None:
            return redirect(url)
    return _answer(request, header, form, str(kind.new))


def _add(kind: Kind, form: CircumstanceForm, header: FileHeader) -> str:
    actions.add(kind.model, header.person, form.circumstance(), end_previous=form.cleaned_data["end_previous"])
    return _back(header)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def circumstance_edit(request: HttpRequest, person_id: UUID, slug: str, row_id: UUID) -> HttpResponse:
    kind = _kind(slug)
    header = open_file(request, person_id, "data", "people.edit")
    rows = rows_of(kind.model).visible_to(desk_of(request).scope)
    row: Circumstance | None = rows.select_related("person").filter(pk=row_id, person_id=person_id).first()
    if row is None:
        raise Http404
    form, found = kind.form(request.POST if request.method == "POST" else None, row=row), row
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            url = once(form, lambda: _change(form, found, header))
        except Conflict as clash:
            url, conflict = None, two_editors(clash, form, "part", request.path, {})
        if url is not None:
            return redirect(url)
    return _answer(request, header, form, str(kind.edit), conflict)


def _change(form: CircumstanceForm, row: Circumstance, header: FileHeader) -> str:
    actions.change(row, expected(form), form.circumstance())
    return _back(header)
