# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages about colleagues: who they are here, substitution, hand-over, another role, departure, a lost second factor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from scharnier.foundation import writes
from scharnier.foundation.access import Forbidden, requires, signed_in
from scharnier.foundation.ui.forms import KitForm
from scharnier.network.middleware import Desk
from scharnier.network.models import Membership, Project, Substitution, User
from scharnier.network.staffing import departure, handover, holdings, queries, second_factor, substitution
from scharnier.network.staffing.forms import (
    DeputyForm,
    EndForm,
    HandOverForm,
    LeaveForm,
    ResetForm,
    RoleForm,
    SubstitutionForm,
)
from scharnier.network.staffing.holdings import Holder
from scharnier.network.staffing.substitution import Extent

PAGES = "network/staffing"
GET_POST = ["GET", "HEAD", "POST"]


def desk_of(request: HttpRequest) -> Desk:
    """The desk of a request that passed the desk middleware."""
    desk: Desk = request.desk  # type: ignore[attr-defined]  # set by DeskMiddleware
    return desk


def answer(request: HttpRequest, template: str, form: KitForm | None = None, **context: Any) -> HttpResponse:
    """A page of this room; a form with errors answers htmx with 422."""
    request.nav_key = "team"  # type: ignore[attr-defined]  # marks the place in the rail
    wrong = form is not None and form.errors and request.headers.get("HX-Request") == "true"
    return render(request, f"{PAGES}/{template}.html", {"form": form, **context}, status=422 if wrong else 200)


def once(form: KitForm, act: Callable[[], str]) -> str | None:
    """Where to go on after `act`, done once however often one clicks; None when the form says what is wrong."""
    try:
        with transaction.atomic():
            earlier = writes.already_sent(form.token)
            return writes.sent(form.token, act()) if earlier is None else earlier
    except writes.DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return None


def _holder(request: HttpRequest, user: UUID) -> tuple[Holder, User, Project]:
    """The colleague in the project that the address names, or in the present one; 404 when there is none in sight."""
    desk = desk_of(request)
    wanted = queries.uuid_or_none(request.GET.get("projekt")) or (desk.project.project if desk.project else None)
    found = substitution.holder_of(desk.scope, user, wanted)
    if found is None:
        raise Http404
    return found


# ---------- one colleague, the history of the team, who may do what ----------


@requires("network.staff")
def colleague(request: HttpRequest, user: UUID) -> HttpResponse:
    """Roles with their history, substitutions, and what the asker may do."""
    desk = desk_of(request)
    shown = queries.colleague(desk, user)
    if shown is None:
        raise Http404
    return answer(request, "colleague", shown=shown)


@requires("network.staff")
def history(request: HttpRequest) -> HttpResponse:
    """Who came, changed and left, the latest first."""
    desk = desk_of(request)
    if desk.project is None:
        raise Forbidden("network.staff")
    page = queries.history(desk.scope, desk.project, queries.uuid_or_none(request.GET.get("after")))
    return answer(request, "history", page=page, place=desk.project)


@requires("network.rights")
def rights(request: HttpRequest) -> HttpResponse:
    return answer(request, "rights", table=queries.rights())


# ---------- hand-over ----------


@signed_in
@require_http_methods(GET_POST)
def hand_over(request: HttpRequest, user: UUID) -> HttpResponse:
    """Choose, look at it once more (`step=preview`), hand over (`step=do`)."""
    scope = desk_of(request).scope
    holder, giver, project = _holder(request, user)
    if not handover.may_hand_over(scope, holder):
        raise Forbidden("people.assign")
    cases = holdings.cases(scope, holder)
    takers = handover.takers(scope, holder)
    everything = {
        "cases": [str(case.subject) for case in cases],
        "to": [str(t.id) for t in takers[:1] if len(takers) == 1],
    }
    form = HandOverForm(request.POST or None, cases=cases, takers=takers, initial=everything)
    if request.method == "POST" and (earlier := writes.answer_to(request.POST.get("form_token", ""))):
        return redirect(earlier)  # a second click: the cases have gone, so the form wouldn't even be valid
    context = {"giver": giver, "project": project, "mine": user == scope.principal.id, "takers": takers}
    step = request.POST.get("step", "")
    if request.method == "POST" and step != "edit" and form.is_valid():
        shares = handover.share_out([c for c in cases if c.subject in set(form.chosen())], form.to_whom())
        if step == "do":
            url = once(form, lambda: _hand_over(request, holder, form, shares))
            if url is not None:
                return redirect(url)
        elif form.chosen() or form.cleaned_data["rest"]:
            going = holdings.open_counts(scope, holder, None if form.cleaned_data["rest"] else form.chosen())
            return answer(request, "hand_over_preview", form, shares=_named(takers, shares), going=going, **context)
        else:
            form.add_error(None, _("Wählen Sie mindestens einen Fall."))
    return answer(request, "hand_over", form, counts=holdings.open_counts(scope, holder), **context)


def _named(
    takers: list[handover.Colleague], shares: dict[UUID, list[holdings.Case]]
) -> list[tuple[str, list[holdings.Case]]]:
    names = {each.id: each.name for each in takers}
    return [(names[taker], cases) for taker, cases in shares.items()]


def _hand_over(
    request: HttpRequest, holder: Holder, form: HandOverForm, shares: dict[UUID, list[holdings.Case]]
) -> str:
    made = handover.hand_over(
        desk_of(request).scope,
        holder,
        {taker: [case.subject for case in cases] for taker, cases in shares.items()},
        note=form.cleaned_data["note"],
        rest=form.to_whom()[0] if form.cleaned_data["rest"] else None,
    )
    n = len(form.chosen())
    messages.success(request, ngettext("%(n)s Fall ist übergeben.", "%(n)s Fälle sind übergeben.", n) % {"n": n})
    return reverse("handed", args=[made])


@signed_in
@require_http_methods(GET_POST)
def handed(request: HttpRequest, hand_over: UUID) -> HttpResponse:
    """What was handed over, to whom; POST: taken note of."""
    desk = desk_of(request)
    shown = queries.handed(desk.scope, hand_over)
    if shown is None:
        raise Http404
    if request.method == "POST":
        handover.take_note(desk.scope, hand_over)
        return redirect("today" if request.POST.get("next") == "today" else request.path)
    return answer(request, "handed", shown=shown)


# ---------- substitution ----------


@requires("network.cover")
def substitutions(request: HttpRequest) -> HttpResponse:
    """Who stands in for me, for whom I stand in, and for a lead everybody in the project."""
    desk = desk_of(request)
    project = desk.project.project if desk.project else None
    leads = project in desk.scope.leads if project else False
    parts = substitution.listed(desk.scope, desk.user.id, project, leads=leads)
    mine = substitution.holder_of(desk.scope, desk.user.id, project) if project else None
    deputy = substitution.deputy_of(desk.scope, mine[0]) if mine else None
    return answer(request, "substitutions", parts=parts, mine=mine, deputy=deputy, place=desk.project, leads=leads)


@requires("network.cover")
@require_http_methods(GET_POST)
def substitution_new(request: HttpRequest, user: UUID) -> HttpResponse:
    """Enter a leave: for oneself or, as lead, for a colleague; the standing deputy is suggested."""
    scope = desk_of(request).scope
    holder, absent, project = _holder(request, user)
    if not substitution.may_enter(scope, holder):
        raise Forbidden("network.cover")
    form = SubstitutionForm(
        request.POST or None,
        cases=holdings.cases(scope, holder),
        people=substitution.covers(scope, holder),
        may_open_notes=substitution.may_open_notes(scope, holder),
        deputy=substitution.deputy_of(scope, holder),
    )
    if request.method == "POST" and form.is_valid():
        url = once(form, lambda: _entered(request, holder, form))
        if url is not None:
            return redirect(url)
    context = {"absent": absent, "project": project, "mine": user == scope.principal.id}
    return answer(request, "substitution_form", form, **context)


def _entered(request: HttpRequest, holder: Holder, form: SubstitutionForm) -> str:
    values = form.cleaned_data
    made = substitution.enter(
        desk_of(request).scope,
        holder,
        cover=UUID(values["cover"]),
        valid_from=values["valid_from"],
        valid_to=values["valid_to"],
        extent=Extent(
            values["extent"] == "write",
            values.get("with_confidential", False),
            form.chosen() if values.get("which") == "chosen" else None,
        ),
    )
    days = {"start": f"{made.valid_from:%d.%m.}", "end": f"{made.valid_to:%d.%m.%Y}"}
    messages.success(request, _("Die Vertretung gilt vom %(start)s bis %(end)s.") % days)
    return reverse("substitutions")


@requires("network.cover")
@require_http_methods(GET_POST)
def substitution_end(request: HttpRequest, substitution_id: UUID) -> HttpResponse:
    desk = desk_of(request)
    rows = Substitution.objects.visible_to(desk.scope).select_related("absent", "cover", "project")
    row = rows.filter(pk=substitution_id).first()
    if row is None:
        raise Http404
    if not substitution.may_enter(desk.scope, Holder(row.carrier_id, row.project_id, row.absent_id)):
        raise Forbidden("network.cover")
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        last_day = form.cleaned_data["last_day"]
        url = once(form, lambda: _ended(request, substitution_id, last_day))
        if url is not None:
            return redirect(url)
    return answer(request, "substitution_end", form, row=row)


def _ended(request: HttpRequest, substitution_id: UUID, last_day: Any) -> str:
    substitution.end(desk_of(request).scope, substitution_id, last_day)
    messages.success(request, _("Die Vertretung ist beendet."))
    return reverse("substitutions")


@requires("network.cover")
@require_http_methods(GET_POST)
def deputy(request: HttpRequest, user: UUID) -> HttpResponse:
    """The standing deputy of oneself or, as lead, of a colleague."""
    scope = desk_of(request).scope
    holder, absent, project = _holder(request, user)
    if not substitution.may_enter(scope, holder):
        raise Forbidden("network.cover")
    now = substitution.deputy_of(scope, holder)
    initial = {} if now is None else {"deputy": str(now.deputy_id), "with_confidential": now.with_confidential}
    own = user == scope.principal.id
    form = DeputyForm(request.POST or None, people=substitution.covers(scope, holder), own=own, initial=initial)
    if request.method == "POST" and form.is_valid():
        url = once(form, lambda: _named_deputy(request, holder, form))
        if url is not None:
            return redirect(url)
    return answer(request, "deputy", form, absent=absent, project=project, mine=own)


def _named_deputy(request: HttpRequest, holder: Holder, form: DeputyForm) -> str:
    values = form.cleaned_data
    substitution.name_deputy(
        desk_of(request).scope,
        holder,
        deputy=UUID(values["deputy"]) if values["deputy"] else None,
        may_write=values["extent"] == "write",
        with_confidential=values.get("with_confidential", False),
    )
    messages.success(request, _("Die ständige Vertretung ist gespeichert."))
    return reverse("substitutions")


# ---------- roles, departure, second factor ----------


@requires("network.invite")
@require_http_methods(GET_POST)
def change_role(request: HttpRequest, membership: UUID) -> HttpResponse:
    desk = desk_of(request)
    row = _membership(desk, membership)
    form = RoleForm(request.POST or None, now=row.role, in_project=row.project_id is not None)
    if request.method == "POST" and form.is_valid():
        url = once(form, lambda: _changed_role(request, row, form))
        if url is not None:
            return redirect(url)
    return answer(request, "role", form, row=row, role=row.get_role_display(), held=_held(desk, row))


def _membership(desk: Desk, membership: UUID) -> Membership:
    rows = Membership.objects.visible_to(desk.scope).select_related("user", "project", "carrier")
    row = rows.filter(pk=membership).first()
    if row is None:
        raise Http404
    if not departure.may_lead(desk.scope, row.carrier_id, row.project_id):
        raise Forbidden("network.invite")
    return row


def _held(desk: Desk, row: Membership) -> str:
    """Where what is open is handed over."""
    if row.project_id is None or row.project_id not in desk.scope.leads:
        return ""
    return reverse("hand_over", args=[row.user_id]) + f"?projekt={row.project_id}"


def _changed_role(request: HttpRequest, row: Membership, form: RoleForm) -> str:
    new = departure.change_role(desk_of(request).scope, row.pk, **form.values())
    messages.success(request, _("Die neue Rolle gilt ab %(day)s.") % {"day": f"{new.valid_from:%d.%m.%Y}"})
    return reverse("colleague", args=[row.user_id])


@requires("network.invite")
@require_http_methods(GET_POST)
def membership_end(request: HttpRequest, membership: UUID) -> HttpResponse:
    """The last day of one role; refused while something would be left without an owner."""
    desk = desk_of(request)
    row = _membership(desk, membership)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        last_day = form.cleaned_data["last_day"]
        url = once(form, lambda: _ended_membership(request, membership, last_day))
        if url is not None:
            return redirect(url)
    return answer(request, "membership_end", form, row=row, role=row.get_role_display(), held=_held(desk, row))


def _ended_membership(request: HttpRequest, membership: UUID, last_day: Any) -> str:
    departure.end_membership(desk_of(request).scope, membership, last_day)
    messages.success(request, _("Der letzte Tag ist eingetragen. Danach ist der Zugang zu."))
    return reverse("staff_list")


@requires("network.invite")
@require_http_methods(GET_POST)
def leave(request: HttpRequest, user: UUID) -> HttpResponse:
    """Somebody leaves: what is held, where it is handed over, and at the end the last day."""
    desk = desk_of(request)
    who = queries.user_in_sight(desk.scope, user)
    places = departure.places(desk.scope, user) if who else []
    if who is None or not places:
        raise Http404
    if not any(place.may_end for place in places) or user == desk.user.id:
        raise Forbidden("network.invite")
    form = LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        url = once(form, lambda: _left(request, user, form))
        if url is not None:
            return redirect(url)
    held = any(place.blocking for place in places)
    return answer(request, "leave", form, who=who, places=places, held=held)


def _left(request: HttpRequest, user: UUID, form: LeaveForm) -> str:
    values = form.cleaned_data
    shut = departure.leave(desk_of(request).scope, user, values["last_day"], at_once=values["at_once"])
    text = _("Der Abschied ist eingetragen. Danach ist auch die Anmeldung zu.")
    if not shut:
        text = _("Der Abschied ist eingetragen. Die Anmeldung bleibt offen, weil die Person noch woanders arbeitet.")
    messages.success(request, text)
    return reverse("staff_list")


@requires("network.reset_factor")
@require_http_methods(GET_POST)
def reset_factor(request: HttpRequest, user: UUID) -> HttpResponse:
    """Take a lost second factor away; for colleagues of the own carrier, never for oneself."""
    scope = desk_of(request).scope
    who = queries.user_in_sight(scope, user)
    if who is None:
        raise Http404
    if not second_factor.may_reset(scope, user):
        raise Forbidden("network.reset_factor")
    form = ResetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        url = once(form, lambda: _reset(request, user, reason))
        if url is not None:
            return redirect(url)
    return answer(request, "reset_factor", form, who=who)


def _reset(request: HttpRequest, user: UUID, reason: str) -> str:
    second_factor.reset(desk_of(request).scope, user, reason)
    messages.success(request, _("Der zweite Faktor ist entfernt. Beim nächsten Anmelden wird ein neuer eingerichtet."))
    return reverse("colleague", args=[user])


@require_POST
@requires("network.invite")
def invitations_renew(request: HttpRequest) -> HttpResponse:
    """Send every expired invitation of the present place again."""
    from scharnier.network import actions

    desk = desk_of(request)
    if desk.project is None:
        raise Forbidden("network.invite")
    n = actions.renew_expired(desk.scope, desk.project)
    messages.success(
        request, ngettext("%(n)s Einladung ist neu gesendet.", "%(n)s Einladungen sind neu gesendet.", n) % {"n": n}
    )
    return redirect("staff_list")
