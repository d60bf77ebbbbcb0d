# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Zuteilung: the proposal, its reasons, and the lead's decision."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from scharnier.foundation import writes
from scharnier.foundation.access import requires
from scharnier.people.allocation import actions, queries
from scharnier.people.allocation.forms import AllocationForm
from scharnier.people.caseload.views import place_of
from scharnier.people.views import desk_of
from scharnier.people.writing import once


@requires("people.assign")
@require_http_methods(["GET", "HEAD", "POST"])
def allocation(request: HttpRequest) -> HttpResponse:
    """GET proposes and writes nothing; POST gives everybody to whom the lead has chosen."""
    desk, place = desk_of(request), place_of(request)
    if request.method == "POST" and (earlier := writes.answer_to(request.POST.get("form_token", ""))):
        return redirect(earlier)  # a second click: nobody is new any more
    request.nav_key = "waiting"  # type: ignore[attr-defined]  # marks the place in the menu
    board = queries.board(desk.scope, place[1])
    form = AllocationForm(request.POST or None, board=board)
    if request.method == "POST" and form.is_valid():
        url = once(form, lambda: _given(request, form))
        if url is not None:
            return redirect(url)
    context = {
        "form": form,
        "rows": list(form.rows()),
        "board": board,
        "gains": _gains(board),
        "most": queries.MOST,
        "crumbs": [{"url": reverse("waiting"), "label": gettext("Warteliste")}],
    }
    return render(request, "people/allocation/page.html", context)


def _gains(board: queries.Board) -> list[queries.Gain]:
    """Proposal and one after the other, side by side."""
    words = {
        "language": gettext("sprechen eine gemeinsame Sprache"),
        "place": gettext("haben den Standort in der Nähe"),
        "tandem": gettext("kommen zu einem Tandem"),
    }
    total = board.total
    parts = [board.part(code) for code in words]
    return [
        *(queries.Gain(words[each.label], each.proposed, each.in_turn) for each in parts),
        queries.Gain(gettext("Punkte zusammen"), total.proposed, total.in_turn),
    ]


def _given(request: HttpRequest, form: AllocationForm) -> str:
    n = actions.allocate(desk_of(request).scope, *place_of(request), form.shares(), form.cleaned_data["note"])
    messages.success(request, ngettext("%(n)s Person ist zugeteilt.", "%(n)s Personen sind zugeteilt.", n) % {"n": n})
    return reverse("allocation")
