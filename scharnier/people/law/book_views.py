# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The page of the rules, for all staff. Nothing in it is about a person."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from scharnier.foundation.access import requires
from scharnier.knowledge import catalogue
from scharnier.knowledge.files import edition
from scharnier.knowledge.rules import law
from scharnier.people.fields import coded, statuses
from scharnier.people.law import rulebook, words


def _frame(request: HttpRequest, what: rulebook.Wanted) -> dict[str, Any]:
    request.nav_key = "rules"  # type: ignore[attr-defined]  # marks the place in the rail
    return {
        "wanted": what,
        "statuses": statuses(),
        "activities": coded("activity")(),
        "not_advice": words.said(catalogue.NOT_LEGAL_ADVICE),
        "read_until": law().read_until,
        "edition": edition(),
        "query": request.GET.urlencode(),
    }


@requires("law.view")
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """All rules or those that fit, 25 on a page."""
    what = rulebook.wanted(request.GET.dict())
    page = rulebook.page(what, request.GET.get("after", ""), request.GET.get("before", ""))
    return render(request, "people/law/rules.html", {**_frame(request, what), "page": page})


@requires("law.view")
@require_safe
def rules_print(request: HttpRequest) -> HttpResponse:
    """The same in full on one page, with the cases, to print."""
    what = rulebook.wanted(request.GET.dict())
    found = [rulebook.rule(entry.id) for entry in rulebook.find(what)]
    context = {
        **_frame(request, what),
        "rules": found,
        "changes": [(change.date, words.said(change.what)) for change in catalogue.law_changes()],
        "left_out": [words.said(point) for point in catalogue.left_out()],
    }
    return render(request, "people/law/rules_print.html", context)


@requires("law.view")
@require_safe
def rule(request: HttpRequest, rule_id: str) -> HttpResponse:
    """One rule with the cases that test it."""
    found = rulebook.rule(rule_id)
    if found is None:
        raise Http404
    return render(request, "people/law/rule.html", {**_frame(request, rulebook.Wanted()), "rule": found})
