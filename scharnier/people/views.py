# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The file of a person: opening it, its overview, its timeline."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from scharnier.foundation import access, openings, panels, projections
from scharnier.foundation.access import signed_in
from scharnier.network.middleware import Cover, Desk
from scharnier.people import queries, words
from scharnier.people.queries import FileHeader


def desk_of(request: HttpRequest) -> Desk:
    """The desk of a request that the middleware has let through."""
    desk: Desk = request.desk  # type: ignore[attr-defined]  # put there by DeskMiddleware
    return desk


def open_file(
    request: HttpRequest, person_id: UUID, page: str, permission: str = "people.view", module: str = ""
) -> FileHeader:
    """Open a page of a file: whose it is, whether it may be seen, and a record that it was.

    `page` is the key of the tab. Raises Http404 when the person is out of sight (whether or not there is one) and
    Forbidden when a role in the person's project lacks `permission`, SwitchedOff when that project does without
    `module`. Three statements; call it once per page, not for fragments.
    """
    desk = desk_of(request)
    here = desk.project.project if desk.project else None
    header = queries.file_header(desk.scope, person_id, here, law=page == "overview")
    if header is None:
        raise Http404
    if not desk.may(permission, header.project):
        raise access.Forbidden(permission)
    if not desk.has(module, header.project):
        raise access.SwitchedOff(module)
    request.nav_key = "cases"  # type: ignore[attr-defined]  # marks the place in the rail
    request.page_project = header.project  # type: ignore[attr-defined]  # tabs and cards ask for its modules
    place = desk.place(header.project)
    cover = None
    if desk.user.id not in header.staff_ids:
        cover = desk.act_for(header.staff_ids, header.project, person_id)
    openings.record_opening(
        desk.scope,
        carrier=header.carrier,
        project=header.project,
        subject=person_id,
        user_name=desk.user.name,
        function=",".join(sorted(place.roles)) if place else "",
        purpose=_purpose(desk, header, cover),
        page=page,
        behalf=(cover.absent, cover.name) if cover else None,
    )
    return replace(
        header,
        page=page,
        phase=_stage(desk, header),
        audit=desk.audits(header.project),
        may_edit=header.may_edit and desk.may("people.edit", header.project),
        tabs=panels.nav_items(request, "people.file.tabs", page, person_id=person_id),
        actions=panels.nav_items(request, "people.file.actions", person_id=person_id),
    )


def _stage(desk: Desk, header: FileHeader) -> str:
    """The phase as the project says it; before the entry there is none yet."""
    if header.enrolment.entered_on is None:
        return gettext("Anfrage")
    return words.phase(desk.settings_of(header.project), header.enrolment.phase)


def _purpose(desk: Desk, header: FileHeader, cover: Cover | None) -> str:
    """Derived, not asked: an own case, a colleague's for whom somebody stands in, an audit, work in the same team."""
    if desk.user.id in header.staff_ids:
        return openings.OWN_CASE
    if cover is not None:
        return openings.COVER
    return openings.AUDIT if desk.audits(header.project) else openings.TEAM


@signed_in
def overview(request: HttpRequest, person_id: UUID) -> HttpResponse:
    header = open_file(request, person_id, "overview")
    context = {
        "file": header,
        "main": panels.cards(request, "people.file.main", file=header),
        "side": panels.cards(request, "people.file.side", file=header),
    }
    return render(request, "people/overview.html", context)


@signed_in
def timeline(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Everything that happened in a file, by kind, the latest first."""
    header = open_file(request, person_id, "timeline")
    scope = desk_of(request).scope
    here = queries.timeline_kinds(scope, person_id)
    kind = request.GET.get("art", "")
    page = queries.timeline(
        scope,
        person_id,
        kind=kind if kind in here else "",
        after=uuid_or_none(request.GET.get("after")),
        before=uuid_or_none(request.GET.get("before")),
    )
    kinds = _kinds(reverse("timeline", kwargs={"person_id": person_id}), here, kind)
    return render(request, "people/timeline.html", {"file": header, "page": page, "kinds": kinds})


def _kinds(url: str, here: list[str], chosen: str) -> list[dict[str, Any]]:
    labels = {source.kind: str(source.label) for source in projections.sources()}
    choices = [("", gettext("Alles")), *((kind, labels.get(kind, kind)) for kind in here)]
    return [
        {"label": label, "url": f"{url}?art={kind}" if kind else url, "current": kind == chosen}
        for kind, label in choices
    ]


def uuid_or_none(value: str | None) -> UUID | None:
    """An id from an address, None when it is none."""
    try:
        return UUID(value) if value else None
    except ValueError:
        return None
