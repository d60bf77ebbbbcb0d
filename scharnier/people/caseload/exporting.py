# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The list of cases as a file that leaves the house."""

from __future__ import annotations

import tempfile
from typing import Any, BinaryIO, cast

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from scharnier.foundation import clock, openings, writes
from scharnier.foundation.access import requires
from scharnier.knowledge import districts
from scharnier.people import rules
from scharnier.people.caseload import queries, table
from scharnier.people.caseload.filters import Filters
from scharnier.people.caseload.forms import TableForm
from scharnier.people.caseload.views import crumbs, in_words, place_of, view_of
from scharnier.people.views import desk_of

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@requires("people.export")
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest) -> HttpResponse | FileResponse:
    """GET asks for columns and kind of file; POST answers with the file of the view in the address."""
    request.nav_key = "cases"  # type: ignore[attr-defined]  # marks the place in the rail
    filters = view_of(request)
    form = TableForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _file(request, filters, form)
    back = reverse("caseload") + filters.query()
    words = in_words(request, filters, rules.workers_of(place_of(request)[1]))
    context = {"form": form, "back": back, "crumbs": crumbs(back), "active": words}
    context["boundaries"] = districts.imported()
    return render(request, "people/caseload/table.html", context)


def _file(request: HttpRequest, filters: Filters, form: TableForm) -> FileResponse:
    """Written to a file without a name first, so that nothing half-done is sent; on record for each person in it."""
    desk, (carrier, project) = desk_of(request), place_of(request)
    columns, kind = table.chosen(form.cleaned_data["columns"]), form.cleaned_data["kind"]
    needs = {column.needs for column in columns}
    rows = queries.narrowed(desk.scope, project, filters, desk.settings.warning_days)
    batches = table.cases(rows, desk.scope, rules.workers_of(project), desk.settings, needs)
    made = cast("BinaryIO", tempfile.TemporaryFile())  # noqa: SIM115  # the answer closes it
    persons = table.write(kind, made, columns, batches, gettext("Fälle"))
    place = desk.place(project)
    roles = ",".join(sorted(place.roles)) if place else ""
    facts: dict[str, Any] = {"count": len(persons), "columns": [column.key for column in columns], "format": kind}
    writes.note("export_list", carrier=carrier, table="people_enrolment", row=str(project), **facts)
    openings.record_export(
        desk.scope,
        carrier=carrier,
        project=project,
        subjects=persons,
        user_name=desk.user.name,
        function=roles,
        page="table",
    )
    made.seek(0)
    name = f"{gettext('faelle')}-{clock.today():%Y-%m-%d}.{kind}"
    return FileResponse(made, as_attachment=True, filename=name, content_type=TYPES[kind])
