# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages of the import. Everything happens in the present project."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from scharnier.foundation import tasks, writes
from scharnier.foundation.access import Forbidden, requires
from scharnier.people.importing.report import to_csv
from scharnier.people.lists import actions, alike, forms, queries, reading
from scharnier.people.lists.tasks import check_list, write_list
from scharnier.people.models import ImportRun, ImportState


def _run(request: HttpRequest, run_id: UUID) -> ImportRun:
    found = queries.run(request.scope, run_id)  # type: ignore[attr-defined]  # set by PrincipalMiddleware
    if found is None:
        raise Http404
    if not request.desk.may("people.import", found.project_id):  # type: ignore[attr-defined]  # set by DeskMiddleware
        raise Forbidden("people.import")
    request.nav_key = "cases"  # type: ignore[attr-defined]  # read by the frame
    return found


@requires("people.import", module="lists")
@require_http_methods(["GET", "POST"])
def lists(request: HttpRequest) -> HttpResponse:
    """Lists read so far, and the upload of a new one."""
    desk = request.desk  # type: ignore[attr-defined]  # set by DeskMiddleware
    request.nav_key = "cases"  # type: ignore[attr-defined]  # read by the frame
    if desk.project is None or desk.project.project is None:
        raise Forbidden("people.import")
    form = forms.UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        if earlier := writes.already_sent(form.token):
            return redirect(earlier)
        uploaded = form.cleaned_data["file"]
        try:
            run = actions.upload(
                project=desk.project.project,
                carrier=desk.project.carrier,
                user=desk.user.id,
                filename=uploaded.name,
                content=uploaded.read(),
            )
            return redirect(writes.sent(form.token, f"/desk/listen/{run.pk}/spalten/"))
        except writes.DomainError as error:
            form.add_error(error.field or None, error.message)
    page = {"form": form, "runs": queries.runs(desk.scope, desk.project.project)}
    return render(request, "people/lists/lists.html", page)


@requires("people.import", module="lists")
@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Which column goes where; posting checks the list."""
    run = _run(request, run_id)
    if run.state not in (ImportState.UPLOADED, ImportState.CHECKED):
        return redirect("import_run", run_id=run.pk)
    faults: list[str] = []
    if request.method == "POST":
        plan = forms.read_columns(run, request.POST)
        actions.decide(run=run, plan=plan)
        faults = actions.problems_of(plan, reading.sheets_of(run))
        if not faults:
            return _check(request, run)
    page = {
        "run": run,
        "sheets": queries.sheets(run),
        "targets": queries.target_choices(),
        "faults": faults,
        "default_entry": actions.plan_of(run).default_entry,
    }
    return render(request, "people/lists/columns.html", page)


def _check(request: HttpRequest, run: ImportRun) -> HttpResponse:
    """Dry run: at once for a usual list, in the background for a long one."""
    if len(run.content) > actions.AT_ONCE:
        run.state = ImportState.UPLOADED
        run.message = "checking"
        run.save(update_fields=["state", "message"])
        tasks.defer(check_list, project=run.project_id, run=run.pk)
    else:
        run.message = ""
        actions.check(run=run)
    return redirect("import_run", run_id=run.pk)


@requires("people.import", module="lists")
@require_GET
def show(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Where a list stands: being checked, report of the dry run, progress of the writing, result."""
    run = _run(request, run_id)
    if run.state == ImportState.UPLOADED and run.message != "checking":
        return redirect("import_columns", run_id=run.pk)
    page: dict[str, Any] = {"run": run, "summary": run.summary, "task": _task(run)}
    if "HX-Request" in request.headers:
        return (
            render(request, "kit/progress.html", page) if page["task"] else HttpResponse(headers={"HX-Refresh": "true"})
        )
    if not page["task"]:
        page |= _report(request, run)
    return render(request, "people/lists/run.html", page)


def _report(request: HttpRequest, run: ImportRun) -> dict[str, Any]:
    """What the page of a checked list shows; `art`, `wer` and `ab` choose among the cells."""
    code, staff, start = request.GET.get("art", ""), request.GET.get("wer"), request.GET.get("ab", "")
    cells = queries.problems(run, code=code, staff=staff, start=int(start) if start.isdecimal() else 0)

    def link(**changes: Any) -> str:
        chosen = {"art": code, "wer": staff, **changes}
        return f"?{urlencode({name: value for name, value in chosen.items() if value not in (None, '')})}#zellen"

    names = sorted(name for name in run.summary.get("staff", {}) if name)
    return {
        "alike": [each | {"field": alike.field_of(each)} for each in run.summary.get("alike", [])],
        "kinds": queries.kinds(run),
        "open": queries.open_choices(run),
        "staff": queries.staff_choices(run),
        "colleagues": queries.colleagues(run.project_id),
        "problems": cells.rows,
        "staff_links": [(_("Alle"), link(wer=None), staff is None)] + [(n, link(wer=n), n == staff) for n in names],
        "next_url": link(ab=cells.start + queries.SHOWN_PROBLEMS) if cells.more else "",
        "back_url": link(ab=max(0, cells.start - queries.SHOWN_PROBLEMS)) if cells.start else "",
    }


def _task(run: ImportRun) -> dict[str, Any] | None:
    """The long task as the kit shows it, while there is one."""
    url = f"/desk/listen/{run.pk}/"
    if run.state == ImportState.UPLOADED:
        return {"title": _("Liste prüfen"), "state": _("Die Liste wird gelesen."), "done": 0, "total": 0, "url": url}
    if run.state != ImportState.RUNNING:
        return None
    state = _("Zeile %(done)s von %(total)s") % {"done": run.rows_done, "total": run.rows_total}
    return {"title": _("Liste einlesen"), "state": state, "done": run.rows_done, "total": run.rows_total, "url": url}


@requires("people.import", module="lists")
@require_POST
def decide(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Decisions about values and staff; the list is checked again with them."""
    run = _run(request, run_id)
    users = {user for user, _name in queries.colleagues(run.project_id)}
    actions.decide(run=run, plan=forms.read_decisions(run, request.POST, users))
    return _check(request, run)


@requires("people.import", module="lists")
@require_POST
def start(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Begin the writing, or take up one whose worker was killed."""
    run = _run(request, run_id)
    try:
        if run.state != ImportState.RUNNING:
            actions.start(run=run, chosen={name: request.POST[name] for name in request.POST})
            tasks.defer(write_list, project=run.project_id, run=run.pk)
        elif queries.is_stale(run):
            tasks.defer(write_list, project=run.project_id, run=run.pk)
    except writes.DomainError as error:
        messages.error(request, error.message)
    return redirect("import_run", run_id=run.pk)


@requires("people.import", module="lists")
@require_GET
def report(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Every rejected and doubtful cell as a table for a spreadsheet, to hand to the colleagues."""
    run = _run(request, run_id)
    content = to_csv((reading.restore(stored) for stored in run.problems), queries.language())
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="pruefbericht.csv"'
    return answer
