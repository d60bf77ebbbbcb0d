# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages of the settings: overview, change with preview, history, taking back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from scharnier.foundation import clock, writes
from scharnier.foundation.access import Forbidden, requires
from scharnier.knowledge import settings as known
from scharnier.network.middleware import Desk
from scharnier.network.models import Project
from scharnier.network.programmes import actions, queries
from scharnier.network.programmes.forms import SettingForm


def desk_of(request: HttpRequest) -> Desk:
    """The desk of a request that passed the desk middleware."""
    desk: Desk = request.desk  # type: ignore[attr-defined]  # set by DeskMiddleware
    return desk


def open_project(request: HttpRequest, project_id: UUID) -> Project:
    """A project whose settings the reader may see; marks the place in the rail."""
    request.nav_key = "programme_settings"  # type: ignore[attr-defined]  # read by the frame
    found = next((row for row in queries.projects_to_see(desk_of(request).scope) if row.pk == project_id), None)
    if found is None:
        raise Http404
    return found


@requires("settings.view")
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """The projects whose settings one may see; straight to the present or only one."""
    desk = desk_of(request)
    if desk.project and desk.project.project and "alle" not in request.GET:
        return redirect("programme_settings", desk.project.project)
    projects = queries.projects_to_see(desk.scope)
    if len(projects) == 1 and "alle" not in request.GET:
        return redirect("programme_settings", projects[0].pk)
    if not projects and desk.scope.admins:
        return redirect("setup")
    request.nav_key = "programme_settings"  # type: ignore[attr-defined]  # see open_project
    return render(
        request, "network/programmes/choose.html", {"projects": projects, "may_set_up": bool(desk.scope.admins)}
    )


@requires("settings.view")
@require_safe
def overview(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Every setting with what holds today, since when, on what it rests, and what comes."""
    project, scope = open_project(request, project_id), desk_of(request).scope
    groups = queries.overview(project, lambda key: actions.may_decide(scope, project, key))
    context = {
        "project": project,
        "groups": groups,
        "decides": project.carrier_id in scope.admins or project.pk in scope.leads,
        "several": len(scope.projects) > 1 or bool(scope.admins),
    }
    return render(request, "network/programmes/overview.html", context)


@requires("settings.view")
def setting(request: HttpRequest, project_id: UUID, key: str) -> HttpResponse:
    """One setting: its history, and for whoever may decide the form; a change is shown before it is made."""
    project, desk = open_project(request, project_id), desk_of(request)
    entry = known.catalogue().get(key)
    if entry is None:
        raise Http404
    decides = actions.may_decide(desk.scope, project, key)
    if request.method == "POST" and not decides:
        raise Forbidden("settings.change")
    value = queries.settings_at(project.pk, clock.today()).values[key]
    form = SettingForm(request.POST or None, entry=entry, value=value, initial={"since": clock.today()})
    context: dict[str, Any] = {
        "project": project,
        "entry": entry,
        "label": entry.label.in_(get_language() or "de"),
        "affects": entry.affects.in_(get_language() or "de"),
        "form": form,
        "decides": decides,
        "seen": request.POST.get("seen", actions.stand(project.pk, key)),
        "crumbs": _crumbs(project),
    }
    if request.method == "POST" and form.is_valid():
        answer = _decided(request, project, form, context)
        if answer is not None:
            return answer
    context["history"] = queries.history(project, key)
    context["now"] = known.show(key, value, get_language() or "de")
    return render(request, "network/programmes/setting.html", context)


def _crumbs(project: Project) -> list[dict[str, str]]:
    return [{"label": _("Einstellungen"), "url": reverse("programme_settings", args=[project.pk])}]


def _decided(request: HttpRequest, project: Project, form: SettingForm, context: dict[str, Any]) -> HttpResponse | None:
    """The preview, or after it the change itself; None when it is refused and the form shows why."""
    values, entry = form.cleaned_data, form.ask.entry
    change = actions.Change(
        entry.key, values["since"], values["reason"], values.get("value"), values["whose"] == "programme"
    )
    desk = desk_of(request)
    try:
        if "confirmed" not in request.POST:
            change = actions.checked(change)
            shown = queries.preview(project, entry.key, change.since, change.value, change.inherits)
            repeated = [
                (name, each)
                for name in request.POST
                if name != "csrfmiddlewaretoken"
                for each in request.POST.getlist(name)
            ]
            return render(
                request, "network/programmes/preview.html", {**context, "preview": shown, "repeated": repeated}
            )
        if done := writes.already_sent(form.token):
            return redirect(done)
        actions.change_setting(desk.scope, project, change, user=desk.user.id, seen=request.POST.get("seen"))
    except writes.DomainError as error:
        form.refuse(error.message, error.field)
        return None
    messages.success(request, _("Die Einstellung gilt ab %(day)s.") % {"day": f"{change.since:%d.%m.%Y}"})
    return redirect(writes.sent(form.token, reverse("programme_settings", args=[project.pk])))


@requires("settings.change")
@require_POST
def take_back(request: HttpRequest, project_id: UUID, row_id: UUID) -> HttpResponse:
    """Take back a change that has not begun."""
    project = open_project(request, project_id)
    try:
        row = actions.take_back(desk_of(request).scope, project, row_id)
        messages.success(
            request, _("Die Änderung zum %(day)s ist zurückgenommen.") % {"day": f"{row.valid_from:%d.%m.%Y}"}
        )
    except writes.DomainError as error:
        messages.warning(request, error.message)
    return redirect("programme_settings", project.pk)
