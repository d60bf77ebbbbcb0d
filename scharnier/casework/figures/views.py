# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Zahlen: what a project did in a period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from scharnier.casework.advice.forms import PeriodForm
from scharnier.casework.figures import queries
from scharnier.foundation import clock
from scharnier.foundation.access import Forbidden, requires
from scharnier.people.views import desk_of


@dataclass(frozen=True)
class Period:
    """A usual period as a link."""

    label: str
    url: str
    current: bool


@requires("casework.figures")
def figures(request: HttpRequest) -> HttpResponse:
    """Counted from one day to another; the running year when nothing is said."""
    desk = desk_of(request)
    if desk.project is None or desk.project.project is None:
        raise Forbidden("casework.figures")
    project = desk.project.project
    request.nav_key = "figures"  # type: ignore[attr-defined]  # marks the place in the menu
    today = clock.today()
    usual = {"von": date(today.year, 1, 1), "bis": today}
    asked = "von" in request.GET or "bis" in request.GET
    form = PeriodForm(request.GET if asked else None, initial=usual)
    period = form.cleaned_data if asked and form.is_valid() else usual
    since, until = period["von"], period["bis"]
    found = queries.figures(
        desk.scope, project, since, until, desk.project.settings, colleagues=desk.may("casework.staff_figures", project)
    )
    periods = _periods(today, since, until)
    context = {
        "form": form,
        "figures": found,
        "place": desk.project,
        "periods": periods,
        "custom": bool(form.errors) or not any(period.current for period in periods),
    }
    return render(request, "casework/figures/page.html", context)


def _periods(today: date, since: date, until: date) -> list[Period]:
    """The quarter and the year that run, and those before."""
    quarter = date(today.year, today.month - (today.month - 1) % 3, 1)
    ended = quarter - timedelta(days=1)
    known = [
        (_("dieses Quartal"), quarter, today),
        (_("voriges Quartal"), date(ended.year, ended.month - 2, 1), ended),
        (_("dieses Jahr"), date(today.year, 1, 1), today),
        (_("voriges Jahr"), date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
    ]
    here = reverse("figures")
    return [
        Period(label, f"{here}?von={first.isoformat()}&bis={last.isoformat()}", (first, last) == (since, until))
        for label, first, last in known
    ]
