# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A release, judged and prepared: `tools/release.py check` and `tools/release.py dump` (docs/releasing.md).

`dump` writes `tests/upgrade/VERSION.tar.xz`: the backup of a small invented network as this version leaves it. A test
of every later version brings it back and migrates it. `check` says what is missing before the tag is set.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
DUMPS = ROOT / "tests" / "upgrade"
LARGEST_BYTES = 400_000
PARTICIPANTS, SEED = 30, 11
# Within the scratch home: the network of the demo with few people in it, known as the demo, so that its sign-ins work.
FILL = f"""
import django
django.setup()
from django.conf import settings
from scharnier.config import demo
from scharnier.config.demo import signins
from scharnier.config.generating import build
from scharnier.foundation import upkeep
build.into_database({PARTICIPANTS}, {SEED}, password=signins.encoded(signins.password()), note="demo")
demo.load()
upkeep.seal_audit()
"""


def version() -> str:
    """The one place that says it: `scharnier/__init__.py`."""
    text = (ROOT / "scharnier" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "([^"]+)"$', text, re.MULTILINE)
    if found is None:
        sys.exit("release: scharnier/__init__.py names no version.")
    return found.group(1)


def problems(root: Path, wanted: str) -> Iterator[str]:
    """What keeps this tree from being released as that version, a line each."""
    if not re.fullmatch(r"\d+\.\d+\.\d+", wanted):
        yield f"{wanted} is no version of three numbers."
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    if "version" in project["project"]:
        yield "pyproject.toml says a version of its own: scharnier/__init__.py is the one place."
    public = yaml.safe_load((root / "publiccode.yml").read_text(encoding="utf-8"))
    if str(public["softwareVersion"]) != wanted:
        yield f"publiccode.yml says {public['softwareVersion']}, scharnier/__init__.py {wanted}."
    heading = re.search(rf"^## {re.escape(wanted)}, (.+)$", (root / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    if heading is None:
        yield f"CHANGELOG.md has no heading `## {wanted}, DAY`."
    elif not re.fullmatch(r"\d{4}-\d{2}-\d{2}", heading.group(1)):
        yield f"CHANGELOG.md calls {wanted} {heading.group(1)!r} instead of giving its day."
    elif str(public["releaseDate"]) != heading.group(1):
        yield f"publiccode.yml gives {public['releaseDate']} as the day, CHANGELOG.md {heading.group(1)}."
    dump = root / "tests" / "upgrade" / f"{wanted}.tar.xz"
    if not dump.is_file():
        yield f"{dump.relative_to(root)} is missing: run `python tools/release.py dump`."
    elif dump.stat().st_size > LARGEST_BYTES:
        yield f"{dump.relative_to(root)} is larger than {LARGEST_BYTES} bytes."


def of_git(root: Path, wanted: str) -> Iterator[str]:
    """What git has against a tag `vVERSION` here and now."""
    if _git(root, "status", "--porcelain", "--untracked-files=no"):
        yield "There are changes that are not committed."
    if _git(root, "tag", "--list", f"v{wanted}"):
        yield f"The tag v{wanted} exists already."


def _git(root: Path, *words: str) -> str:
    return subprocess.run(["git", *words], check=True, cwd=root, capture_output=True, text=True).stdout.strip()


def write_dump(target: Path) -> int:
    """Bytes of the archive; the backup in it was made by this tree's own `scharnier backup`."""
    with tempfile.TemporaryDirectory(prefix="scharnier-release-") as folder:
        Path(folder).chmod(0o711)
        home, backup = Path(folder) / "home", Path(folder) / "backup"
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("SCHARNIER_", "DATABASE_"))}
        surroundings = {
            **kept,
            "SCHARNIER_HOME": str(home),
            "SCHARNIER_DEMO": "1",
            "PYTHONPATH": str(ROOT),
            "DJANGO_SETTINGS_MODULE": "scharnier.config.settings",
        }
        for words in (
            ("manage", "migrate", "--verbosity", "0"),
            ("manage", "shell", "-c", FILL),
            ("backup", str(backup)),
        ):
            subprocess.run(
                [sys.executable, "-m", "scharnier", *words], check=True, cwd=ROOT, env=surroundings, stdout=sys.stderr
            )
        target.parent.mkdir(exist_ok=True)
        unfinished = target.with_suffix(".new")
        with tarfile.open(unfinished, "w:xz", preset=9) as archive:
            for path in sorted(backup.iterdir()):
                archive.add(path, arcname=path.name, filter=_anonymous)
        unfinished.replace(target)
    return target.stat().st_size


def _anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="release.py", description="Judge and prepare a release.")
    parser.add_argument("what", choices=("check", "dump"))
    chosen = parser.parse_args(argv)
    wanted = version()
    if chosen.what == "dump":
        size = write_dump(DUMPS / f"{wanted}.tar.xz")
        print(f"tests/upgrade/{wanted}.tar.xz: {size} bytes")
        return 0 if size <= LARGEST_BYTES else 1
    found = [*problems(ROOT, wanted), *of_git(ROOT, wanted)]
    for line in found:
        print(f"release: {line}")
    if not found:
        print(f"Ready: git tag -a v{wanted} -m 'Scharnier {wanted}'")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
