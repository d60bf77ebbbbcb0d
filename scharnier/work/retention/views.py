# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A check of after-care: the form of a minute, and trying again."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from scharnier.casework.advice.forms import PeriodForm
from scharnier.casework.cases import conflict_of
from scharnier.foundation import access, clock
from scharnier.foundation.access import requires
from scharnier.foundation.writes import Conflict, DomainError
from scharnier.people.queries import FileHeader
from scharnier.people.views import desk_of, open_file
from scharnier.people.writing import once
from scharnier.work.employers.views import place_of
from scharnier.work.introductions.views import TAB, editor_of
from scharnier.work.retention import actions, counting, queries, results
from scharnier.work.retention.forms import CheckForm
from scharnier.work.retention.models import RetentionCheck


def _opened(request: HttpRequest, pk: UUID, permission: str) -> tuple[RetentionCheck, FileHeader]:
    row = queries.check(desk_of(request).scope, pk)
    if row is None:
        raise Http404
    file = open_file(request, row.person_id, TAB, permission)
    if not desk_of(request).may(permission, row.project_id):
        raise access.Forbidden(permission)
    return row, file


@requires("placement.view")
def retention_check(request: HttpRequest, check_id: UUID) -> HttpResponse:
    """Asked and answered on one page; an answered one can be corrected."""
    writing = request.method == "POST"
    row, file = _opened(request, check_id, "placement.write" if writing else "placement.view")
    form, conflict = CheckForm(request.POST or None, row=row), None
    if writing and form.is_valid():
        version = form.cleaned_data.get("version")

        def act() -> str:
            for warning in actions.answer(row, form.answer(), editor=editor_of(request), version=version):
                messages.warning(request, warning)
            return reverse("placement", args=[row.placement_id])

        try:
            url = once(form, act)
        except Conflict as clash:
            url, conflict = None, conflict_of(clash, "check", request.path)
            form.fields.pop("version", None)
        if url is not None:
            messages.success(request, _("Nachbetreuung eingetragen."))
            return redirect(url)
    context = {
        "file": file,
        "row": row,
        "check": queries.check_page(row),
        "form": form,
        "conflict": conflict,
        "may_write": desk_of(request).may("placement.write", row.project_id),
    }
    return render(request, "work/retention/check.html", context, status=409 if conflict else 200)


@requires("placement.write")
@require_POST
def retention_again(request: HttpRequest, check_id: UUID) -> HttpResponse:
    """Nobody was reached."""
    row, _file = _opened(request, check_id, "placement.write")
    try:
        day = actions.try_again(row, editor=editor_of(request))
        messages.info(request, _("Am %(day)s steht es wieder auf „Heute“.") % {"day": f"{day:%d.%m.%Y}"})
    except DomainError as refused:
        messages.warning(request, refused.message)
    return redirect("placement", row.placement_id)


@requires("placement.view")
@require_safe
def placement_count(request: HttpRequest) -> HttpResponse:
    """Introductions, placements, after-care in numbers; the running year when nothing is said."""
    request.nav_key = "introductions"  # type: ignore[attr-defined]  # marks the place in the rail
    desk = desk_of(request)
    place, project = place_of(desk, "placement.view")
    form, since, until = _period(request)
    context = {
        "form": form,
        "since": since,
        "until": until,
        "tally": counting.tally(desk.scope, project, since, until),
        "place": place,
    }
    return render(request, "work/retention/count.html", context)


@requires("placement.view")
@require_safe
def placement_results(request: HttpRequest) -> HttpResponse:
    """Results of the social fund of everybody who left in a period; the running year when nothing is said."""
    request.nav_key = "introductions"  # type: ignore[attr-defined]  # marks the place in the rail
    desk = desk_of(request)
    place, project = place_of(desk, "placement.view")
    form, since, until = _period(request)
    least = desk.settings.small_cells
    found = results.results(desk.scope, project, (since, until), least, get_language() or "de")
    context = {"form": form, "since": since, "until": until, "found": found, "least": least, "place": place}
    context["crumbs"] = [{"label": _("Vermittlung gezählt"), "url": reverse("placement_count")}]
    return render(request, "work/retention/results.html", context)


def _period(request: HttpRequest) -> tuple[PeriodForm, date, date]:
    """The form, and the days it asks for: the running year while it says nothing that can be read."""
    usual = {"von": date(clock.today().year, 1, 1), "bis": clock.today()}
    asked = "von" in request.GET or "bis" in request.GET
    form = PeriodForm(request.GET if asked else None, initial=usual)
    period = form.cleaned_data if asked and form.is_valid() else usual
    return form, period["von"], period["bis"]
