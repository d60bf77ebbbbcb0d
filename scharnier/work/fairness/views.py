# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Fairness: the comparison of groups, and asking for a new one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from scharnier.foundation.access import Forbidden, requires
from scharnier.foundation.tasks import defer
from scharnier.foundation.ui.forms import KitForm
from scharnier.people.views import desk_of
from scharnier.people.writing import once
from scharnier.work.fairness import gathering, queries
from scharnier.work.fairness.tasks import compare_now


@requires("fairness.view")
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """GET reads what is kept; POST has today compared in the background."""
    desk = desk_of(request)
    if desk.project is None:
        raise Forbidden("fairness.view")
    carrier, project = desk.project.carrier, desk.project.project
    form = KitForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if not gathering.may_run(carrier):
            messages.warning(request, gettext("Der letzte Vergleich ist keine vier Wochen alt."))
        elif once(form, lambda: str(defer(compare_now, project=project, carrier=carrier))):
            messages.success(request, gettext("Der Vergleich läuft. Er steht hier, sobald er fertig ist."))
        return redirect("fairness")
    request.nav_key = "fairness"  # type: ignore[attr-defined]  # marks the place in the menu
    found = queries.page(desk.scope, carrier, request.GET.get("tag", ""))
    context = {"page": found, "form": form, "carrier": desk.project.carrier_name}
    return render(request, "work/fairness/page.html", context)
