# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Employers: the list, a firm on the phone, one page of everything, talks, goals, the end, the sheet on paper."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from scharnier.casework.advice.forms import PeriodForm
from scharnier.directory.organisations import queries as organisations
from scharnier.directory.organisations.views import Chip, Option, conflict_of, organisation_or_404
from scharnier.foundation import clock, panels, paper
from scharnier.foundation.access import Forbidden, requires, to_take_away
from scharnier.foundation.writes import Conflict, DomainError, note
from scharnier.knowledge import codes
from scharnier.network.middleware import Desk, Place
from scharnier.people import rules, words
from scharnier.people.views import desk_of, uuid_or_none
from scharnier.work.employers import actions, queries
from scharnier.work.employers import queries as q
from scharnier.work.employers.forms import CallForm, EmployerForm, EndForm, GoalForm, TalkForm
from scharnier.work.employers.models import Employer, EmployerGoal, SizeClass
from scharnier.work.vacancies import actions as vacancies

NAV = "employers"


def place_of(desk: Desk, permission: str) -> tuple[Place, UUID]:
    """The project somebody works in at the moment."""
    if desk.project is None or desk.project.project is None:
        raise Forbidden(permission)
    return desk.project, desk.project.project


def crumbs(*further: tuple[str, str]) -> list[dict[str, str]]:
    above = [(reverse("employers"), _("Betriebe")), *further]
    return [{"url": url, "label": label} for url, label in above]


@requires("employers.view")
@require_safe
def employers(request: HttpRequest) -> HttpResponse:
    """The employers of the project by name."""
    request.nav_key = NAV  # type: ignore[attr-defined]  # marks the place in the rail
    desk = desk_of(request)
    _place, project = place_of(desk, "employers.view")
    wanted = q.read(request.GET)
    found = q.page(
        q.narrowed(desk.scope, project, wanted),
        desk.scope,
        desk.settings.silent_days,
        uuid_or_none(request.GET.get("after")),
        uuid_or_none(request.GET.get("before")),
    )
    context = {
        "page": found,
        "text": wanted.text,
        "narrow": wanted != q.Filters(),
        "filters": _chips(wanted),
        "segments": [
            {"label": label, "url": url, "current": url == wanted.query()}
            for label, url in (
                (_("Alle"), q.Filters().query()),
                (_("Meine"), q.Filters(staff=q.ME).query()),
                (_("Lange nichts gehört"), q.Filters(silent="90").query()),
                (_("Kleine Betriebe"), q.Filters(size=q.SMALL).query()),
            )
        ],
        "columns": [
            {"label": _("Betrieb"), "sorted": "ascending"},
            {"label": _("Beschäftigte"), "narrow": True},
            {"label": _("Wünsche")},
            {"label": _("Zuständig"), "narrow": True},
            {"label": _("Letzter Kontakt")},
        ],
        "may_edit": desk.may("employers.edit"),
    }
    return render(request, "work/employers/list.html", context)


def _values(name: str) -> dict[str, str]:
    match name:
        case "staff":
            return {q.ME: _("ich"), q.NOBODY: _("noch niemand")}
        case "state":
            return {q.OPEN: _("laufend"), q.ENDED: _("beendet"), q.ALL: _("alle")}
        case "size":
            sizes = {code: str(label) for code, label in SizeClass.choices if code}
            return {q.SMALL: _("kleine (unter 50)"), **sizes}
        case "silent":
            return {days: _("seit %(n)s Tagen") % {"n": days} for days in q.SILENT}
        case "wish":
            return words_of("employer_wish")
        case "charter":
            return {"offen": _("offen"), "angesprochen": _("angesprochen"), "unterzeichnet": _("unterzeichnet")}
        case _:
            return words_of("economic_branch")


def words_of(code_list: str) -> dict[str, str]:
    return {code: words.label(code_list, code) for code in codes.codes(code_list)}


_LABELS = {
    "staff": gettext_lazy("Zuständig"),
    "state": gettext_lazy("Stand"),
    "size": gettext_lazy("Beschäftigte"),
    "silent": gettext_lazy("Kein Kontakt"),
    "wish": gettext_lazy("Wunsch"),
    "charter": gettext_lazy("Charta der Vielfalt"),
    "branch": gettext_lazy("Branche"),
}


def _chips(wanted: q.Filters) -> list[Chip]:
    usual, chips = q.Filters(), []
    for name, label in _LABELS.items():
        value = getattr(wanted, name)
        if value != getattr(usual, name):
            chips.append(Chip(str(label), _values(name).get(value, value), wanted.without(name)))
        elif name != "branch":
            options = tuple(Option(text, wanted.query(**{name: code})) for code, text in _values(name).items())
            chips.append(Chip(str(label), options=options))
    return sorted(chips, key=lambda chip: not chip.value)


@requires("employers.edit")
def employer_call(request: HttpRequest) -> HttpResponse:
    """A firm on the phone: one form, and everything is there to go on from."""
    request.nav_key = NAV  # type: ignore[attr-defined]  # marks the place in the rail
    desk = desk_of(request)
    place, project = place_of(desk, "employers.edit")
    typed = request.POST if request.method == "POST" else None
    alike = organisations.alike(desk.scope, typed.get("name", "")[:160], typed.get("phone", "")) if typed else []
    form = CallForm(typed, alike=alike)
    if typed and form.is_valid():
        try:
            made = _take(desk, place, project, form)
            messages.success(request, _("Anruf notiert."))
            return HttpResponseRedirect(_page(made.pk) if made else reverse("employers"))
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
    return render(request, "work/employers/call.html", {"form": form, "crumbs": crumbs()})


@transaction.atomic
def _take(desk: Desk, place: Place, project: UUID, form: CallForm) -> Employer | None:
    """All of it or nothing; None when this form was sent before."""
    made = actions.take_call(place.carrier, project, user=desk.user.id, call=form.call(), token=form.token)
    found = form.cleaned_data
    if made is not None and found["code"]:
        vacancies.from_call(
            made,
            owner=desk.user.id,
            title=found["wording"],
            occupation=found["code"],
            wishes=found["wishes"],
            postal_code=found["postal_code"],
            place=found["place"],
            days=desk.settings.vacancy_days,
        )
    return made


def employer_or_404(request: HttpRequest, employer_id: UUID, permission: str = "employers.view") -> Employer:
    """A case in sight; Forbidden where the role in its project lacks the right."""
    desk = desk_of(request)
    found = queries.employer(desk.scope, employer_id)
    if found is None:
        raise Http404
    if permission != "employers.view" and not desk.may(permission, found.project_id):
        raise Forbidden(permission)
    request.nav_key = NAV  # type: ignore[attr-defined]  # marks the place in the rail
    return found


def _page(employer_id: UUID) -> str:
    return reverse("employer", args=[employer_id])


@requires("employers.view")
@require_safe
def employer(request: HttpRequest, employer_id: UUID) -> HttpResponse:
    """One page of everything between this firm and the network; other rooms add cards."""
    found, desk = employer_or_404(request, employer_id), desk_of(request)
    may_edit = desk.may("employers.edit", found.project_id)
    context = {
        "all": queries.everything(desk.scope, found, uuid_or_none(request.GET.get("gespraeche"))),
        "employer": found,
        "may_edit": may_edit,
        "crumbs": crumbs(),
        "goal_form": GoalForm() if may_edit else None,
        "cards": panels.cards(request, "work.employer.main", employer=found),
        "side": panels.cards(request, "work.employer.side", employer=found),
        "tools": panels.nav_items(request, "work.employer.tools", employer_id=found.pk) if may_edit else [],
    }
    return render(request, "work/employers/page.html", context)


@requires("employers.edit")
@require_POST
def employer_open(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """An organisation becomes a case of the present project."""
    desk = desk_of(request)
    _place, project = place_of(desk, "employers.edit")
    found = organisation_or_404(request, organisation_id)
    made = actions.open_case(project, found, responsible=desk.user.id)
    return HttpResponseRedirect(_page(made.pk))


def _form_page(request: HttpRequest, found: Employer, form: Any, title: str, **more: Any) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "back": _page(found.pk),
        "crumbs": crumbs((_page(found.pk), found.organisation.name)),
        **more,
    }
    return render(request, "work/form.html", context)


@requires("employers.edit")
def employer_edit(request: HttpRequest, employer_id: UUID) -> HttpResponse:
    found, conflict = employer_or_404(request, employer_id, "employers.edit"), None
    initial = {name: getattr(found, name) for name in (*EmployerForm.base_fields,) if hasattr(found, name)}
    form = EmployerForm(request.POST or None, initial=initial, staff=rules.workers_of(found.project_id))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_employer(found, form.cleaned_data.get("version"), form.values())
            return HttpResponseRedirect(_page(found.pk))
        except Conflict as clash:
            conflict = conflict_of(clash, "form", request.get_full_path())
        except DomainError as error:
            form.add_error(error.field or None, error.message)
    return _form_page(request, found, form, _("Fall des Betriebs ändern"), conflict=conflict)


@requires("employers.edit")
def talk_new(request: HttpRequest, employer_id: UUID) -> HttpResponse:
    found, desk = employer_or_404(request, employer_id, "employers.edit"), desk_of(request)
    form = TalkForm(request.POST or None, people=_people(desk, found), initial={"on": clock.today(), "form": "phone"})
    if request.method == "POST" and form.is_valid():
        try:
            actions.note_talk(found, author=desk.user.id, talk=form.talk(), token=form.token)
            return HttpResponseRedirect(_page(found.pk))
        except DomainError as error:
            form.add_error(error.field or None, error.message)
    return _form_page(request, found, form, _("Gespräch mit dem Betrieb"))


@requires("employers.edit")
def talk_edit(request: HttpRequest, employer_id: UUID, talk_id: UUID) -> HttpResponse:
    found, desk = employer_or_404(request, employer_id, "employers.edit"), desk_of(request)
    row, conflict = queries.talk(desk.scope, employer_id, talk_id), None
    if row is None:
        raise Http404
    initial = {name: getattr(row, name) for name in TalkForm.base_fields if hasattr(row, name)}
    form = TalkForm(request.POST or None, people=_people(desk, found), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_talk(row, form.cleaned_data.get("version"), editor=desk.user.id, talk=form.talk())
            return HttpResponseRedirect(_page(found.pk))
        except Conflict as clash:
            conflict = conflict_of(clash, "form", request.get_full_path())
        except DomainError as error:
            form.add_error(error.field or None, error.message)
    return _form_page(request, found, form, _("Gespräch ändern"), conflict=conflict)


def _people(desk: Desk, found: Employer) -> list[tuple[str, str]]:
    known = organisations.facts(desk.scope, found.organisation, agreements=False)
    return [(str(each.pk), each.name) for each in known.now]


@requires("employers.edit")
@require_POST
def goal_new(request: HttpRequest, employer_id: UUID) -> HttpResponse:
    found = employer_or_404(request, employer_id, "employers.edit")
    form = GoalForm(request.POST)
    if form.is_valid():
        actions.add_goal(found, text=form.cleaned_data["text"], due=form.cleaned_data["due"])
        return HttpResponseRedirect(_page(found.pk))
    return _form_page(request, found, form, _("Ziel mit dem Betrieb"))


@requires("employers.edit")
@require_POST
def goal_reach(request: HttpRequest, employer_id: UUID, goal_id: UUID) -> HttpResponse:
    """`to` is open or reached."""
    found, desk = employer_or_404(request, employer_id, "employers.edit"), desk_of(request)
    row = EmployerGoal.objects.visible_to(desk.scope).filter(employer=found, pk=goal_id)
    goal = row.select_related("employer__organisation").first()
    if goal is None:
        raise Http404
    actions.reach_goal(goal, user=desk.user.id, reached=request.POST.get("to") != "open")
    return HttpResponseRedirect(_page(found.pk))


@requires("employers.edit")
def employer_end(request: HttpRequest, employer_id: UUID) -> HttpResponse:
    """The case ends with a reason; a case that has ended begins again by POST of `to` open."""
    found = employer_or_404(request, employer_id, "employers.edit")
    if request.method == "POST" and request.POST.get("to") == "open":
        try:
            actions.reopen_employer(found)
        except DomainError as error:
            messages.warning(request, error.message)
        return HttpResponseRedirect(_page(found.pk))
    form = EndForm(request.POST or None, initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_employer(found, **form.values())
            return HttpResponseRedirect(_page(found.pk))
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
    return _form_page(request, found, form, _("Fall beenden"))


@to_take_away
@requires("employers.view")
@require_safe
def employer_sheet(request: HttpRequest, employer_id: UUID) -> HttpResponse:
    """One page of paper for the firm: one number to call, what was agreed, its vacancies."""
    found, desk = employer_or_404(request, employer_id), desk_of(request)
    context = {
        "all": queries.everything(desk.scope, found),
        "employer": found,
        "responsible": found.responsible,
        "vacancies": vacancies.current_of(desk.scope, found),
        "day": clock.today(),
    }
    try:
        content = paper.pdf([render_to_string("work/employers/sheet.html", context, request)])
    except paper.Unavailable:
        return render(request, "work/pdf_missing.html", {"back": _page(found.pk)}, status=503)
    note("print", table="work_employer", row=str(found.pk), carrier=found.carrier_id)
    return HttpResponse(
        content, content_type="application/pdf", headers={"Content-Disposition": 'inline; filename="Betrieb.pdf"'}
    )


@requires("employers.view")
@require_safe
def employer_count(request: HttpRequest) -> HttpResponse:
    """Employers counted like clients, from one day to another; the running year when nothing is said."""
    request.nav_key = NAV  # type: ignore[attr-defined]  # marks the place in the rail
    desk = desk_of(request)
    place, project = place_of(desk, "employers.view")
    usual = {"von": date(clock.today().year, 1, 1), "bis": clock.today()}
    asked = "von" in request.GET or "bis" in request.GET
    form = PeriodForm(request.GET if asked else None, initial=usual)
    period = form.cleaned_data if asked and form.is_valid() else usual
    context = {
        "form": form,
        "since": period["von"],
        "until": period["bis"],
        "tally": queries.tally(desk.scope, project, period["von"], period["bis"]),
        "place": place,
        "crumbs": crumbs(),
    }
    return render(request, "work/employers/count.html", context)
