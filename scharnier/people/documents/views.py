# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Documents of a file: the list, the upload, one paper with its preview, the download."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from scharnier.foundation import access, panels
from scharnier.foundation.access import signed_in
from scharnier.foundation.writes import Conflict, note
from scharnier.people import words
from scharnier.people.documents import actions, queries, serving
from scharnier.people.documents.forms import DetailsForm, PaperForm, RemoveForm
from scharnier.people.documents.models import Document
from scharnier.people.queries import FileHeader
from scharnier.people.views import desk_of, open_file, uuid_or_none
from scharnier.people.writing import expected, once, two_editors

TAB = "papers"


def go(request: HttpRequest, url: str) -> HttpResponse:
    """On to `url`; a script that sent the form itself is told where to."""
    if request.headers.get("X-Sent-By"):
        return HttpResponse(status=204, headers={"X-Go": url})
    return HttpResponseRedirect(url)


@signed_in
@require_GET
def documents(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The papers of a file by kind, the latest first."""
    file = open_file(request, person_id, TAB, "documents.view")
    scope = desk_of(request).scope
    here = queries.categories(scope, person_id)
    chosen = request.GET.get("art", "")
    page = queries.documents(
        scope,
        person_id,
        category=chosen if chosen in here else "",
        after=uuid_or_none(request.GET.get("after")),
        before=uuid_or_none(request.GET.get("before")),
    )
    url = reverse("documents", args=[person_id])
    first = page.before is None and not request.GET.get("after") and chosen in ("", actions.LETTER)
    context = {
        "file": file,
        "page": page,
        "cards": panels.cards(request, "people.papers", person_id=person_id) if first else [],
        "kinds": _kinds(url, here, chosen),
        "may_write": _may(request, file),
        "tools": panels.nav_items(request, "people.papers.tools", person_id=person_id),
    }
    return render(request, "people/documents/documents.html", context)


def _may(request: HttpRequest, file: FileHeader, what: str = "documents.write") -> bool:
    writes = what != "documents.write" or file.project in desk_of(request).scope.writes
    return writes and desk_of(request).may(what, file.project)


def _kinds(url: str, here: list[str], chosen: str) -> list[dict[str, Any]]:
    names = [
        (kind, _("Für Bewerbungen") if kind == queries.APPLICATIONS else words.label("document_category", kind))
        for kind in here
    ]
    choices = [("", _("Alle")), *names] if len(here) > 1 else []
    return [
        {"label": label, "url": f"{url}?art={kind}" if kind else url, "current": kind == chosen}
        for kind, label in choices
    ]


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def document_new(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The upload; what the paper is about is said on the next page, beside its preview."""
    file = open_file(request, person_id, TAB, "documents.write")
    category = request.GET.get("art", "")
    form = PaperForm(request.POST or None, request.FILES or None, initial={"category": category or actions.OTHER})
    if request.method == "POST" and form.is_valid():
        url = once(form, lambda: _store(request, form, file))
        if url is not None:
            return go(request, url)
    return render(request, "people/documents/new.html", {"file": file, "form": form})


def _store(request: HttpRequest, form: PaperForm, file: FileHeader) -> str:
    stored = actions.store_each(
        file.enrolment,
        form.cleaned_data["paper"],
        author=desk_of(request).user.id,
        details=form.details(),
        together=form.cleaned_data["together"],
    )
    if len(stored) > 1:
        return reverse("documents", args=[file.person.pk])
    return reverse("document", args=[stored[0].pk])


def opened(request: HttpRequest, document_id: UUID, permission: str = "documents.view") -> tuple[Document, FileHeader]:
    """A document whose file is opened with it. Raises Http404 and Forbidden like `open_file`."""
    row = queries.document(desk_of(request).scope, document_id)
    if row is None:
        raise Http404
    file = open_file(request, row.person_id, TAB, permission)
    if not desk_of(request).may(permission, row.project_id):
        raise access.Forbidden(permission)
    return row, file


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def document(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """A paper with its preview; whoever may write says what it is."""
    writing = request.method == "POST"
    row, file = opened(request, document_id, "documents.write" if writing else "documents.view")
    form = DetailsForm(request.POST if writing else None, row=row)
    conflict = None
    if writing and form.is_valid():
        try:
            url = once(form, lambda: _change(form, row))
        except Conflict as found:
            url, conflict = None, two_editors(found, form, "paper", request.path, {})
        if url is not None:
            return go(request, url)
    context = {
        "file": file,
        "row": row,
        "line": queries.line(row),
        "form": form,
        "conflict": conflict,
        "may_write": _may(request, file) and row.removed_at is None,
        "may_take": desk_of(request).may("documents.export", row.project_id),
        "kept": queries.kept_until(row, file.enrolment, desk_of(request).settings_of(row.project_id)),
        **paging(request, row),
    }
    return render(request, "people/documents/document.html", context, status=409 if conflict else 200)


def paging(request: HttpRequest, row: Document) -> dict[str, Any]:
    """Which page of a paper is looked at, for `people/documents/preview.html`."""
    last = row.pages or 1
    asked = request.GET.get("seite", "")
    number = min(max(int(asked), 1), last) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    return {
        "paper": row,
        "number": number,
        "last": last,
        "picture": reverse("document_picture", args=[row.pk, number]) if row.previewed else "",
    }


def _change(form: DetailsForm, row: Document) -> str:
    actions.change(row, expected(form), form.details())
    return reverse("documents", args=[row.person_id])


@signed_in
@require_GET
def document_file(request: HttpRequest, document_id: UUID) -> StreamingHttpResponse:
    """The file itself, to be saved; that it was taken along is recorded."""
    row, file = opened(request, document_id, "documents.export")
    if row.removed_at is not None:
        raise Http404
    note("export", table="people_document", row=str(row.pk), carrier=file.carrier, subject=row.person_id)
    return serving.download(row)


@signed_in
@require_GET
def document_picture(request: HttpRequest, document_id: UUID, number: int) -> HttpResponse:
    """A page to look at; page 0 is the small picture of lists. The page that shows it has recorded the opening."""
    desk = desk_of(request)
    row = queries.document(desk.scope, document_id)
    # Of an erased file a proof is only ever taken along, on record.
    if row is None or row.removed_at is not None or row.person.erased_on is not None:
        raise Http404
    if not desk.may("documents.view", row.project_id):
        raise access.Forbidden("documents.view")
    if number:
        note(
            "view", table="people_document", row=str(row.pk), carrier=row.carrier_id, subject=row.person_id, page=number
        )
    return serving.picture(row, number, small=number == 0)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def document_remove(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Delete a paper for good, with a reason."""
    row, file = opened(request, document_id, "documents.write")
    form = RemoveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        url = once(form, lambda: _remove(request, form, row))
        if url is not None:
            messages.success(request, _("Dokument gelöscht."))
            return go(request, url)
    return render(
        request, "people/documents/remove.html", {"file": file, "row": row, "line": queries.line(row), "form": form}
    )


def _remove(request: HttpRequest, form: RemoveForm, row: Document) -> str:
    actions.remove(row, reason=form.cleaned_data["reason"], user=desk_of(request).user.id)
    return reverse("documents", args=[row.person_id])
