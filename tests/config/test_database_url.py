# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A PostgreSQL of somebody else's: Debian's version 15, reached by DATABASE_URL."""

from __future__ import annotations

import json
import os
import shutil
import socket
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest

from scharnier.config import environment as env
from scharnier.config.embedded import Embedded
from tests.config.running import gone_within, new_home, run, serving

PROGRAMS = Path(os.environ.get("SCHARNIER_TEST_PG_BIN", "/usr/lib/postgresql/15/bin"))


@dataclass
class Elsewhere:
    """The server and how a home reaches it."""

    server: Embedded
    home: Path

    def address(self, role: str, name: str = env.DATABASE_NAME) -> str:
        return f"postgresql://{role}@/{name}?host={quote(str(self.server.sockets), safe='')}&port=5432"

    def reached(self, role: str = env.APP_ROLE, owner: str = env.OWNER_ROLE) -> Mapping[str, str]:
        return {"DATABASE_URL": self.address(role), "DATABASE_OWNER_URL": self.address(owner)}


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[Elsewhere]:
    """Two empty roles and an empty database, as an administrator would hand them over."""
    assert PROGRAMS.is_dir(), "PostgreSQL 15 is missing: `make test` installs it as root."
    with new_home() as home, pytest.MonkeyPatch.context() as patch:
        patch.setenv("PG_BIN", str(PROGRAMS))
        server = Embedded(home.parent / "pg15", settings=("fsync=off",))
        server.start()
        patch.delenv("PG_BIN")
        with server.connect("postgres") as connection:
            connection.execute("create role scharnier_owner login")
            connection.execute("create role scharnier_app login")
            connection.execute("create database scharnier owner scharnier_owner encoding 'UTF8'")
        with server.connect() as connection:
            connection.execute("alter schema public owner to scharnier_owner")
        yield Elsewhere(server, home)
        server.stop()


@pytest.fixture(scope="module")
def prepared(elsewhere: Elsewhere) -> Elsewhere:
    """The same after the first start, which brings the schema."""
    with (
        serving(elsewhere.home, more=elsewhere.reached()) as house,
        urllib.request.urlopen(f"{house.url}/health/ready", timeout=10) as response,
    ):
        assert response.read() == b"ready\n"
    assert gone_within(elsewhere.home, 5)
    assert not (elsewhere.home / "postgres").exists()
    return elsewhere


def test_the_first_start_brings_the_schema_and_serves(prepared: Elsewhere) -> None:
    with prepared.server.connect() as connection:
        assert str(connection.info.server_version).startswith("15")
        row = connection.execute("select count(*) from django_migrations").fetchone()
        assert row is not None
        assert row[0] > 40


def test_commands_work_there_too(prepared: Elsewhere) -> None:
    done = run(prepared.home, "check", more=prepared.reached())
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("rights", "named"),
    [("superuser", "a superuser"), ("bypassrls", "a role with BYPASSRLS"), ("createrole", "a role with CREATEROLE")],
)
def test_a_role_for_which_row_level_security_does_not_hold_is_refused(
    rights: str, named: str, prepared: Elsewhere
) -> None:
    with prepared.server.connect("postgres") as connection:
        connection.execute(f"alter role scharnier_app {rights}")
        try:
            done = run(prepared.home, "up", "--port", "0", more=prepared.reached())
        finally:
            connection.execute(f"alter role scharnier_app no{rights}")
    assert done.returncode == 3
    assert named in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_owner_of_the_tables_is_refused(prepared: Elsewhere) -> None:
    done = run(prepared.home, "up", "--port", "0", more=prepared.reached(role=env.OWNER_ROLE))
    assert done.returncode == 3
    assert "the owner of tables" in done.stderr


def test_a_member_of_the_owner_is_refused(prepared: Elsewhere) -> None:
    with prepared.server.connect("postgres") as connection:
        connection.execute("grant scharnier_owner to scharnier_app")
        try:
            done = run(prepared.home, "up", "--port", "0", more=prepared.reached())
        finally:
            connection.execute("revoke scharnier_owner from scharnier_app")
    assert done.returncode == 3
    assert "a member of the owner" in done.stderr


def test_an_unreachable_database_is_one_line_without_the_password(prepared: Elsewhere) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"postgresql://scharnier_app:geheim@127.0.0.1:{taken.getsockname()[1]}/scharnier"
        done = run(prepared.home, "up", "--port", "0", more={"DATABASE_URL": address, "DATABASE_OWNER_URL": address})
    assert done.returncode == 3
    assert "can't be reached (DATABASE_OWNER_URL)" in done.stderr
    assert "geheim" not in done.stdout + done.stderr
    assert done.stderr.count("\n") == 1


def test_a_database_that_another_home_serves_from_is_not_overwritten(prepared: Elsewhere, tmp_path: Path) -> None:
    folder = tmp_path / "served"
    assert run(prepared.home, "backup", str(folder), more=prepared.reached()).returncode == 0
    with new_home() as other, serving(prepared.home, more=prepared.reached()):
        refused = run(other, "restore", str(folder), "--replace", more=prepared.reached())
    assert (refused.returncode, "still connected to the database" in refused.stderr) == (3, True)


def test_a_backup_is_restored_into_the_same_server(prepared: Elsewhere, tmp_path: Path) -> None:
    folder = tmp_path / "backup"
    made = run(prepared.home, "backup", str(folder), more=prepared.reached())
    assert made.returncode == 0, made.stderr
    assert json.loads(made.stdout)["tables"] > 20
    refused = run(prepared.home, "restore", str(folder), more=prepared.reached())
    assert (refused.returncode, "--replace" in refused.stderr) == (1, True)
    with prepared.server.connect() as connection:
        connection.execute("delete from django_migrations where name = '0001_initial'")
    done = run(prepared.home, "restore", str(folder), "--replace", more=prepared.reached())
    assert done.returncode == 0, done.stderr
    with prepared.server.connect() as connection:
        row = connection.execute("select count(*) > 5 from django_migrations where name = '0001_initial'").fetchone()
        assert row == (True,)
    assert run(prepared.home, "check", more=prepared.reached()).returncode == 0


def test_a_dump_of_15_moves_into_the_embedded_server(prepared: Elsewhere, tmp_path: Path) -> None:
    folder = tmp_path / "backup"
    assert run(prepared.home, "backup", str(folder), more=prepared.reached()).returncode == 0
    with new_home() as home:
        done = run(home, "restore", str(folder))
        assert done.returncode == 0, done.stderr
        assert run(home, "check").returncode == 0
        shutil.rmtree(folder)
