# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Health answers without session, principal and, for `live`, without a database."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

from scharnier.config import health


def test_live_needs_no_database(client: Client) -> None:
    answer = client.get("/health/live")
    assert (answer.status_code, answer.content) == (200, b"live\n")


def test_ready_when_the_schema_is_current(client: Client, db: None) -> None:
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.content) == (200, b"ready\n")
    assert "sessionid" not in answer.cookies


def test_not_ready_while_a_migration_is_missing(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    known = health._known_migrations()
    monkeypatch.setattr(health, "_known_migrations", lambda: known | {"people.9999_later"})
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.content) == (503, b"1 migrations are not applied\n")


@pytest.mark.django_db(transaction=True)
def test_not_ready_without_a_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "NAME", "no-such-database")
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert b"the database does not answer (OperationalError)" in answer.content
    connection.close()
