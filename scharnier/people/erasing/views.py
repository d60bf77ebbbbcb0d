# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Aufbewahrung: files past their period, the confirmation, and how far the work got."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from scharnier.foundation import clock, tasks
from scharnier.foundation.access import Forbidden, requires, signed_in
from scharnier.foundation.writes import note
from scharnier.network.middleware import Desk
from scharnier.people import words
from scharnier.people.documents import serving
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


@signed_in
@require_GET
def retention_proof(request: HttpRequest, document_id: UUID) -> StreamingHttpResponse:
    """A paper for the funder out of a file that is erased already; that it was taken along is recorded."""
    desk = desk_of(request)
    row = queries.proof(desk.scope, document_id)
    if row is None:
        raise Http404
    if not desk.may("documents.export", row.project_id):
        raise Forbidden("documents.export")
    note("export", table="people_document", row=str(row.pk), carrier=row.carrier_id, subject=row.person_id)
    return serving.download(row)


def shown_proofs(desk: Desk, person: UUID | None = None) -> list[dict[str, Any]]:
    """What a page says of them; only of projects in which the reader may see documents."""
    return [
        {
            "row": row,
            "label": words.label("document_category", row.category),
            "take": desk.may("documents.export", row.project_id),
        }
        for row in queries.proofs(desk.scope, person)
        if desk.may("documents.view", row.project_id)
    ]


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
        "proofs": shown_proofs(desk_of(request)),
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
