# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Fragebogen zum Eintritt: answer, print, note the signature."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST

from scharnier.foundation import paper
from scharnier.foundation.access import signed_in
from scharnier.foundation.ui.forms import KitForm
from scharnier.foundation.writes import Conflict, note
from scharnier.knowledge.questionnaires import Questionnaire
from scharnier.people.documents.views import go
from scharnier.people.models import Enrolment
from scharnier.people.queries import FileHeader
from scharnier.people.questionnaire import actions, printed
from scharnier.people.questionnaire.forms import AnswersForm, PaperForm
from scharnier.people.questionnaire.models import EntryQuestionnaire
from scharnier.people.views import desk_of, open_file
from scharnier.people.writing import expected, once

Opened = tuple[FileHeader, Enrolment, EntryQuestionnaire | None, Questionnaire]


def _open(request: HttpRequest, person_id: UUID, enrolment_id: UUID, permission: str = "people.edit") -> Opened:
    header = open_file(request, person_id, "data", permission)
    row = next((each for each in header.enrolments if each.pk == enrolment_id), None)
    if row is None:
        raise Http404
    kept = (
        EntryQuestionnaire.objects.visible_to(desk_of(request).scope)
        .filter(enrolment=row)
        .select_related("document")
        .first()
    )
    asks = actions.asked_of(row, kept)
    if asks is None:
        raise Http404
    return header, row, kept, asks


def _known(header: FileHeader) -> dict[str, Any]:
    """What follows from the file: whoever has another nationality has a foreign background."""
    nationality = header.person.nationality
    return {"foreign_background": True} if nationality and nationality != "DE" else {}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def questionnaire(request: HttpRequest, person_id: UUID, enrolment_id: UUID) -> HttpResponse:
    writing = request.method == "POST"
    header, row, kept, asks = _open(request, person_id, enrolment_id, "people.edit" if writing else "people.view")
    form = AnswersForm(
        request.POST if writing else None, asks=asks, kept=kept, known=_known(header), beside=printed.beside(header)
    )
    if writing and form.is_valid():
        answers, refused = form.answers()
        by = desk_of(request).user.id

        def act() -> str:
            actions.save(row, kept, expected(form), answers=answers, refused=refused, by=by)
            return request.path

        url = _once(form, act)
        if url is not None:
            return redirect(url)
    return _page(request, header, row, kept, asks, form, _on_paper(request, row, kept))


def _may_keep(request: HttpRequest, row: Enrolment) -> bool:
    """Whoever may not write documents notes the days only."""
    desk = desk_of(request)
    return row.project_id in desk.scope.writes and desk.may("documents.write", row.project_id)


def _on_paper(request: HttpRequest, row: Enrolment, kept: EntryQuestionnaire | None) -> PaperForm | None:
    return PaperForm(kept=kept, may_keep=_may_keep(request, row)) if kept else None


def _once(form: KitForm, act: Any) -> str | None:
    try:
        return once(form, act)
    except Conflict:
        form.add_error(
            None, gettext("Jemand anderes hat den Fragebogen inzwischen geändert. Laden Sie die Seite noch einmal.")
        )
        return None


@signed_in
@require_POST
def questionnaire_paper(request: HttpRequest, person_id: UUID, enrolment_id: UUID) -> HttpResponse:
    """Printed, signed, scanned: on which day."""
    header, row, kept, asks = _open(request, person_id, enrolment_id)
    if kept is None:
        raise Http404
    form = PaperForm(request.POST, request.FILES, kept=kept, may_keep=_may_keep(request, row))
    if form.is_valid():
        found, values = kept, form.values()
        files = values.pop("paper", [])
        scan = actions.Scan(files, desk_of(request).user.id) if files else None

        def act() -> str:
            actions.paper(found, expected(form), **values, scan=scan)
            return reverse("questionnaire", args=[person_id, enrolment_id])

        url = _once(form, act)
        if url is not None:
            return go(request, url)
    answers = AnswersForm(None, asks=asks, kept=kept, known={}, beside=printed.beside(header))
    return _page(request, header, row, kept, asks, answers, form)


@signed_in
def questionnaire_pdf(request: HttpRequest, person_id: UUID, enrolment_id: UUID) -> HttpResponse:
    """The sheet to be signed."""
    header, row, kept, asks = _open(request, person_id, enrolment_id)
    try:
        made = printed.pdf(header, asks, kept)
    except paper.Unavailable:
        return render(request, "people/pdf_missing.html", {"file": header}, status=503)
    note("print", carrier=row.carrier_id, subject=person_id, table="people_entryquestionnaire", row=str(row.pk))
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="fragebogen.pdf"'
    return answer


def _page(
    request: HttpRequest,
    header: FileHeader,
    row: Enrolment,
    kept: EntryQuestionnaire | None,
    asks: Questionnaire,
    form: AnswersForm,
    on_paper: PaperForm | None,
) -> HttpResponse:
    lang = get_language() or "de"
    missing = asks.missing(kept.answers, tuple(kept.refused)) if kept else list(asks.items)
    context = {
        "file": header,
        "row": row,
        "kept": kept,
        "asks": asks,
        "title": asks.title.in_(lang),
        "missing": [item.text.in_(lang) for item in missing] if kept else [],
        "form": form,
        "on_paper": on_paper,
        "scan": kept.document if kept and desk_of(request).may("documents.view", row.project_id) else None,
        "read_only": not header.may_edit,
    }
    return render(request, "people/questionnaire/page.html", context)
