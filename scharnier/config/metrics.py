# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/metrics` in the text format of Prometheus: requests by view, the queue, mail, audit and database. Nobody by name.

Requests are counted by every process of the web server in files of its own in SCHARNIER_HOME/metrics, and the process
that is asked adds them up; so the figures are those of the whole server since its start. Everything else is read from
the database when somebody asks.

Who may ask: with SCHARNIER_METRICS_TOKEN whoever sends it (`Authorization: Bearer …`), without it only this machine,
directly. Whoever comes through a proxy is not this machine, wherever the proxy runs. Everybody else gets a 404.
"""

from __future__ import annotations

import ipaddress
import os
import secrets
import time
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, multiprocess
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from scharnier import __version__
from scharnier.config import health, storage
from scharnier.foundation import mail, principals
from scharnier.knowledge.files import edition

PATH = "/metrics"
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
METHODS = {"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"}
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-Ip")

_ours = CollectorRegistry()
REQUESTS = Counter("scharnier_requests", "Answered requests.", ["view", "method", "status"], registry=_ours)
SECONDS = Histogram("scharnier_request_seconds", "Time to answer.", ["view"], buckets=BUCKETS, registry=_ours)

# (name, explanation, statement with the labels before the value); read as the system, in one transaction.
QUESTIONS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    (
        "scharnier_tasks",
        "Tasks in the queue by status.",
        """
        SELECT s::text, count(j.id) FROM unnest(enum_range(NULL::procrastinate_job_status)) s
        LEFT JOIN procrastinate_jobs j ON j.status = s GROUP BY s
        """,
        ("status",),
    ),
    (
        "scharnier_tasks_oldest_seconds",
        "How long the oldest task that could be worked has been waiting.",
        """
        SELECT coalesce(extract(epoch FROM now() - min(greatest(e.at, j.scheduled_at))), 0) FROM procrastinate_jobs j
        JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'deferred'
        WHERE j.status = 'todo' AND (j.scheduled_at IS NULL OR j.scheduled_at <= now())
        """,
        (),
    ),
    (
        "scharnier_worker_heartbeat_seconds",
        "Time since a worker last said that it is alive; absent when there is none.",
        "SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers HAVING count(*) > 0",
        (),
    ),
    (
        "scharnier_mail_waiting",
        "Mails that are not sent yet.",
        f"SELECT count(*) FROM foundation_outboxmail WHERE sent_at IS NULL AND attempts < {mail.ATTEMPTS}",  # noqa: S608
        (),
    ),
    (
        "scharnier_mail_given_up",
        "Mails that could not be delivered.",
        f"SELECT count(*) FROM foundation_outboxmail WHERE sent_at IS NULL AND attempts >= {mail.ATTEMPTS}",  # noqa: S608
        (),
    ),
    (
        "scharnier_audit_unsealed",
        "Audit events that are not chained yet.",
        "SELECT count(*) FROM audit_pending",
        (),
    ),
    (
        "scharnier_audit_lag_seconds",
        "Age of the oldest audit event that is not chained yet.",
        "SELECT coalesce(extract(epoch FROM clock_timestamp() - min(event_at)), 0) FROM audit_pending",
        (),
    ),
    (
        "scharnier_database_bytes",
        "Size of the database.",
        "SELECT pg_database_size(current_database())",
        (),
    ),
    (
        "scharnier_database_connections",
        "Connections to the database.",
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()",
        (),
    ),
    (
        "scharnier_database_connections_limit",
        "Connections that the database server allows.",
        "SELECT current_setting('max_connections')::int",
        (),
    ),
)


class MetricsMiddleware:
    """Counts every answer by the name of its view, and answers `/metrics`; the first, so that nothing is left out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info == PATH:
            return answer(request)
        begun = time.perf_counter()
        response = self.get_response(request)
        view = _view(request)
        method = request.method if request.method in METHODS else "OTHER"
        REQUESTS.labels(view, method, str(response.status_code)).inc()
        SECONDS.labels(view).observe(time.perf_counter() - begun)
        return response


def _view(request: HttpRequest) -> str:
    """The route's name, never the path: a path may hold a secret or an identifier of somebody."""
    if match := request.resolver_match:
        return match.view_name or match.route
    if request.path_info.startswith(settings.STATIC_URL):
        return "static"
    return "health" if request.path_info.startswith("/health/") else "none"


def answer(request: HttpRequest) -> HttpResponse:
    """The figures, or a 404 for whoever may not have them."""
    if not _may_ask(request):
        return HttpResponse("Not found\n", status=404, content_type="text/plain")
    registry = CollectorRegistry()
    if os.environ.get(storage.COUNTS_VARIABLE):
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the library's own gap
        counted = generate_latest(registry)
    else:
        counted = generate_latest(_ours)
    now = CollectorRegistry()
    now.register(House())
    return HttpResponse(
        counted + generate_latest(now), content_type=CONTENT_TYPE, headers={"Cache-Control": "no-store"}
    )


def _may_ask(request: HttpRequest) -> bool:
    if token := settings.METRICS_TOKEN:
        offered = request.headers.get("Authorization", "").encode()
        return secrets.compare_digest(offered, f"Bearer {token}".encode())
    if any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


class House(Collector):
    """What the house is and what its database says now."""

    def collect(self) -> Iterator[Metric]:
        build = GaugeMetricFamily("scharnier_build_info", "Version of the code, edition of the rules.",
                                  labels=["version", "knowledge"])  # fmt: skip
        build.add_metric([__version__, edition()], 1)
        yield build
        reason = health.not_ready()
        yield GaugeMetricFamily("scharnier_ready", "1 when /health/ready says so.", value=0 if reason else 1)
        found = [] if reason else self._asked()
        yield GaugeMetricFamily("scharnier_database_up", "1 when the database answered.", value=1 if found else 0)
        yield from found

    def _asked(self) -> list[Metric]:
        try:
            with principals.entering(principals.SYSTEM), connection.cursor() as cursor:
                return [_family(cursor, *question) for question in QUESTIONS]
        except DatabaseError:
            return []


def _family(cursor: Any, name: str, explanation: str, statement: str, labels: tuple[str, ...]) -> Metric:
    family = GaugeMetricFamily(name, explanation, labels=labels)
    cursor.execute(statement)
    for *values, number in cursor.fetchall():
        family.add_metric(values, float(number))
    return family
