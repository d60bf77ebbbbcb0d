# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""``scharnier up``: prepares what is missing, then serves the pages and works the tasks until it is stopped.

The web server and the task worker are children that die with this process, however it ends; so does the embedded
database. Their output goes to the folder `logs` as JSON lines, and the terminal shows the address.
"""

from __future__ import annotations

import argparse
import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import IO

from scharnier.config import database, steps, storage, validate
from scharnier.config import environment as env
from scharnier.config.embedded import die_with_parent
from scharnier.config.environment import EnvironmentFault

READY_SECONDS = 60.0
STOP_SECONDS = 3.5
WORKER_RESTARTS = 5
SIGNINS_SHOWN = 24
LOG_LIMIT_BYTES = 20 * 1024 * 1024


class Stopped(Exception):
    """SIGINT, SIGTERM or SIGHUP arrived: a wish, not a fault."""


def run(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="scharnier up", description=__doc__.split(":")[0])
    parser.add_argument("--demo", action="store_true", help="with the invented demo network and its sign-ins")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    parser.add_argument("--port", type=_port, default=8000, help="port to listen on (default 8000; 0: any free one)")
    chosen = parser.parse_args(list(argv))
    started = time.monotonic()
    with _stop_signals():
        try:
            _serve(chosen.host, chosen.port, chosen.demo or env.flag("SCHARNIER_DEMO"), started)
        except Stopped:
            print("Stopped.", flush=True)
    return 0


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"{text!r} is no port")
    return int(text)


def _serve(host: str, port: int, demo: bool, started: float) -> None:
    validate.refuse_faulty_settings()
    with _listening(host, port) as listener:
        home = storage.prepare_home()
        address = f"http://{'localhost' if host in ('127.0.0.1', '::1') else host}:{listener.getsockname()[1]}"
        os.environ.setdefault("SCHARNIER_URL", address)
        os.environ["SCHARNIER_DEMO"] = "1" if demo else "0"
        with storage.alone(home), database.serving(exclusive=True):
            database.refuse_unsafe_role()
            steps.prepare_unless_stamped(demo, say=_say)
            storage.begin_counts(home)
            with _children(home, listener) as children:
                children.wait_until_ready(listener)
                _announce(home, address, demo, time.monotonic() - started)
                children.watch()


def _say(line: str) -> None:
    print(line, flush=True)


def _announce(home: Path, address: str, demo: bool, seconds: float) -> None:
    _say(f"Scharnier is ready at {address} after {seconds:.1f} s. Ctrl-C stops it. Data and logs: {home}")
    path = home / "demo-signins.json"
    if not demo:
        _hint(path)
        return
    if not path.exists():
        return
    rows = json.loads(path.read_text(encoding="utf-8"))
    shown, rest = rows[:SIGNINS_SHOWN], rows[SIGNINS_SHOWN:]
    width = max((len(row["email"]) for row in shown), default=0)
    _say("Demo sign-ins (they work in demo mode only):")
    for row in shown:
        _say(f"  {row['email']:<{width}}  {row['password']}  {row['role']}, {row['project']}")
    if rest:
        passwords = {row["password"] for row in rest}
        same = f" with the password {passwords.pop()}" if len(passwords) == 1 else ""
        _say(f"  … and {len(rest)} more{same}: {path}")


def _hint(signins: Path) -> None:
    """What somebody has to know who can't sign in: the demo's accounts are off, or there are none yet."""
    invite = "`scharnier manage invite_admin --carrier NAME --email ADDRESS` prints the link for an administrator."
    if signins.exists():
        _say(f"This home holds the demo network. Its sign-ins are off: they work with `scharnier up --demo`. {invite}")
        return
    with database.connect(owner=True) as connection:
        row = connection.execute("select exists (select from network_user)").fetchone()
    if row == (False,):
        _say(f"Nobody can sign in yet: {invite}")


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    """The socket is taken before anything is prepared, so a busy port leaves no trace."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
            listener.listen(128)
        except (OSError, UnicodeError) as error:
            reason = getattr(error, "strerror", None) or "not an address of this machine"
            raise EnvironmentFault(
                f"Can't listen on {host}:{port}: {reason}. Choose another --host or --port."
            ) from None
        yield listener


@contextmanager
def _stop_signals() -> Iterator[None]:
    def stop(number: int, frame: FrameType | None) -> None:
        for each in handled:
            signal.signal(each, signal.SIG_IGN)  # stopping takes seconds; a second Ctrl-C must not leave half of it
        raise Stopped

    handled = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, stop) for number in handled}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class Children:
    """The web server and the task worker."""

    def __init__(self, home: Path, listener: socket.socket) -> None:
        self.home = home
        self.listener = listener
        self.restarts = 0
        self.web = self._web()
        try:
            self.worker = self._worker()
        except BaseException:
            self.web.kill()
            raise

    def _web(self) -> subprocess.Popen[bytes]:
        number = self.listener.fileno()
        command = ["-m", "gunicorn", "--config", "python:scharnier.config.gunicorn", "--bind", f"fd://{number}"]
        return self._start("web", command, (number,), signal.SIGTERM)

    def _worker(self) -> subprocess.Popen[bytes]:
        # Tasks are idempotent and resumable: when this process dies without a word, the worker may as well.
        return self._start("worker", ["-m", "scharnier.config.worker"], (), signal.SIGKILL)

    def _start(
        self, name: str, command: list[str], descriptors: tuple[int, ...], orphaned: signal.Signals
    ) -> subprocess.Popen[bytes]:
        def before() -> None:
            die_with_parent(orphaned)
            os.setpgid(0, 0)  # Ctrl-C reaches only us, and we stop the children in order

        with _log_file(self.home / "logs" / f"{name}.log") as log:
            return subprocess.Popen(
                [sys.executable, *command],
                env={**os.environ, "DJANGO_SETTINGS_MODULE": "scharnier.config.settings"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=descriptors,
                preexec_fn=before,
            )

    def wait_until_ready(self, listener: socket.socket) -> None:
        host, port = listener.getsockname()[:2]
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  # not a bind address here
        url = f"http://{f'[{host}]' if ':' in host else host}:{port}/health/ready"
        until = time.monotonic() + READY_SECONDS
        reason = "no answer"
        while time.monotonic() < until:
            self._fail_if_ended()
            try:
                with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=10):
                    return
            except urllib.error.HTTPError as error:
                reason = error.read(500).decode("utf-8", "replace").strip()
            except OSError as error:
                reason = str(error)
            time.sleep(0.1)
        raise EnvironmentFault(f"The server did not become ready: {reason} (logs in {self.home / 'logs'}).")

    def watch(self) -> None:
        """Until a signal stops us. A worker that ends is started again a few times, the web server is not."""
        while True:
            select.select([], [], [], 0.5)
            if self.worker.poll() is not None and self.restarts < WORKER_RESTARTS:
                self.restarts += 1
                time.sleep(1)
                self.worker = self._worker()
            self._fail_if_ended()

    def _fail_if_ended(self) -> None:
        for name, child in (("web", self.web), ("worker", self.worker)):
            if child.poll() is not None:
                log = self.home / "logs" / f"{name}.log"
                raise EnvironmentFault(f"The {name} process ended with code {child.returncode} (see {log}).")

    def stop(self) -> None:
        """All within STOP_SECONDS: politely, then not."""
        for child in (self.web, self.worker):
            if child.poll() is None:
                child.terminate()
        until = time.monotonic() + STOP_SECONDS
        for child in (self.web, self.worker):
            with suppress(subprocess.TimeoutExpired):
                child.wait(max(0.0, until - time.monotonic()))
        for child in (self.web, self.worker):
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()


@contextmanager
def _children(home: Path, listener: socket.socket) -> Iterator[Children]:
    children = Children(home, listener)
    try:
        yield children
    finally:
        children.stop()


@contextmanager
def _log_file(path: Path) -> Iterator[IO[bytes] | None]:
    """The child's log, or our own terminal with SCHARNIER_LOGS=terminal (for systemd and containers)."""
    if os.environ.get("SCHARNIER_LOGS") == "terminal":
        yield None
        return
    if path.exists() and path.stat().st_size > LOG_LIMIT_BYTES:
        path.replace(path.with_suffix(".log.1"))
    with path.open("ab") as log:
        yield log
