# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages that rename or delete a room or a position."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from scharnier.foundation.access import requires
from scharnier.network.models import Project
from scharnier.network.pages import desk_of
from scharnier.network.structure import actions, changing, forms, kinds
from scharnier.network.structure.models import Position, Room
from scharnier.network.structure.views import answer, carrier_crumb, project_of

KINDS: dict[str, tuple[type[changing.Named], type[forms.ShapeForm], str]] = {
    "raum": (Room, forms.RoomForm, kinds.PLACES),
    "stelle": (Position, forms.PositionForm, kinds.STAFF),
}


def _open(request: HttpRequest, project: UUID, kind: str, of: UUID) -> tuple[Project, Any, type[forms.ShapeForm], str]:
    if kind not in KINDS:
        raise Http404
    row, scope = project_of(request, project), desk_of(request).scope
    actions.may_shape(scope, row)
    model, form, tab = KINDS[kind]
    table: Any = model
    return row, get_object_or_404(table.objects.visible_to(scope), pk=of, project_id=row.pk), form, tab


@requires("network.shape")
def item_edit(request: HttpRequest, project: UUID, kind: str, of: UUID) -> HttpResponse:
    """Another name for a room or position."""
    row, found, form, tab = _open(request, project, kind, of)
    scope = desk_of(request).scope
    initial = {name: getattr(found, name) for name in changing.FIELDS[type(found)]}
    return answer(
        request,
        form(request.POST or None, initial=initial),
        lambda values: changing.change_named(scope, row, found, values),
        title=_("%(what)s ändern") % {"what": found.name},
        back=reverse(tab, args=[row.pk]),
        crumbs=[carrier_crumb(row), {"url": reverse(tab, args=[row.pk]), "label": row.name}],
        button=_("Speichern"),
    )


@requires("network.shape")
def item_remove(request: HttpRequest, project: UUID, kind: str, of: UUID) -> HttpResponse:
    """Asks before it deletes; what was used is refused with the reason."""
    row, found, _form, tab = _open(request, project, kind, of)
    scope = desk_of(request).scope
    return answer(
        request,
        forms.ShapeForm(request.POST or None),
        lambda values: changing.remove_named(scope, row, found),
        title=_("%(what)s löschen") % {"what": found.name},
        back=reverse(tab, args=[row.pk]),
        crumbs=[carrier_crumb(row), {"url": reverse(tab, args=[row.pk]), "label": row.name}],
        lead=_("Gelöscht wird nur, was nie genutzt wurde; alles andere bleibt für den Nachweis stehen."),
        button=_("Löschen"),
    )
