# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Extending support, with a reason."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods

from scharnier.foundation.access import signed_in
from scharnier.foundation.ui.fields import DateField
from scharnier.foundation.ui.forms import KitForm
from scharnier.foundation.writes import Conflict
from scharnier.people.support import actions, queries
from scharnier.people.views import desk_of, open_file
from scharnier.people.writing import expected, once


class ExtendForm(KitForm):
    """The new last day, and why."""

    until = DateField(label=gettext_lazy("Begleitung bis"))
    reason = forms.CharField(
        label=gettext_lazy("Begründung"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Was noch offen ist und warum es länger dauert. Steht in der Akte."),
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def extend(request: HttpRequest, person_id: UUID, enrolment_id: UUID) -> HttpResponse:
    """Support goes on until another day. Beyond the usual there is a warning, never a lock."""
    header = open_file(request, person_id, "data", "people.edit")
    desk = desk_of(request)
    row = next((each for each in header.enrolments if each.pk == enrolment_id), None)
    if row is None:
        raise Http404
    form = ExtendForm(request.POST if request.method == "POST" else None, initial={"version": row.version})
    usual = actions.usual_end(row)
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            values = form.values()
            actions.extend(row, expected(form), until=values["until"], reason=values["reason"], user=desk.user.id)
            return reverse("person", args=[person_id])

        try:
            url = once(form, act)
        except Conflict:
            url = None
            form.add_error(None, gettext("Jemand anderes hat die Teilnahme inzwischen geändert. Sehen Sie hier nach."))
        if url is not None:
            if usual is not None and form.cleaned_data["until"] > usual:
                facts = {"day": f"{usual:%d.%m.%Y}"}
                messages.warning(request, gettext("Üblich ist höchstens bis %(day)s. Eingetragen ist es.") % facts)
            return redirect(url)
    context = {
        "file": header,
        "form": form,
        "row": row,
        "usual": usual,
        "decisions": queries.decisions(desk.scope, enrolment_id),
        "title": gettext("Begleitung verlängern"),
    }
    return render(request, "people/support/extend.html", context)
