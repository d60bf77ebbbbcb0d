# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The locked dependencies, audited: always their hashes and known bad versions, and online the published advisories.

Where no source of advisories can be reached, this says so in its first word and judges by `tools/advisories.toml`, a
dated list kept in the tree.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
LOCKS = (ROOT / "requirements-dev.lock", ROOT / "tools" / "uv.lock.txt")
REVIEW_DAYS = 120
PINNED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?==([^\s;\\]+)")


def pinned_versions(lock: Path) -> tuple[dict[str, set[str]], list[str]]:
    """Versions by normalised name, and what is wrong with the file itself."""
    versions: dict[str, set[str]] = {}
    wrong: list[str] = []
    for block in re.split(r"\n(?=\S)", lock.read_text(encoding="utf-8")):
        first = block.splitlines()[0] if block.strip() else ""
        if not first or first.startswith("#"):
            continue
        match = PINNED.match(first)
        if match is None:
            wrong.append(f"{lock.name}: not pinned to a version: {first}")
            continue
        if "--hash=sha256:" not in block:
            wrong.append(f"{lock.name}: without hash: {first}")
        versions.setdefault(normal(match[1]), set()).add(match[2])
    return versions, wrong


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def declared_but_not_locked(versions: dict[str, set[str]]) -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    declared = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = {normal(re.split(r"[^A-Za-z0-9._-]", text, maxsplit=1)[0]) for text in declared}
    return [
        f"pyproject.toml names {name}, the lock file doesn't: run make lock" for name in sorted(names - set(versions))
    ]


def below_minimum(versions: dict[str, set[str]], minimum: dict[str, str]) -> list[str]:
    return [
        f"{name} {version} has known advisories; {minimum[name]} or newer is needed"
        for name, found in versions.items()
        for version in found
        if name in minimum and Version(version) < Version(minimum[name])
    ]


def published_advisories(ignored: set[str]) -> tuple[bool, list[str]]:
    """(whether a source answered, advisories that apply)."""
    command = [sys.executable, "-m", "pip_audit", "-r", str(LOCKS[0]), "--disable-pip", "--require-hashes"]
    try:
        done = subprocess.run(
            [*command, "--format", "json", "--progress-spinner", "off", "--timeout", "10"],
            check=False,
            capture_output=True,
            text=True,
            timeout=300,
        )
        dependencies = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError, subprocess.TimeoutExpired):
        return False, []
    judged = [entry for entry in dependencies if "vulns" in entry]
    found = [
        f"{entry['name']} {entry['version']}: {advisory['id']} (fixed in {advisory['fix_versions']})"
        for entry in judged
        for advisory in entry["vulns"]
        if not ignored & {advisory["id"], *advisory.get("aliases", [])}
    ]
    return len(judged) * 2 > len(dependencies), found


def main() -> int:
    known = tomllib.loads((ROOT / "tools" / "advisories.toml").read_text(encoding="utf-8"))
    today = date.today()  # noqa: DTZ011  # the day of a review, not of a record
    problems: list[str] = []
    versions: dict[str, set[str]] = {}
    for lock in LOCKS:
        found, wrong = pinned_versions(lock)
        problems += wrong
        for name, numbers in found.items():
            versions.setdefault(name, set()).update(numbers)
    problems += declared_but_not_locked(versions)
    problems += below_minimum(versions, known["minimum"])
    problems += [
        f"advisories.toml: {entry['id']} was ignored until {entry['until']}: decide again"
        for entry in known.get("ignored", [])
        if entry["until"] < today
    ]
    answered, advisories = published_advisories({entry["id"] for entry in known.get("ignored", [])})
    problems += advisories
    if not answered:
        reviewed = known["reviewed"]
        print(
            "NOT AUDITED ONLINE: no source of advisories can be reached from here. Judged by hashes and by the list of"
        )
        print(f"NOT AUDITED ONLINE: tools/advisories.toml, reviewed {reviewed} ({(today - reviewed).days} days ago).")
        if (today - reviewed).days > REVIEW_DAYS:
            print("WARNING: that review is old; run this check where the advisories can be reached.")
    print(
        f"{sum(map(len, versions.values()))} locked packages, all pinned and hashed."
        if not problems
        else "\n".join(problems)
    )
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
