# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The steps that prepare a home, each in a process of its own so that the serving process stays small.

`python -m scharnier.config.steps NAME` runs one. A stamp in the home says which code and which migrations were last
prepared; when nothing changed, a start skips them all.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from scharnier import __version__
from scharnier.config import database, storage
from scharnier.config import environment as env
from scharnier.config.embedded import die_with_parent
from scharnier.config.environment import EnvironmentFault

PACKAGE = Path(__file__).resolve().parent.parent
MIGRATION_LOCK = 0x5C4A
DEMO_LOADER = "scharnier.config.demo:load"


def code_fingerprint() -> str:
    """Changes with every file of the package, the version of Python and the place of the installation."""
    digest = hashlib.sha256(f"{__version__}|{sys.version}|{PACKAGE}".encode())
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix not in (".pyc", ".mo") and path.is_file():
            found = path.stat()
            digest.update(f"{path.relative_to(PACKAGE)}|{found.st_size}|{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def prepare_unless_stamped(demo: bool, say: Callable[[str], None] = lambda line: None) -> bool:
    """Bring schema, static files and, with `demo`, the demo network up to date; True when something was done."""
    stamp_path = env.home() / storage.STAMP
    stamp = _read_stamp(stamp_path)
    code, applied = code_fingerprint(), database.applied_migrations()
    current = bool(applied) and stamp.get("code") == code and stamp.get("migrations") == applied
    if current and (stamp.get("demo") or not demo):
        return False
    if not current:
        say("Preparing the database …")
        compile_translations()
        database.prepare_owned_schema()
        # Packing the static files needs no database and takes as long as the migrations: both at once.
        # Two servers on one database migrate one after the other.
        with beside("static"), database.connect(owner=True) as connection:
            connection.execute("select pg_advisory_lock(%s)", [MIGRATION_LOCK])
            run_step("migrate", SCHARNIER_AS_OWNER="1")
            if applied and database.applied_migrations() != applied:
                run_step("projections")
    if demo:
        say("Loading the demo network …")
        run_step("demo", SCHARNIER_DEMO="1")
    unfinished = stamp_path.with_suffix(".new")
    kept = {
        "code": code,
        "migrations": database.applied_migrations(),
        "demo": demo or (bool(stamp.get("demo")) and bool(applied)),
    }
    unfinished.write_text(json.dumps(kept, indent=1), encoding="utf-8")
    unfinished.replace(stamp_path)
    return True


def compile_translations() -> None:
    """From django.po to django.mo where the catalogue is newer; an installed package brings them compiled."""
    import polib

    for source in PACKAGE.glob("*/locale/*/LC_MESSAGES/django.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            try:
                polib.pofile(str(source)).save_as_mofile(str(target))
            except OSError as error:
                raise EnvironmentFault(f"The translation {target} can't be written: {error.strerror}.") from None


def run_step(name: str, **extra: str) -> None:
    """Run one step as a child that ends with us; its output goes to the end of logs/prepare.log."""
    with beside(name, **extra):
        pass


@contextmanager
def beside(name: str, **extra: str) -> Iterator[None]:
    """Run one step as a child while the body runs, and wait for it; it is ended when the body fails."""
    kept = env.home() / "logs" / "prepare.log"
    # Its own file, so that the last line is the step's own when two run at once.
    with tempfile.TemporaryFile() as log:
        child = subprocess.Popen(
            [sys.executable, "-m", "scharnier.config.steps", name],
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "scharnier.config.settings", **extra},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            preexec_fn=lambda: die_with_parent(signal.SIGKILL),
        )
        try:
            yield
            code = child.wait()
        except BaseException:
            child.terminate()
            child.wait(10)
            raise
        finally:
            log.seek(0)
            said = log.read()
            with kept.open("ab") as book:
                book.write(said)
    if code != 0:
        lines = said.decode("utf-8", errors="replace").strip().splitlines()
        reason = lines[-1] if lines else f"exit code {code}"
        raise EnvironmentFault(f"The step {name!r} failed: {reason} (see {kept})")


def _read_stamp(path: Path) -> dict[str, object]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=1, interactive=False, skip_checks=True)


def _static() -> None:
    from django.core.management import call_command

    # No page loads what django_htmx brings, five builds of htmx; packing them took longer than all of ours.
    call_command("collectstatic", verbosity=0, interactive=False, clear=True, ignore_patterns=["django_htmx"])


def _demo() -> None:
    module, function = DEMO_LOADER.split(":")
    getattr(import_module(module), function)()


def _projections() -> None:
    """After an upgrade: what earlier versions have projected otherwise than this one would.

    What a new version asks for that earlier ones did not know is worked out by the worker of the first start.
    """
    from scharnier.foundation import principals, projections, upkeep
    from scharnier.network.programmes import effects

    for carrier in upkeep.carriers():
        with principals.entering(principals.system(carrier)):
            projections.mend(carrier)
    effects.catch_up()


STEPS: dict[str, Callable[[], None]] = {
    "migrate": _migrate,
    "projections": _projections,
    "static": _static,
    "demo": _demo,
}


def main() -> None:
    import django

    django.setup()
    try:
        STEPS[sys.argv[1]]()
    except EnvironmentFault as fault:
        sys.exit(str(fault))


if __name__ == "__main__":
    main()
