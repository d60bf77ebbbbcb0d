# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""``scharnier import occupations``: the official Klassifikation der Berufe beside our own everyday words.

The list is checked, kept as SCHARNIER_HOME/reference/occupations.csv and used from then on, by a running server too. A
backup leaves it out: it is public, and importing it again takes a second.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from scharnier.config import environment as env
from scharnier.config.environment import CommandFault, EnvironmentFault
from scharnier.knowledge import occupations


def kept_at(home: Path) -> Path:
    """Where the imported list lies."""
    return home / "reference" / "occupations.csv"


def run(argv: Sequence[str]) -> int:
    """Check and keep a list; prints one JSON line: `official` codes of five digits, those `with_words` of ours and
    `without_words`, and our codes that the list doesn't have (`unknown_codes`)."""
    parser = argparse.ArgumentParser(
        prog="scharnier import occupations",
        description="Take over the official list of occupations (Klassifikation der Berufe 2010, edition 2020). "
        "FILE is the workbook of the Federal Employment Agency or a CSV file, with the columns Schlüssel or code (one "
        "to five digits, leading zeros kept) and Titel or title. "
        "An older list is replaced.",
    )
    parser.add_argument("file", metavar="FILE", type=Path)
    path: Path = parser.parse_args(argv).file
    try:
        rows = occupations.load_official(path)
    except OSError as problem:
        raise CommandFault(f"{path} can't be read: {problem.strerror}.") from None
    except occupations.OfficialListError as fault:
        for line in fault.problems[:-1]:
            print(f"scharnier: {path}: {line}", file=sys.stderr)
        raise CommandFault(f"{path}: {fault.problems[-1]}. Nothing was taken over.") from None
    keep(rows, kept_at(env.home()))
    official = {row.code for row in rows if len(row.code) == occupations.DEPTH}
    ours = {row.code for row in occupations.own()}
    answer = {
        "official": len(official),
        "with_words": len(official & ours),
        "without_words": len(official - ours),
        "unknown_codes": sorted(ours - official),
    }
    print(json.dumps(answer))
    return 0


def keep(rows: Iterable[occupations.Official], target: Path) -> None:
    """Writes the list beside the old one and exchanges them in one step. Raises EnvironmentFault."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", newline="", dir=target.parent, prefix=".new-", delete=False
        ) as file:
            writer = csv.writer(file)
            writer.writerow(["code", "title"])
            writer.writerows((row.code, row.title) for row in rows)
        Path(file.name).chmod(0o644)
        Path(file.name).replace(target)
    except OSError as problem:
        raise EnvironmentFault(f"{target} can't be written: {problem.strerror}.") from None
