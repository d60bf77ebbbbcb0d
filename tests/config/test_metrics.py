# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Figures for Prometheus: who may have them, whether they can be read and are true, and that they name nobody."""

from __future__ import annotations

import urllib.error
import urllib.request
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.test import Client, override_settings
from prometheus_client.parser import text_string_to_metric_families

from scharnier import __version__
from scharnier.config import health
from scharnier.foundation import clock, mail, principals
from scharnier.foundation.models import OutboxMail
from scharnier.knowledge.files import edition
from tests import factories
from tests.config.running import prepared_home, serving

TOKEN = "a-token-of-some-length-1234"  # of this test alone

Figures = dict[tuple[str, tuple[tuple[str, str], ...]], float]


def parsed(text: str) -> Figures:
    """As Prometheus itself reads it: name and labels to value. A text that breaks the format fails here."""
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def figures(client: Client) -> Figures:
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain; version=")
    return parsed(answer.content.decode())


def test_the_machine_itself_may_ask(client: Client, db: None) -> None:
    found = figures(client)
    assert found["scharnier_build_info", (("knowledge", edition()), ("version", __version__))] == 1
    assert found["scharnier_ready", ()] == found["scharnier_database_up", ()] == 1
    assert found["scharnier_database_bytes", ()] > 1_000_000
    assert 0 < found["scharnier_database_connections", ()] <= found["scharnier_database_connections_limit", ()]


@pytest.mark.parametrize(
    "headers",
    [
        {"REMOTE_ADDR": "203.0.113.9"},
        {"REMOTE_ADDR": "no address"},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_FORWARDED": "for=127.0.0.1"},
        {"HTTP_X_REAL_IP": "127.0.0.1"},
    ],
)
def test_nobody_else_may_and_a_proxy_on_this_machine_is_somebody_else(headers: dict[str, str], client: Client) -> None:
    answer = client.get("/metrics", **headers)  # type: ignore[arg-type]  # the stub wants each name spelled out
    assert answer.status_code == 404
    assert b"scharnier_" not in answer.content


@override_settings(METRICS_TOKEN=TOKEN)
def test_with_a_token_it_is_the_token_that_counts(client: Client, db: None) -> None:
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"authorization": "Bearer something else"}).status_code == 404
    told = client.get("/metrics", REMOTE_ADDR="203.0.113.9", headers={"authorization": f"Bearer {TOKEN}"})
    assert told.status_code == 200


def test_requests_are_counted_by_view_and_never_by_path(client: Client, db: None) -> None:
    name = ("scharnier_requests_total", (("method", "GET"), ("status", "302"), ("view", "front_door")))
    before = figures(client).get(name, 0)
    client.get("/")
    client.get("/desk/personen/01900000-0000-7000-8000-000000000000/")
    client.get("/secret-that-somebody-typed/")
    text = client.get("/metrics").content.decode()
    found = parsed(text)
    assert found[name] == before + 1
    assert found["scharnier_request_seconds_count", (("view", "front_door"),)] >= 1
    assert "secret-that" not in text
    assert "01900000" not in text


def test_the_outbox_and_the_unsealed_audit_are_told_without_names(client: Client, db: None) -> None:
    before = figures(client)
    house = factories.world().here
    with factories.as_staff(house.mentor):
        factories.person(house, family_name="Unverwechselbar")
    with principals.entering(principals.SYSTEM):
        mail.queue("jemand@example.org", "Betreff", "Text")
        OutboxMail.objects.create(to="x@example.org", subject="a", body="b", attempts=mail.ATTEMPTS)
    text = client.get("/metrics").content.decode()
    after = parsed(text)
    assert after["scharnier_mail_waiting", ()] == before["scharnier_mail_waiting", ()] + 1
    assert after["scharnier_mail_given_up", ()] == before["scharnier_mail_given_up", ()] + 1
    assert after["scharnier_audit_unsealed", ()] > before["scharnier_audit_unsealed", ()]
    assert after["scharnier_audit_lag_seconds", ()] >= 0
    assert not [word for word in ("jemand", "Unverwechselbar", "example.org") if word in text]


def test_the_queue_is_told_by_status_with_the_age_of_the_oldest_task(client: Client, db: None) -> None:
    before = figures(client)["scharnier_tasks", (("status", "todo"),)]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, scheduled_at) "
            "VALUES ('default', 't', '{}', %s) RETURNING id",
            [clock.now() - timedelta(minutes=5)],
        )
        [job] = cursor.fetchone()
        cursor.execute("UPDATE procrastinate_events SET at = at - interval '1 hour' WHERE job_id = %s", [job])
    found = figures(client)
    assert found["scharnier_tasks", (("status", "todo"),)] == before + 1
    assert found["scharnier_tasks", (("status", "failed"),)] == 0
    assert 290 < found["scharnier_tasks_oldest_seconds", ()] < 400


def test_without_a_database_the_rest_is_still_told(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "not_ready", lambda: "the database does not answer (OperationalError)")
    found = figures(client)
    assert found["scharnier_ready", ()] == found["scharnier_database_up", ()] == 0
    assert not [name for name, _ in found if name.startswith("scharnier_mail")]


def test_a_database_that_goes_away_while_asked_is_told_as_down(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_principal: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(principals, "entering", gone)
    found = figures(client)
    assert (found["scharnier_ready", ()], found["scharnier_database_up", ()]) == (1, 0)


def test_several_processes_of_the_web_server_add_up_and_a_proxy_is_refused() -> None:
    def ask(path: str, **headers: str) -> str:
        with urllib.request.urlopen(urllib.request.Request(house.url + path, headers=headers), timeout=30) as response:
            return str(response.read().decode())

    with prepared_home() as home, serving(home, more={"SCHARNIER_WORKERS": "2"}) as house:
        before = parsed(ask("/metrics"))
        for _ in range(40):
            ask("/health/live", Connection="close")
        name = ("scharnier_requests_total", (("method", "GET"), ("status", "200"), ("view", "health")))
        assert parsed(ask("/metrics"))[name] == before[name] + 40
        assert len(list((home / "metrics").glob("counter_*.db"))) >= 1
        with pytest.raises(urllib.error.HTTPError, match="404"):
            ask("/metrics", **{"X-Forwarded-For": "203.0.113.9"})
