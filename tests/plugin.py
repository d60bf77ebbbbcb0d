# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""One throw-away PostgreSQL for a test run, loaded with ``-p`` before Django's settings are read.

The controlling process starts the server (1 s). The first worker that needs a database migrates the one template, as
the owner; every worker clones it and works as the restricted role. A test that commits (`transaction=True`,
`live_server`) gets its worker's database replaced by a fresh clone afterwards, so reference data survives and nothing
has to be truncated.
"""

from __future__ import annotations

import atexit
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from psycopg import sql

from scharnier.config import environment as env
from scharnier.config.embedded import Embedded

if TYPE_CHECKING:
    import psycopg

ROOT = Path(__file__).resolve().parent.parent
FOLDER_VARIABLE = "SCHARNIER_TEST_FOLDER"
FAST_AND_UNSAFE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=100")


def _begin_run() -> None:
    """In the controlling process only; workers inherit the environment."""
    folder = Path(tempfile.mkdtemp(prefix="scharnier-test-"))
    folder.chmod(0o711)
    for variable in [key for key in os.environ if key.startswith(("SCHARNIER_", "DATABASE_"))]:
        del os.environ[variable]
    os.environ.update(
        {
            FOLDER_VARIABLE: str(folder),
            "SCHARNIER_HOME": str(folder / "home"),
            "SCHARNIER_TESTING": "1",
            "SCHARNIER_SECRET_KEY": "a-key-for-the-tests-that-protects-nothing-at-all",
            "DJANGO_SETTINGS_MODULE": "scharnier.config.settings",
            "DJANGO_ALLOW_ASYNC_UNSAFE": "true",  # playwright's synchronous interface runs an event loop in the thread
        }
    )
    (folder / "home").mkdir(mode=0o711)
    (folder / "home" / "static").mkdir()
    server = Embedded(env.embedded_root(), settings=FAST_AND_UNSAFE)
    kept = _kept_cluster()
    if kept.exists():
        subprocess.run(["cp", "-a", str(kept), str(server.root)], check=True)
        (folder / "template.done").touch()
    server.start()
    server.prepare()
    controller = os.getpid()

    def end_run() -> None:
        if os.getpid() == controller:
            if (folder / "template.done").exists() and not kept.exists():
                _drop_clones()
                server.stop()
                _keep_cluster(server.root, kept)
            server.stop()
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(end_run)


def _kept_cluster() -> Path:
    """Where a migrated cluster for exactly this schema lies between runs; migrating outlasts most test files."""
    digest = hashlib.sha256(f"{sys.version_info[:2]} {os.geteuid()}".encode())
    sources = [
        ROOT / "requirements-dev.lock",
        ROOT / "scharnier/foundation/models.py",
        ROOT / "scharnier/config/embedded.py",
    ]
    sources += sorted((ROOT / "scharnier").glob("*/migrations/*.*"))
    sources += sorted((ROOT / "scharnier").glob("*/records.py")) + sorted((ROOT / "scharnier").glob("*/locks.py"))
    for source in sources:
        if source.suffix != ".pyc":
            digest.update(str(source.relative_to(ROOT)).encode() + source.read_bytes())
    return Path(tempfile.gettempdir()) / f"scharnier-template-{digest.hexdigest()[:24]}"


def _drop_clones() -> None:
    with superuser() as connection:
        names = connection.execute("select datname from pg_database where datname like 'test\\_%'").fetchall()
        for (name,) in names:
            connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


def _keep_cluster(root: Path, kept: Path) -> None:
    """Copy first, then rename: another run never sees half a cluster. Clusters of two days ago go."""
    for old in kept.parent.glob("scharnier-template-*"):
        if time.time() - old.stat().st_mtime > 2 * 24 * 3600:
            shutil.rmtree(old, ignore_errors=True)
    half = kept.with_name(f"{kept.name}.{os.getpid()}")
    subprocess.run(["cp", "-a", str(root), str(half)], check=True)
    try:
        half.rename(kept)
    except OSError:
        shutil.rmtree(half, ignore_errors=True)


def superuser(database: str = "postgres") -> psycopg.Connection[tuple[Any, ...]]:
    """A connection that may do everything, by default to the server's own database."""
    return Embedded(env.embedded_root()).connect(database)


def migrate_template() -> None:
    """Bring the template (the database named in the settings) to the current schema, once in a run."""
    folder = Path(os.environ[FOLDER_VARIABLE])
    with (folder / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = folder / "template.done"
        if done.exists():
            return
        command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0", "--skip-checks"]
        run = subprocess.run(
            command,
            check=False,
            cwd=ROOT,
            env={**os.environ, "SCHARNIER_AS_OWNER": "1"},
            capture_output=True,
            text=True,
        )
        if run.returncode != 0:
            raise RuntimeError(f"The template could not be migrated:\n{run.stdout}{run.stderr}")
        done.touch()


def clone_template(name: str) -> None:
    """Replace the database `name` by a fresh copy of the template, whoever is connected to it."""
    with superuser() as connection:
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
        connection.execute(
            sql.SQL("create database {} template {} owner {} strategy file_copy").format(
                sql.Identifier(name), sql.Identifier(env.DATABASE_NAME), sql.Identifier(env.OWNER_ROLE)
            )
        )


def worker_database() -> str:
    return f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"


if FOLDER_VARIABLE not in os.environ:
    _begin_run()
