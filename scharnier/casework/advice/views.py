# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Kurzberatung: note one in twenty seconds, take back a slip, count a period."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from scharnier.casework.advice import actions, queries
from scharnier.casework.advice.forms import AdviceForm, PeriodForm
from scharnier.casework.advice.models import ShortAdvice
from scharnier.casework.needs.forms import field_choices
from scharnier.foundation import clock
from scharnier.foundation.access import Forbidden, requires
from scharnier.foundation.writes import DomainError
from scharnier.network.middleware import Desk, Place
from scharnier.people.views import desk_of, uuid_or_none

USUAL_FORM, USUAL_LANGUAGE = "office_hour", "de"


def _place(desk: Desk) -> tuple[Place, UUID]:
    if desk.project is None or desk.project.project is None:
        raise Forbidden("casework.advise")
    return desk.project, desk.project.project


def _topics(desk: Desk) -> dict[str, str]:
    """Topics in the words of the programme."""
    lang = get_language() or "de"
    return {code: desk.settings.field_label(code, lang) for code, _label in field_choices()}


@requires("casework.advise")
@require_http_methods(["GET", "HEAD", "POST"])
def advice_new(request: HttpRequest) -> HttpResponse:
    """The form; saving shows it anew for the next one, with form and language of the last."""
    desk = desk_of(request)
    place, project = _place(desk)
    request.nav_key = "advice"  # type: ignore[attr-defined]  # marks the place in the menu
    mine, last = queries.latest(desk.scope, project, desk.user.id, _topics(desk))
    usual = {
        "day": clock.today(),
        "form": last.form if last else USUAL_FORM,
        "language": last.language if last else USUAL_LANGUAGE,
    }
    form = AdviceForm(request.POST if request.method == "POST" else None, settings=place.settings, initial=usual)
    if request.method == "POST" and form.is_valid():
        try:
            if actions.note_advice(place.carrier, project, staff=desk.user.id, advice=form.advice(), token=form.token):
                messages.success(request, _("Kurzberatung gezählt."))
            return HttpResponseRedirect(reverse("advice_new"))
        except DomainError as error:
            form.add_error(error.field or None, error.message)
    context = {"form": form, "mine": mine, "place": place}
    return render(request, "casework/advice/new.html", context)


@requires("casework.advise")
@require_safe
def advice_list(request: HttpRequest) -> HttpResponse:
    """All that one has counted, 25 to a page: a slip is found even days later."""
    desk = desk_of(request)
    place, project = _place(desk)
    request.nav_key = "advice"  # type: ignore[attr-defined]  # marks the place in the menu
    rows, after = queries.own(desk.scope, project, desk.user.id, _topics(desk), uuid_or_none(request.GET.get("after")))
    crumbs = [{"url": reverse("advice_new"), "label": _("Kurzberatung")}]
    return render(
        request, "casework/advice/list.html", {"rows": rows, "after": after, "place": place, "crumbs": crumbs}
    )


@requires("casework.advise")
@require_POST
def advice_undo(request: HttpRequest, advice_id: UUID) -> HttpResponse:
    """Take back one's own slip."""
    desk = desk_of(request)
    row = ShortAdvice.objects.visible_to(desk.scope).filter(pk=advice_id).first()
    if row is None:
        raise Http404
    try:
        actions.take_back(row, staff=desk.user.id)
        messages.success(request, _("Zurückgenommen."))
    except DomainError as error:
        messages.warning(request, error.message)
    return HttpResponseRedirect(reverse("advice_list" if "list" in request.POST else "advice_new"))


@requires("casework.view")
def advice_count(request: HttpRequest) -> HttpResponse:
    """How much advice on what, in which languages, from one day to another; the running year when nothing is said."""
    desk = desk_of(request)
    place, project = _place(desk)
    request.nav_key = "advice"  # type: ignore[attr-defined]  # marks the place in the menu
    today = clock.today()
    usual = {"von": date(today.year, 1, 1), "bis": today}
    asked = "von" in request.GET or "bis" in request.GET
    form = PeriodForm(request.GET if asked else None, initial=usual)
    period = form.cleaned_data if asked and form.is_valid() else usual
    found = queries.tally(desk.scope, project, period["von"], period["bis"], _topics(desk))
    context = {
        "form": form,
        "tally": found,
        "place": place,
        "may_write": desk.may("casework.advise", project),
        "tables": [
            (_("Worum es ging"), found.topics),
            (_("Sprache"), found.languages),
            (_("Form"), found.forms),
            (_("Monat"), found.months),
        ],
    }
    return render(request, "casework/advice/count.html", context)
