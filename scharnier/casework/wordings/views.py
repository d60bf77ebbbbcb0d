# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Übersetzungen: the words of the printed plan, read and replaced by the administration of a carrier."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from scharnier.casework.plans import pdf
from scharnier.casework.wordings import actions, queries
from scharnier.casework.wordings.actions import Review
from scharnier.casework.wordings.forms import ReviewForm
from scharnier.casework.wordings.sample import plan_in
from scharnier.foundation import clock
from scharnier.foundation.access import Forbidden, requires
from scharnier.foundation.paper import Unavailable
from scharnier.foundation.writes import DomainError
from scharnier.knowledge import paper
from scharnier.people.views import desk_of


def _carrier(request: HttpRequest) -> UUID:
    """The carrier that is administered at this desk."""
    desk = desk_of(request)
    request.nav_key = "wordings"  # type: ignore[attr-defined]  # marks the place in the menu
    if desk.project is None or desk.project.carrier not in desk.scope.admins:
        raise Forbidden("casework.wordings")
    return desk.project.carrier


def _known(language: str) -> str:
    if language not in paper.languages():
        raise Http404
    return language


@requires("casework.wordings")
def wordings(request: HttpRequest) -> HttpResponse:
    """Every language, and how far it is read."""
    rows = queries.progress(desk_of(request).scope, _carrier(request))
    return render(request, "casework/wordings/list.html", {"rows": rows, "place": desk_of(request).project})


def _typed(request: HttpRequest, language: str) -> dict[str, str]:
    keys = [each.key for each in paper.phrases(language)]
    return {key: " ".join(request.POST.get(key, "").split()) for key in keys if key in request.POST}


@requires("casework.wordings")
@require_http_methods(["GET", "HEAD", "POST"])
def wording(request: HttpRequest, language: str) -> HttpResponse:
    """All texts of a language beside the German ones."""
    carrier, desk = _carrier(request), desk_of(request)
    form = ReviewForm(request.POST or None, initial={"reviewed_on": clock.today()})
    typed, wrong = _typed(request, _known(language)), {}
    read = set(request.POST.getlist("read"))
    if "all" in request.POST:
        read = set(typed)
    if request.method == "POST" and form.is_valid():
        said = Review(typed, read, form.cleaned_data["reviewer"], form.cleaned_data["reviewed_on"])
        try:
            changed = actions.review(
                desk.scope, carrier, language, said, stand=request.POST.get("stand", ""), editor=desk.user.id
            )
            messages.success(request, _("Gespeichert. Geändert: %(n)s") % {"n": changed})
            return redirect("wording", language)
        except DomainError as error:
            form.add_error(error.field or None, error.message)
            wrong = actions.problems(language, typed)
    sheet = queries.sheet(desk.scope, carrier, language)
    groups = [
        (
            name,
            [
                (
                    line,
                    typed.get(line.key, line.text),
                    line.key in read if typed else bool(line.reviewed_on),
                    wrong.get(line.key, ""),
                )
                for line in lines
            ],
        )
        for name, lines in sheet.groups
    ]
    crumbs = [{"url": reverse("wordings"), "label": _("Übersetzungen")}]
    context = {"form": form, "sheet": sheet, "groups": groups, "crumbs": crumbs}
    return render(request, "casework/wordings/sheet.html", context)


@requires("casework.wordings")
@require_POST
def wording_preview(request: HttpRequest, language: str) -> HttpResponse:
    """An invented plan as it would be printed with what stands in the form; nothing is kept."""
    carrier, typed = _carrier(request), _typed(request, _known(language))
    if actions.problems(language, typed):
        messages.warning(
            request, _("Einige Texte lassen sich so nicht drucken. Speichern Sie, dann sind sie markiert.")
        )
        return redirect("wording", language)
    spoken = queries.spoken(desk_of(request).scope, carrier, language)
    usual = {each.key: each.text for each in paper.phrases(language)}
    read = {*spoken.own, *request.POST.getlist("read")}
    spoken.own = {key: text for key, text in typed.items() if text and (key in read or text != usual[key])}
    try:
        made = pdf.render(plan_in(language), revision=None, on=clock.today(), spoken=spoken)
    except Unavailable:
        messages.warning(request, _("PDF lässt sich hier nicht erzeugen."))
        return redirect("wording", language)
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="vorschau-{language}-{clock.today():%Y%m%d}.pdf"'
    return answer
