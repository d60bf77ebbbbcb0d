# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Dubletten: who else this may be, both files side by side, and taking a merge back."""

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

from scharnier.foundation.access import signed_in
from scharnier.foundation.writes import DomainError
from scharnier.people import words
from scharnier.people.matching import queries as matching
from scharnier.people.matching.entries import facts_of
from scharnier.people.merging import actions, queries
from scharnier.people.merging.models import Merge
from scharnier.people.models import Person
from scharnier.people.queries import FileHeader
from scharnier.people.separation.queries import separated_from
from scharnier.people.views import desk_of, open_file

TAB = "data"
RIGHT = "people.merge"


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def duplicates(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Files that may be of the same person, a way to another by its number, and merges that can be undone."""
    header = open_file(request, person_id, TAB, RIGHT)
    scope = desk_of(request).scope
    wrong = ""
    if request.method == "POST":
        number = request.POST.get("number", "").strip()[:20]
        other = Person.objects.visible_to(scope).filter(file_number__iexact=number, merged_into=None).first()
        if other is not None:
            return redirect("merge", person_id=person_id, other_id=other.pk)
        wrong = gettext("Diese Akte gibt es in Ihren Projekten nicht.")
    context = {
        "file": header,
        "twins": matching.twins(scope, facts_of(header.person), limit=10, but={person_id, *separated_from(person_id)}),
        "merges": queries.merges_of(scope, person_id),
        "wrong": wrong,
        "number": request.POST.get("number", "")[:20],
    }
    return render(request, "people/merging/duplicates.html", context)


def _files(request: HttpRequest, person_id: UUID, other_id: UUID) -> tuple[FileHeader, FileHeader]:
    header = open_file(request, person_id, TAB, RIGHT)
    return header, header if other_id == person_id else open_file(request, other_id, TAB, RIGHT)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, person_id: UUID, other_id: UUID) -> HttpResponse:
    """Both files side by side; every conflict wants a choice."""
    header, other = _files(request, person_id, other_id)
    compared = queries.compare_files(header.person, other.person)
    wrong = ""
    if request.method == "POST":
        try:
            with transaction.atomic():
                row = actions.merge(header.person, other.person, request.POST, desk_of(request).user.id)
            messages.success(request, gettext("Zusammengeführt. Rückgängig geht es unter Stammdaten, Dubletten."))
            return redirect("merge_undo", person_id=person_id, merge_id=row.pk)
        except DomainError as refused:
            wrong = refused.message
    context = {
        "file": header,
        "other": other,
        "compared": compared,
        "chosen": request.POST,
        "wrong": wrong,
        "mine_birth": words.show_birth(header.person),
        "other_birth": words.show_birth(other.person),
    }
    return render(request, "people/merging/compare.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def merge_undo(request: HttpRequest, person_id: UUID, merge_id: UUID) -> HttpResponse:
    """What the merge did, what was written since, and the way back."""
    header = open_file(request, person_id, TAB, RIGHT)
    rows = Merge.objects.visible_to(desk_of(request).scope).select_related("merged_by")
    row = rows.filter(pk=merge_id, person_id=person_id).first()
    if row is None:
        raise Http404
    later = queries.later_rows(row) if row.undone_at is None else []
    wrong = ""
    if request.method == "POST":
        try:
            with transaction.atomic():
                kept = actions.undo(row, desk_of(request).user.id, _assigned(request, later))
            _say(request, kept)
            return redirect(reverse("duplicates", kwargs={"person_id": person_id}))
        except DomainError as refused:
            wrong = refused.message
    context: dict[str, Any] = {"file": header, "row": row, "later": later, "wrong": wrong}
    return render(request, "people/merging/undo.html", context)


def _assigned(request: HttpRequest, later: list[queries.Later]) -> dict[str, list[UUID]]:
    """Rows that somebody gave to the other file; what isn't said stays."""
    found: dict[str, list[UUID]] = {}
    for each in later:
        if request.POST.get(each.key) == actions.OTHER:
            found.setdefault(each.table, []).append(each.row)
    return found


def _say(request: HttpRequest, kept: list[str]) -> None:
    if kept:
        names = ", ".join(queries.label_of_field(name) for name in kept)
        text = gettext("Zwei Akten wie vorher. Seither geändert und so gelassen: %(names)s.")
        messages.info(request, text % {"names": names})
    else:
        messages.success(request, gettext("Zwei Akten wie vorher."))
