# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/health/live` and `/health/ready`, answered before anything that needs a session or a principal."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase


class HealthMiddleware:
    """Plain text: `live`, `ready` with 200, or 503 with one reason that a monitoring system can show."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info == "/health/live":
            return _answer("live", 200)
        if request.path_info == "/health/ready":
            reason = not_ready()
            return _answer(reason or "ready", 503 if reason else 200)
        return self.get_response(request)


def not_ready() -> str:
    """Why this process can't serve, or an empty string."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("select app || '.' || name from django_migrations")
            missing = _known_migrations() - {row[0] for row in cursor.fetchall()}
            if missing:
                return f"{len(missing)} migrations are not applied"
            cursor.execute("select 1 from procrastinate_jobs limit 1")
    except DatabaseError as error:
        return f"the database does not answer ({type(error).__name__})"
    return ""


@cache
def _known_migrations() -> set[str]:
    return {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}


def _answer(text: str, status: int) -> HttpResponse:
    return HttpResponse(f"{text}\n", status=status, content_type="text/plain", headers={"Cache-Control": "no-store"})
