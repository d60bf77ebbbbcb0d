# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Mail as a transactional outbox: written with what causes it, sent after its commit, tried again on failure.

A mail holds nothing personal beyond the address. Address and text leave the database once it is sent, and no log names
them.
"""

from __future__ import annotations

import logging
import os
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Q
from procrastinate.contrib.django import app

from scharnier.foundation import clock, principals
from scharnier.foundation.ids import uuid7
from scharnier.foundation.models import OutboxMail

logger = logging.getLogger("scharnier.mail")

# Waiting before the second, third, … attempt. After the last one a mail is undeliverable and `scharnier check` says so.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440))
ATTEMPTS = len(PAUSES) + 1
SECONDS_TO_ANSWER = 20
SEND_NOW = "foundation.send_mail_now"
KEPT = timedelta(days=30)


@dataclass(frozen=True)
class Smtp:
    """A mail server. `tls` is starttls (default), tls (from the first byte) or none (only on the machine itself)."""

    host: str
    port: int
    user: str
    password: str
    tls: str


def parse_smtp_url(url: str) -> Smtp:
    """Split smtp://user:password@host:port?tls=starttls; raises ValueError when it isn't one."""
    parts = urlsplit(url)
    tls = parse_qs(parts.query).get("tls", ["tls" if parts.scheme == "smtps" else "starttls"])[0]
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or tls not in ("starttls", "tls", "none"):
        raise ValueError("SCHARNIER_SMTP_URL must look like smtp://user:password@host:587?tls=starttls.")
    port = parts.port or (465 if tls == "tls" else 587)
    return Smtp(parts.hostname, port, unquote(parts.username or ""), unquote(parts.password or ""), tls)


def queue(to: str, subject: str, body: str) -> UUID:
    """Put a mail into the outbox of the running transaction; when that is rolled back, there is no mail."""
    if "\n" in to + subject or "\r" in to + subject:
        raise ValueError("An address or a subject is one line.")
    row = OutboxMail(id=uuid7(), to=to, subject=subject, body=body)
    if connection.in_atomic_block:
        _put(row)
    else:
        # A hook after commit (the sign-in library sends some mails there) has no transaction of its own any more.
        with principals.entering(principals.current() or principals.SIGNIN):
            _put(row)
    return row.id


def _put(row: OutboxMail) -> None:
    row.save(force_insert=True)
    app.configure_task(SEND_NOW).defer()  # rolled back with the mail; the task of each minute is the net below


def message_of(row: OutboxMail) -> EmailMessage:
    """The mail as it travels; its Message-ID is the row's, so a second delivery can be told from a second mail."""
    domain = settings.MAIL_FROM.rpartition("@")[2].rstrip(">") or "localhost"
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = settings.MAIL_FROM, row.to, row.subject
    message["Date"] = format_datetime(row.created_at)
    message["Message-ID"] = f"<{row.id.hex}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(row.body)
    return message


def to_file(row: OutboxMail) -> None:
    """The default: one .eml file per mail under SCHARNIER_HOME/mail, readable for the service's account only."""
    folder = Path(settings.HOME) / "mail"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{row.created_at:%Y%m%dT%H%M%S}-{row.id}.eml"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(bytes(message_of(row)))


def to_server(row: OutboxMail) -> None:
    """Hand the mail to the server of SCHARNIER_SMTP_URL."""
    server = parse_smtp_url(settings.SMTP_URL)
    context = ssl.create_default_context()
    if server.tls == "tls":
        client: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=SECONDS_TO_ANSWER, context=context)
    else:
        client = smtplib.SMTP(server.host, server.port, timeout=SECONDS_TO_ANSWER)
    with client:
        if server.tls == "starttls":
            client.starttls(context=context)
        if server.user:
            client.login(server.user, server.password)
        client.send_message(message_of(row))


def _due(now: datetime) -> Q:
    """Unsent mails whose pause after the last attempt is over."""
    due, waited = Q(attempts=0), timedelta()
    for attempts, pause in enumerate(PAUSES, start=1):
        waited += pause
        due |= Q(attempts=attempts, created_at__lte=now - waited)
    return due & Q(sent_at=None)


def send_due(limit: int = 100) -> int:
    """Send what is due, each mail in a transaction of its own; returns how many were sent."""
    with principals.entering(principals.SYSTEM):
        waiting = list(
            OutboxMail.objects.filter(_due(clock.now())).order_by("created_at").values_list("pk", flat=True)[:limit]
        )
    deliver = to_server if settings.SMTP_URL else to_file
    return sum(_send(pk, deliver) for pk in waiting)


def _send(pk: UUID, deliver: Callable[[OutboxMail], None]) -> bool:
    with principals.entering(principals.SYSTEM):
        # Somebody else's worker may hold the row: then it is being sent already.
        row = OutboxMail.objects.select_for_update(skip_locked=True).filter(pk=pk, sent_at=None).first()
        if row is None:
            return False
        row.attempts += 1
        try:
            deliver(row)
        except (OSError, smtplib.SMTPException, ValueError) as error:
            row.failed = _reason(error)
            row.save(update_fields=["attempts", "failed"])
            logger.warning(
                "mail not sent", extra={"data": {"mail": str(pk), "attempt": row.attempts, "why": row.failed}}
            )
            return False
        row.sent_at, row.to, row.body, row.failed = clock.now(), "", "", ""
        row.save(update_fields=["attempts", "sent_at", "to", "body", "failed"])
    return True


def _reason(error: Exception) -> str:
    """Type and reply code only: servers like to quote the address in their answer."""
    code = getattr(error, "smtp_code", None) or getattr(error, "errno", None)
    return f"{type(error).__name__} {code}" if code else type(error).__name__


def undeliverable() -> int:
    """How many mails were given up; call as the system."""
    return OutboxMail.objects.filter(sent_at=None, attempts__gte=ATTEMPTS).count()


def forget_sent() -> int:
    """Remove what was sent more than 30 days ago; call as the system."""
    return OutboxMail.objects.filter(sent_at__lt=clock.now() - KEPT).delete()[0]
