# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages of the short path: the directory, one contact, its vCard, one's own entry."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from scharnier.foundation import clock, writes
from scharnier.foundation.access import Forbidden, requires
from scharnier.knowledge import districts
from scharnier.network.middleware import Desk, Place
from scharnier.network.models import Membership, Site
from scharnier.network.pages import desk_of, refuse, status_of
from scharnier.network.path import actions, queries
from scharnier.network.path.forms import EntryForm
from scharnier.network.path.queries import Wanted
from scharnier.network.path.vcard import vcard
from scharnier.network.queries import current
from scharnier.network.structure.queries import open_sites

TYPED = "network_text"


def _key(value: str | None) -> UUID | None:
    try:
        return UUID(value or "")
    except ValueError:
        return None


@requires("network.path")
@require_http_methods(["GET", "HEAD", "POST"])
def directory(request: HttpRequest) -> HttpResponse:
    """GET shows the list; POST remembers what was typed (no name goes into an address) and comes back."""
    if request.method == "POST":
        typed = " ".join(request.POST.get("text", "").split())[: queries.LONGEST_TEXT]
        request.session[TYPED] = typed
        return redirect(reverse("network") + queries.read(request.GET, typed).query())
    request.nav_key = "network"  # type: ignore[attr-defined]  # marks the place in the rail
    wanted = queries.read(request.GET, request.session.get(TYPED, ""))
    today = clock.today()
    context = {
        "page": queries.contacts(wanted, _key(request.GET.get("after")), _key(request.GET.get("before"))),
        "wanted": wanted,
        "here": wanted.query(),
        "filters": _filters(wanted),
        "holders": queries.holders(wanted.kreis, today, today) if wanted.kreis else [],
        "district": districts.name(wanted.kreis) if wanted.kreis else "",
        "may_enter": _carrier_place(desk_of(request)) is not None,
    }
    return render(request, "network/path/directory.html", context)


def _filters(wanted: Wanted) -> list[dict[str, Any]]:
    """One chip each: set, with the way to remove it, or a menu of what occurs."""
    labels = {"kreis": _("Kreis"), "ort": _("Ort"), "sprache": _("Sprache"), "thema": _("Thema")}
    chips: list[dict[str, Any]] = []
    for name, options in queries.choices().items():
        chosen = getattr(wanted, name)
        if chosen:
            shown = dict(options).get(chosen, districts.name(chosen) if name == "kreis" else chosen)
            chips.append({"label": labels[name], "value": shown, "remove_url": wanted.query(**{name: ""})})
        elif options:
            menu = [{"label": label, "url": wanted.query(**{name: code}), "count": None} for code, label in options]
            chips.append({"label": labels[name], "options": menu})
    return chips


@requires("network.path")
@require_safe
def contact(request: HttpRequest, contact: UUID) -> HttpResponse:
    request.nav_key = "network"  # type: ignore[attr-defined]  # see directory
    may_take_away = desk_of(request).may("network.take_away")
    return render(
        request,
        "network/path/contact.html",
        {"contact": _found(contact), "crumbs": _crumbs(), "may_take_away": may_take_away},
    )


def _found(key: UUID) -> queries.Contact:
    found = queries.contact(key)
    if found is None:
        raise Http404
    return found


def _crumbs() -> list[dict[str, str]]:
    return [{"url": reverse("network"), "label": _("Netzwerk")}]


@requires("network.path")
@require_safe
def card(request: HttpRequest, contact: UUID) -> HttpResponse:
    """The contact as a file for telephone and mail program."""
    found = _found(contact)
    text = vcard(found, request.build_absolute_uri(reverse("network_contact", args=[contact])))
    response = HttpResponse(text, content_type="text/vcard; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slugify(found.name) or "kontakt"}.vcf"'
    return response


# ---------- one's own entry ----------


def _carrier_place(desk: Desk) -> Place | None:
    """Where somebody works; the programme office belongs to no carrier's staff."""
    return desk.project if desk.project and desk.project.carrier in desk.scope.carriers else None


@requires("network.path")
def entry(request: HttpRequest) -> HttpResponse:
    desk = desk_of(request)
    place = _carrier_place(desk)
    if place is None:
        raise Forbidden("network.path")
    request.nav_key = "network"  # type: ignore[attr-defined]  # see directory
    row = queries.own(desk.user.id, place.carrier)
    choices = {"colleagues": _colleagues(desk, place.carrier), "sites": _sites(desk, place)}
    form = EntryForm(request.POST or None, initial=_initial(row), **choices)
    if request.method == "POST" and form.is_valid():
        expected = form.cleaned_data.get("version")
        try:
            made = actions.keep_entry(desk.scope, place.carrier, desk.user.id, expected, form.entry())
        except writes.DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _saved(made.published))
            return redirect("network_contact", made.pk) if made.published else redirect("network_entry")
    context = {"form": form, "place": place, "row": row, "crumbs": _crumbs()}
    return render(request, "network/path/entry.html", context, status=status_of(request, form))


def _saved(published: bool) -> str:
    if published:
        return _("Ihr Eintrag steht im Netzwerk.")
    return _("Gespeichert. Ihr Eintrag ist nicht zu sehen.")


def _initial(row: Any) -> dict[str, Any]:
    if row is None:
        return {"response": "next_day", "published": False, "languages": ["de"]}
    names = "function phone languages topics response reachable published version".split()
    return {
        **{name: getattr(row, name) for name in names},
        "deputy": str(row.deputy_id or ""),
        "site": str(row.site_id or ""),
    }


def _colleagues(desk: Desk, carrier: UUID) -> list[tuple[str, str]]:
    rows = (
        Membership.objects.visible_to(desk.scope)
        .filter(current(clock.today()), carrier_id=carrier)
        .exclude(user_id=desk.user.id)
        .exclude(role="auditor")
        .order_by("user__display_name")
        .values_list("user_id", "user__display_name")
    )
    return list({str(user): (str(user), name) for user, name in rows}.values())


def _sites(desk: Desk, place: Place) -> list[tuple[str, str]]:
    rows = open_sites(Site.objects.visible_to(desk.scope)).filter(carrier_id=place.carrier)
    if place.project:
        rows = rows.filter(project_id=place.project)
    return [
        (str(pk), f"{name}, {where}" if where else name) for pk, name, where in rows.values_list("pk", "name", "place")
    ]
