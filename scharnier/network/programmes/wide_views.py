# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages of what holds for all projects of a programme."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from scharnier.foundation import clock, writes
from scharnier.foundation.access import requires
from scharnier.knowledge import settings as known
from scharnier.network.models import Programme
from scharnier.network.programmes import actions, wide
from scharnier.network.programmes.forms import SettingForm


@requires("settings.programme")
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """The programmes one decides for; straight to the only one."""
    request.nav_key = "programme_settings"  # type: ignore[attr-defined]  # read by the frame
    found = wide.decided()
    if len(found) == 1:
        return redirect("programme_wide", found[0].pk)
    return render(request, "network/programmes/wide_choose.html", {"programmes": found, "crumbs": _crumbs()})


def _crumbs(programme: Programme | None = None) -> list[dict[str, str]]:
    crumbs = [{"label": _("Einstellungen"), "url": f"{reverse('settings_choose')}?alle"}]
    if programme is not None:
        crumbs.append({"label": programme.name, "url": reverse("programme_wide", args=[programme.pk])})
    return crumbs


def _open(request: HttpRequest, programme_id: UUID) -> Programme:
    request.nav_key = "programme_settings"  # type: ignore[attr-defined]  # read by the frame
    found = next((row for row in wide.decided() if row.pk == programme_id), None)
    if found is None:
        raise Http404
    return found


@requires("settings.programme")
@require_safe
def overview(request: HttpRequest, programme_id: UUID) -> HttpResponse:
    """Every setting of the programme, and how many projects say otherwise."""
    programme = _open(request, programme_id)
    context = {"programme": programme, "groups": wide.overview(programme), "crumbs": _crumbs()}
    return render(request, "network/programmes/wide.html", context)


@requires("settings.programme")
@require_http_methods(["GET", "HEAD", "POST"])
def setting(request: HttpRequest, programme_id: UUID, key: str) -> HttpResponse:
    """One setting of the programme: what each project says, and the form; a change is shown before it is made."""
    programme, lang = _open(request, programme_id), get_language() or "de"
    entry = known.catalogue().get(key)
    if entry is None:
        raise Http404
    value = wide.value_of(programme, key, clock.today())
    form = SettingForm(request.POST or None, entry=entry, value=value, wide=True, initial={"since": clock.today()})
    context: dict[str, Any] = {
        "programme": programme,
        "label": entry.label.in_(lang),
        "affects": entry.affects.in_(lang),
        "form": form,
        "seen": request.POST.get("seen", wide.stand(programme, key)),
        "crumbs": _crumbs(programme),
    }
    if request.method == "POST" and form.is_valid():
        answer = _decided(request, programme, form, context)
        if answer is not None:
            return answer
    context |= {
        "now": known.show(key, value, lang),
        "projects": wide.projects(programme, key, clock.today()),
        "history": wide.history(programme, key),
    }
    return render(request, "network/programmes/wide_setting.html", context)


def _decided(
    request: HttpRequest, programme: Programme, form: SettingForm, context: dict[str, Any]
) -> HttpResponse | None:
    """The preview, or after it the change itself; None when it is refused and the form shows why."""
    values = form.cleaned_data
    wanted = actions.Change(
        form.ask.entry.key, values["since"], values["reason"], values.get("value"), values["whose"] == "programme"
    )
    try:
        if "confirmed" not in request.POST:
            shown = wide.preview(programme, actions.checked(wanted))
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
        wide.change(programme, wanted, seen=context["seen"])
    except writes.DomainError as error:
        form.refuse(error.message, error.field)
        return None
    day = {"day": f"{wanted.since:%d.%m.%Y}", "name": programme.name}
    messages.success(request, _("Die Einstellung gilt ab %(day)s für %(name)s.") % day)
    return redirect(writes.sent(form.token, reverse("programme_wide", args=[programme.pk])))
