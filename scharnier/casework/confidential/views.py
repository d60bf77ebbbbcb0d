# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Confidential notes of a case."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from scharnier.casework.cases import colleagues
from scharnier.casework.confidential import actions, queries
from scharnier.casework.confidential.forms import DeputiesForm, SecretForm
from scharnier.foundation import sealing
from scharnier.foundation.access import requires
from scharnier.foundation.writes import DomainError
from scharnier.network.models import User
from scharnier.people.queries import FileHeader
from scharnier.people.views import desk_of, open_file


def _back(person_id: UUID) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("confidential", args=[person_id]))


@requires("casework.write")
def confidential(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What the reader may read, and a place to write."""
    file, desk = open_file(request, person_id, "contacts", "casework.write"), desk_of(request)
    form = SecretForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        author = User.objects.get(pk=desk.user.id)
        actions.write_note(file.enrolment, author=author, text=form.cleaned_data["text"], token=form.token)
        messages.success(request, _("Vertrauliche Notiz gespeichert."))
        return _back(person_id)
    notes = queries.notes(desk.scope, file, desk.user.id)
    circles = actions.circles_of(file.enrolment, desk.user.id)
    read_by = queries.deputies(circles, desk.user.id) if circles else {}
    context = {
        "file": file,
        "form": form,
        "notes": notes,
        "deputies": _deputies(request, file, set().union(*read_by.values())) if circles else None,
        "differing": len({frozenset(each) for each in read_by.values()}) > 1,
        "sealed": queries.sealed(person_id, file.project),
    }
    return render(request, "casework/confidential/notes.html", context)


def _deputies(request: HttpRequest, file: FileHeader, readers: set[UUID]) -> DeputiesForm:
    desk = desk_of(request)
    people = [each for each in colleagues(desk.scope, file.project) if each.id != desk.user.id]
    return DeputiesForm(people=people, initial={"deputies": [str(each) for each in readers]})


@requires("casework.write")
@require_POST
def confidential_deputies(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Names who besides the author reads the author's notes in this case."""
    file, desk = open_file(request, person_id, "contacts", "casework.write"), desk_of(request)
    circles = actions.circles_of(file.enrolment, desk.user.id)
    if not circles:
        raise Http404
    people = [each for each in colleagues(desk.scope, file.project) if each.id != desk.user.id]
    form = DeputiesForm(request.POST, people=people)
    if form.is_valid():
        actions.name_deputies(file.carrier, circles, author=desk.user.id, deputies=form.chosen())
        messages.success(request, _("Vertretung gespeichert."))
    else:
        messages.warning(request, _("Diese Person arbeitet nicht mehr in dem Projekt. Wählen Sie jemand anderen."))
    return _back(person_id)


@requires("casework.write")
def confidential_edit(request: HttpRequest, person_id: UUID, note_id: UUID) -> HttpResponse:
    file, desk = open_file(request, person_id, "contacts", "casework.write"), desk_of(request)
    note = queries.note(desk.scope, person_id, note_id)
    if note is None or note.author_id != desk.user.id:
        raise Http404
    try:
        initial = {"text": queries.text_of(note), "version": note.version}
    except sealing.Unreadable:
        messages.warning(request, _("Der Schlüssel zu dieser Notiz fehlt. Sagen Sie der Verwaltung Bescheid."))
        return _back(person_id)
    form = SecretForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            editor = User.objects.get(pk=desk.user.id)
            version = form.cleaned_data.get("version")
            actions.change_note(note, editor=editor, text=form.cleaned_data["text"], version=version)
            return _back(person_id)
        except DomainError as error:
            form.add_error(error.field or None, error.message)
    return render(request, "casework/confidential/note_form.html", {"file": file, "form": form})
