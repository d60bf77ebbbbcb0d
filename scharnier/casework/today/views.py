# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""*Today*: the list and the answers to its rows."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from scharnier.casework.cases import colleagues
from scharnier.casework.today import actions, hint_rows, queries, returned, watch
from scharnier.casework.today.forms import HandForm, LaterForm
from scharnier.foundation import access, clock, panels
from scharnier.foundation.access import requires, to_take_away
from scharnier.foundation.models import AgendaItem
from scharnier.foundation.ui.context import optional_url
from scharnier.foundation.writes import DomainError
from scharnier.people.views import desk_of, uuid_or_none


def whose_of(request: HttpRequest) -> str:
    wanted = request.GET.get("wer", queries.MINE)
    return wanted if wanted in (queries.MINE, queries.COVERED, queries.TEAM) else queries.MINE


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


@requires("network.desk")
def today(request: HttpRequest) -> HttpResponse:
    desk = desk_of(request)
    request.nav_key = "today"  # type: ignore[attr-defined]  # marks the place in the rail
    whose = whose_of(request)
    part = request.GET.get("teil", "")
    if part in queries.SHOWN:
        return _part(request, whose, part)
    found = queries.today(desk, whose)
    context = {
        "segments": queries.segments(desk, whose),
        "whose": whose,
        "day": clock.today(),
        "covering": queries.covering(desk),
        "cases_url": optional_url("caseload") if desk.may("people.view") else "",
        "today": found,
        "next_on": queries.next_day(desk, whose) if found.nothing else None,
        "settled": _settled(request, whose),
        "side": panels.cards(request, "today.side"),
        "main": panels.cards(request, "today.main"),
        "may_print": desk.may("network.take_away"),
    }
    return render(request, "casework/today.html", context)


def _settled(request: HttpRequest, whose: str) -> queries.Row | None:
    """What was answered last, in the list or in the card beside it."""
    desk = desk_of(request)
    told = hint_rows.answered(desk.scope, _uuid(request.GET.get("beantwortet")), whose, beside=True)
    return told or queries.settled(desk, _uuid(request.GET.get("zuletzt")), whose, _uuid(request.GET.get("von")))


def _part(request: HttpRequest, whose: str, part: str) -> HttpResponse:
    page = queries.part(desk_of(request), whose, part, _uuid(request.GET.get("after")))
    crumbs = [{"url": _back(request).url, "label": _("Heute")}]
    context = {"page": page, "part_name": queries.PART_NAMES[part], "crumbs": crumbs, "day": clock.today()}
    return render(request, "casework/today_part.html", context)


@requires("casework.view")
def meanwhile(request: HttpRequest) -> HttpResponse:
    """What happened while one was away."""
    desk = desk_of(request)
    request.nav_key = "today"  # type: ignore[attr-defined]  # marks the place in the rail
    away = returned.lately(desk)
    context = {
        "away": away,
        "page": returned.happened(desk, away, uuid_or_none(request.GET.get("after"))) if away else None,
        "done": returned.done_for_me(desk, away) if away else [],
        "crumbs": [{"url": reverse("today"), "label": _("Heute")}],
    }
    return render(request, "casework/today/meanwhile.html", context)


@to_take_away
@requires("network.desk")
def paper(request: HttpRequest) -> HttpResponse:
    """The day to print and tick off, with telephone numbers."""
    desk, whose = desk_of(request), whose_of(request)
    request.nav_key = "today"  # type: ignore[attr-defined]  # marks the place in the rail
    parts = queries.sheet(desk, whose)
    context = {
        "day": clock.today(),
        "parts": parts,
        "nothing": not any(part.rows for part in parts),
        "hints": watch.hints(desk, whose, most=15) if desk.may("casework.view") else [],
        "crumbs": [{"url": _back(request).url, "label": _("Heute")}],
    }
    return render(request, "casework/today/paper.html", context)


def _item(request: HttpRequest, item_id: UUID) -> AgendaItem:
    """The item if it is in sight and may be answered."""
    desk = desk_of(request)
    item = queries.item_of(desk.scope, item_id)
    if item is None:
        raise Http404
    if not desk.may("casework.write", item.project_id):
        raise access.Forbidden("casework.write")
    if item.owner_id != desk.user.id:
        desk.act_for({item.owner_id}, item.project_id, item.subject_id)
    return item


def _back(request: HttpRequest, item: AgendaItem | None = None) -> HttpResponseRedirect:
    """To the list it came from; the item answered last can be taken back there."""
    query = QueryDict(mutable=True)
    if (whose := whose_of(request)) != queries.MINE:
        query["wer"] = whose
    if item is not None:
        query["zuletzt"] = str(item.pk)
    return HttpResponseRedirect(reverse("today") + (f"?{query.urlencode()}" if query else ""))


def _answered(request: HttpRequest, row: queries.Row, item: AgendaItem) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return render(request, "kit/agenda_item.html", {"item": row})
    return _back(request, item)


@requires("casework.write")
@require_POST
def agenda_do(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """`do=done`, `answer` with one of those the row offers, or `later` with a day."""
    item, desk = _item(request, item_id), desk_of(request)
    try:
        if later := request.POST.get("later"):
            actions.put_off(item, user=desk.user.id, day=day_of(later))
        elif code := request.POST.get("answer"):
            actions.answer(item, user=desk.user.id, code=code)
        else:
            actions.settle(item, user=desk.user.id)
    except DomainError as error:
        messages.warning(request, error.message)
        return _back(request)
    return _answered(request, queries.settled_row(desk, item, whose_of(request)), item)


def day_of(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise DomainError(_("Wählen Sie einen Tag nach heute.")) from None


@requires("casework.write")
@require_POST
def agenda_undo(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Takes the last answer back; `an` names whom a handed item belonged to."""
    item, desk = _item(request, item_id), desk_of(request)
    try:
        actions.undo(desk.scope, item, user=desk.user.id, back_to=_uuid(request.GET.get("an")))
    except DomainError as error:
        messages.warning(request, error.message)
        return _back(request)
    if request.headers.get("HX-Request"):
        return render(request, "kit/agenda_item.html", {"item": queries.row_of(desk, item, whose_of(request))})
    return _back(request)


@requires("casework.write")
def agenda_later(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """The page that asks for a day of one's own."""
    item, desk = _item(request, item_id), desk_of(request)
    form = LaterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.put_off(item, user=desk.user.id, day=form.cleaned_data["day"])
            return _back(request, item)
        except DomainError as error:
            form.add_error(error.field or None, error.message)
    return render(request, "casework/later.html", _about(request, item) | {"form": form})


@requires("casework.write")
def agenda_hand(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """The page that asks whom to hand it to."""
    item, desk = _item(request, item_id), desk_of(request)
    people = [each for each in colleagues(desk.scope, item.project_id) if each.id != item.owner_id]
    form = HandForm(people, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            before = item.owner_id
            name = actions.hand_on(desk.scope, item, user=desk.user.id, to=UUID(form.cleaned_data["to"]))
            messages.info(request, _("„%(what)s“ an %(name)s abgegeben.") % {"what": item.title, "name": name})
            back = _back(request, item)
            return HttpResponseRedirect(f"{back.url}&von={before}") if before else back
        except DomainError as error:
            form.add_error(error.field or None, error.message)
    return render(request, "casework/hand.html", _about(request, item) | {"form": form, "people": people})


def _about(request: HttpRequest, item: AgendaItem) -> dict[str, Any]:
    back = _back(request).url
    return {"item": item, "back": back, "crumbs": [{"url": back, "label": _("Heute")}]}
