# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Settings, judged before the start, and the page that explains them."""

from __future__ import annotations

import re

import pytest

from scharnier.config import environment as env
from scharnier.config import validate
from scharnier.config.environment import EnvironmentFault
from tests.config.running import ROOT, new_home, run


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
        ("SCHARNIER_URL", "https://example.org:port"),
        ("SCHARNIER_URL", "https://somebody:secret@example.org"),
        ("SCHARNIER_URL", "https://two words.example.org"),
        ("SCHARNIER_HOSTS", "a.example.org,,b.example.org"),
        ("SCHARNIER_HOSTS", "https://a.example.org"),
        ("SCHARNIER_LOGS", "screen"),
        ("SCHARNIER_PG_SETTINGS", "shared_buffers"),
        ("SCHARNIER_PG_SETTINGS", "shared_buffers = 1GB"),
        ("SCHARNIER_SECRET_KEY", "short"),
        ("SCHARNIER_METRICS_TOKEN", "short"),
        ("SCHARNIER_METRICS_TOKEN", "two words that are long enough"),
        ("SCHARNIER_SMTP_URL", "mail.example.org:25"),
        ("SCHARNIER_SMTP_URL", "smtp://mail.example.org:many"),
        ("SCHARNIER_SMTP_URL", "smtp://mail.example.org?tls=maybe"),
        ("SCHARNIER_SMTP_URL", "smtp://mail.example.org/path"),
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
    assert {line.split()[0] for line in validate.problems()} == {name}
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


VARIABLE = re.compile(r"\b(?:SCHARNIER_[A-Z_]*[A-Z]|DATABASE_(?:OWNER_)?URL|PG_BIN|PG_RUN_AS)\b")


def test_the_page_explains_every_variable_that_the_code_reads_and_no_other() -> None:
    sources = [*(ROOT / "scharnier").rglob("*.py"), *(ROOT / "deploy").iterdir(), ROOT / "tests" / "plugin.py"]
    read = {name for path in sources for name in VARIABLE.findall(path.read_text(encoding="utf-8"))}
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    section = page.split("## Settings")[1].split("\n## ")[0]
    explained = {name for row in re.findall(r"^\| (.+?) \|", section, re.MULTILINE) for name in VARIABLE.findall(row)}
    explained |= set(VARIABLE.findall(section.rsplit("|", 1)[1]))
    assert read == set(validate.KNOWN)
    assert explained == set(validate.KNOWN)


def test_a_slip_in_a_name_is_told_with_what_was_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    assert validate.unknown() == []
    monkeypatch.setenv("SCHARNIER_WORKER", "4")
    monkeypatch.setenv("SCHARNIER_COFFEE", "black")
    assert validate.unknown() == [
        "SCHARNIER_COFFEE is no setting and does nothing.",
        "SCHARNIER_WORKER is no setting and does nothing: did you mean SCHARNIER_WORKERS?",
    ]


def test_a_command_warns_of_a_slip_and_refuses_a_fault_in_one_line() -> None:
    with new_home() as home:
        slip = run(home, "backup", str(home / "files" / "x"), more={"SCHARNIER_WORKER": "4"})
        assert slip.stderr.splitlines()[0].endswith("did you mean SCHARNIER_WORKERS?")
        wrong = run(home, "up", "--port", "0", more={"SCHARNIER_SMTP_URL": "mail.example.org"})
        assert (wrong.returncode, wrong.stderr.count("\n"), "SCHARNIER_SMTP_URL" in wrong.stderr) == (3, 1, True)
        assert not home.exists()
