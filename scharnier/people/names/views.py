# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Further names: noted, changed, removed. The right is checked in the project of the file."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from scharnier.foundation.access import signed_in
from scharnier.foundation.writes import Conflict
from scharnier.people.names import actions
from scharnier.people.names.forms import FormerNameForm
from scharnier.people.names.models import FormerName
from scharnier.people.queries import FileHeader
from scharnier.people.views import desk_of, open_file
from scharnier.people.writing import expected, once, two_editors

TAB = "data"


def _back(header: FileHeader) -> str:
    return reverse("person_edit", kwargs={"person_id": header.person.pk})


def _row(request: HttpRequest, header: FileHeader, name_id: UUID) -> FormerName:
    rows = FormerName.objects.visible_to(desk_of(request).scope).select_related("person")
    row = rows.filter(pk=name_id, person_id=header.person.pk).first()
    if row is None:
        raise Http404
    return row


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def name_new(request: HttpRequest, person_id: UUID) -> HttpResponse:
    header = open_file(request, person_id, TAB, "people.edit")
    form = FormerNameForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        url = once(form, lambda: (actions.add(header.person, form.values()), _back(header))[1])
        if url is not None:
            return redirect(url)
    context = {"file": header, "form": form, "title": gettext("Weiterer Name"), "back": _back(header)}
    return render(request, "people/part_edit.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def name_edit(request: HttpRequest, person_id: UUID, name_id: UUID) -> HttpResponse:
    header = open_file(request, person_id, TAB, "people.edit")
    row = _row(request, header, name_id)
    form = FormerNameForm(request.POST if request.method == "POST" else None, row=row)
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            url = once(form, lambda: (actions.change(row, expected(form), form.values()), _back(header))[1])
        except Conflict as found:
            url, conflict = None, two_editors(found, form, "part", request.path, {})
        if url is not None:
            return redirect(url)
    context = {
        "file": header,
        "form": form,
        "title": gettext("Weiteren Namen ändern"),
        "back": _back(header),
        "conflict": conflict,
        "remove_url": reverse("name_remove", kwargs={"person_id": person_id, "name_id": name_id}),
    }
    return render(request, "people/part_edit.html", context, status=409 if conflict else 200)


@signed_in
@require_POST
def name_remove(request: HttpRequest, person_id: UUID, name_id: UUID) -> HttpResponse:
    header = open_file(request, person_id, TAB, "people.edit")
    actions.remove(_row(request, header, name_id))
    return redirect(_back(header))
