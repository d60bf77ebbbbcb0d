# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The list of cases of the present project."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from scharnier.foundation.access import Forbidden, requires
from scharnier.foundation.ui.shown import Shown
from scharnier.knowledge import codes, districts
from scharnier.knowledge.rules import Level
from scharnier.network.access import WORKERS
from scharnier.network.middleware import Desk
from scharnier.people import rules, words
from scharnier.people.caseload import filters as f
from scharnier.people.caseload import queries, saving
from scharnier.people.caseload.filters import Filters
from scharnier.people.caseload.models import CaseloadView
from scharnier.people.law import words as law
from scharnier.people.views import desk_of, uuid_or_none

TYPED = "caseload_text"
LONGEST_TEXT = 80
ENTRY = "entry"  # the record that a programme may want


@dataclass(frozen=True)
class Option(Shown):
    label: str
    url: str
    count: None = None


@dataclass(frozen=True)
class PlaceOption:
    label: str
    url: str
    count: int


@dataclass(frozen=True)
class Saved:
    """A saved view in the menu."""

    label: str
    url: str


@dataclass(frozen=True)
class Bulk:
    """What can be done with ticked cases."""

    label: str
    url: str
    value: str = ""


@dataclass(frozen=True)
class Chip(Shown):
    """A filter on the page: set (`value` with the way to remove it) or a menu of `options`."""

    label: str
    value: str = ""
    remove_url: str = ""
    options: tuple[Option, ...] = ()


@requires("people.view")
@require_http_methods(["GET", "HEAD", "POST"])
def caseload(request: HttpRequest) -> HttpResponse:
    """GET shows the list; POST remembers what was typed (no name goes into an address) and comes back."""
    desk = desk_of(request)
    _, project = place_of(request)
    if request.method == "POST":
        typed = " ".join(request.POST.get("text", "").split())[:LONGEST_TEXT]
        request.session[TYPED] = typed
        return redirect(reverse("caseload") + view_of(request).query(text=typed))
    request.nav_key = "cases"  # type: ignore[attr-defined]  # marks the place in the rail
    saved = saving.views_of(desk.scope, project)
    start = saving.start_of(saved) if not request.GET else None
    filters = stored(request, start) if start else view_of(request)
    context = _context(request, desk, project, filters)
    context["saved"] = [Saved(each.name, reverse("caseload") + stored(request, each).query()) for each in saved]
    return render(request, "people/caseload/list.html", context)


def place_of(request: HttpRequest) -> tuple[UUID, UUID]:
    """Carrier and project in which somebody works at the moment; Forbidden where that is no project."""
    here = desk_of(request).project
    if here is None or here.project is None:
        raise Forbidden("people.view")
    return here.carrier, here.project


def view_of(request: HttpRequest) -> Filters:
    """What the address narrows the list to."""
    return f.read(request.GET, request.session.get(TYPED, ""), _home(request))


def _home(request: HttpRequest) -> str:
    here = desk_of(request).project
    mine = here is not None and here.roles & (set(WORKERS) - {"lead"})
    return f.ME if mine else f.ALL


def stored(request: HttpRequest, view: CaseloadView) -> Filters:
    """What a saved view narrows the list to, for whoever asks; a value that exists no more is left out."""
    return f.read({str(name): str(value) for name, value in view.filters.items()}, "", _home(request))


def plain_view(filters: Filters) -> Filters:
    """The same without what was typed."""
    return filters.dropped("text")


def crumbs(back: str) -> list[dict[str, str]]:
    """The way back to the list from the pages below it."""
    return [{"url": back, "label": gettext("Fälle")}]


@requires("people.view")
@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """Towns of the project to choose one of."""
    filters = view_of(request)
    found = queries.places(desk_of(request).scope, place_of(request)[1])
    back = reverse("caseload") + filters.query()
    request.nav_key = "cases"  # type: ignore[attr-defined]  # marks the place in the rail
    context = {
        "places": [PlaceOption(name, reverse("caseload") + filters.query(place=name), n) for name, n in found],
        "kept": [(name, value) for name, value in filters.kept().items() if value and name != f.NAMES["place"]],
        "back": back,
        "crumbs": crumbs(back),
    }
    return render(request, "people/caseload/places.html", context)


@requires("people.view")
@require_safe
def living(request: HttpRequest) -> HttpResponse:
    """Districts to choose one of; where nobody has imported boundaries, what to do."""
    filters = view_of(request)
    known = districts.imported()
    found, unknown = queries.living(desk_of(request).scope, place_of(request)[1]) if known else ([], 0)
    back = reverse("caseload") + filters.query()
    options = [
        (each.region, PlaceOption(each.name, reverse("caseload") + filters.query(district=each.code), each.number))
        for each in found
    ]
    request.nav_key = "cases"  # type: ignore[attr-defined]  # marks the place in the rail
    context = {
        "known": known,
        "regions": [option for region, option in options if region],
        "others": [option for region, option in options if not region],
        "unknown": unknown,
        "by_place": reverse("caseload_places") + filters.query(),
        "back": back,
        "crumbs": crumbs(back),
    }
    return render(request, "people/caseload/districts.html", context)


def _context(request: HttpRequest, desk: Desk, project: UUID, filters: Filters) -> dict[str, Any]:
    staff = rules.workers_of(project)
    warning = desk.settings.warning_days
    page = queries.page(
        desk.scope,
        project,
        filters,
        staff,
        desk.settings,
        after=uuid_or_none(request.GET.get("after")),
        before=uuid_or_none(request.GET.get("before")),
    )
    limited = desk.settings.support_months is not None
    helpful = [] if page.rows else queries.helpful(desk.scope, project, filters, warning)
    return {
        "page": page,
        "filters": _chips(filters, staff, desk),
        "segments": _segments(filters, desk),
        "columns": _columns(limited),
        "limited": limited,
        "text": filters.text,
        "here": filters.query(text=""),
        "active": [_chip_value(name, filters, staff, desk) for name in filters.active],
        "suggestions": [Option(f.name_of(name), filters.without(name)) for name in helpful],
        "everything": filters.everything,
        "narrow": bool(filters.active),
        "blind": bool(filters.district) and not districts.postcodes_of(filters.district),
        "may_edit": desk.may("people.new"),
        "selectable": desk.may("people.edit"),
        "tools": _tools(filters, desk),
        "actions": _bulk(filters, desk),
        "participant": desk.word("participant"),
    }


def _bulk(filters: Filters, desk: Desk) -> list[Bulk]:
    """What can be done with ticked cases."""
    actions = [Bulk(gettext("Übergeben …"), reverse("caseload_reassign") + filters.query())]
    if desk.may("people.package"):
        actions.append(Bulk(gettext("Als Paket ausgeben …"), reverse("package_new")))
    return actions


def _tools(filters: Filters, desk: Desk) -> list[Option]:
    """What can be done with all cases of this view."""
    tools = [
        Option(gettext("Diese Ansicht sichern …"), reverse("caseload_view_new") + filters.query()),
        Option(gettext("Ansichten verwalten"), reverse("caseload_views")),
    ]
    if desk.may("people.edit"):
        tools.append(Option(gettext("Alle dieser Ansicht übergeben …"), reverse("caseload_reassign") + filters.query()))
    if desk.may("people.export"):
        tools.append(Option(gettext("Als Tabelle ausgeben …"), reverse("caseload_export") + filters.query()))
    return tools


def _columns(limited: bool) -> list[dict[str, Any]]:
    """`limited`: the programme accompanies for a limited time."""
    columns: list[dict[str, Any]] = [
        {"label": gettext("Name"), "sorted": "ascending"},
        {"label": gettext("Phase")},
        {"label": gettext("Zugang heute")},
        {"label": gettext("Fachkraft"), "narrow": True},
        {"label": gettext("Letzter Kontakt")},
        {"label": gettext("Nächstes")},
        {"label": gettext("Fällig")},
        {"label": gettext("Ausweis bis"), "narrow": True},
    ]
    return [*columns, {"label": gettext("Grenze"), "narrow": True}] if limited else columns


def _segments(filters: Filters, desk: Desk) -> list[dict[str, Any]]:
    """Views that everybody has; one more for each colleague somebody stands in for."""
    plain = Filters(home=filters.home)
    views = [(gettext("Alle des Projekts"), plain.query(staff=f.ALL))]
    if filters.home == f.ME:
        views = [
            (gettext("Meine aktiven"), plain.query(staff=f.ME)),
            (gettext("Lange nichts gehört"), plain.query(staff=f.ME, silent=str(f.LONG_SILENT))),
            *views,
        ]
    else:
        views.append((gettext("Lange nichts gehört"), plain.query(staff=f.ALL, silent=str(f.LONG_SILENT))))
    here = desk.project.project if desk.project else None
    views += [
        (gettext("Vertretung: %(name)s") % {"name": cover.name}, plain.query(staff=str(cover.absent)))
        for cover in desk.covering
        if cover.project == here
    ]
    now = filters.query()
    return [{"label": label, "url": url, "current": url == now} for label, url in views]


def _values(name: str, staff: dict[UUID, str], desk: Desk) -> dict[str, str]:
    """What a filter may be set to: value and label."""
    match name:
        case "staff":
            people = {str(user): shown for user, shown in staff.items()}
            return {f.ME: gettext("ich"), f.NOBODY: gettext("noch niemand"), **people}
        case "state":
            return {f.ACTIVE: gettext("aktiv oder vor Eintritt"), f.LEFT: gettext("ausgetreten")}
        case "phase":
            return dict(words.phases(desk.settings))
        case "due":
            return {
                f.LATE: gettext("überfällig"),
                f.TODAY: gettext("bis heute"),
                f.WEEK: gettext("in 7 Tagen"),
                f.NOTHING: gettext("nichts geplant"),
            }
        case "silent":
            return {str(days): gettext("seit %(n)s Tagen") % {"n": days} for days in f.SILENT_DAYS}
        case "language":
            return {code: words.label("language", code) for code in codes.codes("language")}
        case "residence":
            groups = {code: words.label("residence_group", code) for code in codes.codes("residence_group")}
            return {f.EXPIRING: gettext("läuft in 90 Tagen ab"), **groups}
        case "access":
            return {level.value: law.level(level.value) for level in reversed(Level)}
        case "limit":
            return {f.SOON: gettext("bald erreicht"), f.OVER: gettext("überschritten")}
        case "record":
            return {
                f.MISSING: gettext("fehlt"),
                f.UNSIGNED: gettext("nicht unterschrieben"),
                f.SIGNED: gettext("unterschrieben"),
            }
        case "sex":
            return {code: words.label("sex", code) for code in codes.codes("sex")}
        case "age":
            return {span: _ages(span) for span in f.AGES}
        case _:
            return {}


def _ages(span: str) -> str:
    first, last = f.ages(span) or (0, f.OLDEST)
    if not first:
        return gettext("unter %(n)s") % {"n": last + 1}
    if last >= f.OLDEST:
        return gettext("ab %(n)s") % {"n": first}
    return gettext("%(first)s bis %(last)s") % {"first": first, "last": last}


def _shown(name: str, filters: Filters, staff: dict[UUID, str], desk: Desk) -> str:
    """The value of a filter that is set, in words."""
    value = getattr(filters, name)
    if name in ("text", "place"):
        return str(value)
    if name == "district":
        return districts.name(value)
    return _ages(value) if name == "age" else _values(name, staff, desk).get(value, gettext("andere"))


def _chip_value(name: str, filters: Filters, staff: dict[UUID, str], desk: Desk) -> str:
    return f"{f.name_of(name)}: {_shown(name, filters, staff, desk)}"


def in_words(request: HttpRequest, filters: Filters, staff: dict[UUID, str]) -> list[str]:
    """The filters of a view as people read them."""
    return [_chip_value(name, filters, staff, desk_of(request)) for name in filters.active]


def _chips(filters: Filters, staff: dict[UUID, str], desk: Desk) -> list[Chip]:
    chips = []
    # A programme that accompanies without limit, or wants no questionnaire, has nothing to narrow by.
    idle = {"text", *(() if desk.settings.support_months is not None else ("limit",))}
    idle |= set() if ENTRY in desk.settings.required_records else {"record"}
    options: tuple[Option, ...]
    for name in f.NAMES:
        if getattr(filters, name) not in ("", f.ALL):
            shown = _shown(name, filters, staff, desk)
            chips.append(Chip(f.name_of(name), shown, filters.without(name)))
        elif name == "place":
            options = (Option(gettext("Ort wählen …"), reverse("caseload_places") + filters.query()),)
            chips.append(Chip(f.name_of(name), options=options))
        elif name == "district":
            options = (Option(gettext("Kreis wählen …"), reverse("caseload_districts") + filters.query()),)
            chips.append(Chip(f.name_of(name), options=options))
        elif name not in idle:
            values = _values(name, staff, desk)
            options = tuple(map(Option, values.values(), filters.queries(name, values)))
            chips.append(Chip(f.name_of(name), options=options))
    return sorted(chips, key=lambda chip: not chip.value)
