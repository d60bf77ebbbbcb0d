# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Introductions: whom, where, one of them with everything that happens, the profile, the board."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from scharnier.casework.cases import conflict_of
from scharnier.casework.letters.queries import own_cases
from scharnier.foundation import access, paper, writes
from scharnier.foundation.access import requires
from scharnier.foundation.paper import Unavailable
from scharnier.foundation.writes import Conflict, DomainError
from scharnier.network.models import User
from scharnier.people.consents import queries as consents
from scharnier.people.finding.queries import find
from scharnier.people.queries import FileHeader
from scharnier.people.views import desk_of, open_file, uuid_or_none
from scharnier.people.writing import once
from scharnier.work.introductions import actions, profile, queries
from scharnier.work.introductions.forms import ProfileForm, ProposeForm, RecordForm
from scharnier.work.introductions.models import Introduction
from scharnier.work.introductions.moves import State
from scharnier.work.placements import queries as placements
from scharnier.work.vacancies.models import activity_of

TAB, NAV = "work", "introductions"
EMPLOYMENT = "employment"


def editor_of(request: HttpRequest) -> User:
    return User.objects.get(pk=desk_of(request).user.id)


@requires("placement.write")
def introduction_new(request: HttpRequest) -> HttpResponse:
    """?person=&vacancy= or &firm=; what is missing is asked first, one page each."""
    person = uuid_or_none(request.GET.get("person"))
    if person is None:
        return _who(request)
    file, scope = open_file(request, person, TAB, "placement.write"), desk_of(request).scope
    vacancy = queries.vacancy(scope, uuid_or_none(request.GET.get("vacancy")))
    firm = vacancy.organisation if vacancy else queries.firm(scope, uuid_or_none(request.GET.get("firm")))
    if firm is None:
        return _where(request, file)
    form = ProposeForm(request.POST or None, initial={"work": vacancy.title if vacancy else ""})
    if request.method == "POST" and form.is_valid():
        new = actions.NewIntroduction(
            vacancy, firm, from_suggestion=request.GET.get("from") == "suggestion", **form.values()
        )

        def act() -> str:
            row = actions.propose(file.enrolment, new, editor=editor_of(request))
            return reverse("introduction", args=[row.pk])

        url = once(form, act)
        if url is not None:
            return redirect(url)
    context = {"file": file, "form": form, "vacancy": vacancy, "firm": firm}
    return render(request, "work/introductions/new.html", context)


def _given(request: HttpRequest) -> str:
    """What was chosen already, for the links of the next page."""
    known = [(name, request.GET.get(name, "")) for name in ("person", "vacancy", "firm", "from")]
    return "&".join(f"{name}={value}" for name, value in known if value and value.replace("-", "").isalnum())


def _who(request: HttpRequest) -> HttpResponse:
    desk = desk_of(request)
    text = request.GET.get("q", "")[:80]
    found = {hit.person_id: hit for group in find(desk.scope, text) for hit in group.hits if hit.person_id}
    projects = [place.project for place in desk.projects if place.project]
    context = {
        "q": text,
        "hits": list(found.values()),
        "cases": [] if text else own_cases(desk.scope, desk.user.id, projects),
        "given": _given(request),
        "chosen": [(name, request.GET[name]) for name in ("vacancy", "firm", "from") if name in request.GET],
    }
    return render(request, "work/introductions/who.html", context)


def _where(request: HttpRequest, file: FileHeader) -> HttpResponse:
    scope, text = desk_of(request).scope, request.GET.get("q", "")[:80]
    context = {
        "file": file,
        "q": text,
        "vacancies": queries.open_vacancies(scope, file.project, text),
        "firms": queries.firms(scope, text),
    }
    return render(request, "work/introductions/where.html", context)


def _opened(request: HttpRequest, pk: UUID, permission: str) -> tuple[Introduction, FileHeader]:
    """An introduction whose file is opened with it. Raises Http404 and Forbidden."""
    row = queries.introduction(desk_of(request).scope, pk)
    if row is None:
        raise Http404
    file = open_file(request, row.person_id, TAB, permission)
    if not desk_of(request).may(permission, row.project_id):
        raise access.Forbidden(permission)
    return row, file


@requires("placement.view")
def introduction(request: HttpRequest, introduction_id: UUID) -> HttpResponse:
    """Where it stands, everything that happened, and the form for what happens next."""
    writing = request.method == "POST"
    row, file = _opened(request, introduction_id, "placement.write" if writing else "placement.view")
    form, conflict = RecordForm(request.POST or None, row=row), None
    if writing and form.is_valid():
        version = form.cleaned_data.get("version")

        def act() -> str:
            actions.record(row, form.happened(), editor=editor_of(request), version=version)
            return request.path

        try:
            url = once(form, act)
        except Conflict as clash:
            url, conflict = None, conflict_of(clash, "record", request.path)
            form.fields.pop("version", None)
        if url is not None:
            return redirect(url)
    context = _context(request, row, file) | {"form": form, "conflict": conflict}
    return render(request, "work/introductions/page.html", context, status=409 if conflict else 200)


def _context(request: HttpRequest, row: Introduction, file: FileHeader) -> dict[str, Any]:
    desk = desk_of(request)
    happened = queries.steps(desk.scope, row)
    return {
        "file": file,
        "row": row,
        "line": queries.line(row),
        "steps": happened,
        "way": queries.way(row, happened),
        "support": placements.support_of(desk.scope, introduction=row.pk),
        "hired": row.state == State.HIRED,
        "placed": placements.of_introduction(desk.scope, row.pk) if row.state == State.HIRED else None,
        "basis": consents.basis(
            desk.scope, row.person_id, row.project_id, actions.PURPOSE, recipient=row.organisation.name
        ),
        "may_write": desk.may("placement.write", row.project_id) and row.project_id in desk.scope.writes,
        "may_print": desk.may("placement.export", row.project_id),
    }


def _composed(request: HttpRequest, row: Introduction, note: str) -> profile.Profile:
    vacancy = row.vacancy
    return profile.compose(
        queries.known(desk_of(request).scope, row.person),
        code=row.pk.hex[-6:].upper(),
        work=row.work,
        activity=activity_of(vacancy.kind) if vacancy else EMPLOYMENT,
        start=vacancy.starts_on if vacancy else None,
        note=note,
    )


@requires("placement.view")
def introduction_profile(request: HttpRequest, introduction_id: UUID) -> HttpResponse:
    """The profile as the firm gets it; sent, it stays as it was."""
    writing = request.method == "POST"
    row, file = _opened(request, introduction_id, "placement.write" if writing else "placement.view")
    form = ProfileForm(request.POST or None, row=row)
    if writing and form.is_valid():
        made = _composed(request, row, form.cleaned_data["note"])

        def act() -> str:
            actions.send_profile(row, made.to_json(), editor=editor_of(request))
            return reverse("introduction_profile", args=[row.pk])

        url = once(form, act)
        if url is not None:
            messages.success(request, _("Eingetragen: Das Profil ist beim Betrieb."))
            return redirect(url)
    shown = profile.from_json(row.profile) if row.profile else _composed(request, row, "")
    context = {
        "file": file,
        "row": row,
        "form": form,
        "profile": shown,
        "may_write": desk_of(request).may("placement.write", row.project_id),
        "may_print": desk_of(request).may("placement.export", row.project_id),
    }
    return render(request, "work/introductions/profile.html", context)


@requires("placement.export")
@require_safe
def introduction_paper(request: HttpRequest, introduction_id: UUID) -> HttpResponse:
    """The profile as PDF: as it was sent, or as it would be now."""
    row, file = _opened(request, introduction_id, "placement.export")
    shown = profile.from_json(row.profile) if row.profile else _composed(request, row, "")
    writes.note("print", table="work_introduction", carrier=file.carrier, subject=row.person_id, row=str(row.pk))
    with override("de"):
        html = render_to_string("work/introductions/paper.html", {"profile": shown, "project": file.enrolment.project})
    return pdf_answer(request, html, f"profil-{shown.code}", reverse("introduction_profile", args=[row.pk]))


def pdf_answer(request: HttpRequest, html: str, name: str, back: str) -> HttpResponse:
    """The document, or a page that says why there is none."""
    try:
        made = paper.pdf([html])
    except Unavailable:
        return render(request, "work/placements/pdf_missing.html", {"back": back}, status=503)
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{slugify(name)}.pdf"'
    return answer


@requires("placement.write")
@require_POST
def introduction_name(request: HttpRequest, introduction_id: UUID) -> HttpResponse:
    """The firm gets the name, where something allows it."""
    row, _file = _opened(request, introduction_id, "placement.write")
    try:
        actions.name_person(desk_of(request).scope, row, editor=editor_of(request))
        messages.success(request, _("Eingetragen: Der Betrieb kennt jetzt den Namen."))
    except DomainError as refused:
        messages.warning(request, refused.message)
    return redirect("introduction", row.pk)


@requires("placement.view")
@require_safe
def introductions(request: HttpRequest) -> HttpResponse:
    """The board: who is on the way where, by state."""
    desk = desk_of(request)
    request.nav_key = NAV  # type: ignore[attr-defined]  # marks the place in the rail
    if desk.project is None or desk.project.project is None:
        raise access.Forbidden("placement.view")
    state, mine = request.GET.get("stand", ""), request.GET.get("wer") == "ich"
    page = queries.board(
        desk.scope,
        desk.project.project,
        state=state,
        mine=mine,
        after=uuid_or_none(request.GET.get("after")),
        before=uuid_or_none(request.GET.get("before")),
    )
    states = [("", _("Unterwegs")), *((each.value, str(each.label)) for each in queries.BOARD)]
    who = "&wer=ich" if mine else ""
    context = {
        "page": page,
        "states": [{"label": label, "url": f"?stand={code}{who}", "current": code == state} for code, label in states],
        "whose": [
            {"label": _("Alle"), "url": f"?stand={state}", "current": not mine},
            {"label": _("Meine"), "url": f"?stand={state}&wer=ich", "current": mine},
        ],
        "may_write": desk.may("placement.write"),
    }
    return render(request, "work/introductions/board.html", context)
