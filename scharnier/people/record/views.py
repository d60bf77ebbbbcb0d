# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Stammdaten: the facts in a file, the history of stays, participation.

The views ask for a sign-in only: `open_file` checks the right in the project of the file, not in the present one.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from scharnier.foundation.access import signed_in
from scharnier.foundation.ui.forms import KitForm
from scharnier.foundation.writes import Conflict
from scharnier.network.middleware import Desk, Place
from scharnier.people import actions, queries, rules
from scharnier.people.consents import queries as bases
from scharnier.people.consents.closing import blank, closed_columns
from scharnier.people.consents.queries import Basis
from scharnier.people.housing import queries as housing
from scharnier.people.law import target_group
from scharnier.people.law.target_group import TargetGroup
from scharnier.people.models import Enrolment, ResidenceStatus
from scharnier.people.queries import FileHeader
from scharnier.people.record.forms import EnrolmentForm, ExitForm, PersonForm, StayForm
from scharnier.people.views import desk_of, open_file
from scharnier.people.waiting import queries as places
from scharnier.people.writing import expected, once, two_editors

TAB = "data"


def _answer(
    request: HttpRequest, template: str, header: FileHeader, form: KitForm | None, **context: Any
) -> HttpResponse:
    conflict = context.get("conflict")
    status = 409 if conflict is not None else 422 if form is not None and form.errors and request.htmx else 200  # type: ignore[attr-defined]  # django_htmx
    return render(request, template, {"file": header, "form": form, **context}, status=status)


def _back(header: FileHeader) -> str:
    return reverse("person_edit", kwargs={"person_id": header.person.pk})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def person_edit(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The form of a person's facts beside stays and participations; readers see the same without buttons."""
    writing = request.method == "POST"
    header = open_file(request, person_id, TAB, "people.edit" if writing else "people.view")
    scope = desk_of(request).scope
    closed = closed_columns(scope, header)
    form = PersonForm(request.POST if writing else None, person=header.person, closed=closed)
    conflict = None
    if writing and form.is_valid():
        try:
            url = once(form, lambda: _update(form, header))
        except Conflict as found:
            url, conflict = None, two_editors(found, form, "person", _back(header), {})
        if url is not None:
            return redirect(url)
    blank(header.person, closed)
    lists = {
        "closed": closed.values(),
        "stays": queries.residence_history(scope, person_id),
        "names": queries.former_names(scope, person_id),
        "homes": housing.history(scope, person_id),
    }
    return _answer(request, "people/person_edit.html", header, form, conflict=conflict, **lists)


def _update(form: PersonForm, header: FileHeader) -> str:
    actions.update_person(header.person, expected(form), form.values())
    return _back(header)


# ---------- residence ----------


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def residence_new(request: HttpRequest, person_id: UUID) -> HttpResponse:
    header = open_file(request, person_id, TAB, "people.edit")
    form = StayForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        url = once(form, lambda: _add_stay(form, header))
        if url is not None:
            return redirect(url)
    title = gettext("Neuer Aufenthaltsstatus")
    return _answer(request, "people/part_edit.html", header, form, title=title, back=_back(header))


def _add_stay(form: StayForm, header: FileHeader) -> str:
    actions.add_residence(header.person, form.stay(), end_previous=form.cleaned_data["end_previous"], ask_why=True)
    return _back(header)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def residence_edit(request: HttpRequest, person_id: UUID, stay_id: UUID) -> HttpResponse:
    header = open_file(request, person_id, TAB, "people.edit")
    stays = ResidenceStatus.objects.visible_to(desk_of(request).scope).select_related("person")
    row = stays.filter(pk=stay_id, person_id=person_id).first()
    if row is None:
        raise Http404
    form = StayForm(request.POST if request.method == "POST" else None, row=row)
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            url = once(form, lambda: _change_stay(form, row, header))
        except Conflict as found:
            url, conflict = None, two_editors(found, form, "part", request.path, {})
        if url is not None:
            return redirect(url)
    title = gettext("Aufenthaltsstatus ändern oder beenden")
    return _answer(request, "people/part_edit.html", header, form, title=title, back=_back(header), conflict=conflict)


def _change_stay(form: StayForm, row: ResidenceStatus, header: FileHeader) -> str:
    actions.change_residence(row, expected(form), form.stay(), ask_why=True)
    return _back(header)


# ---------- participation ----------


def _enrolment(header: FileHeader, enrolment_id: UUID) -> Enrolment:
    """One of the participations that the reader sees in this file."""
    for row in header.enrolments:
        if row.pk == enrolment_id:
            return row
    raise Http404


def _group(request: HttpRequest, header: FileHeader, project: UUID) -> TargetGroup | None:
    """What the rules say about the target group of the project's programme; None where the project does without."""
    desk = desk_of(request)
    if not desk.has("law", project):
        return None
    return target_group.look(desk.scope, header.person, header.residence, project, desk.user.id)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def enrolment_edit(request: HttpRequest, person_id: UUID, enrolment_id: UUID) -> HttpResponse:
    header = open_file(request, person_id, TAB, "people.edit")
    row = _enrolment(header, enrolment_id)
    staff = rules.workers_of(row.project_id)
    desk = desk_of(request)
    form = EnrolmentForm(
        request.POST if request.method == "POST" else None,
        staff=staff,
        may_assign=desk.may("people.assign", row.project_id),
        settings=desk.settings_of(row.project_id),
        row=row,
    )
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            url = once(form, lambda: _change_enrolment(form, row, header))
        except Conflict as found:
            url, conflict = None, two_editors(found, form, "part", request.path, staff)
        if url is not None:
            return redirect(url)
    context: dict[str, Any] = {"title": gettext("Teilnahme ändern"), "back": _back(header), "conflict": conflict}
    if row.entered_on is None:
        context |= {
            "room": places.room(row.project_id, person=row.person_id),
            "waits": places.position(desk.scope, row),
        }
    form.fit(context.get("room"))
    group = _group(request, header, row.project_id)
    return _answer(request, "people/part_edit.html", header, form, **context, group=group)


def _change_enrolment(form: EnrolmentForm, row: Enrolment, header: FileHeader) -> str:
    actions.change_enrolment(row, expected(form), form.changes())
    return _back(header)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def enrolment_exit(request: HttpRequest, person_id: UUID, enrolment_id: UUID) -> HttpResponse:
    """Exit, with a question when something is still due."""
    header = open_file(request, person_id, TAB, "people.edit")
    row = _enrolment(header, enrolment_id)
    if row.entered_on is None:
        return redirect("waiting_end", person_id=person_id, enrolment_id=enrolment_id)
    still_open = queries.something_open(desk_of(request).scope, person_id, row.project_id)
    form = ExitForm(request.POST if request.method == "POST" else None, row=row, still_open=still_open)
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            url = once(form, lambda: _exit(form, row, header))
        except Conflict as found:
            url, conflict = None, two_editors(found, form, "part", request.path, {})
        if url is not None:
            return redirect(url)
    return _answer(
        request,
        "people/part_edit.html",
        header,
        form,
        title=gettext("Austritt"),
        back=_back(header),
        conflict=conflict,
        still_open=still_open,
    )


def _exit(form: ExitForm, row: Enrolment, header: FileHeader) -> str:
    actions.exit_enrolment(row, expected(form), **form.values())
    return _back(header)


@signed_in
@require_POST
def enrolment_reopen(request: HttpRequest, person_id: UUID, enrolment_id: UUID) -> HttpResponse:
    """Take back an exit; the button carries the version that the page showed."""
    header = open_file(request, person_id, TAB, "people.edit")
    row = _enrolment(header, enrolment_id)
    form = KitForm(request.POST)
    if form.is_valid():
        try:
            once(form, lambda: _reopen(form, row, header))
        except Conflict:
            form.add_error(None, gettext("Jemand anderes hat die Teilnahme inzwischen geändert. Sehen Sie hier nach."))
    if form.errors:
        return _answer(request, "people/part_edit.html", header, form, title=gettext("Teilnahme"), back=_back(header))
    return redirect(_back(header))


def _reopen(form: KitForm, row: Enrolment, header: FileHeader) -> str:
    actions.reopen_enrolment(row, expected(form))
    return _back(header)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def enrolment_new(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """A further participation, in the project in which one works at the moment."""
    header = open_file(request, person_id, TAB, "people.edit")
    desk = desk_of(request)
    place = desk.project
    if place is None or place.project is None or place.carrier != header.carrier:
        raise Http404
    title = gettext("Neue Teilnahme: %(project)s") % {"project": place.name}
    closed = _not_to_be_handed_over(desk, header, place)
    if closed is not None:
        context = {"file": header, "basis": closed, "title": title, "recipient": place.name}
        return render(request, "people/consents/no_transfer.html", context, status=403)
    staff = rules.workers_of(place.project)
    initial = {"staff": desk.user.id, "phase": next(iter(desk.settings.phases), "")}
    group = _group(request, header, place.project)
    form = EnrolmentForm(
        request.POST if request.method == "POST" else None,
        staff=staff,
        may_assign=True,
        settings=desk.settings,
        initial=initial,
        doubtful=group is not None and group.doubtful,
    )
    if request.method == "POST" and form.is_valid():
        project = place.project
        url = once(form, lambda: _enrol(form, header, project, desk))
        if url is not None:
            return redirect(url)
    form.fit(room := places.room(place.project, person=header.person.pk))
    more = {"title": title, "back": _back(header), "group": group, "room": room}
    return _answer(request, "people/part_edit.html", header, form, **more)


def _not_to_be_handed_over(desk: Desk, header: FileHeader, place: Place) -> Basis | None:
    """Why this file can't be shared with a project in which the person has never taken part; None when it can."""
    if place.project is None or any(row.project_id == place.project for row in header.enrolments):
        return None
    found = bases.basis(desk.scope, header.person.pk, header.project, "transfer", recipient=place.name)
    return None if found.allowed else found


def _enrol(form: EnrolmentForm, header: FileHeader, project: UUID, desk: Desk) -> str:
    """The participation, and what the rules said of the target group on the day of the entry."""
    values = form.values()
    reason = values.pop("group_reason", "")
    actions.enrol(header.person, project, **values)
    target_group.at_entry(desk.scope, header.person, header.residence, project, desk.user.id, reason)
    return _back(header)
