# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""One transaction per request, serving whoever signed in."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from scharnier.foundation import principals

WITHOUT_DATABASE = ("/static/", "/health/", "/favicon.ico")
SIGN_IN = ("/accounts/", "/einladung/")


class PrincipalMiddleware:
    """Finds out who asks in a transaction of its own, then opens the one transaction that serves them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(WITHOUT_DATABASE):
            return self.get_response(request)
        with principals.entering(principals.SIGNIN):
            user = request.user
            user_id = user.pk if user.is_authenticated else None
        if user_id is not None:
            principal = principals.staff(user_id, getattr(request, "request_id", ""))
        else:
            principal = principals.SIGNIN if request.path.startswith(SIGN_IN) else principals.PUBLIC
        with principals.entering(principal) as scope:
            request.scope = scope  # type: ignore[attr-defined]  # read by the desk and by queries
            response = self.get_response(request)
            if response.status_code >= 500 or getattr(request, "failed", False):
                transaction.set_rollback(True)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """What the view wrote will go; the page that says what went wrong may still read."""
        request.failed = True  # type: ignore[attr-defined]  # read above, when the answer is ready
