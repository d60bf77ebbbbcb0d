# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Old links lead to the file into which the old one was merged."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from scharnier.people.merging.queries import survivor


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
        return redirect("person", person_id=kept) if kept is not None else None
