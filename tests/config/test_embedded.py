# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The embedded server: what it lets in, what it survives, what it refuses."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from scharnier.config import embedded
from scharnier.config import environment as env
from scharnier.config.embedded import Embedded
from scharnier.config.environment import EnvironmentFault
from tests.config.running import AS_NOBODY, ROOT, new_home, surroundings


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    with new_home() as folder:
        folder.mkdir(mode=0o711)
        monkeypatch.setenv("SCHARNIER_HOME", str(folder))
        yield folder


@pytest.fixture(scope="module")
def server() -> Iterator[Embedded]:
    """One running server for the tests that only ask it something."""
    with new_home() as folder:
        folder.mkdir(mode=0o711)
        started = Embedded(folder / "postgres", settings=("fsync=off",))
        assert started.start() == "started"
        started.prepare()
        yield started
        started.stop()


def test_the_application_role_has_no_special_rights(server: Embedded) -> None:
    with server.connect(user=env.APP_ROLE) as connection:
        row = connection.execute(
            "select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole from pg_roles where rolname = current_user"
        ).fetchone()
        assert row == (False, False, False, False)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("create table mine (id int)")


def test_what_the_owner_makes_the_application_may_use(server: Embedded) -> None:
    with server.connect(user=env.OWNER_ROLE) as connection:
        connection.execute("create table made (id int generated always as identity, word text)")
    with server.connect(user=env.APP_ROLE) as connection:
        connection.execute("insert into made (word) values ('a')")
        assert connection.execute("select word from made").fetchall() == [("a",)]
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("truncate made")


def test_it_has_the_extensions_and_can_be_prepared_twice(server: Embedded) -> None:
    server.prepare()
    with server.connect() as connection:
        names = {row[0] for row in connection.execute("select extname from pg_extension")}
    assert {"pg_trgm", "unaccent", "btree_gin", "btree_gist", "fuzzystrmatch"} <= names


def test_it_listens_on_no_network(server: Embedded) -> None:
    with server.connect() as connection:
        assert connection.execute("show listen_addresses").fetchone() == ("",)
    assert server.root.stat().st_mode & 0o777 == 0o700


def test_another_account_of_the_machine_is_not_let_in(server: Embedded) -> None:
    """Seen from the account that runs the server itself; an ordinary user can't become another one to try."""
    rules = (server.data / "pg_hba.conf").read_text().split()
    assert rules[:4] == ["local", "all", "all", "peer"]
    if os.geteuid() == 0:
        psql = [str(embedded.binaries() / "psql"), "-h", str(server.sockets), "-U", env.APP_ROLE, "-c", "select 1"]
        refused = subprocess.run([*AS_NOBODY, *psql, "scharnier"], check=False, capture_output=True, text=True)
        assert "Peer authentication failed" in refused.stderr


def test_a_second_command_attaches_and_does_not_stop_it(server: Embedded) -> None:
    second = Embedded(server.root)
    assert second.start() == "attached"
    second.stop()
    with server.connect() as connection:
        assert connection.execute("select 1").fetchone() == (1,)


def test_who_needs_a_server_of_its_own_waits_and_then_gives_up(
    server: Embedded, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "LOCK_SECONDS", 0.3)
    with pytest.raises(EnvironmentFault, match="Another command is using the database"):
        Embedded(server.root).start(exclusive=True)


def test_it_dies_with_the_process_that_started_it(home: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path; from scharnier.config.embedded import Embedded; "
        "server = Embedded(Path(sys.argv[1])); server.start(); print(server.process.pid, flush=True); time.sleep(60)"
    )
    root = home / "postgres"
    starter = subprocess.Popen(
        [sys.executable, "-c", program, str(root)], cwd=ROOT, env=surroundings(home), stdout=subprocess.PIPE, text=True
    )
    assert starter.stdout is not None
    assert int(starter.stdout.readline()) > 0
    os.kill(starter.pid, signal.SIGKILL)
    starter.wait(10)
    again = Embedded(root)
    assert again.start(exclusive=True) == "started"
    again.stop()


def test_a_killed_server_recovers_and_a_stale_lock_file_is_no_obstacle(home: Path) -> None:
    first = Embedded(home / "postgres")
    first.start()
    first.prepare()
    assert first.process is not None
    with first.connect(user=env.OWNER_ROLE) as connection:
        connection.execute("create table kept as select 1 as one")
    os.kill(first.process.pid, signal.SIGKILL)
    time.sleep(0.2)  # stays as a zombie: nobody has waited for it yet
    second = Embedded(home / "postgres")
    assert second.start() == "started"
    with second.connect(user=env.OWNER_ROLE) as connection:
        assert connection.execute("select one from kept").fetchone() == (1,)
    second.stop()
    first.process.wait(5)
    (home / "postgres" / "data" / "postmaster.pid").write_text(f"{os.getpid()}\n")  # a number used again
    third = Embedded(home / "postgres")
    assert third.start() == "started"
    third.stop()


def test_a_foreign_major_is_refused_and_nothing_changes(home: Path) -> None:
    data = home / "postgres" / "data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("12\n")
    with pytest.raises(EnvironmentFault, match=r"PostgreSQL 12.*Nothing was changed.*backup.*restore"):
        Embedded(home / "postgres").start()
    assert [path.name for path in data.iterdir()] == ["PG_VERSION"]


def test_a_start_interrupted_while_creating_the_cluster_begins_anew(home: Path) -> None:
    halfway = home / "postgres" / "data.new"
    halfway.mkdir(parents=True)
    (halfway / "PG_VERSION").write_text("18\n")
    server = Embedded(home / "postgres", settings=("fsync=off",))
    assert server.start() == "started"
    server.stop()
    assert not halfway.exists()


def test_a_long_path_gets_a_short_socket(home: Path) -> None:
    root = home / ("long-" * 20) / "postgres"
    server = Embedded(root, settings=("fsync=off",))
    assert server.start() == "started"
    with server.connect("postgres") as connection:
        assert connection.execute("select 1").fetchone() == (1,)
    server.stop()
    assert server.sockets.parent == Path("/tmp")
    server.sockets.rmdir()


def test_a_socket_folder_of_somebody_else_is_refused(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(env, "embedded_sockets", lambda root: Path("/etc" if os.geteuid() else "/tmp/nobody-made-this"))
    if os.geteuid() == 0:
        Path("/tmp/nobody-made-this").symlink_to("/etc")
    try:
        with pytest.raises(EnvironmentFault, match="belongs to another account"):
            Embedded(home / "postgres").start()
    finally:
        Path("/tmp/nobody-made-this").unlink(missing_ok=True)


def test_root_with_a_closed_home_gets_a_place_the_server_can_enter(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The installed programs lie in a closed home as well: they are copied to where the server can run them."""
    can_enter, installed = embedded._can_enter, embedded.binaries()
    monkeypatch.setattr(
        embedded, "_can_enter", lambda folder, account: folder != installed and can_enter(folder, account)
    )
    home.parent.chmod(0o700)
    root = embedded.choose_root()
    if os.geteuid() != 0:
        assert root == home / "postgres"
        return
    assert root.is_relative_to("/var/lib/scharnier")
    assert env.embedded_root() == root
    server = Embedded(root, settings=("fsync=off",))
    try:
        assert server.start() == "started"
        assert (root.parent / f"programs-{embedded.program_version(installed / 'postgres')}").is_dir()
        server.stop()
    finally:
        subprocess.run(["rm", "-r", str(root.parent)], check=True)


def test_a_wrong_folder_of_programs_is_named(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PG_BIN", str(home))
    with pytest.raises(EnvironmentFault, match="PG_BIN"):
        Embedded(home / "postgres").start()


def test_an_unknown_account_is_named(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setenv("PG_RUN_AS", "nobody-of-this-name")
    with pytest.raises(EnvironmentFault, match="PG_RUN_AS=nobody-of-this-name"):
        embedded.run_account()
