# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading a list of vacancies in: the file, what is refused and why, how far it is."""

from __future__ import annotations

import csv
import io

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from scharnier.foundation.access import requires
from scharnier.foundation.ui.forms import KitForm
from scharnier.foundation.writes import DomainError
from scharnier.people.importing.report import harmless
from scharnier.people.views import desk_of
from scharnier.work.employers.views import place_of
from scharnier.work.vacancies.lists import actions
from scharnier.work.vacancies.views import NAV, crumbs

SHOWN = 100
MOST_BYTES = 20 * 1024 * 1024


class FileForm(KitForm):
    """The list as it is."""

    file = forms.FileField(
        label=_("Excel, CSV oder JobPosting"),
        help_text=_("Überschriften wie Betrieb, Stelle, Beruf, Deutsch, Stunden, Lohn, PLZ, Ort, Nummer. Bis 20 MB."),
        error_messages={"empty": _("Die Datei ist leer."), "required": _("Wählen Sie die Datei.")},
    )

    def clean_file(self) -> bytes:
        given = self.cleaned_data["file"]
        if given.size > MOST_BYTES:
            raise forms.ValidationError(_("Die Datei ist größer als 20 MB."))
        self.name = str(given.name)
        return bytes(given.read())


@requires("vacancies.import")
def vacancy_list(request: HttpRequest) -> HttpResponse:
    """POST with a file judges it; POST of `do` begins or forgets; GET shows how things stand."""
    request.nav_key = NAV  # type: ignore[attr-defined]  # marks the place in the rail
    desk = desk_of(request)
    place, project = place_of(desk, "vacancies.import")
    form, error = FileForm(), ""
    if request.method == "POST":
        try:
            if request.POST.get("do") == "forget":
                actions.forget(desk.user.id)
                return HttpResponseRedirect(reverse("vacancy_list"))
            if request.POST.get("do") == "write":
                actions.begin(desk.user.id, project, accept_valid=request.POST.get("accept_valid") == "on")
                return HttpResponseRedirect(reverse("vacancy_list"))
            form = FileForm(request.POST, request.FILES)
            if form.is_valid():
                actions.judge(desk.user.id, project, form.cleaned_data["file"], form.name)
                return HttpResponseRedirect(reverse("vacancy_list"))
        except DomainError as refused:
            if form.is_bound:
                form.add_error("file", refused.message)
            else:
                error = refused.message
    kept = actions.kept(desk.user.id)
    context = {
        "form": form,
        "error": error,
        "kept": kept,
        "ready": kept.get("ready", 0) if kept else 0,
        "faults": kept["faults"][:SHOWN] if kept else [],
        "more": max(len(kept["faults"]) - SHOWN, 0) if kept else 0,
        "place": place,
        "crumbs": crumbs(),
    }
    return render(request, "work/vacancies/import.html", context)


@requires("vacancies.import")
@require_safe
def vacancy_list_faults(request: HttpRequest) -> HttpResponse:
    """Every refused cell as a table, to mend the list with."""
    kept = actions.kept(desk_of(request).user.id)
    if kept is None:
        raise Http404
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow([str(each) for each in (_("Zeile"), _("Spalte"), _("Inhalt"), _("Grund"))])
    for fault in kept["faults"]:
        writer.writerow([fault["row"], fault["column"], harmless(fault["raw"]), fault["reason"]])
    headers = {"Content-Disposition": 'attachment; filename="abgelehnt.csv"'}
    return HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)
