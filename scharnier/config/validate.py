# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The environment, checked before anything starts; every message names the variable."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches
from urllib.parse import parse_qs, urlsplit

from scharnier.config import environment as env
from scharnier.config.environment import EnvironmentFault

WHOLE_NUMBERS = {
    "SCHARNIER_POOL": (1, 200),
    "SCHARNIER_WORKERS": (1, 32),
    "SCHARNIER_THREADS": (1, 64),
    "SCHARNIER_TASKS": (1, 16),
    "SCHARNIER_PROXIES": (0, 5),
    "SCHARNIER_UPLOAD_MB": (1, 500),
}
# Every variable that is read anywhere; docs/operations.md explains each, and a test compares.
KNOWN = frozenset(
    """
    SCHARNIER_HOME SCHARNIER_URL SCHARNIER_HOSTS SCHARNIER_PROXIES SCHARNIER_PG_SETTINGS SCHARNIER_WORKERS
    SCHARNIER_THREADS SCHARNIER_POOL SCHARNIER_TASKS SCHARNIER_LOGS SCHARNIER_SMTP_URL SCHARNIER_MAIL_FROM
    SCHARNIER_UPLOAD_MB SCHARNIER_METRICS_TOKEN SCHARNIER_SECRET_KEY SCHARNIER_DEMO SCHARNIER_DEBUG SCHARNIER_TODAY
    SCHARNIER_BACKUPS SCHARNIER_TESTING SCHARNIER_AS_OWNER SCHARNIER_TEST_FOLDER SCHARNIER_TEST_PG_BIN
    DATABASE_URL DATABASE_OWNER_URL PG_BIN PG_RUN_AS
    """.split()
)
FLAGS = ("SCHARNIER_DEMO", "SCHARNIER_DEBUG", "SCHARNIER_TESTING", "SCHARNIER_AS_OWNER")
HOST = re.compile(r"[A-Za-z0-9*._:-]+")
PG_SETTING = re.compile(r"[a-z_][a-z0-9_.]*=\S+")
SHORTEST_KEY = 40
SHORTEST_TOKEN = 24


def problems() -> list[str]:
    """One line for each setting that can't be right."""
    return [*_flags(), *_numbers(), *_addresses(), *_server(), *_databases(), *_mail(), *_clock(), *_secrets()]


def refuse_faulty_settings() -> None:
    """Warn of what does nothing; raise EnvironmentFault with all that can't be right."""
    for line in unknown():
        print(f"scharnier: {line}", file=sys.stderr)
    if found := problems():
        raise EnvironmentFault(" ".join(found))


def unknown() -> list[str]:
    """One line for each variable that looks like one of ours and is none: probably a slip that changes nothing."""
    lines = []
    for name in sorted(os.environ):
        if name.startswith("SCHARNIER_") and name not in KNOWN:
            close = get_close_matches(name, KNOWN, n=1, cutoff=0.85)
            meant = f": did you mean {close[0]}?" if close else "."
            lines.append(f"{name} is no setting and does nothing{meant}")
    return lines


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
        try:
            parts = urlsplit(url)
            right = parts.scheme in ("http", "https") and bool(HOST.fullmatch(parts.hostname or ""))
            right = right and parts.port != 0 and not parts.username and not parts.password
        except ValueError:  # a port that is no number
            right = False
        if not right:
            yield "SCHARNIER_URL must look like https://scharnier.example.org."
        elif parts.path.strip("/") or parts.query or parts.fragment:
            yield "SCHARNIER_URL must be a host without a path."
    hosts = os.environ.get("SCHARNIER_HOSTS")
    if hosts is not None and not all(HOST.fullmatch(host.strip().strip("[]")) for host in hosts.split(",")):
        yield "SCHARNIER_HOSTS must be host names separated by commas, without https:// and without a port."


def _server() -> Iterator[str]:
    for word in os.environ.get("SCHARNIER_PG_SETTINGS", "").split():
        if not PG_SETTING.fullmatch(word):
            yield f"SCHARNIER_PG_SETTINGS must be settings such as shared_buffers=1GB, not {word!r}."
    if os.environ.get("SCHARNIER_LOGS", "files") not in ("", "files", "terminal"):
        yield "SCHARNIER_LOGS must be files or terminal."


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
            tls = parse_qs(parts.query, keep_blank_values=True).get("tls", ["starttls"])
            right = parts.scheme in ("smtp", "smtps") and bool(HOST.fullmatch(parts.hostname or "")) and parts.port != 0
            right = right and not parts.path.strip("/") and tls[-1] in ("starttls", "tls", "none")
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
