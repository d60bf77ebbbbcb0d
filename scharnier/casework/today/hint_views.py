# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is easily forgotten: the page, and the answers to its lines."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from scharnier.casework.cases import colleagues
from scharnier.casework.models import FollowUp
from scharnier.casework.today import hint_actions, hint_rows, queries, watch
from scharnier.casework.today.forms import HandForm, LaterForm
from scharnier.casework.today.views import day_of, whose_of
from scharnier.casework.today.watch import Hint
from scharnier.foundation import access, clock
from scharnier.foundation.access import requires
from scharnier.foundation.models import AgendaItem
from scharnier.foundation.writes import DomainError
from scharnier.people.models import Enrolment
from scharnier.people.views import desk_of, uuid_or_none


@requires("casework.view")
def watching(request: HttpRequest) -> HttpResponse:
    """All that nobody set a day for and is easily forgotten."""
    desk, whose = desk_of(request), whose_of(request)
    request.nav_key = "today"  # type: ignore[attr-defined]  # marks the place in the rail
    hints, last = watch.page(desk, whose, request.GET.get("nach", ""))
    context = {
        "items": hint_rows.rows(desk, hints, whose),
        "last": last,
        "settled": hint_rows.answered(desk.scope, uuid_or_none(request.GET.get("zuletzt")), whose),
        "may_write": desk.may("casework.write"),
        "segments": queries.segments(desk, whose, "today_watch"),
        "crumbs": [{"url": reverse("today"), "label": _("Heute")}],
    }
    return render(request, "casework/today/watch.html", context)


def _beside(request: HttpRequest) -> bool:
    return request.GET.get("auf") == "heute"


def _back(request: HttpRequest, row: FollowUp | None = None) -> HttpResponseRedirect:
    """To the list the click came from; what was answered can be taken back there."""
    name = "beantwortet" if _beside(request) else "zuletzt"
    query = hint_rows.asked(whose_of(request), False, **({name: str(row.pk)} if row else {}))
    return HttpResponseRedirect(reverse("today" if _beside(request) else "today_watch") + query)


def _hint(request: HttpRequest, person: UUID, kind: str) -> Hint | None:
    """The hint in German, as it will be stored; None when nobody says it any more."""
    desk = desk_of(request)
    enrolments = Enrolment.objects.visible_to(desk.scope).filter(person_id=person, exited_on=None)
    projects = {row.project_id: row for row in enrolments}
    if not projects or kind not in watch.ORDER:
        raise Http404
    with override("de"):
        found = watch.hint(desk, whose_of(request), person, kind)
    if found is None or found.project not in projects:
        return None
    if not desk.may("casework.write", found.project):
        raise access.Forbidden("casework.write")
    row = projects[found.project]
    if desk.user.id not in (row.staff_id, row.second_staff_id):
        desk.act_for({row.staff_id, row.second_staff_id}, found.project, person)
    return found


def _gone(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("Das ist schon beantwortet oder nachgetragen."))
    return _back(request)


def _answered(request: HttpRequest, row: FollowUp) -> HttpResponse:
    if request.headers.get("HX-Request"):
        item = hint_rows.settled(row, whose_of(request), _beside(request))
        return render(request, "kit/agenda_item.html", {"item": item})
    return _back(request, row)


@requires("casework.write")
@require_POST
def hint_do(request: HttpRequest, person_id: UUID, kind: str) -> HttpResponse:
    """`do=done`, or `later` with a day."""
    hint, user = _hint(request, person_id, kind), desk_of(request).user.id
    if hint is None:
        return _gone(request)
    try:
        if later := request.POST.get("later"):
            row = hint_actions.put_off(hint, user=user, day=day_of(later))
        else:
            row = hint_actions.seen_to(hint, user=user)
    except DomainError as error:
        messages.warning(request, error.message)
        return _back(request)
    return _answered(request, row)


@requires("casework.write")
def hint_later(request: HttpRequest, person_id: UUID, kind: str) -> HttpResponse:
    """The page that asks for a day of one's own."""
    hint = _hint(request, person_id, kind)
    if hint is None:
        return _gone(request)
    form = LaterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = hint_actions.put_off(hint, user=desk_of(request).user.id, day=form.cleaned_data["day"])
            return _back(request, row)
        except DomainError as error:
            form.add_error(error.field or None, error.message)
    return render(request, "casework/later.html", _about(request, hint) | {"form": form})


@requires("casework.write")
def hint_hand(request: HttpRequest, person_id: UUID, kind: str) -> HttpResponse:
    """The page that asks whom to hand it to."""
    hint, desk = _hint(request, person_id, kind), desk_of(request)
    if hint is None:
        return _gone(request)
    people = [each for each in colleagues(desk.scope, hint.project) if each.id != desk.user.id]
    form = HandForm(people, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _back(request, hint_actions.hand_on(desk.scope, hint, to=UUID(form.cleaned_data["to"])))
        except DomainError as error:
            form.add_error(error.field or None, error.message)
    return render(request, "casework/hand.html", _about(request, hint) | {"form": form, "people": people})


def _about(request: HttpRequest, hint: Hint) -> dict[str, Any]:
    back = _back(request).url
    item = AgendaItem(subject_name=hint.name, title=hint.why, due_on=clock.today())
    return {"item": item, "back": back, "crumbs": [{"url": back, "label": _("Heute")}]}


@requires("casework.write")
@require_POST
def hint_undo(request: HttpRequest, follow_up_id: UUID) -> HttpResponse:
    """Takes the answer back; the hint stands there again."""
    desk = desk_of(request)
    row = FollowUp.objects.visible_to(desk.scope).select_for_update().filter(pk=follow_up_id).first()
    if row is None:
        return _gone(request)
    if not desk.may("casework.write", row.project_id):
        raise access.Forbidden("casework.write")
    person, kind = row.person_id, row.about
    try:
        hint_actions.take_back(row)
    except DomainError as error:
        messages.warning(request, error.message)
        return _back(request)
    found = watch.hint(desk, whose_of(request), person, kind)
    if found is not None and request.headers.get("HX-Request"):
        item = hint_rows.rows(desk, [found], whose_of(request), beside=_beside(request))[0]
        return render(request, "kit/agenda_item.html", {"item": item})
    return _back(request)
