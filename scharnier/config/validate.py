# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The environment, checked before anything starts; every message names the variable."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

from scharnier.config import environment as env
from scharnier.config.environment import EnvironmentFault

WHOLE_NUMBERS = {
    "SCHARNIER_POOL": (1, 200),
    "SCHARNIER_WORKERS": (1, 32),
    "SCHARNIER_THREADS": (1, 64),
    "SCHARNIER_TASKS": (1, 16),
    "SCHARNIER_PROXIES": (0, 5),
}
FLAGS = ("SCHARNIER_DEMO", "SCHARNIER_DEBUG", "SCHARNIER_TESTING", "SCHARNIER_AS_OWNER")
SHORTEST_KEY = 40
SHORTEST_TOKEN = 24


def problems() -> list[str]:
    """One line for each setting that can't be right."""
    return [*_flags(), *_numbers(), *_addresses(), *_databases(), *_mail(), *_clock(), *_secrets()]


def refuse_faulty_settings() -> None:
    if found := problems():
        raise EnvironmentFault(" ".join(found))


def whole_number(name: str, default: int) -> int:
    return int(os.environ.get(name) or default)


def _flags() -> Iterator[str]:
    for name in FLAGS:
        try:
            env.flag(name)
        except EnvironmentFault as fault:
            yield str(fault)


def _numbers() -> Iterator[str]:
    for name, (least, most) in WHOLE_NUMBERS.items():
        value = os.environ.get(name)
        if value and not (value.isascii() and value.isdigit() and least <= int(value) <= most):
            yield f"{name} must be a whole number from {least} to {most}, not {value!r}."


def _addresses() -> Iterator[str]:
    url = os.environ.get("SCHARNIER_URL")
    if url is not None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            yield "SCHARNIER_URL must look like https://scharnier.example.org."
        elif parts.path.strip("/") or parts.query:
            yield "SCHARNIER_URL must be a host without a path."
    hosts = os.environ.get("SCHARNIER_HOSTS")
    if hosts is not None and not all(host.strip() for host in hosts.split(",")):
        yield "SCHARNIER_HOSTS must be host names separated by commas."


def _databases() -> Iterator[str]:
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        if url := os.environ.get(name):
            try:
                env.parse_database_url(url, name)
            except (EnvironmentFault, ValueError):
                yield f"{name} must look like postgresql://user:password@host:5432/database."
    if os.environ.get("DATABASE_URL") and not os.environ.get("DATABASE_OWNER_URL"):
        yield "DATABASE_OWNER_URL is missing: migrations run as the owner of the tables."
    if os.environ.get("DATABASE_OWNER_URL") and not os.environ.get("DATABASE_URL"):
        yield "DATABASE_URL is missing: DATABASE_OWNER_URL alone is not enough to serve."


def _mail() -> Iterator[str]:
    url = os.environ.get("SCHARNIER_SMTP_URL")
    if url:
        try:
            parts = urlsplit(url)
            right = parts.scheme in ("smtp", "smtps") and bool(parts.hostname) and (parts.port or 0) >= 0
        except ValueError:
            right = False
        if not right:
            yield "SCHARNIER_SMTP_URL must look like smtp://user:password@host:587?tls=starttls."
    sender = os.environ.get("SCHARNIER_MAIL_FROM")
    if sender is not None and ("@" not in sender or "\n" in sender):
        yield "SCHARNIER_MAIL_FROM must hold an e-mail address."


def _clock() -> Iterator[str]:
    day = os.environ.get("SCHARNIER_TODAY")
    if not day:
        return
    try:
        date.fromisoformat(day)
    except ValueError:
        yield f"SCHARNIER_TODAY must be a day such as 2026-11-24, not {day!r}."


def _secrets() -> Iterator[str]:
    key = os.environ.get("SCHARNIER_SECRET_KEY")
    if key is not None and len(key) < SHORTEST_KEY:
        yield f"SCHARNIER_SECRET_KEY must have at least {SHORTEST_KEY} characters."
    token = os.environ.get("SCHARNIER_METRICS_TOKEN")
    if token and (len(token) < SHORTEST_TOKEN or not token.isascii() or not token.isprintable() or " " in token):
        yield f"SCHARNIER_METRICS_TOKEN must have at least {SHORTEST_TOKEN} letters and digits."
