# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Settings out to a file and in from one: what would change is shown before anything is written."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from scharnier.foundation import clock, writes
from scharnier.foundation.access import Forbidden, requires
from scharnier.foundation.ui.forms import KitForm
from scharnier.knowledge.settings_file import MAX_BYTES, read
from scharnier.network.models import Project
from scharnier.network.programmes import files
from scharnier.network.programmes.views import desk_of, open_project


class FileForm(KitForm):
    """The file, or its text once it was shown what it does."""

    file = forms.FileField(
        label=gettext_lazy("Datei"), required=False, help_text=gettext_lazy("YAML, höchstens 256 KB.")
    )
    text = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        sent = values.get("file")
        if sent is not None and sent.size > MAX_BYTES:
            self.add_error("file", _("Die Datei ist größer als 256 KB."))
        elif sent is not None:
            try:
                values["text"] = sent.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                self.add_error("file", _("Die Datei ist kein Text in UTF-8."))
        if not values.get("text") and not self.errors:
            self.add_error("file", _("Wählen Sie eine Datei."))
        return values


def _decided_by(request: HttpRequest, project: Project) -> None:
    scope = desk_of(request).scope
    if project.carrier_id not in scope.admins and project.pk not in scope.leads:
        raise Forbidden("settings.change")


@requires("settings.change")
@require_safe
def export(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """The file with the project and everything it says otherwise than its programme."""
    project = open_project(request, project_id)
    _decided_by(request, project)
    answer = HttpResponse(files.export(project), content_type="application/yaml; charset=utf-8")
    name = f"einstellungen-{project.code}-{clock.today():%Y-%m-%d}.yaml"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@requires("settings.change")
def take(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Read a file in: first what it would change, then, confirmed, the change."""
    project = open_project(request, project_id)
    _decided_by(request, project)
    form = FileForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    context: dict[str, Any] = {
        "project": project,
        "form": form,
        "crumbs": [{"label": _("Einstellungen"), "url": reverse("programme_settings", args=[project.pk])}],
    }
    if request.method == "POST" and form.is_valid():
        content, faults = read(form.cleaned_data["text"])
        context["faults"] = [(fault.line, fault.text.in_(get_language() or "de")) for fault in faults]
        desk = desk_of(request)
        try:
            if content is not None and "confirmed" in request.POST:
                if done := writes.already_sent(form.token):
                    return redirect(done)
                files.take(desk.scope, project, content, user=desk.user.id)
                messages.success(request, _("Die Datei ist eingelesen."))
                return redirect(writes.sent(form.token, reverse("programme_settings", args=[project.pk])))
            if content is not None:
                context["difference"] = files.compare(desk.scope, project, content)
                context["text"] = form.cleaned_data["text"]
        except writes.DomainError as error:
            form.add_error(None, error.message)
    return render(request, "network/programmes/import.html", context)
