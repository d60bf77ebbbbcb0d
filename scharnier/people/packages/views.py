# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages of packages, all in the present project and for those who lead it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from scharnier.foundation import clock, tasks
from scharnier.foundation.access import requires
from scharnier.foundation.writes import DomainError
from scharnier.people import rules
from scharnier.people.caseload.views import place_of
from scharnier.people.packages import coming, leaving
from scharnier.people.packages.forms import AskForm, SealForm, UploadForm
from scharnier.people.packages.models import Direction, PackageRun, PackageState
from scharnier.people.packages.tasks import check_package, read_package, write_package
from scharnier.people.views import desk_of, uuid_or_none
from scharnier.people.writing import once

GET_POST = ["GET", "HEAD", "POST"]
SHOWN = 25


def _run(request: HttpRequest, run_id: UUID) -> PackageRun:
    """A package of the present project; 404 for everybody else's."""
    _, project = place_of(request)
    runs = PackageRun.objects.visible_to(desk_of(request).scope)
    found = runs.select_related("user").filter(pk=run_id, project_id=project).first()
    if found is None:
        raise Http404
    return found


def _crumbs() -> list[dict[str, str]]:
    return [{"url": reverse("packages"), "label": gettext("Aktenpakete")}]


@requires("people.package")
@require_http_methods(GET_POST)
def packages(request: HttpRequest) -> HttpResponse:
    """Packages so far, the way out, and the upload of one."""
    (carrier, project), scope = place_of(request), desk_of(request).scope
    form = UploadForm(request.POST or None, request.FILES or None)

    def upload() -> str:
        file, size, passphrase = form.opened()
        run = coming.upload(scope, carrier, project, file=file, size=size, passphrase=passphrase)
        tasks.defer(check_package, project=project, run=run.pk)
        return reverse("package", args=[run.pk])

    if request.method == "POST" and form.is_valid():
        url = once(form, upload)
        if url is not None:
            return redirect(url)
    runs = PackageRun.objects.visible_to(scope).filter(project_id=project).select_related("user")
    rows = runs.defer("persons", "manifest", "found", "decisions").order_by("-created_at")[:SHOWN]
    return render(request, "people/packages/packages.html", {"form": form, "runs": rows})


@requires("people.package")
@require_http_methods(GET_POST)
def package_new(request: HttpRequest) -> HttpResponse:
    """Ticked files (`id`), or all of the project; with a reason (`step=do`)."""
    (carrier, project), scope = place_of(request), desk_of(request).scope
    wanted = [person for value in request.POST.getlist("id") if (person := uuid_or_none(value))]
    form = AskForm(request.POST if request.POST.get("step") else None)

    def ask() -> str:
        given = form.cleaned_data["reason"]
        run = leaving.ask(scope, carrier, project, persons=wanted, whole=not wanted, reason=given)
        tasks.defer(write_package, project=project, run=run.pk)
        return reverse("package", args=[run.pk])

    if request.POST.get("step") and form.is_valid():
        url = once(form, ask)
        if url is not None:
            return redirect(url)
    chosen = leaving.names_of(scope, wanted) if wanted else []
    number = len(chosen) if wanted else leaving.visible_number(scope, project)
    context = {"form": form, "chosen": chosen, "whole": not wanted, "number": number, "crumbs": _crumbs()}
    context["closed"] = leaving.closed_number(scope, project, wanted)
    return render(request, "people/packages/new.html", context)


@requires("people.package")
@require_http_methods(["GET", "HEAD"])
def package(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Where a package stands: progress, what is in it, files that may be here already, the result."""
    run = _run(request, run_id)
    page: dict[str, Any] = {"run": run, "task": _task(run), "crumbs": _crumbs()}
    if "HX-Request" in request.headers:
        if page["task"]:
            return render(request, "kit/progress.html", page)
        return HttpResponse(headers={"HX-Refresh": "true"})
    page |= {
        "out": run.direction == Direction.OUT,
        "gone": leaving.gone(run),
        "until": run.created_at + leaving.KEPT,
        "seal": SealForm(),
        "stale": bool(page["task"]) and (clock.now() - run.updated_at).total_seconds() > tasks.STALLED_SECONDS * 2,
    }
    if run.state == PackageState.CHECKED:
        workers = rules.workers_of(run.project_id)
        page["known"] = [{**each, "choice": coming.choice(run, each)} for each in run.found.get("known", [])]
        page["staff"] = [
            {"id": old, **each, "now": run.decisions.get("staff", {}).get(old, "")}
            for old, each in run.manifest.get("staff", {}).items()
        ]
        page["workers"] = [(str(pk), name) for pk, name in workers.items()]
    return render(request, "people/packages/package.html", page)


def _task(run: PackageRun) -> dict[str, Any] | None:
    if run.state not in (PackageState.WAITING, PackageState.RUNNING):
        return None
    title = gettext("Paket schreiben") if run.direction == Direction.OUT else gettext("Paket prüfen")
    if run.state == PackageState.RUNNING:
        title = gettext("Paket einlesen")
    state = gettext("Akte %(done)s von %(total)s") % {"done": run.done, "total": run.total}
    url = reverse("package", args=[run.pk])
    return {"title": title, "state": state, "done": run.done, "total": run.total, "url": url}


@requires("people.package")
@require_POST
def package_take(request: HttpRequest, run_id: UUID) -> HttpResponseBase:
    """The file itself."""
    run, desk = _run(request, run_id), desk_of(request)
    form = SealForm(request.POST)
    if run.direction != Direction.OUT or not form.is_valid():
        raise Http404
    place = desk.place(run.project_id)
    roles = ",".join(sorted(place.roles)) if place else ""
    try:
        made = leaving.take(desk.scope, run, form.cleaned_data["passphrase"], desk.user.name, roles)
    except DomainError as refused:
        messages.error(request, refused.message)
        return redirect("package", run_id=run.pk)
    name = f"{gettext('akten')}-{clock.today():%Y-%m-%d}.{'sealed' if form.cleaned_data['passphrase'] else 'zip'}"
    return FileResponse(made, as_attachment=True, filename=name, content_type="application/octet-stream")


def _step(request: HttpRequest, run_id: UUID, act: Callable[[PackageRun], None]) -> HttpResponse:
    run = _run(request, run_id)
    try:
        act(run)
    except DomainError as refused:
        messages.error(request, refused.message)
    return redirect("package", run_id=run.pk)


@requires("people.package")
@require_POST
def package_read(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Decisions about files and colleagues; then the reading begins."""

    def begin(run: PackageRun) -> None:
        here = {str(pk) for pk in rules.workers_of(run.project_id)}
        files = {each["id"]: request.POST.get(f"file-{each['id']}", "") for each in run.found.get("known", [])}
        staff = {old: request.POST.get(f"staff-{old}", "") for old in run.manifest.get("staff", {})}
        coming.decide(run, files, {old: new for old, new in staff.items() if new in here})
        coming.start(run)
        tasks.defer(read_package, project=run.project_id, run=run.pk)

    return _step(request, run_id, begin)


@requires("people.package")
@require_POST
def package_again(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Take up work whose worker was killed."""

    def again(run: PackageRun) -> None:
        if run.state == PackageState.RUNNING:
            tasks.defer(read_package, project=run.project_id, run=run.pk)
        elif run.state == PackageState.WAITING:
            task = write_package if run.direction == Direction.OUT else check_package
            tasks.defer(task, project=run.project_id, run=run.pk)

    return _step(request, run_id, again)


@requires("people.package")
@require_POST
def package_forget(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """The content goes, the record of it stays."""

    def forget(run: PackageRun) -> None:
        if run.state in (PackageState.WAITING, PackageState.RUNNING):
            raise DomainError(gettext("Warten Sie, bis das Paket fertig ist."))
        leaving.forget(run)
        coming.let_go(run)

    return _step(request, run_id, forget)
