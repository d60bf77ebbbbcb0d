# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Vacancies: the list, a new one, its page, confirming and closing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from scharnier.directory.organisations import queries as organisations
from scharnier.directory.organisations.models import Organisation
from scharnier.directory.organisations.views import Chip, Option, conflict_of, organisation_or_404
from scharnier.foundation import panels
from scharnier.foundation.access import Forbidden, requires
from scharnier.foundation.writes import Conflict, DomainError, already_sent, sent
from scharnier.knowledge import districts, occupations
from scharnier.people.fields import language
from scharnier.people.views import desk_of, uuid_or_none
from scharnier.work.employers.views import place_of
from scharnier.work.vacancies import actions, asking, queries
from scharnier.work.vacancies import queries as q
from scharnier.work.vacancies.forms import CloseForm, VacancyForm, german, kinds
from scharnier.work.vacancies.models import Vacancy, VacancyStatus

NAV = "vacancies"


def crumbs(*further: tuple[str, str]) -> list[dict[str, str]]:
    above = [(reverse("vacancies"), _("Stellen")), *further]
    return [{"url": url, "label": label} for url, label in above]


@requires("vacancies.view")
@require_safe
def vacancies(request: HttpRequest) -> HttpResponse:
    """Vacancies of the project (or of the whole carrier), the latest first."""
    request.nav_key = NAV  # type: ignore[attr-defined]  # marks the place in the rail
    desk = desk_of(request)
    _place, project = place_of(desk, "vacancies.view")
    wanted = q.read(request.GET)
    rows = q.narrowed(desk.scope, project, wanted)
    context = {
        "page": q.page(rows, uuid_or_none(request.GET.get("after")), uuid_or_none(request.GET.get("before"))),
        "text": wanted.text,
        "narrow": wanted != q.Filters(),
        "filters": _chips(wanted),
        "segments": [
            {"label": label, "url": url, "current": url == wanted.query()}
            for label, url in (
                (_("Offen"), q.Filters().query()),
                (_("Zu bestätigen"), q.Filters(due=q.SOON).query()),
                (_("Abgelaufen"), q.Filters(status=VacancyStatus.EXPIRED.value).query()),
                (_("Alle Projekte"), q.Filters(whose=q.CARRIER).query()),
            )
        ],
        "columns": [
            {"label": _("Stelle")},
            {"label": _("Betrieb")},
            {"label": _("Art"), "narrow": True},
            {"label": _("Ort")},
            {"label": _("Deutsch")},
            {"label": _("Plätze"), "narrow": True},
            {"label": _("Stand")},
        ],
        "may_edit": desk.may("vacancies.edit"),
        "tools": panels.nav_items(request, "work.vacancies.tools"),
    }
    return render(request, "work/vacancies/list.html", context)


def _values(name: str) -> dict[str, str]:
    match name:
        case "status":
            return {**{code: str(label) for code, label in VacancyStatus.choices}, "alle": _("alle")}
        case "kind":
            return dict(kinds())
        case "german":
            return {code: label for code, label in german() if code}
        case "whose":
            return {q.PROJECT: _("Projekt"), q.ME: _("ich"), q.CARRIER: _("ganzer Träger")}
        case "due":
            return {q.SOON: _("in 7 Tagen fällig")}
        case _:
            return {}


def _chips(wanted: q.Filters) -> list[Chip]:
    usual = q.Filters()
    labels = {
        "status": _("Stand"),
        "kind": _("Art"),
        "german": _("Deutsch"),
        "whose": _("Bei"),
        "due": _("Bestätigung"),
        "where": _("Kreis"),
    }
    chips = []
    for name, label in labels.items():
        value = getattr(wanted, name)
        if value != getattr(usual, name):
            shown = districts.name(value) if name == "where" else _values(name).get(value, value)
            chips.append(Chip(label, shown, wanted.without(name)))
        elif name != "where":
            options = tuple(Option(text, wanted.query(**{name: code})) for code, text in _values(name).items())
            chips.append(Chip(label, options=options))
    return sorted(chips, key=lambda chip: not chip.value)


@requires("vacancies.edit")
def vacancy_new(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """A further vacancy of a firm; its place and offers are filled in."""
    desk = desk_of(request)
    _place, project = place_of(desk, "vacancies.edit")
    firm = organisation_or_404(request, organisation_id)
    facts = organisations.facts(desk.scope, firm, agreements=False)
    form = VacancyForm(request.POST or None, facts=facts, initial=_usual(facts))
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():  # a refusal gives the token back, so that the corrected form is written
                if (answer := already_sent(form.token)) is not None:
                    return HttpResponseRedirect(answer or reverse("vacancies"))
                made = actions.add_vacancy(
                    project, firm, form.vacancy(), owner=desk.user.id, days=desk.settings.vacancy_days
                )
                return HttpResponseRedirect(sent(form.token, reverse("vacancy", args=[made.pk])))
        except DomainError as error:
            form.add_error(_field(form, error), error.message)
    return _drawn(request, form, firm, _("Neue Stelle"), reverse("organisation", args=[firm.pk]))


def _usual(facts: organisations.Facts) -> dict[str, Any]:
    site = facts.sites[0] if facts.sites else None
    where = {name: getattr(site, name) for name in ("postal_code", "place", "district")} if site else {}
    return {"kind": "beschaeftigung_sv", "places": 1, **where}


def _field(form: VacancyForm, error: DomainError) -> str | None:
    name = {"title": "wording", "occupation": "wording"}.get(error.field, error.field)
    return name if name in form.fields else None


def _drawn(
    request: HttpRequest,
    form: VacancyForm,
    firm: Organisation,
    title: str,
    back: str,
    conflict: dict[str, Any] | None = None,
) -> HttpResponse:
    request.nav_key = NAV  # type: ignore[attr-defined]  # marks the place in the rail
    context = {
        "form": form,
        "title": f"{title} – {firm.name}",
        "back": back,
        "crumbs": crumbs(),
        "conflict": conflict,
    }
    return render(request, "work/form.html", context)


def vacancy_or_404(request: HttpRequest, vacancy_id: UUID, permission: str = "vacancies.view") -> Vacancy:
    desk = desk_of(request)
    found = queries.vacancy(desk.scope, vacancy_id)
    if found is None:
        raise Http404
    if permission != "vacancies.view" and not desk.may(permission, found.project_id):
        raise Forbidden(permission)
    request.nav_key = NAV  # type: ignore[attr-defined]  # marks the place in the rail
    return found


@requires("vacancies.view")
@require_safe
def vacancy(request: HttpRequest, vacancy_id: UUID) -> HttpResponse:
    """What the vacancy says and where it stands; other rooms add cards."""
    found, desk = vacancy_or_404(request, vacancy_id), desk_of(request)
    may_edit = desk.may("vacancies.edit", found.project_id)
    context = {
        "vacancy": found,
        "row": queries.row_of(found),
        "occupation": occupations.title(found.occupation, language()),
        "district": districts.name(found.district) if found.district else "",
        "may_edit": may_edit,
        "crumbs": crumbs(),
        "cards": panels.cards(request, "work.vacancy.main", vacancy=found),
        "tools": panels.nav_items(request, "work.vacancy.tools", vacancy_id=found.pk),
        "days": desk.settings_of(found.project_id).vacancy_days,
    }
    return render(request, "work/vacancies/page.html", context)


@requires("vacancies.edit")
def vacancy_edit(request: HttpRequest, vacancy_id: UUID) -> HttpResponse:
    found, conflict = vacancy_or_404(request, vacancy_id, "vacancies.edit"), None
    facts = organisations.facts(desk_of(request).scope, found.organisation, agreements=False)
    initial = {**VacancyForm.from_row(found), "version": found.version}
    form = VacancyForm(request.POST or None, facts=facts, initial=initial)
    page = reverse("vacancy", args=[found.pk])
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_vacancy(found, form.cleaned_data.get("version"), form.vacancy())
            return HttpResponseRedirect(page)
        except Conflict as clash:
            conflict = conflict_of(clash, "form", request.get_full_path())
        except DomainError as error:
            form.add_error(_field(form, error), error.message)
    return _drawn(request, form, found.organisation, _("Stelle ändern"), page, conflict)


@requires("vacancies.edit")
@require_POST
def vacancy_move(request: HttpRequest, vacancy_id: UUID) -> HttpResponse:
    """`to` is open (confirmed, by telephone), filled or withdrawn."""
    found, desk = vacancy_or_404(request, vacancy_id, "vacancies.edit"), desk_of(request)
    form = CloseForm(request.POST)
    try:
        if not form.is_valid():
            raise DomainError(_("Diesen Stand gibt es nicht."))
        if form.cleaned_data["to"] == VacancyStatus.OPEN:
            actions.confirm(found, days=desk.settings_of(found.project_id).vacancy_days)
        else:
            actions.close(found, form.cleaned_data["to"], reason=form.cleaned_data["reason"])
    except DomainError as error:
        messages.warning(request, error.message)
    return HttpResponseRedirect(reverse("vacancy", args=[found.pk]))


@requires("vacancies.edit")
@require_POST
def vacancy_ask(request: HttpRequest, vacancy_id: UUID) -> HttpResponse:
    """Send the firm the question now."""
    found = vacancy_or_404(request, vacancy_id, "vacancies.edit")
    try:
        to = asking.ask(found)
        messages.success(request, _("Die Frage ist unterwegs an %(to)s.") % {"to": to})
    except DomainError as error:
        messages.warning(request, error.message)
    return HttpResponseRedirect(reverse("vacancy", args=[found.pk]))
