# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Situation nach dem Austritt: ask, answer, take back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from scharnier.casework.situations import actions, queries, words
from scharnier.casework.situations.forms import SituationForm
from scharnier.casework.situations.models import Situation
from scharnier.foundation import clock, panels
from scharnier.foundation.access import Forbidden, requires
from scharnier.foundation.writes import Conflict
from scharnier.people.queries import FileHeader
from scharnier.people.views import desk_of, open_file
from scharnier.people.writing import expected, once, two_editors

TAB = "overview"


def _opened(request: HttpRequest, pk: UUID, permission: str) -> tuple[Situation, FileHeader]:
    """A situation whose file is opened with it. Raises Http404 and Forbidden."""
    row = queries.situation(desk_of(request).scope, pk)
    if row is None:
        raise Http404
    file = open_file(request, row.person_id, TAB, permission)
    if not desk_of(request).may(permission, row.project_id):
        raise Forbidden(permission)
    return row, file


@requires("casework.view")
@require_http_methods(["GET", "HEAD", "POST"])
def situation(request: HttpRequest, situation_id: UUID) -> HttpResponse:
    """The question; whoever may write answers it."""
    writing = request.method == "POST"
    row, file = _opened(request, situation_id, "casework.write" if writing else "casework.view")
    form, conflict = SituationForm(request.POST if writing else None, row=row), None
    if writing and form.is_valid():
        try:
            url = once(form, lambda: _tell(request, form, row))
        except Conflict as clash:
            url, conflict = None, two_editors(clash, form, "situation", request.path, {})
        if url is not None:
            return redirect(url)
    context = _context(request, row, file) | {"form": form, "conflict": conflict}
    return render(request, "casework/situations/page.html", context, status=409 if conflict else 200)


def _tell(request: HttpRequest, form: SituationForm, row: Situation) -> str:
    actions.tell(row, expected(form), form.said(), by=desk_of(request).user.id)
    messages.success(request, _("Situation gespeichert."))
    return reverse("person", args=[row.person_id])


def _context(request: HttpRequest, row: Situation, file: FileHeader) -> dict[str, Any]:
    desk, first = desk_of(request), actions.first_day(row)
    before = queries.latest_answer(desk.scope, row)
    return {
        "file": file,
        "row": row,
        "title": words.distance(row.span),
        "until": row.asked_for + words.ASKED_FOR,
        "first": first if first > clock.today() else None,
        "early": first <= clock.today() < row.asked_for,
        "before": before,
        "before_label": words.answer(before),
        "cards": panels.cards(request, "casework.situation", situation=row),
        "others": queries.of_enrolment(desk.scope, row.enrolment_id, row.pk),
        "may_write": desk.may("casework.write", row.project_id) and row.project_id in desk.scope.writes,
    }


@requires("casework.write")
@require_POST
def situation_again(request: HttpRequest, situation_id: UUID) -> HttpResponse:
    """Take an answer back; what was said stays in the form."""
    row, _file = _opened(request, situation_id, "casework.write")
    actions.reopen(row)
    messages.success(request, _("Zurückgenommen. Die Angaben stehen noch im Formular."))
    return redirect("situation", situation_id=row.pk)
