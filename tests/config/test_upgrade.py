# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A house left by every earlier release comes back, migrates and works; what it becomes survives a disaster."""

from __future__ import annotations

import json
import re
import shutil
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from scharnier.config.embedded import Embedded
from tests.config.running import ROOT, new_home, run, serving
from tests.config.visiting import Visitor, demo_password

DUMPS = sorted((ROOT / "tests" / "upgrade").glob("*.tar.xz"))
WORKER = "caseworker.dresden@example.org"


@dataclass
class Upgraded:
    """A home of an earlier release after its first start with today's code."""

    home: Path
    before: dict[str, Any]
    pages: dict[str, tuple[int, str]]


@pytest.fixture(scope="module", params=DUMPS, ids=lambda path: path.name.removesuffix(".tar.xz"))
def upgraded(request: pytest.FixtureRequest) -> Iterator[Upgraded]:
    """As docs/operations.md says: the backup of the earlier release is restored, the start migrates it."""
    with new_home() as home:
        backup = home.parent / "backup"
        with tarfile.open(request.param) as archive:
            archive.extractall(backup, filter="data")
        restored = run(home, "restore", str(backup))
        assert restored.returncode == 0, restored.stderr
        with serving(home, "--demo") as house:
            pages = _walk(Visitor(house.url), demo_password(home, WORKER))
        yield Upgraded(home, json.loads((backup / "manifest.json").read_text()), pages)


def _walk(visitor: Visitor, password: str) -> dict[str, tuple[int, str]]:
    """The main pages as somebody with cases sees them: by name (status, text)."""
    pages = {"today": (200, visitor.sign_in(WORKER, password)), "caseload": visitor.get("/desk/faelle/")}
    person = re.search(r'href="(/desk/personen/[0-9a-f-]{36}/)"', pages["caseload"][1])
    assert person is not None, pages["caseload"][1][:2000]
    for name, path in (("file", ""), ("plan", "plan/"), ("contacts", "gespraeche/")):
        pages[name] = visitor.get(f"{person.group(1)}{path}")
    return pages


def _rows(home: Path) -> dict[str, tuple[int, str]]:
    """Number and digest of the rows of every table, as the superuser sees them."""
    server = Embedded(home / "postgres")
    server.start()
    try:
        with server.connect() as connection:
            names = [
                row[0]
                for row in connection.execute(
                    "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'"
                )
            ]
            return {name: _digest(connection, name) for name in names}
    finally:
        server.stop()


def _waiting(home: Path) -> list[str]:
    """Names of the tasks that wait for a worker."""
    server = Embedded(home / "postgres")
    server.start()
    try:
        with server.connect() as connection:
            rows = connection.execute("select task_name from procrastinate_jobs where status = 'todo'")
            return [row[0] for row in rows]
    finally:
        server.stop()


def _digest(connection: psycopg.Connection[Any], name: str) -> tuple[int, str]:
    query = f"select count(*), coalesce(md5(string_agg(t::text, chr(10) order by t::text)), '') from \"{name}\" t"
    row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return int(row[0]), str(row[1])


def test_every_release_left_a_dump_and_it_is_small() -> None:
    assert DUMPS
    assert all(path.stat().st_size < 400_000 for path in DUMPS)


def test_the_main_pages_open_after_the_upgrade(upgraded: Upgraded) -> None:
    assert {name: status for name, (status, _) in upgraded.pages.items()} == dict.fromkeys(upgraded.pages, 200)
    assert "Heute" in upgraded.pages["today"][1]
    assert "Integrationsvereinbarung" in upgraded.pages["plan"][1]


def test_nobody_was_lost_on_the_way(upgraded: Upgraded) -> None:
    kept = ("people_person", "people_enrolment", "casework_contact", "casework_planrevision", "network_user")
    now = _rows(upgraded.home)
    assert {name: now[name][0] for name in kept} == {name: upgraded.before["rows"][name] for name in kept}
    assert upgraded.before["rows"]["people_person"] == 30


def test_the_check_finds_nothing_after_the_upgrade(upgraded: Upgraded) -> None:
    done = run(upgraded.home, "check", more={"SCHARNIER_DEMO": "1"})
    wrong = [line for line in done.stdout.splitlines() if '"check": "due ' not in line]
    assert (done.returncode, wrong) == (0, [])


def test_backup_destruction_and_restore_bring_the_same_house_back(upgraded: Upgraded) -> None:
    home, backup = upgraded.home, upgraded.home.parent / "rehearsal"
    before = _rows(home)
    heads = (home / "audit-heads.jsonl").read_text()
    made = run(home, "backup", str(backup))
    assert made.returncode == 0, made.stderr
    shutil.rmtree(home)
    done = run(home, "restore", str(backup))
    assert done.returncode == 0, done.stderr
    assert _rows(home) == before
    assert (home / "audit-heads.jsonl").read_text() == heads
    verified = run(home, "check", more={"SCHARNIER_DEMO": "1"})
    assert (verified.returncode, verified.stdout) == (0, "")
    with serving(home, "--demo") as house:
        pages = _walk(Visitor(house.url), demo_password(home, WORKER))
    assert {status for status, _ in pages.values()} == {200}


@pytest.mark.parametrize("dump", DUMPS, ids=lambda path: path.name.removesuffix(".tar.xz"))
def test_who_migrates_by_hand_gets_agenda_timeline_and_search_corrected_too(dump: Path) -> None:
    with new_home() as home:
        backup = home.parent / "backup"
        with tarfile.open(dump) as archive:
            archive.extractall(backup, filter="data")
        assert run(home, "restore", str(backup)).returncode == 0
        migrated = run(home, "manage", "migrate", "--verbosity", "0")
        assert migrated.returncode == 0, migrated.stderr
        assert "projections" not in run(home, "check").stdout
        # What this release asks for and that one did not know is worked out at the first start, once.
        assert _waiting(home).count("network.settings_of_the_day") == 1
