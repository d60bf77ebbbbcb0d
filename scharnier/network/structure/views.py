# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages of a project and of a carrier: what they are made of, and how that changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from scharnier.foundation import clock, writes
from scharnier.foundation.access import Forbidden, requires
from scharnier.foundation.principals import Scope
from scharnier.network.models import Programme, Project, Site
from scharnier.network.pages import desk_of, refuse, status_of
from scharnier.network.staffing.departure import may_lead
from scharnier.network.structure import actions, forms, kinds, queries

Crumb = dict[str, str]


def mark(request: HttpRequest) -> None:
    request.nav_key = "structure"  # type: ignore[attr-defined]  # marks the place in the rail


def project_of(request: HttpRequest, key: UUID) -> Project:
    """A project of one of the caller's carriers; 404 for any other."""
    mark(request)
    rows = Project.objects.visible_to(desk_of(request).scope).select_related("programme", "carrier")
    return get_object_or_404(rows, pk=key)


@requires("network.structure")
@require_safe
def structure(request: HttpRequest) -> HttpResponse:
    """To the project in which somebody works, or to the carrier."""
    place = desk_of(request).project
    if place is None:
        raise Forbidden("network.structure")
    if place.project:
        return redirect("structure_project", place.project)
    return redirect("structure_carrier", place.carrier)


# ---------- a project ----------


def _page(request: HttpRequest, project: Project, tab: str, template: str, **context: Any) -> HttpResponse:
    scope = desk_of(request).scope
    labels = {
        kinds.OVERVIEW: _("Plätze"),
        kinds.STAFF: _("Stellen"),
        kinds.PLACES: _("Orte"),
    }
    tabs = [
        {"url": reverse(name, args=[project.pk]), "label": label, "current": name == tab}
        for name, label in labels.items()
    ]
    shown = {
        **context,
        "project": project,
        "tabs": tabs,
        "crumbs": [carrier_crumb(project)],
        "may_shape": may_lead(scope, project.carrier_id, project.pk),
        "administers": project.carrier_id in scope.admins,
    }
    return render(request, template, shown)


def carrier_crumb(project: Project) -> Crumb:
    return {"url": reverse("structure_carrier", args=[project.carrier_id]), "label": project.carrier.short_name}


@requires("network.structure")
@require_safe
def project(request: HttpRequest, project: UUID) -> HttpResponse:
    row = project_of(request, project)
    summary = queries.summary(desk_of(request).scope, row)
    return _page(request, row, kinds.OVERVIEW, "network/structure/project.html", summary=summary)


@requires("network.structure")
@require_safe
def staff(request: HttpRequest, project: UUID) -> HttpResponse:
    row = project_of(request, project)
    people = queries.people(desk_of(request).scope, row.pk)
    return _page(request, row, kinds.STAFF, "network/structure/staff.html", people=people)


@requires("network.structure")
@require_safe
def places(request: HttpRequest, project: UUID) -> HttpResponse:
    row = project_of(request, project)
    found = queries.places(desk_of(request).scope, row.pk)
    return _page(request, row, kinds.PLACES, "network/structure/places.html", places=found)


# ---------- entering and ending ----------

Write = Callable[[dict[str, Any]], object]
Effects = Callable[[dict[str, Any]], list[str]]


def answer(
    request: HttpRequest,
    form: forms.ShapeForm,
    write: Write,
    *,
    title: str,
    back: str,
    crumbs: list[Crumb],
    effects: Effects | None = None,
    lead: str = "",
    button: str = "",
) -> HttpResponse:
    """One form: with `effects` the first click shows what would change, the second one writes exactly that."""
    shown: list[str] = []
    if request.method == "POST" and form.is_valid():
        if effects is None or form.previewed:
            if done := writes.already_sent(form.token):
                return redirect(done)
            try:
                write(form.values())
            except writes.DomainError as error:
                refuse(form, error)
            else:
                messages.success(request, _("Gespeichert."))
                return redirect(writes.sent(form.token, back))
        elif _would_work(form, write):
            shown = effects(form.values())
            repeated = request.POST.copy()
            repeated["seen"] = form.digest()
            form.data = repeated
    context = {
        "form": form,
        "title": title,
        "back": back,
        "crumbs": crumbs,
        "effects": shown,
        "lead": lead,
        "button": button or _("Eintragen"),
        "previews": effects is not None,
    }
    return render(request, "network/structure/form.html", context, status=status_of(request, form))


def _would_work(form: forms.ShapeForm, write: Write) -> bool:
    """Try and take back: what would be refused is said before anybody reads a preview."""
    try:
        with transaction.atomic():
            write(form.values())
            transaction.set_rollback(True)
    except writes.DomainError as error:
        refuse(form, error)
        return False
    return True


def _parent(scope: Scope, kind: kinds.Kind, project: Project, of: UUID | None) -> Any:
    """The site or position on which a new row hangs."""
    if (kind.parent is None) != (of is None):
        raise Http404
    if kind.parent is None:
        return None
    return get_object_or_404(kind.parent.objects.visible_to(scope), pk=of, project_id=project.pk)


@requires("network.shape")
def item_new(request: HttpRequest, project: UUID, kind: str, of: UUID | None = None) -> HttpResponse:
    row, found, scope = project_of(request, project), kinds.kind_of(kind), desk_of(request).scope
    actions.may_shape(scope, row)
    parent = _parent(scope, found, row, of)
    form = found.form(request.POST or None, **found.options(scope, row, parent))
    preview = found.preview
    where = f"{parent.name}: " if parent is not None else ""
    return answer(
        request,
        form,
        lambda values: found.write(scope, row, parent, values),
        title=_("%(where)s%(what)s eintragen") % {"where": where, "what": found.title},
        back=reverse(found.tab, args=[row.pk]),
        crumbs=[carrier_crumb(row), {"url": reverse(found.tab, args=[row.pk]), "label": row.name}],
        effects=None if preview is None else lambda values: preview(row, parent, values),
    )


@requires("network.shape")
def item_end(request: HttpRequest, project: UUID, kind: str, of: UUID) -> HttpResponse:
    """The last day of a dated row; one that has not begun by then is withdrawn."""
    row, found, scope = project_of(request, project), kinds.kind_of(kind), desk_of(request).scope
    actions.may_shape(scope, row)
    if found.ended is None:
        raise Http404
    table: Any = found.ended
    ended = get_object_or_404(table.objects.visible_to(scope).select_related(), pk=of, project_id=row.pk)
    what = kinds.describe(ended)
    return answer(
        request,
        forms.LastDayForm(request.POST or None),
        lambda values: actions.end_row(scope, row, ended, values["last_day"]),
        title=_("%(what)s beenden") % {"what": found.title},
        back=reverse(found.tab, args=[row.pk]),
        crumbs=[carrier_crumb(row), {"url": reverse(found.tab, args=[row.pk]), "label": row.name}],
        effects=lambda values: _end_effects(ended, what, values),
        lead=f"{what}, {actions.period(ended.valid_from, ended.valid_to)}",
        button=_("Beenden"),
    )


def _end_effects(row: Any, what: str, values: dict[str, Any]) -> list[str]:
    day = values["last_day"]
    if row.valid_from > day:
        return [_("%(what)s hat noch nicht begonnen und wird zurückgezogen.") % {"what": what}]
    lines = [
        _("%(what)s gilt bis einschließlich %(day)s und steht danach unter „früher“.")
        % {"what": what, "day": f"{day:%d.%m.%Y}"}
    ]
    if day < clock.today():
        lines.append(_("Das gilt rückwirkend; abgeschlossene Berichte bleiben, wie sie sind."))
    return lines


def _site(request: HttpRequest, project: UUID, of: UUID) -> tuple[Project, Site]:
    row, scope = project_of(request, project), desk_of(request).scope
    actions.may_shape(scope, row)
    return row, get_object_or_404(Site.objects.visible_to(scope), pk=of, project_id=row.pk)


@requires("network.shape")
def site_edit(request: HttpRequest, project: UUID, of: UUID) -> HttpResponse:
    row, site = _site(request, project, of)
    scope = desk_of(request).scope
    names = "name street postcode place district mobile step_free directions valid_from".split()
    form = forms.SiteForm(request.POST or None, initial={name: getattr(site, name) for name in names})
    return answer(
        request,
        form,
        lambda values: actions.keep_site(scope, row, site, values),
        title=_("Standort ändern"),
        back=reverse(kinds.PLACES, args=[row.pk]),
        crumbs=[carrier_crumb(row), {"url": reverse(kinds.PLACES, args=[row.pk]), "label": row.name}],
        button=_("Speichern"),
    )


@requires("network.shape")
def site_close(request: HttpRequest, project: UUID, of: UUID) -> HttpResponse:
    row, site = _site(request, project, of)
    scope = desk_of(request).scope
    return answer(
        request,
        forms.LastDayForm(request.POST or None),
        lambda values: actions.close_site(scope, row, site, values["last_day"]),
        title=_("Standort schließen"),
        back=reverse(kinds.PLACES, args=[row.pk]),
        crumbs=[carrier_crumb(row), {"url": reverse(kinds.PLACES, args=[row.pk]), "label": row.name}],
        effects=lambda values: kinds.closing_effects(site, values["last_day"]),
        lead=site.name,
        button=_("Schließen"),
    )


# ---------- a carrier ----------


@requires("network.structure")
@require_safe
def carrier(request: HttpRequest, carrier: UUID) -> HttpResponse:
    mark(request)
    desk = desk_of(request)
    if carrier not in desk.scope.carriers:
        raise Http404
    name = next(place.carrier_name for place in desk.projects if place.carrier == carrier)
    context = {
        "house": queries.house(desk.scope, carrier),
        "carrier": carrier,
        "name": name,
        "admin": carrier in desk.scope.admins,
    }
    return render(request, "network/structure/carrier.html", context)


def own_carriers(request: HttpRequest) -> list[tuple[str, str]]:
    """Carriers that the caller administers."""
    desk = desk_of(request)
    names = {place.carrier: place.carrier_name for place in desk.projects if place.carrier in desk.scope.admins}
    return [(str(key), name) for key, name in names.items()]


def programmes() -> list[tuple[str, str]]:
    """All programmes by name."""
    return [(str(pk), name) for pk, name in Programme.objects.order_by("name").values_list("pk", "name")]


def administered(request: HttpRequest, carrier: UUID) -> Crumb:
    """Refuses whoever doesn't administer the carrier; the way back to its page."""
    mark(request)
    actions.may_administer(desk_of(request).scope, carrier)
    return {"url": reverse("structure_carrier", args=[carrier]), "label": dict(own_carriers(request))[str(carrier)]}


@requires("network.shape")
def project_new(request: HttpRequest, carrier: UUID) -> HttpResponse:
    crumb, scope = administered(request, carrier), desk_of(request).scope
    form = forms.ProjectForm(request.POST or None, carriers=own_carriers(request), programmes=programmes())
    return answer(
        request,
        form,
        lambda values: actions.create_project(scope, **values),
        title=_("Neues Projekt"),
        back=crumb["url"],
        crumbs=[crumb],
        button=_("Anlegen"),
    )


@requires("network.shape")
def project_edit(request: HttpRequest, project: UUID) -> HttpResponse:
    row, scope = project_of(request, project), desk_of(request).scope
    actions.may_administer(scope, row.carrier_id)
    initial = {name: getattr(row, name) for name in ("name", "district", "valid_from", "valid_to")}
    return answer(
        request,
        forms.ProjectChangeForm(request.POST or None, initial=initial),
        lambda values: actions.change_project(scope, row, **values),
        title=_("Projekt ändern"),
        back=reverse(kinds.OVERVIEW, args=[row.pk]),
        crumbs=[carrier_crumb(row), {"url": reverse(kinds.OVERVIEW, args=[row.pk]), "label": row.name}],
        effects=lambda values: kinds.project_effects(Project.objects.get(pk=row.pk), values),
        button=_("Speichern"),
    )


@requires("network.shape")
def phase_new(request: HttpRequest, carrier: UUID) -> HttpResponse:
    crumb, scope = administered(request, carrier), desk_of(request).scope
    form = forms.PhaseForm(request.POST or None, programmes=programmes())
    return answer(
        request,
        form,
        lambda values: actions.add_phase(scope, carrier, **values),
        title=_("Phase eintragen"),
        back=crumb["url"],
        crumbs=[crumb],
    )
