# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The tab of what somebody can and wants, and its entries."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from scharnier.foundation.access import requires, signed_in
from scharnier.foundation.writes import Conflict
from scharnier.people.competence import actions, queries
from scharnier.people.competence.fields import suggestions
from scharnier.people.competence.forms import EntryForm
from scharnier.people.competence.kinds import KINDS, Kind
from scharnier.people.queries import FileHeader
from scharnier.people.views import desk_of, open_file
from scharnier.people.writing import TwoEditors, expected, once, two_editors

TAB = "competence"


@signed_in
def competence(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What somebody can and wants, on one page."""
    file = open_file(request, person_id, TAB)
    found = queries.entries(desk_of(request).scope, person_id)
    lines = {
        "arbeit": found.jobs,
        "wuensche": found.wishes,
        "sprachen": found.languages,
        "bildung": found.educations,
        "kurse": found.courses,
    }
    known = queries.on_file(file.person)
    cards = [(kind, lines[slug], known.get(slug)) for slug, kind in KINDS.items()]
    return render(
        request,
        "people/competence/competence.html",
        {"file": file, "cards": cards, "assessments": found.assessments, "curricula": found.curricula},
    )


def _kind(slug: str) -> Kind:
    if slug not in KINDS:
        raise Http404
    return KINDS[slug]


def _row(request: HttpRequest, kind: Kind, person_id: UUID, row_id: UUID) -> Any:
    row = queries.entry(kind.model, desk_of(request).scope, person_id, row_id)
    if row is None:
        raise Http404
    return row


def _back(file: FileHeader, kind: Kind) -> str:
    return f"{reverse('competence', args=[file.person.pk])}#{kind.slug}"


def _answer(
    request: HttpRequest,
    file: FileHeader,
    kind: Kind,
    form: EntryForm,
    *,
    conflict: TwoEditors | None = None,
    remove_url: str = "",
) -> HttpResponse:
    status = 409 if conflict else 422 if form.errors and request.htmx else 200  # type: ignore[attr-defined]  # django_htmx
    context = {
        "file": file,
        "form": form,
        "title": kind.change if remove_url else kind.add,
        "back": _back(file, kind),
        "conflict": conflict,
        "remove_url": remove_url,
    }
    return render(request, "people/competence/entry.html", context, status=status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def entry_new(request: HttpRequest, person_id: UUID, slug: str) -> HttpResponse:
    kind = _kind(slug)
    file = open_file(request, person_id, TAB, "people.edit")
    known = queries.on_file(file.person).get(slug) if "stammdaten" in request.GET else None
    form = kind.form(request.POST if request.method == "POST" else None, initial=known.fields if known else None)
    if request.method == "POST" and form.is_valid():
        url = once(form, lambda: (actions.add(file.person, kind.model, form.columns()), _back(file, kind))[1])
        if url is not None:
            return redirect(url)
    return _answer(request, file, kind, form)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def entry_edit(request: HttpRequest, person_id: UUID, slug: str, row_id: UUID) -> HttpResponse:
    kind = _kind(slug)
    file = open_file(request, person_id, TAB, "people.edit")
    row = _row(request, kind, person_id, row_id)
    form = kind.form(request.POST if request.method == "POST" else None, row=row)
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            url = once(form, lambda: (actions.change(row, expected(form), form.columns()), _back(file, kind))[1])
        except Conflict as found:
            url, conflict = None, two_editors(found, form, "part", request.path, {})
        if url is not None:
            return redirect(url)
    remove = reverse("competence_remove", args=[person_id, slug, row_id])
    return _answer(request, file, kind, form, conflict=conflict, remove_url=remove)


@signed_in
@require_POST
def entry_remove(request: HttpRequest, person_id: UUID, slug: str, row_id: UUID) -> HttpResponse:
    kind = _kind(slug)
    file = open_file(request, person_id, TAB, "people.edit")
    actions.remove(_row(request, kind, person_id, row_id))
    return redirect(_back(file, kind))


@requires("people.edit")
@require_POST
def occupations(request: HttpRequest) -> HttpResponse:
    """Fragment while somebody types an occupation. A POST that writes nothing: wishes belong into no address."""
    words, picked = request.POST.get("wording", "")[:120], request.POST.get("occupation", "")
    context = {"found": suggestions(words, picked), "picked": picked, "words": words}
    return render(request, "people/competence/suggestions.html", context)
