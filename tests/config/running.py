# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The `scharnier` command as a process of its own, as this user or as an ordinary one."""

from __future__ import annotations

import fcntl
import os
import re
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from tests.plugin import FOLDER_VARIABLE

ROOT = Path(__file__).resolve().parent.parent.parent
NOBODY = 65534
READY = re.compile(r"ready at (http://\S+) after ([\d.]+) s")
PATIENCE = 150.0
# Root's interpreter may lie where others can't look; the ordinary user may look there, and nowhere write.
AS_NOBODY = (
    "setpriv",
    f"--reuid={NOBODY}",
    f"--regid={NOBODY}",
    "--clear-groups",
    "--inh-caps=+dac_read_search",
    "--ambient-caps=+dac_read_search",
)


def surroundings(home: Path, **more: str) -> dict[str, str]:
    """The environment without anything of the test run's own house."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("SCHARNIER_", "DATABASE_", "DJANGO_", "PYTEST_", "PG", "PYTHONDONTWRITE"))
    }
    # These homes don't have to survive a power cut; waiting for the disk is most of a first start.
    quick = {"SCHARNIER_PG_SETTINGS": "fsync=off full_page_writes=off"}
    return {**kept, **quick, "SCHARNIER_HOME": str(home), "HOME": str(home.parent), **more}


def command(*words: str, ordinary_user: bool = False) -> list[str]:
    as_user = list(AS_NOBODY) if ordinary_user and os.geteuid() == 0 else []
    return [*as_user, sys.executable, "-m", "scharnier", *words]


def run(
    home: Path, *words: str, ordinary_user: bool = False, more: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """A command that ends by itself."""
    return subprocess.run(
        command(*words, ordinary_user=ordinary_user),
        check=False,
        cwd=ROOT,
        env=surroundings(home, **(more or {})),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


@dataclass
class Serving:
    """A running `scharnier up`; `lines` is what it printed until it was ready."""

    process: subprocess.Popen[str]
    url: str
    seconds: float
    lines: list[str] = field(default_factory=list)

    def stop(self, number: signal.Signals = signal.SIGINT) -> float:
        """Seconds until everything has ended."""
        begun = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(30)
        return time.monotonic() - begun


@contextmanager
def serving(
    home: Path, *words: str, ordinary_user: bool = False, more: Mapping[str, str] | None = None
) -> Iterator[Serving]:
    process = subprocess.Popen(
        command("up", "--port", "0", *words, ordinary_user=ordinary_user),
        cwd=ROOT,
        env=surroundings(home, **(more or {})),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert process.stdout is not None
        lines: list[str] = []
        for line in _lines(process.stdout):
            lines.append(line)
            if match := READY.search(line):
                yield Serving(process, match[1], float(match[2]), lines)
                break
        else:
            raise AssertionError(f"scharnier up did not become ready: {lines} {_logs(home)}")
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(30)


def _lines(stream: IO[str]) -> Iterator[str]:
    """Lines as they come, until the end or until patience is over."""
    until = time.monotonic() + PATIENCE
    with selectors.DefaultSelector() as selector:
        selector.register(stream, selectors.EVENT_READ)
        while (left := until - time.monotonic()) > 0:
            if selector.select(left):
                line = stream.readline()
                if not line:
                    return
                yield line.rstrip()


def _logs(home: Path) -> str:
    return "\n".join(path.read_text(errors="replace")[-1500:] for path in home.glob("logs/*.log"))


@contextmanager
def new_home(ordinary_user: bool = False) -> Iterator[Path]:
    """A folder that does not exist yet, inside one that an ordinary user may enter (and owns, when asked)."""
    outside = Path(tempfile.mkdtemp(prefix="sch-"))
    outside.chmod(0o755)
    if ordinary_user and os.geteuid() == 0:
        os.chown(outside, NOBODY, NOBODY)
    try:
        yield outside / "home"
    finally:
        shutil.rmtree(outside, ignore_errors=True)


@contextmanager
def prepared_home() -> Iterator[Path]:
    """A home as the first start leaves it: made once in a run, copied for whoever does not test that start itself."""
    run_folder = Path(os.environ[FOLDER_VARIABLE])
    made = run_folder / "first-start"
    with (run_folder / "first-start.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            with new_home() as home:
                done = run(home, "manage", "migrate", "--verbosity", "0")
                assert done.returncode == 0, done.stderr
                half = made.with_name("first-start.half")
                subprocess.run(["cp", "-a", str(home), str(half)], check=True)
                half.rename(made)
    with new_home() as home:
        subprocess.run(["cp", "-a", str(made), str(home)], check=True)
        yield home


def processes_of(home: Path) -> list[int]:
    """Living processes that were started for this home, zombies left out."""
    wanted = f"SCHARNIER_HOME={home}".encode()
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            state = (entry / "stat").read_text(errors="replace").rsplit(")", 1)[1].split()[0]
            belongs = wanted in (entry / "environ").read_bytes().split(b"\0")
        except OSError:
            continue
        if belongs and state not in "ZX":
            found.append(int(entry.name))
    return found


def gone_within(home: Path, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while processes_of(home):
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True
