# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Schnellanlage: somebody calls, and half a minute later nothing is forgotten."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from scharnier.casework.cases import colleagues, mine_first
from scharnier.casework.enquiry import actions
from scharnier.casework.enquiry.forms import EnquiryForm
from scharnier.foundation.access import Forbidden, requires
from scharnier.people.intake.views import NOBODY, alike
from scharnier.people.views import desk_of
from scharnier.people.writing import once


@requires("people.new")
@require_http_methods(["GET", "HEAD", "POST"])
def enquiry_new(request: HttpRequest) -> HttpResponse:
    """The short form. When somebody alike is on file it asks once; `anyway` says that it is another person."""
    desk = desk_of(request)
    request.nav_key = "cases"  # type: ignore[attr-defined]  # marks the place in the rail
    if desk.project is None or desk.project.project is None:
        raise Forbidden("people.new")
    place, project = desk.project, desk.project.project
    form = EnquiryForm(
        request.POST if request.method == "POST" else None,
        people=mine_first(colleagues(desk.scope, project), desk.user.id),
        me=desk.user.id,
        days=actions.usual_days(project),
    )
    found = NOBODY
    if form.is_bound and form.is_valid():
        found = NOBODY if request.POST.get("anyway") else alike(request)
        if not found:

            def act() -> str:
                person = actions.take_on(form.participant(place, project), form.reminder())
                return reverse("person", args=[person])

            url = once(form, act)
            if url is not None:
                messages.success(request, _("Anfrage angelegt. Die Wiedervorlage steht auf „Heute“."))
                return redirect(url)
    context = {
        "form": form,
        "twins": found.twins,
        "elsewhere": found.elsewhere,
        "ask": bool(found),
        "project": place,
    }
    status = 422 if form.errors and request.htmx else 200  # type: ignore[attr-defined]  # django_htmx
    return render(request, "casework/enquiry/new.html", context, status=status)
