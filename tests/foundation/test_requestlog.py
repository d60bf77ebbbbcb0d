# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The line of a request, its number and its timing."""

from __future__ import annotations

import logging
from uuid import UUID

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from scharnier.foundation.requestlog import RequestLogMiddleware, current_request_id


def two_statements(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("select 1")
        cursor.execute("select 2")
    return HttpResponse(current_request_id())


def test_the_number_is_new_or_the_one_of_the_proxy(db: None) -> None:
    serve = RequestLogMiddleware(two_statements)
    own = serve(RequestFactory().get("/"))
    assert UUID(own.headers["X-Request-Id"]).version == 7
    assert own.headers["X-Request-Id"] == own.content.decode()  # type: ignore[attr-defined]  # no streamed response
    given = serve(RequestFactory().get("/", headers={"X-Request-Id": "abcdef-0123456789"}))
    assert given.headers["X-Request-Id"] == "abcdef-0123456789"
    odd = serve(RequestFactory().get("/", headers={"X-Request-Id": '{"evil": 1}'}))
    assert UUID(odd.headers["X-Request-Id"]).version == 7
    assert current_request_id() == ""


def test_the_line_counts_statements_and_names_no_path(db: None, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "scharnier.request"):
        RequestLogMiddleware(two_statements)(RequestFactory().get("/desk/Haddad/?q=Haddad"))
    line = caplog.records[-1].__dict__["data"]
    assert (line["method"], line["route"], line["status"], line["statements"]) == ("GET", "unknown", 200, 2)
    assert "Haddad" not in str(line)


def test_timing_is_shown_outside_production_only(db: None, settings: pytest.FixtureRequest) -> None:
    shown = RequestLogMiddleware(two_statements)(RequestFactory().get("/"))
    assert shown.headers["Server-Timing"].startswith('statements;desc="2", db;dur=')
    settings.DEBUG = settings.DEMO = settings.TESTING = False  # type: ignore[attr-defined]  # pytest-django's settings
    hidden = RequestLogMiddleware(two_statements)(RequestFactory().get("/"))
    assert "Server-Timing" not in hidden.headers
