# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The tab of the file about work, a placement with its way to the permission, its declaration, its end."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from scharnier.casework.cases import conflict_of
from scharnier.foundation import access, writes
from scharnier.foundation.access import requires
from scharnier.foundation.writes import Conflict, DomainError
from scharnier.knowledge import codes, occupations
from scharnier.people.consents import queries as consents
from scharnier.people.queries import FileHeader
from scharnier.people.views import desk_of, open_file, uuid_or_none
from scharnier.people.writing import once
from scharnier.work.introductions import queries as introductions
from scharnier.work.introductions.actions import PURPOSE
from scharnier.work.introductions.views import TAB, editor_of, pdf_answer
from scharnier.work.placements import actions, declaration, judging, queries
from scharnier.work.placements.forms import VALUES, EndForm, PlacementForm
from scharnier.work.placements.models import Placement
from scharnier.work.retention import queries as retention


@requires("placement.view")
@require_safe
def work_file(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Everything about one person and work: introductions, the path, what is to be asked, what pays."""
    file, desk = open_file(request, person_id, TAB, "placement.view"), desk_of(request)
    placements = queries.of_person(desk.scope, person_id)
    context = {
        "file": file,
        "introductions": introductions.of_person(desk.scope, person_id),
        "placements": placements,
        "path": queries.path(placements, queries.way_steps(desk.scope, person_id)),
        "checks": retention.of_person(desk.scope, person_id),
        "support": queries.support_of(desk.scope, person=person_id),
        "may_write": desk.may("placement.write", file.project) and file.project in desk.scope.writes,
    }
    return render(request, "work/placements/file.html", context)


# ---------- beginning and changing ----------


def _origin(request: HttpRequest, person: UUID) -> tuple[actions.Origin, dict[str, Any]]:
    """Where a placement comes from, and what the form knows of it already."""
    scope = desk_of(request).scope
    pk = uuid_or_none(request.GET.get("introduction"))
    row = introductions.introduction(scope, pk) if pk else None
    before = uuid_or_none(request.GET.get("after"))
    after = queries.placement(scope, before) if before else None
    if row is not None and row.person_id == person:
        vacancy = row.vacancy
        first: dict[str, Any] = {"where": row.organisation.name, "wording": row.work}
        if vacancy is not None:
            first |= {
                "kind": vacancy.kind,
                "begins": vacancy.starts_on,
                "hours": vacancy.hours_to or vacancy.hours_from,
                "pay_amount": vacancy.pay_amount,
                "pay_unit": vacancy.pay_unit,
                "place": vacancy.place,
                "insured": _insured(vacancy.kind),
                "occupation": _occupation(vacancy.occupation),
            }
        return actions.Origin(row, vacancy, row.organisation), first
    if after is not None and after.person_id == person:
        first = {"where": after.where, "wording": after.work, "occupation": _occupation(after.occupation)}
        return actions.Origin(organisation=after.organisation, after=after), first
    firm = introductions.firm(scope, uuid_or_none(request.GET.get("firm")))
    return actions.Origin(organisation=firm), {"where": firm.name if firm else ""}


def _insured(kind: str) -> bool:
    return bool(codes.find("placement_type", kind).extra.get("insured"))


def _occupation(code: str) -> str:
    found = occupations.by_code(code) if code else ()
    return found[0].id if found else ""


@requires("placement.write")
def placement_new(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """?introduction= or ?after= (the step before); what is known stands there already."""
    file = open_file(request, person_id, TAB, "placement.write")
    origin, first = _origin(request, person_id)
    form = PlacementForm(request.POST or None, initial={"adequate": "", **first})
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            placed = actions.place(file.enrolment, form.terms(), editor=editor_of(request), origin=origin)
            for warning in placed.warnings:
                messages.warning(request, warning)
            return reverse("placement", args=[placed.placement.pk])

        url = once(form, act)
        if url is not None:
            return redirect(url)
    return _form(request, file, form, _("Arbeit oder Ausbildung eintragen"), reverse("work_file", args=[person_id]))


def _form(
    request: HttpRequest, file: FileHeader, form: Any, title: str, back: str, conflict: Any = None
) -> HttpResponse:
    context = {"file": file, "form": form, "title": title, "back": back, "conflict": conflict}
    return render(request, "work/placements/form.html", context, status=409 if conflict else 200)


def opened(request: HttpRequest, pk: UUID, permission: str) -> tuple[Placement, FileHeader]:
    """A placement whose file is opened with it. Raises Http404 and Forbidden."""
    row = queries.placement(desk_of(request).scope, pk)
    if row is None:
        raise Http404
    file = open_file(request, row.person_id, TAB, permission)
    if not desk_of(request).may(permission, row.project_id):
        raise access.Forbidden(permission)
    return row, file


@requires("placement.view")
@require_safe
def placement(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """One placement: terms, what the rules say, the way to the permission, checks, support."""
    row, file = opened(request, placement_id, "placement.view")
    desk = desk_of(request)
    rounds = queries.rounds(desk.scope, row.pk)
    support = queries.support_for(desk.scope, row)
    context = {
        "file": file,
        "row": row,
        "kind": judging.kind_label(row.kind),
        "occupation": occupations.title(row.occupation, judging.page_language()) if row.occupation else "",
        "end_reason": queries.label("placement_end", row.end_reason),
        "round": rounds[0] if rounds else None,
        "earlier": rounds[1:],
        "checks": retention.of_placement(desk.scope, row.pk),
        "support": support,
        "instruments": queries.instruments(row.kind, row.begins, support) if not row.over else [],
        "may_write": desk.may("placement.write", row.project_id) and row.project_id in desk.scope.writes,
        "may_print": desk.may("placement.export", row.project_id),
    }
    return render(request, "work/placements/page.html", context)


@requires("placement.write")
def placement_edit(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """Other terms; a change of job or hours begins the permission anew."""
    row, file = opened(request, placement_id, "placement.write")
    terms, conflict = actions.terms_of(row), None
    first = {name: getattr(terms, name) for name in terms.__dataclass_fields__}
    judged = next(code for code, value in VALUES.items() if value == terms.adequate)
    first |= {"wording": terms.work, "occupation": _occupation(terms.occupation) or "-", "adequate": judged}
    form = PlacementForm(request.POST or None, initial={**first, "version": row.version})
    back = reverse("placement", args=[row.pk])
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data.get("version")

        def act() -> str:
            for warning in actions.change(row, form.terms(), editor=editor_of(request), version=version).warnings:
                messages.warning(request, warning)
            return back

        try:
            url = once(form, act)
        except Conflict as clash:
            url, conflict = None, conflict_of(clash, "placement", back)
            form.fields.pop("version", None)
        if url is not None:
            return redirect(url)
    return _form(request, file, form, _("Arbeit oder Ausbildung ändern"), back, conflict)


@requires("placement.write")
def placement_end(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """The last day and why."""
    row, file = opened(request, placement_id, "placement.write")
    known = {name: getattr(row, name) for name in ("ended_on", "end_reason", "end_note")} if row.ended_on else None
    form = EndForm(request.POST or None, initial=known)
    back = reverse("placement", args=[row.pk])
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            actions.end(row, form.end(), editor=editor_of(request))
            return back

        url = once(form, act)
        if url is not None:
            return redirect(url)
    return _form(request, file, form, _("Beenden"), back)


@requires("placement.write")
@require_POST
def placement_reopen(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    row, _file = opened(request, placement_id, "placement.write")
    if row.ended_on is not None:
        actions.reopen(row, editor=editor_of(request))
    return redirect("placement", row.pk)


@requires("placement.write")
@require_POST
def round_tick(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """A step of the way to the permission is done, or open again."""
    row, _file = opened(request, placement_id, "placement.write")
    rounds = queries.rounds(desk_of(request).scope, row.pk)
    try:
        if rounds:
            actions.tick(rounds[0].row, request.POST.get("step", ""), editor=editor_of(request))
    except DomainError as refused:
        messages.warning(request, refused.message)
    return redirect(reverse("placement", args=[row.pk]) + "#erlaubnis")


@requires("placement.export")
@require_safe
def placement_declaration(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """The employer's declaration, filled in as far as the file knows and the firm may know."""
    row, file = opened(request, placement_id, "placement.export")
    scope = desk_of(request).scope
    told = consents.allowed(scope, row.person_id, row.project_id, PURPOSE, recipient=row.where)
    rounds = queries.rounds(scope, row.pk)
    with override("de"):
        sheet = declaration.sheet(row, rounds[0].row if rounds else None, person_told=told)
        html = render_to_string("work/placements/declaration.html", {"sheet": sheet, "row": row, "told": told})
    writes.note("print", table="work_placement", carrier=file.carrier, subject=row.person_id, row=str(row.pk))
    return pdf_answer(request, html, "erklaerung-beschaeftigung", reverse("placement", args=[row.pk]))
