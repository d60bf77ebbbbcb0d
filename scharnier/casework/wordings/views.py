# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Sprachen: the words of plans and messages, read and replaced by the administration of a carrier."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from scharnier.casework.plans import pdf
from scharnier.casework.wordings import actions, parts, queries
from scharnier.casework.wordings.actions import Review
from scharnier.casework.wordings.forms import ReviewForm
from scharnier.casework.wordings.queries import Line
from scharnier.casework.wordings.sample import plan_in
from scharnier.foundation import clock
from scharnier.foundation.access import Forbidden, requires
from scharnier.foundation.paper import Unavailable
from scharnier.foundation.writes import DomainError
from scharnier.people.views import desk_of


def _carrier(request: HttpRequest) -> UUID:
    """The carrier that is administered at this desk."""
    desk = desk_of(request)
    request.nav_key = "wordings"  # type: ignore[attr-defined]  # marks the place in the menu
    if desk.project is None or desk.project.carrier not in desk.scope.admins:
        raise Forbidden("casework.wordings")
    return desk.project.carrier


def _known(part: str, language: str) -> str:
    if language not in parts.languages(part):
        raise Http404
    return language


@requires("casework.wordings")
def wordings(request: HttpRequest) -> HttpResponse:
    """Every language, and how far it is read."""
    rows = queries.progress(desk_of(request).scope, _carrier(request))
    return render(request, "casework/wordings/list.html", {"rows": rows, "place": desk_of(request).project})


def _typed(request: HttpRequest, lines: Sequence[Line]) -> dict[str, str]:
    """What was typed for each text; lines stay where a message has several."""
    sent = {line.key: request.POST[line.key] for line in lines if line.key in request.POST}
    return {key: "\n".join(" ".join(each.split()) for each in text.strip().splitlines()) for key, text in sent.items()}


@requires("casework.wordings")
@require_http_methods(["GET", "HEAD", "POST"])
def wording(request: HttpRequest, language: str, part: str) -> HttpResponse:
    """All texts of a part in a language beside the German ones."""
    carrier, desk = _carrier(request), desk_of(request)
    form = ReviewForm(request.POST or None, initial={"reviewed_on": clock.today()})
    sheet = queries.sheet(desk.scope, carrier, part, _known(part, language))
    typed, wrong = _typed(request, sheet.lines), {}
    read = set(typed) if "all" in request.POST else set(request.POST.getlist("read"))
    if request.method == "POST" and form.is_valid():
        said = Review(typed, read, form.cleaned_data["reviewer"], form.cleaned_data["reviewed_on"])
        try:
            stand = request.POST.get("stand", "")
            changed = actions.review(desk.scope, carrier, part, language, said, stand=stand, editor=desk.user.id)
            messages.success(request, _("Gespeichert. Geändert: %(n)s") % {"n": changed})
            return redirect(request.path)
        except DomainError as error:
            form.add_error(error.field or None, error.message)
            wrong = actions.problems((line.phrase for line in sheet.lines), typed)
    rows = {
        line.key: (
            line,
            typed.get(line.key, line.text),
            line.key in read if typed else bool(line.reviewed_on) and not line.stale,
            wrong.get(line.key, ""),
        )
        for line in sheet.lines
    }
    groups = [(name, [rows[line.key] for line in lines]) for name, lines in sheet.groups]
    crumbs = [{"url": reverse("wordings"), "label": _("Sprachen")}]
    context = {"form": form, "sheet": sheet, "groups": groups, "crumbs": crumbs}
    return render(request, "casework/wordings/sheet.html", context)


@requires("casework.wordings")
@require_POST
def wording_preview(request: HttpRequest, language: str) -> HttpResponse:
    """An invented plan as it would be printed with what stands in the form; nothing is kept."""
    carrier, scope = _carrier(request), desk_of(request).scope
    lines = queries.sheet(scope, carrier, parts.PLAN, _known(parts.PLAN, language)).lines
    typed = _typed(request, lines)
    if actions.problems((line.phrase for line in lines), typed):
        messages.warning(
            request, _("Einige Texte lassen sich so nicht drucken. Speichern Sie, dann sind sie markiert.")
        )
        return redirect("wording", language)
    read = {*request.POST.getlist("read"), *(line.key for line in lines if line.reviewed_on)}
    usual = {line.key: line.usual for line in lines}
    own = {key: text for key, text in typed.items() if text and (key in read or text != usual[key])}
    spoken = queries.Spoken(language, own)
    try:
        made = pdf.render(plan_in(language), revision=None, on=clock.today(), spoken=spoken)
    except Unavailable:
        messages.warning(request, _("PDF lässt sich hier nicht erzeugen."))
        return redirect("wording", language)
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="vorschau-{language}-{clock.today():%Y%m%d}.pdf"'
    return answer
