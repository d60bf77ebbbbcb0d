# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages of the room: team, invitations, own account, and what a refused page says."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlsplit
from uuid import UUID

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from scharnier.foundation import writes
from scharnier.foundation.access import Forbidden, SwitchedOff, open_to_all, requires, signed_in
from scharnier.foundation.ui.context import THEME_COOKIE
from scharnier.foundation.ui.views import A_YEAR
from scharnier.knowledge import settings as known_settings
from scharnier.network import actions, queries
from scharnier.network.forms import AcceptForm, InviteForm, SettingsForm
from scharnier.network.middleware import Desk, Place
from scharnier.network.models import Project, Role, User
from scharnier.network.pages import desk_of
from scharnier.network.pages import refuse as _refuse
from scharnier.network.pages import status_of as _status


def _place(desk: Desk) -> Place:
    if desk.project is None:
        raise Forbidden("network.staff")
    return desk.project


# ---------- team ----------


@requires("network.staff")
def staff_list(request: HttpRequest) -> HttpResponse:
    desk = desk_of(request)
    place = _place(desk)
    request.nav_key = "team"  # type: ignore[attr-defined]  # marks the place in the rail
    page = queries.staff(desk.scope, place, request.GET.get("after", ""), request.GET.get("before", ""))
    leads = desk.may("network.invite")
    invited = queries.invitations(desk.scope, place) if leads else []
    context = {
        "page": page,
        "place": place,
        "leads": leads,
        "invitations": invited,
        "some_expired": any(each.expired and not each.over for each in invited),
    }
    return render(request, "network/team.html", context)


@requires("network.invite")
def invite(request: HttpRequest) -> HttpResponse:
    desk = desk_of(request)
    request.nav_key = "team"  # type: ignore[attr-defined]  # see staff_list
    form = InviteForm(request.POST or None, places=queries.places_to_invite(desk))
    if request.method == "POST" and form.is_valid():
        if done := writes.already_sent(form.token):
            return redirect(done)
        carrier, project = form.where()
        if project is not None:
            carrier = get_object_or_404(Project.objects.visible_to(desk.scope), pk=project).carrier_id
        try:
            _sent_invitation(desk, form, carrier, project)
        except writes.DomainError as error:
            _refuse(form, error)
        else:
            messages.success(request, _("Die Einladung ist unterwegs. Sie gilt 14 Tage."))
            return redirect(writes.sent(form.token, "/desk/team/"))
    return render(request, "network/invite.html", {"form": form}, status=_status(request, form))


def _sent_invitation(desk: Desk, form: InviteForm, carrier: UUID | None, project: UUID | None) -> None:
    if carrier is None:
        raise Http404
    values = form.cleaned_data
    period = actions.Period(values["valid_from"], values["valid_to"])
    actions.invite(
        desk.scope, email=values["email"], role=values["role"], carrier=carrier, project=project, period=period
    )


@require_POST
@requires("network.invite")
def invitation_revoke(request: HttpRequest, grant: UUID) -> HttpResponse:
    try:
        actions.revoke(desk_of(request).scope, grant)
        messages.success(request, _("Die Einladung ist zurückgezogen, ihr Link gilt nicht mehr."))
    except writes.DomainError as error:
        messages.warning(request, error.message)
    return redirect("staff_list")


@require_POST
@requires("network.invite")
def invitation_resend(request: HttpRequest, grant: UUID) -> HttpResponse:
    try:
        actions.resend(desk_of(request).scope, grant)
        messages.success(request, _("Eine neue Mail ist unterwegs. Der alte Link gilt nicht mehr."))
    except writes.DomainError as error:
        messages.warning(request, error.message)
    return redirect("staff_list")


# ---------- invitation ----------


@never_cache
@open_to_all
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """What an invitation offers; only a POST accepts it."""
    offer = actions.offered(secret)
    if offer is None or offer.grant.used_at is not None or offer.over:
        used = offer is not None and offer.grant.used_at is not None
        return render(request, "network/invitation_over.html", {"used": used}, status=410)
    user = request.user if isinstance(request.user, User) else None
    form = None
    if offer.account is None and user is None:
        form = AcceptForm(request.POST or None, email=offer.grant.recipient)
        if request.method == "POST" and form.is_valid():
            return _register(request, secret, offer, form)
    elif request.method == "POST" and user is not None and user.pk == offer.account:
        actions.accept(secret, user.pk)
        messages.success(request, _("Sie arbeiten jetzt bei „%(where)s“ mit.") % {"where": offer.where})
        return redirect(_first_page(offer))
    elif request.method == "POST" and user is None and offer.shut and offer.account is not None:
        actions.accept(secret, offer.account)
        messages.success(request, _("Ihr Konto ist wieder offen. Melden Sie sich an wie früher."))
        return redirect("account_login")
    context = {"offer": offer, "form": form, "mine": user is not None and user.pk == offer.account}
    return render(request, "network/invitation.html", context)


def _register(request: HttpRequest, secret: str, offer: actions.Offered, form: AcceptForm) -> HttpResponse:
    values = form.cleaned_data
    user = actions.register(secret, offer, name=values["name"], password=values["password"])
    answer: HttpResponse = perform_login(request, user, redirect_url=_first_page(offer), email=user.email)
    return answer


def _first_page(offer: actions.Offered) -> str:
    """Whoever administers a carrier begins with its projects: the first one is set up step by step."""
    return reverse("settings_choose") if Role.ADMIN in offer.grant.rights else settings.LOGIN_REDIRECT_URL


# ---------- own account ----------


@require_POST
@signed_in
def switch_project(request: HttpRequest) -> HttpResponse:
    """Work in another project from now on, in this browser."""
    wanted = request.POST.get("place", "")
    if wanted not in {place.key for place in desk_of(request).projects}:
        raise Http404
    request.session["place"] = wanted
    return redirect(staying(request.POST.get("next", "")))


# Pages that make sense in every project: the same page of the other one. A file or a form belongs to one.
STAY = ("today", "caseload", "staff_list", "substitutions", "team_history", "rights", "settings", "rules", "imports")


def staying(path: str) -> str:
    """Where the switch of projects leads: the same page if it is one that every project has, otherwise *Heute*."""
    try:
        name = resolve(urlsplit(path).path).url_name
    except Resolver404:
        name = None
    return reverse(name) if name in STAY else settings.LOGIN_REDIRECT_URL


@signed_in
def settings_page(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    fields = ("display_name", "phone", "language", "theme", "single_keys")
    stored = {name: getattr(user, name) for name in fields}
    form = SettingsForm(request.POST or None, initial={**stored, "theme": user.theme or "auto"})
    if request.method == "POST" and form.is_valid():
        actions.keep_settings(user, **form.values())
        messages.success(request, _("Ihre Einstellungen sind gespeichert."))
        return _with_choices(redirect("settings"), request, user)
    context = {
        "form": form,
        "sessions": queries.open_sessions(user.pk, request.session.session_key),
        "factors": queries.second_factors(user.pk),
        "email": user.email,
    }
    return render(request, "network/settings.html", context, status=_status(request, form))


def _with_choices(response: Any, request: HttpRequest, user: User) -> HttpResponse:
    """What was chosen in the account counts on this machine at once, whatever was chosen here before."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, user.language, max_age=A_YEAR, samesite="Lax", secure=request.is_secure()
    )
    response.delete_cookie(THEME_COOKIE, samesite="Lax")
    answer: HttpResponse = response
    return answer


@require_POST
@signed_in
def end_session(request: HttpRequest, session: int) -> HttpResponse:
    key = actions.end_session(desk_of(request).user.id, session)
    if not key:
        raise Http404
    if key == request.session.session_key:
        logout(request)
        return redirect("account_login")
    messages.success(request, _("Diese Anmeldung ist beendet."))
    return redirect("settings")


# ---------- refused ----------


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """There is no such page; where a project has switched a module off, whom to ask for it."""
    context: dict[str, Any] = {}
    if isinstance(exception, SwitchedOff):
        desk: Desk | None = getattr(request, "desk", None)
        names = queries.whom_to_ask(desk) if desk is not None and not connection.needs_rollback else []
        context = {"module": module_name(exception.module), "ask_whom": _(" oder ").join(names)}
    return render(request, "404.html", context, status=404)


def module_name(module: str) -> str:
    return known_settings.setting(f"modules.{module}").label.in_(get_language() or "de")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A right is missing: which one would do, and whom to ask for it."""
    desk: Desk | None = getattr(request, "desk", None)
    names = queries.whom_to_ask(desk) if desk is not None and not connection.needs_rollback else []
    roles = queries.roles_with(exception.permission) if isinstance(exception, Forbidden) else []
    context = {"ask_whom": _(" oder ").join(names), "needed": ", ".join(roles)}
    return render(request, "403.html", context, status=403)
