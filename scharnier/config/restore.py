# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""``scharnier restore``: a verified backup comes back whole, or what was there before stays.

The files are unpacked beside the old ones first. Then one transaction empties the schema, fills it, compares the
number of rows in every table with the manifest, and leaves a token. Only after its commit do the files change places.
A journal in the home names the token: whoever comes after an interruption finishes the change when the database has
the token, and clears away what was unpacked when it hasn't.
"""

from __future__ import annotations

import argparse
import json
import secrets
import shutil
import subprocess
import tarfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, cast

from psycopg import sql

from scharnier.config import backup, database, storage, validate
from scharnier.config import environment as env
from scharnier.config.backup import DUMP, FILES, HEADS, KEYS, SINGLE
from scharnier.config.embedded import schema_statements
from scharnier.config.environment import CommandFault, EnvironmentFault

PACKAGE = Path(__file__).resolve().parent.parent


def run_restore(argv: Sequence[str]) -> int:
    """Bring a backup back, into an empty home or, with `--replace`, over what is there; prints one JSON line."""
    parser = argparse.ArgumentParser(prog="scharnier restore", description="Database, files and keys from a folder.")
    parser.add_argument("folder", metavar="DIR", type=Path, help="a folder written by `scharnier backup`")
    parser.add_argument("--replace", action="store_true", help="replace the database and the files that are there")
    chosen = parser.parse_args(list(argv))
    folder = chosen.folder.absolute()
    validate.refuse_faulty_settings()
    manifest = backup.verified(folder)
    _refuse_newer(manifest)
    keys_before = {name for name in KEYS if (env.home() / name).exists()}
    home = storage.prepare_home(restoring=True)
    with storage.alone(home), database.serving(exclusive=True):
        database.refuse_unsafe_role()
        _refuse_while_served()
        if not chosen.replace and (database.has_schema() or any((home / "files").iterdir()) or keys_before):
            raise CommandFault(f"There is data in {home} or its database already: add --replace to overwrite it.")
        token = secrets.token_hex(16)
        _stage(folder, home, token)
        try:
            _load(folder, manifest, token)
        except BaseException:
            with suppress(EnvironmentFault):
                _settle(home)
            raise
        _settle(home)
    print(json.dumps({"folder": str(folder), "tables": len(manifest["rows"]), "made": manifest["made"]}))
    return 0


def settle_interrupted(home: Path, alone: bool) -> None:
    """For everybody who uses the database: finish or clear away a restore that was interrupted, if there is one.

    `alone` says that the caller holds the lock of the home already.
    """
    if not (home / storage.RESTORE_JOURNAL).exists():
        return
    if alone:
        _settle(home)
        return
    try:
        with storage.alone(home):
            _settle(home)
    except EnvironmentFault:
        raise EnvironmentFault(f"A restore is at work on {home}: wait until it has ended.") from None


def _refuse_newer(manifest: dict[str, Any]) -> None:
    """A schema that this code doesn't know can't be served by it; nobody can migrate backwards."""
    known = {f"{path.parent.parent.name}.{path.stem}" for path in PACKAGE.glob("*/migrations/*.py")}
    ours = {name.split(".")[0] for name in known}
    unknown = [name for name in manifest["migrations"] if name.split(".")[0] in ours and name not in known]
    if unknown:
        raise CommandFault(
            f"The backup was made by a newer Scharnier ({manifest.get('scharnier', 'unknown')}, {unknown[-1]}): "
            "restore it with that version. Nothing was restored."
        )


def _refuse_while_served() -> None:
    """On a server of somebody else's another machine may serve from the same database."""
    with database.connect(owner=True) as connection:
        query = (
            "select count(*) from pg_stat_activity where datname = current_database() "
            "and application_name like 'scharnier-%' and pid <> pg_backend_pid()"
        )
        busy = backup.one(connection, query)
    if busy:
        raise EnvironmentFault(f"Scharnier is still connected to the database ({busy} connections): stop it first.")


# ---------- files ----------


def _stage(folder: Path, home: Path, token: str) -> None:
    """Everything that isn't the database, complete, beside what is there; then the journal."""
    fresh = home / storage.RESTORED
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        fresh.mkdir(mode=0o700)
        with tarfile.open(folder / FILES) as archive:
            archive.extractall(fresh, filter="data")
        (fresh / "files").mkdir(mode=0o700, exist_ok=True)
        (fresh / "files").chmod(0o700)
        for name in SINGLE:
            if (folder / name).exists():
                shutil.copyfile(folder / name, fresh / name)
                (fresh / name).chmod(0o600)
        journal = home / storage.RESTORE_JOURNAL
        unfinished = journal.with_suffix(".new")
        unfinished.write_text(json.dumps({"token": token}), encoding="utf-8")
        unfinished.replace(journal)
    except (OSError, tarfile.TarError) as error:
        shutil.rmtree(fresh, ignore_errors=True)
        reason = getattr(error, "strerror", None) or str(error)
        raise EnvironmentFault(f"The files can't be unpacked in {home}: {reason}. Nothing was restored.") from None


def _settle(home: Path) -> None:
    """After the transaction: the unpacked files take their places if it was committed, and go if it wasn't."""
    journal, fresh = home / storage.RESTORE_JOURNAL, home / storage.RESTORED
    token = json.loads(journal.read_text(encoding="utf-8"))["token"]
    with database.connect(owner=True) as connection:
        came = backup.one(connection, "select obj_description('public'::regnamespace, 'pg_namespace')") == _mark(token)
    if came:
        if (fresh / "files").exists():
            shutil.rmtree(home / "files", ignore_errors=True)
            (fresh / "files").rename(home / "files")
        if (fresh / HEADS).exists() and (home / HEADS).exists():
            (home / HEADS).rename(home / f"audit-heads-before-{datetime.now(UTC):%Y%m%dT%H%M%S}.jsonl")
        for name in SINGLE:
            if (fresh / name).exists():
                (fresh / name).replace(home / name)
        (home / storage.STAMP).unlink(missing_ok=True)
    shutil.rmtree(fresh, ignore_errors=True)
    journal.unlink()


# ---------- the database ----------


def _load(folder: Path, manifest: dict[str, Any], token: str) -> None:
    """All or nothing: the script begins and commits, so that a psql whose input ends too early commits nothing.

    Programs newer than the server set one parameter that servers before 17 don't know: left out.
    """
    script = [str(backup.program("pg_restore")), "--schema=public", "--no-comments", "--file=-", str(folder / DUMP)]
    options = ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1"]
    with (
        subprocess.Popen(script, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as source,
        subprocess.Popen(
            [str(backup.program("psql")), *options, f"--dbname={env.database(owner=True).name}"],
            env={**backup.surroundings(), "PGAPPNAME": "restore"},
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        ) as target,
    ):
        with suppress(BrokenPipeError):
            _feed(cast("IO[bytes]", source.stdout), cast("IO[bytes]", target.stdin), source, manifest, token)
        said = target.communicate()[1].decode("utf-8", "replace")
    if source.returncode or target.returncode:
        backup.fail("psql", said or "the dump ended early")


def _feed(
    lines: IO[bytes], target: IO[bytes], source: subprocess.Popen[bytes], manifest: dict[str, Any], token: str
) -> None:
    emptying = ("set client_min_messages = warning", "drop schema public cascade", "create schema public")
    for statement in ("begin", *emptying, *schema_statements(env.database().user)):
        target.write(f"{statement};\n".encode())
    head = True
    for line in lines:
        head = head and not line.startswith(b"CREATE ")
        if not (head and line.startswith(b"SET transaction_timeout")):
            target.write(line)
    if source.wait():
        target.write(b"do $$ begin raise exception 'the dump ended early'; end $$;\n")
    for statement in (*_comparison(manifest["rows"]), f"comment on schema public is '{_mark(token)}'", "commit"):
        target.write(f"{statement};\n".encode())


def _comparison(rows: dict[str, int]) -> Iterator[str]:
    """Statements that fail when a table has another number of rows than the manifest says."""
    yield "set search_path = public"
    for name, count in rows.items():
        found = sql.SQL("(select count(*) from {}) <> {}").format(sql.Identifier("public", name), count).as_string(None)
        yield f"do $$ begin if {found} then raise exception 'other numbers of rows than in the backup'; end if; end $$"


def _mark(token: str) -> str:
    return f"restored {token}"
