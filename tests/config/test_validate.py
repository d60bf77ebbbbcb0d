# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Settings, judged before the start."""

from __future__ import annotations

import pytest

from scharnier.config import environment as env
from scharnier.config import validate
from scharnier.config.environment import EnvironmentFault


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SCHARNIER_POOL", "0"),
        ("SCHARNIER_WORKERS", "many"),
        ("SCHARNIER_THREADS", "65"),
        ("SCHARNIER_TASKS", "-1"),
        ("SCHARNIER_DEMO", "perhaps"),
        ("SCHARNIER_URL", "scharnier.example.org"),
        ("SCHARNIER_URL", "https://example.org/scharnier"),
        ("SCHARNIER_HOSTS", "a.example.org,,b.example.org"),
        ("SCHARNIER_SECRET_KEY", "short"),
        ("SCHARNIER_METRICS_TOKEN", "short"),
        ("SCHARNIER_METRICS_TOKEN", "two words that are long enough"),
        ("SCHARNIER_SMTP_URL", "mail.example.org:25"),
        ("SCHARNIER_SMTP_URL", "smtp://mail.example.org:many"),
        ("SCHARNIER_MAIL_FROM", "Scharnier"),
        ("SCHARNIER_TODAY", "tomorrow"),
        ("SCHARNIER_PROXIES", "9"),
        ("DATABASE_URL", "mysql://somewhere/db"),
        ("DATABASE_URL", "postgresql://host:notaport/db"),
    ],
)
def test_what_cant_be_right_is_named(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://owner@host/db")
    monkeypatch.setenv("DATABASE_URL", "postgresql://app@host/db")
    assert validate.problems() == []
    monkeypatch.setenv(name, value)
    assert len(validate.problems()) == 1
    with pytest.raises(EnvironmentFault, match=name):
        validate.refuse_faulty_settings()


def test_two_faults_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCHARNIER_POOL", "x")
    monkeypatch.setenv("SCHARNIER_DEMO", "x")
    with pytest.raises(EnvironmentFault, match=r"SCHARNIER_DEMO.*SCHARNIER_POOL"):
        validate.refuse_faulty_settings()


def test_a_database_without_its_owner_is_not_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://app@host/db")
    assert "DATABASE_OWNER_URL is missing" in validate.problems()[0]
    with pytest.raises(EnvironmentFault, match="DATABASE_OWNER_URL"):
        env.database(owner=True)


def test_an_address_of_a_database_is_taken_apart() -> None:
    found = env.parse_database_url("postgresql://me:p%40ss@db.example.org:6543/house?sslmode=require", "DATABASE_URL")
    assert (found.user, found.password, found.host, found.port, found.name) == (
        "me",
        "p@ss",
        "db.example.org",
        "6543",
        "house",
    )
    assert found.options == {"sslmode": "require"}
