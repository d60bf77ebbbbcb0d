# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Old links lead to the file into which the old one was merged, or say that it was erased."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from scharnier.people.erasing.queries import erased_on
from scharnier.people.erasing.views import shown_proofs
from scharnier.people.merging.queries import survivor
from scharnier.people.views import desk_of


class FollowMerges:
    """Asks only when a page about a person was not found, with one statement, in the transaction of the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        match = request.resolver_match
        person = match.kwargs.get("person_id") if match else None
        if not isinstance(exception, Http404) or not isinstance(person, UUID) or request.method not in ("GET", "HEAD"):
            return None
        kept = survivor(person)
        if kept is not None:
            return redirect("person", person_id=kept)
        day = erased_on(request.scope, person) if hasattr(request, "scope") else None
        if day is None:
            return None
        context = {"day": day, "proofs": shown_proofs(desk_of(request), person)}
        return render(request, "people/erasing/gone.html", context, status=410)
