# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Support to apply for, and dated steps on the way that are no placement."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from scharnier.foundation import access, clock, projections
from scharnier.foundation.access import requires
from scharnier.foundation.writes import DomainError
from scharnier.people.views import desk_of, open_file
from scharnier.people.writing import once
from scharnier.work.introductions.views import TAB, editor_of
from scharnier.work.placements import actions, projected, queries
from scharnier.work.placements.forms import SchoolForm, StepForm, SupportMoveForm
from scharnier.work.placements.models import WayStep
from scharnier.work.placements.views import opened


@requires("placement.write")
@require_POST
def support_new(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """`instrument`: what pays for this placement, to be applied for in time; `again` after it came to nothing."""
    row, _file = opened(request, placement_id, "placement.write")
    try:
        instrument, again = request.POST.get("instrument", ""), "again" in request.POST
        made = actions.plan_support(row, instrument, row.begins, editor=editor_of(request), again=again)
        if made.apply_by is not None and made.apply_by < clock.today():
            late = _("Die Frist ist vorbei (%(day)s). Fragen Sie trotzdem nach, bevor Sie es lassen.")
            messages.warning(request, late % {"day": f"{made.apply_by:%d.%m.%Y}"})
    except DomainError as refused:
        messages.warning(request, refused.message)
    return redirect(reverse("placement", args=[row.pk]) + "#foerderung")


@requires("placement.view")
def support_application(request: HttpRequest, support_id: UUID) -> HttpResponse:
    """One application: what the rule says, until when, what became of it."""
    writing = request.method == "POST"
    permission = "placement.write" if writing else "placement.view"
    row = queries.support(desk_of(request).scope, support_id)
    if row is None:
        raise Http404
    file = open_file(request, row.person_id, TAB, permission)
    if not desk_of(request).may(permission, row.project_id):
        raise access.Forbidden(permission)
    shown = queries.support_page(row)
    form = SupportMoveForm(request.POST or None, moves=shown["moves"], initial={"note": row.note})
    if writing and form.is_valid():

        def act() -> str:
            values = form.values()
            warning = actions.move_support(
                row, values["to"], values["on"], editor=editor_of(request), note=values["note"]
            )
            if warning:
                messages.warning(request, warning)
            return request.path

        url = once(form, act)
        if url is not None:
            return redirect(url)
    context = {
        "file": file,
        "row": row,
        "form": form,
        "may_write": desk_of(request).may("placement.write", row.project_id),
        **shown,
    }
    return render(request, "work/placements/support.html", context)


@requires("placement.write")
def way_new(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """A dated step, or the usual ones from school to training."""
    file = open_file(request, person_id, TAB, "placement.write")
    school = request.GET.get("von") == "schule"
    form: SchoolForm | StepForm = SchoolForm(request.POST or None) if school else StepForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            if isinstance(form, SchoolForm):
                actions.from_school(file.enrolment, **form.values(), editor=editor_of(request))
            else:
                actions.add_step(file.enrolment, **form.values(), editor=editor_of(request))
            return reverse("work_file", args=[person_id])

        url = once(form, act)
        if url is not None:
            return redirect(url)
    context = {
        "file": file,
        "form": form,
        "title": _("Von der Schule in die Ausbildung") if school else _("Schritt in die Arbeit"),
        "back": reverse("work_file", args=[person_id]),
    }
    return render(request, "work/placements/form.html", context)


@requires("placement.write")
@require_POST
def way_done(request: HttpRequest, person_id: UUID, step_id: UUID) -> HttpResponse:
    """A step is done, or open again when it was."""
    open_file(request, person_id, TAB, "placement.write")
    desk = desk_of(request)
    rows = WayStep.objects.visible_to(desk.scope).select_related("person")
    row = rows.filter(pk=step_id, person_id=person_id).first()
    if row is None:
        raise Http404
    done = row.done_at is None
    row.done_at, row.done_by_id = (clock.now(), desk.user.id) if done else (None, None)
    row.done_on = clock.today() if done else None
    row.save(update_fields=["done_at", "done_by", "done_on"])
    projections.put([projected.way_due(row)])
    return redirect("work_file", person_id)
