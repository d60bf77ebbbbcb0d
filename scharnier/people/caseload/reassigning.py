# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Handing over ticked cases of the list, or all of a view."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from scharnier.foundation import writes
from scharnier.foundation.access import Forbidden, requires
from scharnier.network.middleware import Desk
from scharnier.network.staffing import handover
from scharnier.people import rules
from scharnier.people.caseload import actions, queries
from scharnier.people.caseload.forms import ReassignForm
from scharnier.people.caseload.views import crumbs, place_of, view_of
from scharnier.people.models import Enrolment
from scharnier.people.views import desk_of, uuid_or_none
from scharnier.people.writing import once


@requires("people.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def reassign(request: HttpRequest) -> HttpResponse:
    """GET: all cases of the view in the address; POST from the list: the ticked ones; `step=do` hands over."""
    desk = desk_of(request)
    if request.method == "POST" and (earlier := writes.answer_to(request.POST.get("form_token", ""))):
        return redirect(earlier)  # a second click: the cases have gone from this view
    place = place_of(request)
    request.nav_key = "cases"  # type: ignore[attr-defined]  # marks the place in the rail
    back = reverse("caseload") + view_of(request).query()
    ticked, more = _ticked(request, desk, place[1])
    if request.method == "POST" and not ticked:
        messages.error(request, gettext("Kreuzen Sie mindestens einen offenen Fall an."))
        return redirect(back)
    step = request.POST.get("step")
    takers = handover.colleagues(desk.scope, place[1])
    initial = {"cases": [str(each.person) for each in ticked]}
    form = ReassignForm(request.POST if step else None, ticked=ticked, takers=takers, initial=initial)
    if step and form.is_valid():
        url = once(form, lambda: _reassigned(request, place, form, back))
        if url is not None:
            return redirect(url)
    others = not desk.may("people.assign") and any(each.giver != desk.user.id for each in ticked)
    context = {
        "form": form,
        "more": more,
        "most": queries.MOST_TICKED,
        "back": back,
        "others": others,
        "crumbs": crumbs(back),
    }
    return render(request, "people/caseload/reassign.html", context)


def _ticked(request: HttpRequest, desk: Desk, project: UUID) -> tuple[list[queries.Ticked], bool]:
    """What was ticked, whatever the view; without a tick sent along all cases of the view."""
    filters = view_of(request)
    prefer = [uuid_or_none(filters.staff), desk.user.id]
    staff = rules.workers_of(project)
    if request.method != "POST":
        rows = queries.narrowed(desk.scope, project, filters, desk.settings.warning_days)
        return queries.ticked(desk.scope, rows, None, staff, prefer)
    wanted = [person for value in request.POST.getlist("id") if (person := uuid_or_none(value))]
    rows = Enrolment.objects.visible_to(desk.scope).filter(project_id=project)
    return queries.ticked(desk.scope, rows, wanted, staff, prefer)


def _reassigned(request: HttpRequest, place: tuple[UUID, UUID], form: ReassignForm, back: str) -> str:
    shares = actions.share_out(form.cases_chosen(), form.to_whom())
    try:
        n = actions.reassign(desk_of(request).scope, *place, shares, form.cleaned_data["note"])
    except Forbidden as refused:
        raise writes.DomainError(
            gettext("Fälle anderer verteilt die Leitung. Wählen Sie nur Ihre eigenen."), "cases"
        ) from refused
    messages.success(request, ngettext("%(n)s Fall ist übergeben.", "%(n)s Fälle sind übergeben.", n) % {"n": n})
    return back
