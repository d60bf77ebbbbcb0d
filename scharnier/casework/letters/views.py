# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Letters: for whom, the photograph, the page beside it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from scharnier.casework.cases import conflict_of
from scharnier.casework.letters import actions, printed, queries, words
from scharnier.casework.letters.forms import LetterForm, TakeInForm
from scharnier.casework.letters.models import Letter
from scharnier.foundation import access
from scharnier.foundation.access import requires
from scharnier.foundation.paper import Unavailable
from scharnier.foundation.writes import Conflict, note
from scharnier.network.models import User
from scharnier.people.documents import queries as documents
from scharnier.people.documents.views import TAB, go, paging
from scharnier.people.finding.queries import find
from scharnier.people.queries import FileHeader
from scharnier.people.views import desk_of, open_file
from scharnier.people.writing import expected, once


@requires("casework.write")
@require_GET
def letter_for(request: HttpRequest) -> HttpResponse:
    """For whom a letter is, when no file is open: found by name, or one of the own cases."""
    desk = desk_of(request)
    text = request.GET.get("q", "")[:80]
    found = {hit.person_id: hit for group in find(desk.scope, text) for hit in group.hits if hit.person_id}
    projects = [place.project for place in desk.projects if place.project]
    context = {
        "q": text,
        "hits": list(found.values()),
        "cases": [] if text else queries.own_cases(desk.scope, desk.user.id, projects),
    }
    return render(request, "casework/letters/for.html", context)


@requires("casework.write")
def letter_new(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The photograph. With it the letter is on file; who wrote is said on the next page."""
    file = open_file(request, person_id, TAB, "casework.write")
    form = TakeInForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        without = "without" in request.POST
        if form.cleaned_data["paper"] or without:
            url = once(form, lambda: _take_in(request, form, file))
            if url is not None:
                return go(request, url)
        else:
            form.add_error("paper", _("Fotografieren Sie den Brief, oder tragen Sie ihn ohne Bild ein."))
    return render(request, "casework/letters/new.html", {"file": file, "form": form})


def _take_in(request: HttpRequest, form: TakeInForm, file: FileHeader) -> str:
    author = User.objects.get(pk=desk_of(request).user.id)
    together = form.cleaned_data["together"] != "many"
    taken = actions.take_in(file.enrolment, form.cleaned_data["paper"], author=author, together=together)
    return reverse("letter", args=[taken[0].pk])


def _opened(request: HttpRequest, letter_id: UUID, permission: str) -> tuple[Letter, FileHeader]:
    """A letter whose file is opened with it. Raises Http404 and Forbidden."""
    row = queries.letter(desk_of(request).scope, letter_id)
    if row is None:
        raise Http404
    file = open_file(request, row.person_id, TAB, permission)
    if not desk_of(request).may(permission, row.project_id):
        raise access.Forbidden(permission)
    return row, file


def _form(request: HttpRequest, row: Letter, *, concerns: bool = True) -> LetterForm:
    data = request.POST if request.method == "POST" else None
    spoken = (*row.person.speaks, row.person.reads)
    habits = queries.habits(desk_of(request).scope, row.project_id, row.person_id)
    # Asked once, when the letter is sorted: afterwards every file has its own.
    others = queries.concerned(desk_of(request).scope, row) if concerns and not row.named else []
    return LetterForm(data, row=row, habits=habits, languages=[each for each in spoken if each], household=others)


@requires("casework.view")
def letter(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """The letter beside what is known of it; whoever may write fills it in."""
    writing = request.method == "POST"
    row, file = _opened(request, letter_id, "casework.write" if writing else "casework.view")
    form, conflict, seen = _form(request, row), None, False
    found = form.suggest()
    if writing and form.is_valid():
        if form.unseen(found):
            form.take(found)
            seen = True
        else:
            try:
                url = once(form, lambda: _tell(request, form, row))
            except Conflict as clash:
                url, conflict = None, conflict_of(clash, "letter", request.path)
                form.fields.pop("version", None)
            if url is not None:
                return go(request, url)
    return render(
        request,
        "casework/letters/letter.html",
        _context(request, row, file, form, found) | {"conflict": conflict, "seen": seen},
        status=409 if conflict else 200,
    )


def _context(
    request: HttpRequest, row: Letter, file: FileHeader, form: LetterForm, found: words.Suggestion | None
) -> dict[str, Any]:
    desk, paper = desk_of(request), row.document
    shown = paper is not None and paper.removed_at is None and desk.may("documents.view", row.project_id)
    return {
        "file": file,
        "row": row,
        "form": form,
        "found": found if row.matter or form.is_bound else None,
        "title": words.title(row) or _("Brief"),
        "sender": words.sender(row.sender, row.sender_name),
        "matter": words.matter(row.matter),
        "may_write": desk.may("casework.write", row.project_id) and row.project_id in desk.scope.writes,
        "may_take": desk.may("documents.export", row.project_id),
        "size": documents.size(paper) if paper is not None and shown else "",
        **(paging(request, paper) if paper is not None and shown else {"paper": None}),
    }


def _tell(request: HttpRequest, form: LetterForm, row: Letter) -> str:
    user = desk_of(request).user.id
    editor = User.objects.get(pk=user)
    actions.tell(row, expected(form), form.told(), editor=editor)
    if also := [UUID(each) for each in form.cleaned_data.get("also", ())]:
        actions.share(row, queries.parts_of(desk_of(request).scope, also, row.project_id), author=editor)
    further = queries.next_unnamed(desk_of(request).scope, row.person_id, user)
    if further is not None:
        messages.success(request, _("Gespeichert. Hier ist der nächste Brief."))
        return reverse("letter", args=[further])
    if row.follow_up_on is not None:
        messages.success(
            request, _("Brief gespeichert. Er steht am %(day)s unter Heute.") % {"day": f"{row.follow_up_on:%d.%m.%Y}"}
        )
    else:
        messages.success(request, _("Brief gespeichert."))
    return reverse("documents", args=[row.person_id])


@requires("casework.export")
@require_GET
def letters_paper(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """All open deadlines of a person on a sheet to take home, also in the language the person reads."""
    file = open_file(request, person_id, TAB, "casework.export")
    rows = queries.open_deadlines(desk_of(request).scope, person_id)
    note("print", table="casework_letter", carrier=file.carrier, subject=person_id)
    try:
        made = printed.sheet(desk_of(request).scope, file, rows)
    except Unavailable:
        return render(request, "people/pdf_missing.html", {"file": file}, status=503)
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="fristen-{file.person.file_number}.pdf"'
    return answer


@requires("casework.write")
@require_POST
def letter_follow(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """Follow the deadline of a letter in this file as well, which came into several."""
    row, _file = _opened(request, letter_id, "casework.write")
    actions.follow_here(row, editor=User.objects.get(pk=desk_of(request).user.id))
    return go(request, reverse("letter", args=[row.pk]))


@requires("casework.write")
@require_POST
def letter_hint(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """The suggestion for what is filled in so far; with `teil=worum` also the matters of a sender just chosen."""
    row = queries.letter(desk_of(request).scope, letter_id)
    if row is None:
        raise Http404
    if not desk_of(request).may("casework.write", row.project_id):
        raise access.Forbidden("casework.write")
    form = _form(request, row, concerns=False)
    chosen = request.GET.get("teil") == "worum"
    if chosen:
        form.follow_sender()
    found = form.suggest()
    form.take(found)
    context = {"row": row, "form": form, "found": found}
    return render(request, f"casework/letters/{'matter' if chosen else 'hint'}.html", context)
