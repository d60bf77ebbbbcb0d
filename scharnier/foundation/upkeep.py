# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What keeps the house in order: sealing and verifying the audit, tidying up, recounting projections, lost mail."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from scharnier.foundation import checks, clock, mail, principals, projections

MONTHS_AHEAD = 18
MONTHS_NEEDED = 3
DRAFTS_KEPT = timedelta(days=60)
SUBMISSIONS_KEPT = timedelta(days=2)
JOBS_KEPT = timedelta(days=2)

_carriers: Callable[[], Iterable[UUID]] | None = None


def carriers_from(answer: Callable[[], Iterable[UUID]]) -> None:
    """Where to ask for all carriers; called as the system. The room that keeps them says so."""
    global _carriers
    _carriers = answer


def carriers() -> list[UUID]:
    """All carriers of the installation."""
    with principals.entering(principals.SYSTEM):
        return list(_carriers()) if _carriers else []


def heads_file() -> Path:
    """Heads of the audit chain, one JSON line per seal, outside the database.

    Somebody who cuts off the end of the chain would have to find this file too, and its copies in the backups.
    """
    return Path(settings.HOME) / "audit-heads.jsonl"


# ---------- sealing ----------


def seal_audit() -> int:
    """Chain what was committed since the last seal, write the new heads to the file; returns the number of events."""
    total = 0
    while True:
        with principals.entering(principals.SYSTEM), connection.cursor() as cursor:
            cursor.execute("SELECT sealed, number, head FROM audit_seal_pending()")
            sealed = int(cursor.fetchone()[0])
        write_heads()
        total += sealed
        if not sealed:
            return total


def write_heads() -> None:
    """Append the heads that the file doesn't have yet."""
    path = heads_file()
    last = max(read_heads(), default=0)
    with principals.entering(principals.SYSTEM), connection.cursor() as cursor:
        cursor.execute("SELECT number, sealed_at, head FROM audit_seal WHERE number > %s ORDER BY number", [last])
        rows = cursor.fetchall()
    if not rows:
        return
    lines = [{"number": number, "sealed_at": at.isoformat(), "head": bytes(head).hex()} for number, at, head in rows]
    text = "".join(json.dumps(line) + "\n" for line in lines)
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def read_heads() -> dict[int, str]:
    """Head by number of seal, as the file has them; a line cut off by a crash is left out."""
    heads: dict[int, str] = {}
    try:
        text = heads_file().read_text(encoding="utf-8")
    except FileNotFoundError:
        return heads
    for line in text.splitlines():
        try:
            entry = json.loads(line)
            heads[int(entry["number"])] = str(entry["head"])
        except (ValueError, KeyError, TypeError):
            continue
    return heads


# ---------- every night ----------


def tidy_up() -> None:
    """Partitions ahead; expired sessions, old drafts, submissions, sent mails and finished jobs away."""
    with principals.entering(principals.SYSTEM):
        _execute("SELECT audit_partitions(%s)", [MONTHS_AHEAD])
        mail.forget_sent()
        _forget_jobs()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    with principals.entering(principals.SYSTEM):
        _execute("SELECT forms_forget(%s, %s)", [clock.now() - DRAFTS_KEPT, clock.now() - SUBMISSIONS_KEPT])


def _forget_jobs() -> None:
    _execute(
        "DELETE FROM procrastinate_jobs j WHERE j.status IN ('succeeded', 'failed', 'cancelled', 'aborted') "
        "AND NOT EXISTS (SELECT 1 FROM procrastinate_events e WHERE e.job_id = j.id AND e.at > %s)",
        [clock.now() - JOBS_KEPT],
    )


def _execute(sql: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall()) if cursor.description else []


# ---------- checks ----------


def check_audit() -> Iterator[str]:
    """Changed, removed, inserted events, broken and missing seals, heads the database no longer has, missing months."""
    with principals.entering(principals.SYSTEM):
        for problem, event, seal in _execute("SELECT problem, event_id, seal FROM audit_verify()", []):
            yield f"{problem}{f', event {event}' if event else ''}{f', seal {seal}' if seal else ''}"
        stored = {number: bytes(head).hex() for number, head in _execute("SELECT number, head FROM audit_seal", [])}
        first_missing = clock.today().replace(day=1) + timedelta(days=31 * MONTHS_NEEDED)
        partition = f"audit_event_{first_missing:%Y_%m}"
        if _execute("SELECT to_regclass(%s)", [partition])[0][0] is None:
            yield f"partitions end before {first_missing:%m/%Y}: is the task queue at work?"
    for number, head in read_heads().items():
        if number not in stored:
            yield f"seal {number} is in {heads_file().name} and not in the database"
        elif stored[number] != head:
            yield f"seal {number} has another head than in {heads_file().name}"


def check_projections() -> Iterator[str]:
    """Agenda, timeline and search recounted for every carrier."""
    for carrier in carriers():
        with principals.entering(principals.system(carrier)):
            yield from (f"carrier {carrier}: {problem}" for problem in projections.compare(carrier))


def check_mail() -> Iterator[str]:
    """An address of the mail server that can't be read, and mails that were given up."""
    if settings.SMTP_URL:
        try:
            mail.parse_smtp_url(settings.SMTP_URL)
        except ValueError as error:
            yield str(error)
    with principals.entering(principals.SYSTEM):
        given_up = mail.undeliverable()
    if given_up:
        yield f"{given_up} mails could not be delivered: look at SCHARNIER_SMTP_URL and the log of the worker"


checks.register("audit", check_audit)
checks.register("projections", check_projections)
checks.register("mail", check_mail)
