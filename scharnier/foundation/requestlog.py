# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""One line per request, its id, and outside production how the time was spent."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from scharnier.foundation.ids import uuid7

logger = logging.getLogger("scharnier.request")
ACCEPTABLE_ID = re.compile(r"[0-9a-zA-Z-]{8,64}")

_request_id: ContextVar[str] = ContextVar("request_id", default="")


def current_request_id() -> str:
    """Id of the request being served, or an empty string outside one."""
    return _request_id.get()


@dataclass
class Spent:
    """What a request cost the database: statements (without transaction control) and milliseconds."""

    statements: int = 0
    database_ms: float = 0.0

    def __call__(
        self,
        execute: Callable[..., Any],
        sql: str,
        params: Any,
        many: bool,
        context: dict[str, Any],
    ) -> Any:
        begun = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.statements += 1
            self.database_ms += (time.perf_counter() - begun) * 1000


@contextmanager
def measured() -> Iterator[Spent]:
    """Count the statements of every connection of this thread inside the block."""
    spent = Spent()
    with ExitStack() as stack:
        for alias in connections:
            stack.enter_context(connections[alias].execute_wrapper(spent))
        yield spent


class RequestLogMiddleware:
    """Sets `X-Request-Id`, writes the line, and outside production adds `Server-Timing`:
    `statements;desc="7", db;dur=3.2, cpu;dur=11.0, total;dur=15.1` (durations in milliseconds).

    The line names the route, never the path, the query string or anybody.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.shows_timing = settings.DEBUG or settings.DEMO or settings.TESTING

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        offered = request.headers.get("X-Request-Id", "")
        identifier = offered if ACCEPTABLE_ID.fullmatch(offered) else str(uuid7())
        request.request_id = identifier  # type: ignore[attr-defined]  # read by the principal and by error pages
        token = _request_id.set(identifier)
        begun, cpu_begun = time.perf_counter(), time.thread_time()
        try:
            with measured() as spent:
                response = self.get_response(request)
            total_ms = (time.perf_counter() - begun) * 1000
            cpu_ms = (time.thread_time() - cpu_begun) * 1000
            _write_line(request, response, total_ms, cpu_ms, spent)
        finally:
            _request_id.reset(token)
        response.headers["X-Request-Id"] = identifier
        if self.shows_timing:
            response.headers["Server-Timing"] = (
                f'statements;desc="{spent.statements}", db;dur={spent.database_ms:.1f}, '
                f"cpu;dur={cpu_ms:.1f}, total;dur={total_ms:.1f}"
            )
        return response


def _write_line(
    request: HttpRequest,
    response: HttpResponseBase,
    total_ms: float,
    cpu_ms: float,
    spent: Spent,
) -> None:
    match = request.resolver_match
    line = {
        "method": request.method,
        "route": (match.view_name or match.route) if match else "unknown",
        "status": response.status_code,
        "ms": round(total_ms, 1),
        "cpu_ms": round(cpu_ms, 1),
        "db_ms": round(spent.database_ms, 1),
        "statements": spent.statements,
    }
    if isinstance(response, HttpResponse):
        line["bytes"] = len(response.content)
    level = logging.ERROR if response.status_code >= 500 else logging.INFO
    logger.log(level, "request", extra={"data": line})
