# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Warteliste: who waits, who asked, and what is decided about them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from scharnier.foundation import clock
from scharnier.foundation.access import Forbidden, requires, signed_in
from scharnier.foundation.ui.forms import KitForm
from scharnier.foundation.writes import Conflict, DomainError
from scharnier.people.models import Enrolment
from scharnier.people.queries import FileHeader, something_open
from scharnier.people.views import desk_of, open_file
from scharnier.people.waiting import actions, queries
from scharnier.people.waiting.forms import EndForm, OfferForm, TakeForm, WaitForm
from scharnier.people.waiting.models import OPEN, WaitingEntry
from scharnier.people.writing import expected, once


def _uuid(request: HttpRequest, name: str) -> UUID | None:
    try:
        return UUID(request.GET.get(name, ""))
    except ValueError:
        return None


@requires("people.view")
def waiting(request: HttpRequest) -> HttpResponse:
    """Places, the list in its order, open enquiries."""
    desk = desk_of(request)
    if desk.project is None or desk.project.project is None:
        raise Forbidden("people.view")
    project = desk.project.project
    request.nav_key = "waiting"  # type: ignore[attr-defined]  # marks the place in the menu
    context = {
        "place": desk.project,
        "room": queries.room(project),
        "page": queries.waiting(desk.scope, project, _uuid(request, "after")),
        "enquiries": queries.enquiries(desk.scope, project, _uuid(request, "anfragen")),
        "may_write": desk.may("people.edit", project),
        "may_assign": desk.may("people.assign", project),
    }
    return render(request, "people/waiting/list.html", context)


def _case(request: HttpRequest, person_id: UUID, enrolment_id: UUID) -> tuple[FileHeader, Enrolment]:
    header = open_file(request, person_id, "data", "people.edit")
    row = next((each for each in header.enrolments if each.pk == enrolment_id), None)
    if row is None:
        raise Http404
    return header, row


def _entry(request: HttpRequest, row: Enrolment) -> WaitingEntry:
    rows = WaitingEntry.objects.visible_to(desk_of(request).scope).filter(enrolment=row, state__in=OPEN)
    entry = rows.select_related("person", "enrolment", "enrolment__person").first()
    if entry is None:
        raise Http404
    return entry


def _answer(
    request: HttpRequest, header: FileHeader, form: KitForm, title: str, act: Callable[[], None], **more: Any
) -> HttpResponse:
    """Show the form, or act once and go back to the list."""

    def write() -> str:
        act()
        return reverse("waiting")

    if request.method == "POST" and form.is_valid():
        try:
            url = once(form, write)
        except Conflict:
            url = None
            form.add_error(
                None, gettext("Jemand anderes hat inzwischen entschieden. Sehen Sie in der Warteliste nach.")
            )
        if url is not None:
            return redirect(url)
    back = {"back": reverse("waiting"), "back_text": gettext("Zurück zur Warteliste")}
    if isinstance(form, TakeForm):
        form.fit(more["room"])
    context = {"file": header, "form": form, "title": title, **back, **more}
    return render(request, "people/part_edit.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def wait(request: HttpRequest, person_id: UUID, enrolment_id: UUID) -> HttpResponse:
    header, row = _case(request, person_id, enrolment_id)
    form = WaitForm(request.POST or None, initial={"since": clock.today()})
    by = desk_of(request).user.id

    def act() -> None:
        actions.wait(row, since=form.cleaned_data["since"], by=by)

    return _answer(request, header, form, gettext("Auf die Warteliste"), act)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, person_id: UUID, enrolment_id: UUID) -> HttpResponse:
    header, row = _case(request, person_id, enrolment_id)
    entry = _entry(request, row)
    form = OfferForm(request.POST or None, in_order=actions.is_first(entry), initial={"version": entry.version})
    by = desk_of(request).user.id

    def act() -> None:
        values = form.cleaned_data
        actions.offer(entry, expected(form), until=values["until"], reason=values.get("reason", ""), by=by)

    return _answer(
        request, header, form, gettext("Platz anbieten"), act, room=queries.room(row.project_id, person=person_id)
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request: HttpRequest, person_id: UUID, enrolment_id: UUID) -> HttpResponse:
    header, row = _case(request, person_id, enrolment_id)
    entry = _entry(request, row)
    form = TakeForm(request.POST or None, in_order=actions.is_first(entry), initial={"version": entry.version})
    by = desk_of(request).user.id

    def act() -> None:
        values = form.cleaned_data
        reason, over = values.get("reason", ""), values["over_places"]
        entry_on = values["entered_on"]
        actions.take_in(entry, expected(form), entered_on=entry_on, reason=reason, over_places=over, by=by)

    return _answer(
        request,
        header,
        form,
        gettext("Von der Warteliste aufnehmen"),
        act,
        room=queries.room(row.project_id, person=person_id),
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, person_id: UUID, enrolment_id: UUID) -> HttpResponse:
    header, row = _case(request, person_id, enrolment_id)
    still_open = something_open(desk_of(request).scope, person_id, row.project_id)
    form = EndForm(request.POST or None, still_open=still_open)
    by = desk_of(request).user.id

    def act() -> None:
        actions.withdraw(row, by=by, **form.values())

    return _answer(request, header, form, gettext("Anfrage beenden"), act, still_open=still_open)


@signed_in
@require_POST
def decline(request: HttpRequest, person_id: UUID, enrolment_id: UUID) -> HttpResponse:
    """The offer was declined; the place on the list stays."""
    _header, row = _case(request, person_id, enrolment_id)
    form = KitForm(request.POST)
    try:
        if form.is_valid():
            actions.decline(_entry(request, row), expected(form), by=desk_of(request).user.id)
    except Conflict:
        messages.warning(
            request, gettext("Jemand anderes hat inzwischen entschieden. Sehen Sie in der Warteliste nach.")
        )
    except DomainError as error:
        messages.warning(request, error.message)
    return redirect("waiting")
