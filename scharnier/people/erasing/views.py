# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Aufbewahrung: files past their period, the confirmation, and how far the work got."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from scharnier.foundation import clock, tasks
from scharnier.foundation.access import Forbidden, requires
from scharnier.people.erasing import actions, queries
from scharnier.people.erasing.forms import EraseForm
from scharnier.people.erasing.models import ErasureRun, RunState
from scharnier.people.erasing.tasks import erase_files
from scharnier.people.views import desk_of, uuid_or_none
from scharnier.people.writing import once

RUNS = 10


def _carrier(request: HttpRequest) -> UUID:
    found = queries.carrier_of(desk_of(request))
    if found is None:
        raise Forbidden("people.erase")
    return found


def _words(stage: str, base: str) -> dict[str, str]:
    what = {
        "all": gettext("ganze Akte"),
        "file": gettext("Akte ohne Nachweise für die Förderung"),
        "funding": gettext("Nachweise für die Förderung"),
    }[stage]
    why = {
        "statute": gettext("gesetzliche Grundlage"),
        "church_law": gettext("Kirchenrecht"),
        "consent": gettext("Einwilligung"),
        "funding": gettext("Förderung"),
    }[base]
    return {"what": what, "why": why}


@requires("people.erase")
@require_http_methods(["GET", "HEAD"])
def retention(request: HttpRequest) -> HttpResponse:
    """What is due, the longest overdue first, and what was confirmed lately."""
    carrier = _carrier(request)
    rows = queries.due(carrier, limit=queries.SHOWN + 1)
    runs = ErasureRun.objects.visible_to(desk_of(request).scope).filter(carrier_id=carrier).defer("persons")
    context = {
        "rows": [{"file": each, **_words(each.stage, each.base)} for each in rows[: queries.SHOWN]],
        "more": len(rows) > queries.SHOWN,
        "any": any(each.mine for each in rows[: queries.SHOWN]),
        "runs": list(runs.order_by("-created_at")[:RUNS]),
    }
    return render(request, "people/erasing/due.html", context)


@requires("people.erase")
@require_POST
def retention_confirm(request: HttpRequest) -> HttpResponse:
    """The ticked files once more, and the reason; with `step=do` the work begins."""
    carrier, desk = _carrier(request), desk_of(request)
    wanted = [person for value in request.POST.getlist("id") if (person := uuid_or_none(value))]
    form = EraseForm(request.POST if request.POST.get("step") else None)

    def confirm() -> str:
        reason = form.cleaned_data["reason"]
        run = actions.confirm(carrier=carrier, persons=wanted, reason=reason, user=desk.user.id)
        tasks.defer(erase_files, project=desk.project.project if desk.project else None, run=run.pk)
        return reverse("retention_run", args=[run.pk])

    if request.POST.get("step") and form.is_valid():
        url = once(form, confirm)
        if url is not None:
            return redirect(url)
    chosen = [each for each in queries.due(carrier, limit=10_000) if each.mine and each.person in set(wanted)]
    crumbs = [{"url": reverse("retention"), "label": gettext("Aufbewahrung")}]
    context = {
        "form": form,
        "chosen": [{"file": each, **_words(each.stage, each.base)} for each in chosen],
        "crumbs": crumbs,
    }
    return render(request, "people/erasing/confirm.html", context)


@requires("people.erase")
@require_http_methods(["GET", "HEAD", "POST"])
def retention_run(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """How far it got; POST takes up work whose worker was killed."""
    desk = desk_of(request)
    run = ErasureRun.objects.visible_to(desk.scope).filter(pk=run_id).first()
    if run is None:
        raise Http404
    if request.method == "POST":
        if run.state == RunState.WAITING:
            tasks.defer(erase_files, project=desk.project.project if desk.project else None, run=run.pk)
        return redirect("retention_run", run_id=run.pk)
    page: dict[str, Any] = {"run": run, "task": _task(run)}
    if "HX-Request" in request.headers:
        if page["task"]:
            return render(request, "kit/progress.html", page)
        return HttpResponse(headers={"HX-Refresh": "true"})
    stale = (clock.now() - run.updated_at).total_seconds() > tasks.STALLED_SECONDS * 2
    page |= {
        "gone": run.done - len(run.refused),
        "stale": bool(page["task"]) and stale,
        "crumbs": [{"url": reverse("retention"), "label": gettext("Aufbewahrung")}],
    }
    return render(request, "people/erasing/run.html", page)


def _task(run: ErasureRun) -> dict[str, Any] | None:
    if run.state != RunState.WAITING:
        return None
    state = gettext("Akte %(done)s von %(total)s") % {"done": run.done, "total": run.total}
    url = reverse("retention_run", args=[run.pk])
    return {"title": gettext("Akten löschen"), "state": state, "done": run.done, "total": run.total, "url": url}
