# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The folder for all data: made, checked and given its keys before anything else is touched."""

from __future__ import annotations

import base64
import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scharnier.config import environment as env
from scharnier.config.environment import EnvironmentFault

FOLDERS = ("files", "logs", "static")
SECRET_KEY = "secret.key"  # noqa: S105  # the name of a file
AUDIENCE_KEY = "audience.key"
STAMP = "prepared.json"
COUNTS_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"  # the library's own name; it reads it when it is imported
RESTORE_JOURNAL, RESTORED = "restore.json", "files.restoring"


def prepare_home(restoring: bool = False) -> Path:
    """Create the home with its folders and keys (a restore brings keys of its own); EnvironmentFault when it can't."""
    home = env.home()
    try:
        if not home.exists():
            home.mkdir(parents=True)
            # Root's embedded server runs as another account, which has to pass through on the way to its own folder.
            home.chmod(0o711 if os.geteuid() == 0 else 0o700)
        probe = home / f".probe-{os.getpid()}"
        probe.touch()
        probe.unlink()
        for name in FOLDERS:
            (home / name).mkdir(mode=0o700, exist_ok=True)
        if restoring:
            return home
        _write_key(home / SECRET_KEY, secrets.token_urlsafe(64))
        if not (home / AUDIENCE_KEY).exists() and (home / STAMP).exists():
            raise EnvironmentFault(
                f"{home / AUDIENCE_KEY} is missing, and confidential texts can't be read without it: "
                "bring the file back from the backup."
            )
        _write_key(home / AUDIENCE_KEY, base64.urlsafe_b64encode(secrets.token_bytes(32)).decode("ascii"))
    except OSError as error:
        raise EnvironmentFault(f"SCHARNIER_HOME={home} can't be written: {error.strerror}.") from None
    return home


def _write_key(path: Path, value: str) -> None:
    """Only when there is none; complete or not at all, readable by its owner alone."""
    if path.exists():
        return
    unfinished = path.with_name(f".{path.name}-{os.getpid()}")
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(f"{value}\n")
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(path)


def begin_counts(home: Path) -> None:
    """Before the web server's processes start: an empty folder for what they count (`config/metrics.py`)."""
    folder = home / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    os.environ[COUNTS_VARIABLE] = str(folder)


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """At most one serving process on a home, and no restore beside it."""
    with (home / "up.lock").open("a", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise EnvironmentFault(f"Scharnier is already running on {home}: stop it first.") from None
        yield
