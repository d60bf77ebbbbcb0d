# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A house left by every earlier release comes back, migrates and works; what it becomes survives a disaster."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from scharnier.config.embedded import Embedded
from tests.config.running import ROOT, new_home, run, serving, surroundings
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


# The last states in which the scan of a signed paper lay in the row of the paper.
SCANS_INSIDE = {"people": "0038_erasing", "casework": "0017_situations"}
AS_OWNER = {"DJANGO_SETTINGS_MODULE": "scharnier.config.settings", "SCHARNIER_AS_OWNER": "1"}
SCANS = {"people_consent": b"%PDF-1.4 unterschriebene Einwilligung", "casework_plansignature": b"\xff\xd8\xff Plan"}
READ = """
import hashlib
from scharnier.foundation import principals, upkeep
from scharnier.casework.plans.models import PlanSignature
from scharnier.people.consents.models import Consent
from scharnier.people.documents import serving
for carrier in upkeep.carriers():
    with principals.entering(principals.system(carrier)):
        for model in (Consent, PlanSignature):
            for row in model.objects.exclude(document=None).select_related("document"):
                paper = row.document
                names = ("person_id", "project_id", "created_at")
                same = all(getattr(paper, name) == getattr(row, name) for name in names)
                print("scan", model._meta.db_table, paper.size, hashlib.sha256(serving.whole(paper)).hexdigest(), same)
"""
EMPTY = {"uuid": "gen_random_uuid()", "date": "current_date", "timestamp with time zone": "now()", "boolean": "false"}
EMPTY |= {"jsonb": "'{}'", "ARRAY": "'{}'", "integer": "0", "bytea": "''"}


def _put(connection: psycopg.Connection[Any], table: str, facts: dict[str, str]) -> None:
    """A row by hand: what must be there and isn't said is empty. `facts` are SQL."""
    required = connection.execute(
        "select column_name, data_type from information_schema.columns where table_name = %s "
        "and is_nullable = 'NO' and column_default is null",
        [table],
    )
    values = {name: EMPTY.get(kind, "''") for name, kind in required.fetchall()} | facts
    names, given = ", ".join(values), ", ".join(values.values())
    connection.execute(f"insert into {table} ({names}) select {given} from casework_planrevision r limit 1".encode())


def _scans_inside(home: Path) -> None:
    """A consent and a signature under a plan whose scans lie in their rows, as before they became documents."""
    case = {"carrier_id": "r.carrier_id", "project_id": "r.project_id", "person_id": "r.person_id"}
    author = {"recorded_by_id": "r.author_id", "created_at": "now() - interval '9 days'"}
    consent = {"kind": "'consent'", "purpose": "'health'", "form": "'scan'", "wording": "'x'", "text_version": "'x'"}
    consent |= {
        "signed_by": "'Nour'",
        "given_on": "current_date",
        "owner_id": "r.author_id",
    }
    plan = {"revision_id": "r.id", "role": "'person'", "name": "'Nour'"}
    server = Embedded(home / "postgres")
    server.start()
    try:
        for room, state in SCANS_INSIDE.items():
            part = [sys.executable, "-m", "django", "migrate", room, state, "--verbosity", "0", "--skip-checks"]
            subprocess.run(part, check=True, cwd=ROOT, env=surroundings(home, **AS_OWNER), capture_output=True)
        with server.connect() as connection:
            connection.execute("set session_replication_role = replica")  # no principal, and nothing for the audit
            for table, facts in (("people_consent", consent), ("casework_plansignature", plan)):
                kind = "'application/pdf'" if table == "people_consent" else "'image/jpeg'"
                scan = {"scan": f"'\\x{SCANS[table].hex()}'", "scan_type": kind}
                _put(connection, table, {**case, **author, **facts, **scan})
    finally:
        server.stop()


def _scans_of(home: Path) -> list[str]:
    found = run(home, "manage", "shell", "-c", READ)
    assert found.returncode == 0, found.stderr
    return sorted(line for line in found.stdout.splitlines() if line.startswith("scan "))


@pytest.mark.parametrize("dump", DUMPS, ids=lambda path: path.name.removesuffix(".tar.xz"))
def test_who_migrates_by_hand_gets_agenda_timeline_and_search_corrected_too(dump: Path) -> None:
    with new_home() as home:
        backup = home.parent / "backup"
        with tarfile.open(dump) as archive:
            archive.extractall(backup, filter="data")
        assert run(home, "restore", str(backup)).returncode == 0
        _scans_inside(home)
        migrated = run(home, "manage", "migrate", "--verbosity", "0")
        assert migrated.returncode == 0, migrated.stderr
        told = run(home, "check").stdout
        assert "projections" not in told
        assert '"documents' not in told
        assert _scans_of(home) == sorted(
            f"scan {table} {len(scan)} {hashlib.sha256(scan).hexdigest()} True" for table, scan in SCANS.items()
        )
        # What this release asks for and that one did not know is worked out at the first start, once.
        assert _waiting(home).count("network.settings_of_the_day") == 1
