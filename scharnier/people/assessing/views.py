# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Assessments: a new one, one of them, two compared."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from scharnier.foundation import access, writes
from scharnier.foundation.access import signed_in
from scharnier.foundation.paper import Unavailable
from scharnier.foundation.writes import Conflict
from scharnier.knowledge import sheet_words
from scharnier.people.assessing import actions, queries, sheet, words
from scharnier.people.assessing.actions import Found
from scharnier.people.assessing.answers import compare
from scharnier.people.assessing.forms import AssessmentForm
from scharnier.people.assessing.models import Assessment
from scharnier.people.competence.queries import assessments
from scharnier.people.queries import FileHeader, file_header
from scharnier.people.views import desk_of, open_file, uuid_or_none
from scharnier.people.writing import expected, once

TAB = "competence"


def _row(request: HttpRequest, person_id: UUID, row_id: UUID) -> Assessment:
    row = queries.assessment(desk_of(request).scope, person_id, row_id)
    if row is None:
        raise Http404
    return row


def _found(form: AssessmentForm) -> Found:
    values = form.cleaned_data
    return Found(
        values["held_on"],
        values["method"],
        values["partner"],
        form.answers(),
        values.get("health"),
        bool(values.get("released")),
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def assessment_new(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Begins with what was typed before, or with the last answers."""
    file, desk = open_file(request, person_id, TAB, "people.edit"), desk_of(request)
    start = queries.beginning(desk, person_id)
    data = request.POST if request.method == "POST" else None
    form = AssessmentForm(data, initial=start.initial, health=queries.may_read_health(desk, person_id, file.project))
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            row = actions.assess(file.enrolment, _found(form), assessor=desk.user.id)
            return reverse("assessment", args=[person_id, row.pk])

        url = once(form, act)
        if url is not None:
            return redirect(url)
    return _form(request, file, form, gettext("Neue Kompetenzerhebung"), start=start)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def assessment_edit(request: HttpRequest, person_id: UUID, row_id: UUID) -> HttpResponse:
    file, desk = open_file(request, person_id, TAB, "people.edit"), desk_of(request)
    row = _row(request, person_id, row_id)
    data = request.POST if request.method == "POST" else None
    may = queries.may_read_health(desk, person_id, row.project_id)
    form = AssessmentForm(data, initial=queries.fields_of(desk, row), health=may)
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            actions.change(row, expected(form), _found(form), user=desk.user.id)
            return reverse("assessment", args=[person_id, row.pk])

        try:
            url = once(form, act)
        except Conflict:
            url = None
            told = gettext(
                "Jemand anderes hat die Erhebung inzwischen geändert. Öffnen Sie sie in einem zweiten Fenster."
            )
            form.add_error(None, told)
        if url is not None:
            return redirect(url)
    return _form(request, file, form, gettext("Kompetenzerhebung ändern"), row=row)


def _form(request: HttpRequest, file: FileHeader, form: AssessmentForm, title: str, **more: Any) -> HttpResponse:
    status = 422 if form.errors and request.htmx else 200  # type: ignore[attr-defined]  # django_htmx
    basis = queries.health_basis(desk_of(request), file.person.pk, file.project)
    context = {"file": file, "form": form, "title": title, "back": reverse(TAB, args=[file.person.pk]), **more}
    context["closed"] = None if basis.allowed else basis
    return render(request, "people/assessing/form.html", context, status=status)


@signed_in
@require_POST
def assessment_draft(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Keeps what has been typed so far, for nobody but the writer. Answers 204; `drop` throws it away."""
    desk = desk_of(request)
    file = file_header(desk.scope, person_id, desk.project.project if desk.project else None)
    if file is None:
        raise Http404
    if not desk.may("people.edit", file.project):
        raise access.Forbidden("people.edit")
    if "drop" in request.POST:
        writes.drop_draft(desk.user.id, actions.draft_key(person_id))
        return HttpResponseRedirect(reverse("assessment_new", args=[person_id]))
    actions.keep_draft(desk.user.id, file.person, reverse("assessment_new", args=[person_id]), request.POST)
    return HttpResponse(status=204)


@signed_in
def assessment(request: HttpRequest, person_id: UUID, row_id: UUID) -> HttpResponse:
    """One assessment, aspect after aspect."""
    file, desk = open_file(request, person_id, TAB), desk_of(request)
    row = _row(request, person_id, row_id)
    context = {
        "file": file,
        "row": row,
        "sections": words.sections(row.answers),
        "health": queries.health(desk, row),
        "language": sheet.language_of(file.person),
        "language_name": dict(sheet.choices()).get(sheet.language_of(file.person), ""),
        "languages": sheet.choices(),
        "others": [each for each in assessments(desk.scope, person_id) if each.pk != row.pk],
    }
    return render(request, "people/assessing/assessment.html", context)


@signed_in
def assessment_sheet(request: HttpRequest, person_id: UUID, row_id: UUID) -> HttpResponse:
    """The result on paper for the person, in German or beside the language `sprache`."""
    file, desk = open_file(request, person_id, TAB), desk_of(request)
    row = _row(request, person_id, row_id)
    language = request.GET.get("sprache", "")
    language = language if language in sheet_words.languages() else ""
    health = queries.health(desk, row)
    writes.note("print", table="people_assessment", carrier=file.carrier, subject=person_id, row=str(row_id))
    try:
        made = sheet.as_pdf(sheet.sheet(row, file.person, language, health.text if health else ""))
    except Unavailable:
        return render(request, "people/cv/pdf_missing.html", {"file": file}, status=503)
    answer = HttpResponse(made, content_type="application/pdf")
    name = "-".join(part for part in ("kompetenzen", slugify(file.person.file_number), language) if part)
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer


@signed_in
def assessment_compare(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """`von` and `zu` are assessments; without them the last two."""
    file, desk = open_file(request, person_id, TAB), desk_of(request)
    rows = assessments(desk.scope, person_id)
    by_id = {each.pk: each for each in rows}
    after = by_id.get(uuid_or_none(request.GET.get("zu")) or (rows[0].pk if rows else person_id))
    earlier = [each for each in rows if each is not after]
    before = by_id.get(uuid_or_none(request.GET.get("von")) or (earlier[0].pk if earlier else person_id))
    if before is None or after is None:
        raise Http404
    changes = words.told(compare(before.answers, after.answers))
    context = {"file": file, "rows": rows, "before": before, "after": after, "changes": changes}
    return render(request, "people/assessing/compare.html", context)
