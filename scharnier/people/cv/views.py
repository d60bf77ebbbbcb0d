# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Curricula vitae: put together, changed, downloaded."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from scharnier.foundation import writes
from scharnier.foundation.access import signed_in
from scharnier.foundation.docx import MEDIA
from scharnier.foundation.paper import Unavailable
from scharnier.foundation.writes import Conflict
from scharnier.people.cv import actions, output, queries
from scharnier.people.cv.actions import Wanted
from scharnier.people.cv.compose import Document, from_json
from scharnier.people.cv.forms import CurriculumForm, initial
from scharnier.people.cv.models import Curriculum
from scharnier.people.queries import FileHeader
from scharnier.people.views import desk_of, open_file
from scharnier.people.writing import expected, once

TAB = "competence"


def _row(request: HttpRequest, person_id: UUID, row_id: UUID) -> Curriculum:
    row = queries.curriculum(desk_of(request).scope, person_id, row_id)
    if row is None:
        raise Http404
    return row


def _wanted(form: CurriculumForm) -> Wanted:
    values = form.cleaned_data
    return Wanted(values["title"], values["language"], values["layout"], form.choices())


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def cv_new(request: HttpRequest, person_id: UUID) -> HttpResponse:
    file, desk = open_file(request, person_id, TAB, "people.edit"), desk_of(request)
    material = queries.material(desk.scope, file.person)
    data = request.POST if request.method == "POST" else None
    form = CurriculumForm(data, initial=initial(material, None), material=material)
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            row = actions.put_together(file.enrolment, material, _wanted(form), author=desk.user.id)
            return reverse("cv_edit", args=[person_id, row.pk])

        url = once(form, act)
        if url is not None:
            return redirect(url)
    return _form(request, file, form, gettext("Neuer Lebenslauf"))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def cv_edit(request: HttpRequest, person_id: UUID, row_id: UUID) -> HttpResponse:
    file, desk = open_file(request, person_id, TAB, "people.edit"), desk_of(request)
    row = _row(request, person_id, row_id)
    material = queries.material(desk.scope, file.person)
    own = {"title": row.title, "language": row.language, "layout": row.layout, "version": row.version}
    data = request.POST if request.method == "POST" else None
    form = CurriculumForm(data, initial={**initial(material, row.choices), **own}, material=material)
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            actions.change(row, expected(form), material, _wanted(form))
            return request.path

        try:
            url = once(form, act)
        except Conflict:
            url = None
            form.add_error(None, gettext("Jemand anderes hat den Lebenslauf inzwischen geändert. Laden Sie ihn neu."))
        if url is not None:
            return redirect(url)
    return _form(request, file, form, row.title, row=row)


def _form(request: HttpRequest, file: FileHeader, form: CurriculumForm, title: str, **more: Any) -> HttpResponse:
    status = 422 if form.errors and request.htmx else 200  # type: ignore[attr-defined]  # django_htmx
    context = {"file": file, "form": form, "title": title, "back": reverse(TAB, args=[file.person.pk]), **more}
    return render(request, "people/cv/form.html", context, status=status)


@signed_in
@require_POST
def cv_remove(request: HttpRequest, person_id: UUID, row_id: UUID) -> HttpResponse:
    open_file(request, person_id, TAB, "people.edit")
    _row(request, person_id, row_id).delete()
    return redirect(reverse(TAB, args=[person_id]))


def _document(request: HttpRequest, person_id: UUID, row_id: UUID) -> tuple[FileHeader, Curriculum, Document]:
    file = open_file(request, person_id, TAB)
    row = _row(request, person_id, row_id)
    writes.note("print", table="people_curriculum", carrier=file.carrier, subject=person_id, row=str(row_id))
    return file, row, from_json(row.document)


@signed_in
def cv_pdf(request: HttpRequest, person_id: UUID, row_id: UUID) -> HttpResponse:
    file, row, document = _document(request, person_id, row_id)
    try:
        made = output.as_pdf(document, row.layout, queries.photo(desk_of(request).scope, row))
    except Unavailable:
        return render(request, "people/cv/pdf_missing.html", {"file": file, "row": row}, status=503)
    return _file(made, "application/pdf", document, "pdf", "inline")


@signed_in
def cv_docx(request: HttpRequest, person_id: UUID, row_id: UUID) -> HttpResponse:
    _, row, document = _document(request, person_id, row_id)
    made = output.as_docx(document, row.layout, queries.photo(desk_of(request).scope, row))
    return _file(made, MEDIA, document, "docx", "attachment")


def _file(made: bytes, media: str, document: Document, ending: str, how: str) -> HttpResponse:
    answer = HttpResponse(made, content_type=media)
    name = slugify(f"{document.heading} {document.name}") or "cv"
    answer["Content-Disposition"] = f'{how}; filename="{name}.{ending}"'
    return answer
