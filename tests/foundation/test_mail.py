# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The outbox: with the transaction or not at all, tried again, and silent about who gets what."""

from __future__ import annotations

import email
import logging
import socket
from collections.abc import Iterator
from datetime import timedelta
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword
from pytest_django import Settings

from scharnier.foundation import clock, mail, principals, upkeep
from scharnier.foundation.models import OutboxMail

pytestmark = pytest.mark.django_db
TO = "neu@example.org"


class Postbox:
    """What a mail server received; `refuse` makes it say no, quoting the address as servers do."""

    def __init__(self) -> None:
        self.mails: list[Message] = []
        self.refuse = False

    async def handle_RCPT(self, server: Any, session: Any, envelope: Envelope, address: str, options: Any) -> str:  # noqa: N802
        if self.refuse:
            return f"451 {address} is busy"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:  # noqa: N802
        self.mails.append(email.message_from_bytes(envelope.original_content or b""))
        return "250 OK"


def authenticator(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    return AuthResult(success=isinstance(data, LoginPassword) and data.password == b"geheim@1")


@pytest.fixture
def postbox(settings: Settings) -> Iterator[Postbox]:
    box = Postbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port, authenticator=authenticator, auth_require_tls=False)
    controller.start()
    settings.SMTP_URL = f"smtp://dienst:geheim%401@127.0.0.1:{port}?tls=none"
    yield box
    controller.stop()


@pytest.fixture
def files(settings: Settings, tmp_path: Path) -> Path:
    settings.HOME = tmp_path
    return tmp_path / "mail"


def queued(text: str = "Guten Tag,\n\nhier ist der Link.\n") -> None:
    with principals.entering(principals.PUBLIC):
        mail.queue(TO, "Einladung für Übergänge", text)


def row() -> OutboxMail:
    return OutboxMail.objects.get()


def test_a_mail_becomes_a_file_by_default(files: Path) -> None:
    queued()
    assert mail.send_due() == 1
    [path] = files.iterdir()
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert (message["To"], message["Subject"]) == (TO, "Einladung für Übergänge")
    assert "hier ist der Link" in message.get_content()
    assert path.stat().st_mode & 0o077 == 0


def test_a_mail_goes_once(files: Path) -> None:
    queued()
    assert [mail.send_due(), mail.send_due()] == [1, 0]


def test_a_rolled_back_transaction_sends_nothing(files: Path) -> None:
    class Mishap(Exception):
        pass

    def write_and_fail() -> None:
        with principals.entering(principals.PUBLIC):
            mail.queue(TO, "Einladung", "…")
            raise Mishap

    with pytest.raises(Mishap):
        write_and_fail()
    assert mail.send_due() == 0
    assert not files.exists()


def test_a_real_server_receives_the_mail_with_its_umlauts(postbox: Postbox) -> None:
    queued("Grüße aus Güstrow\n")
    assert mail.send_due() == 1
    [message] = postbox.mails
    assert message["To"] == TO
    assert "Grüße aus Güstrow" in bytes(message.get_payload(decode=True)).decode()
    assert message["Auto-Submitted"] == "auto-generated"


def test_address_and_text_leave_the_database_once_sent(postbox: Postbox) -> None:
    queued()
    mail.send_due()
    with principals.entering(principals.SYSTEM):
        assert (row().to, row().body) == ("", "")
        assert row().sent_at is not None


def test_a_server_that_says_no_is_asked_again_later(postbox: Postbox) -> None:
    queued()
    postbox.refuse = True
    now = clock.now()
    assert mail.send_due() == 0
    postbox.refuse = False
    assert mail.send_due() == 0
    with clock.frozen(now + timedelta(minutes=2)):
        assert mail.send_due() == 1
    assert len(postbox.mails) == 1


def test_after_the_last_attempt_a_mail_is_given_up_and_the_check_says_so(settings: Settings) -> None:
    settings.SMTP_URL = "smtp://127.0.0.1:9?tls=none"
    queued()
    now = clock.now()
    for day in range(mail.ATTEMPTS + 3):
        with clock.frozen(now + timedelta(days=3 * day)):
            mail.send_due()
    with principals.entering(principals.SYSTEM):
        assert row().attempts == mail.ATTEMPTS
    assert list(upkeep.check_mail()) == [
        "1 mails could not be delivered: look at SCHARNIER_SMTP_URL and the log of the worker"
    ]


def test_neither_log_nor_reason_names_the_address(postbox: Postbox, caplog: pytest.LogCaptureFixture) -> None:
    queued()
    postbox.refuse = True
    with caplog.at_level(logging.DEBUG, logger="scharnier"):
        mail.send_due()
    told = [(record.getMessage(), record.__dict__.get("data")) for record in caplog.records]
    assert "mail not sent" in str(told)
    with principals.entering(principals.SYSTEM):
        assert TO not in str(told) + row().failed


def test_only_the_system_reads_the_outbox() -> None:
    queued()
    for principal in (principals.PUBLIC, principals.SIGNIN):
        with principals.entering(principal):
            assert not OutboxMail.objects.exists()


def test_an_address_of_two_lines_is_refused() -> None:
    with principals.entering(principals.PUBLIC), pytest.raises(ValueError, match="one line"):
        mail.queue("a@example.org\nBcc: b@example.org", "Einladung", "…")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example.org", mail.Smtp("mail.example.org", 587, "", "", "starttls")),
        ("smtp://u:p%40ss@mail.example.org:25?tls=none", mail.Smtp("mail.example.org", 25, "u", "p@ss", "none")),
        ("smtps://mail.example.org", mail.Smtp("mail.example.org", 465, "", "", "tls")),
    ],
)
def test_the_address_of_a_server_is_read(url: str, expected: mail.Smtp) -> None:
    assert mail.parse_smtp_url(url) == expected


@pytest.mark.parametrize("url", ["mail.example.org", "http://mail.example.org", "smtp://", "smtp://a?tls=perhaps"])
def test_what_is_no_address_of_a_server_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="SCHARNIER_SMTP_URL must look like"):
        mail.parse_smtp_url(url)


def test_an_unreadable_address_of_the_server_keeps_the_mail_and_the_check_says_so(settings: Settings) -> None:
    settings.SMTP_URL = "mail.example.org"
    queued()
    assert mail.send_due() == 0
    with principals.entering(principals.SYSTEM):
        assert row().to == TO
    assert any("SCHARNIER_SMTP_URL must look like" in problem for problem in upkeep.check_mail())


def test_sent_mails_are_forgotten_after_a_month(files: Path) -> None:
    queued()
    mail.send_due()
    with principals.entering(principals.SYSTEM):
        assert mail.forget_sent() == 0
    with clock.frozen(clock.now() + timedelta(days=31)), principals.entering(principals.SYSTEM):
        assert mail.forget_sent() == 1
