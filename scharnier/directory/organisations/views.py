# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Organisations: the list, a new one, its page, and what hangs on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from scharnier.directory.organisations import actions, queries
from scharnier.directory.organisations.forms import (
    ContactForm,
    CooperationForm,
    NewOrganisationForm,
    OrganisationForm,
    SiteForm,
)
from scharnier.directory.organisations.models import (
    Cooperation,
    Organisation,
    OrganisationContact,
    OrganisationKind,
    OrganisationSite,
)
from scharnier.foundation import panels
from scharnier.foundation.access import Forbidden, requires
from scharnier.foundation.ui.forms import KitForm
from scharnier.foundation.writes import Conflict, DomainError
from scharnier.people import queries as people
from scharnier.people.views import desk_of, uuid_or_none

NAV = "organisations"


@dataclass(frozen=True)
class Chip:
    label: str
    value: str = ""
    remove_url: str = ""
    options: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Option:
    label: str
    url: str
    count: None = None


def crumbs(*further: tuple[str, str]) -> list[dict[str, str]]:
    """The way back from a page of an organisation."""
    above = [(reverse("organisations"), _("Organisationen")), *further]
    return [{"url": url, "label": label} for url, label in above]


def carrier_of(request: HttpRequest, permission: str) -> UUID:
    """The carrier in whose project somebody works; Forbidden where that is no project."""
    here = desk_of(request).project
    if here is None or here.project is None:
        raise Forbidden(permission)
    return here.carrier


def conflict_of(clash: Conflict, form_id: str, url: str) -> dict[str, Any]:
    """What `kit/conflict.html` shows when somebody else saved first."""
    row = clash.current
    last = people.last_change(row._meta.db_table, row.pk)
    return {
        "who": last.name if last else "",
        "when": last.at if last else None,
        "version": row.version,
        "form_id": form_id,
        "keep_theirs_url": url,
        "fields": [{"label": e.label, "theirs": e.theirs, "mine": e.mine} for e in clash.differences],
    }


@requires("directory.view")
@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """The list by name; a word narrows it, and so does a kind."""
    request.nav_key = NAV  # type: ignore[attr-defined]  # marks the place in the rail
    text, kind = request.GET.get("suche", "").strip()[:80], request.GET.get("art", "")
    kind = kind if kind in OrganisationKind.values else ""
    found = queries.page(
        desk_of(request).scope,
        text,
        kind,
        uuid_or_none(request.GET.get("after")),
        uuid_or_none(request.GET.get("before")),
    )
    kept = f"&suche={text}" if text else ""
    chosen = Chip(_("Art"), str(OrganisationKind(kind).label), f"?{kept}") if kind else None
    options = tuple(Option(str(label), f"?art={code}{kept}") for code, label in OrganisationKind.choices)
    context = {
        "page": found,
        "text": text,
        "kind": kind,
        "filters": [chosen or Chip(_("Art"), options=options)],
        "columns": [
            {"label": _("Name"), "sorted": "ascending"},
            {"label": _("Art")},
            {"label": _("Ort")},
            {"label": _("Telefon"), "narrow": True},
        ],
        "may_edit": desk_of(request).may("directory.edit"),
    }
    return render(request, "directory/organisations/list.html", context)


@requires("directory.edit")
def organisation_new(request: HttpRequest) -> HttpResponse:
    """A new one; whoever is alike is shown first."""
    request.nav_key = NAV  # type: ignore[attr-defined]  # marks the place in the rail
    carrier = carrier_of(request, "directory.edit")
    form = NewOrganisationForm(request.POST or None, initial={"kind": OrganisationKind.FIRM})
    alike: list[queries.Alike] = []
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        alike = [] if values["same"] else queries.alike(desk_of(request).scope, values["name"], values["phone"])
        try:
            if not alike:
                made = actions.add_organisation(carrier, form.organisation(), form.site())
                messages.success(request, _("%(name)s ist angelegt.") % {"name": made.name})
                return HttpResponseRedirect(reverse("organisation", args=[made.pk]))
        except DomainError as error:
            form.add_error(error.field or None, error.message)
    context = {"form": form, "alike": alike, "crumbs": crumbs(), "title": _("Neue Organisation")}
    return render(request, "directory/organisations/new.html", context)


@requires("directory.view")
@require_POST
def organisation_alike(request: HttpRequest) -> HttpResponse:
    """Fragment while somebody types a name. A POST that writes nothing: what is typed belongs into no address."""
    found = queries.alike(
        desk_of(request).scope, request.POST.get("name", "")[:160], request.POST.get("phone", "")[:40]
    )
    context = {"alike": found, "picked": request.POST.get("existing", "")}
    return render(request, "directory/organisations/alike.html", context)


def organisation_or_404(request: HttpRequest, organisation_id: UUID) -> Organisation:
    found = queries.organisation(desk_of(request).scope, organisation_id)
    if found is None:
        raise Http404
    return found


@requires("directory.view")
@require_safe
def organisation(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Everything of one organisation; rooms above add their cards. One that was merged leads to what it became."""
    found = organisation_or_404(request, organisation_id)
    if found.merged_into_id is not None:
        return HttpResponseRedirect(reverse("organisation", args=[found.merged_into_id]))
    request.nav_key = NAV  # type: ignore[attr-defined]  # marks the place in the rail
    desk = desk_of(request)
    context = {
        "facts": queries.facts(desk.scope, found),
        "may_edit": desk.may("directory.edit"),
        "may_merge": desk.may("directory.merge"),
        "crumbs": crumbs(),
        "cards": panels.cards(request, "directory.organisation.main", organisation=found),
        "tools": panels.nav_items(request, "directory.organisation.tools", organisation_id=found.pk),
    }
    return render(request, "directory/organisations/page.html", context)


@requires("directory.edit")
def organisation_edit(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    found = organisation_or_404(request, organisation_id)
    initial = {name: getattr(found, name) for name in OrganisationForm.base_fields if hasattr(found, name)}
    form = OrganisationForm(request.POST or None, initial=initial)
    return _edited(request, found, found, form, _("Organisation ändern"))


# ---------- sites, contacts, agreements ----------


@dataclass(frozen=True)
class Part:
    """A kind of row that hangs on an organisation."""

    model: type[OrganisationSite | OrganisationContact | Cooperation]
    add: Callable[[Organisation, Mapping[str, Any]], Any]
    form: Callable[..., KitForm]
    new: str | Promise
    edit: str | Promise


PARTS = {
    "standort": Part(
        OrganisationSite, actions.add_site, SiteForm, gettext_lazy("Neuer Standort"), gettext_lazy("Standort ändern")
    ),
    "ansprechperson": Part(
        OrganisationContact,
        actions.add_contact,
        ContactForm,
        gettext_lazy("Neue Ansprechperson"),
        gettext_lazy("Ansprechperson ändern"),
    ),
    "vereinbarung": Part(
        Cooperation,
        actions.add_cooperation,
        CooperationForm,
        gettext_lazy("Neue Vereinbarung"),
        gettext_lazy("Vereinbarung ändern"),
    ),
}


def _part(kind: str) -> Part:
    if kind not in PARTS:
        raise Http404
    return PARTS[kind]


def _form(request: HttpRequest, part: Part, found: Organisation, row: Any = None) -> KitForm:
    names = getattr(part.form, "base_fields", {})
    initial = {name: getattr(row, name) for name in names if hasattr(row, name)} if row else {}
    if part.model is not OrganisationContact:
        return part.form(request.POST or None, initial=initial)
    known = queries.facts(desk_of(request).scope, found, agreements=False)
    sites = [(str(each.pk), each.name or each.address) for each in known.sites]
    others = [(str(each.pk), each.name) for each in known.now if row is None or each.pk != row.pk]
    return part.form(request.POST or None, initial=initial, sites=sites, others=others)


@requires("directory.edit")
def part_new(request: HttpRequest, organisation_id: UUID, kind: str) -> HttpResponse:
    """A site, a contact or an agreement more."""
    found, part = organisation_or_404(request, organisation_id), _part(kind)
    form = _form(request, part, found)
    if request.method == "POST" and form.is_valid():
        try:
            values = form.values()
            if part.model is Cooperation:
                desk = desk_of(request)
                values |= {"project_id": desk.project.project if desk.project else None, "owner_id": desk.user.id}
            part.add(found, values)
            return HttpResponseRedirect(back_to(request, found))
        except DomainError as error:
            form.add_error(error.field or None, error.message)
    return _drawn(request, found, form, str(part.new))


@requires("directory.edit")
def part_edit(request: HttpRequest, organisation_id: UUID, kind: str, row_id: UUID) -> HttpResponse:
    found, part = organisation_or_404(request, organisation_id), _part(kind)
    row = part.model._default_manager.filter(organisation_id=found.pk, pk=row_id).first()
    if row is None:
        raise Http404
    return _edited(request, found, row, _form(request, part, found, row), str(part.edit))


def _edited(request: HttpRequest, found: Organisation, row: Any, form: KitForm, title: str) -> HttpResponse:
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(row, form.cleaned_data.get("version"), form.values())
            return HttpResponseRedirect(back_to(request, found))
        except Conflict as clash:
            conflict = conflict_of(clash, "form", request.get_full_path())
        except DomainError as error:
            form.add_error(error.field or None, error.message)
    return _drawn(request, found, form, title, conflict)


def _drawn(
    request: HttpRequest, found: Organisation, form: KitForm, title: str, conflict: dict[str, Any] | None = None
) -> HttpResponse:
    request.nav_key = NAV  # type: ignore[attr-defined]  # marks the place in the rail
    page = reverse("organisation", args=[found.pk])
    context = {
        "form": form,
        "title": title,
        "conflict": conflict,
        "crumbs": crumbs((page, found.name)),
        "back": back_to(request, found),
    }
    return render(request, "directory/organisations/form.html", context)


def back_to(request: HttpRequest, found: Organisation) -> str:
    """Where a form of an organisation was opened: a page of the desk that `von` names, else the organisation's own."""
    wanted = request.GET.get("von", "")
    known = wanted.startswith("/desk/") and "//" not in wanted
    return wanted if known else reverse("organisation", args=[found.pk])
