# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""``scharnier import travel-times``: minutes from postcode to postcode, which matching takes before kilometres.

The table is checked, kept as SCHARNIER_HOME/reference/travel-times.bin and used from then on, by a running server too.
A backup leaves it out: import it again. Deleting the file brings kilometres back.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from scharnier.config import environment as env
from scharnier.config.environment import CommandFault, EnvironmentFault
from scharnier.knowledge.matching import travel


def kept_at(home: Path) -> Path:
    """Where the imported table lies."""
    return home / "reference" / "travel-times.bin"


def run(argv: Sequence[str]) -> int:
    """Check and keep a table; prints one JSON line: `pairs` kept, from how many postcodes (`origins`), and rows that
    name a postcode nobody lives under (`left_out`)."""
    parser = argparse.ArgumentParser(
        prog="scharnier import travel-times",
        description="Take over minutes of travel between postcodes. FILE is CSV (comma, semicolon or tab) with the "
        "columns from, to and minutes (von, nach, Minuten); each row counts in its direction. Where a pair stands in "
        "the table matching compares minutes, elsewhere kilometres as the crow flies. An older table is replaced.",
    )
    parser.add_argument("file", metavar="FILE", type=Path)
    path: Path = parser.parse_args(argv).file
    try:
        table, left_out = travel.read(path)
    except OSError as problem:
        raise CommandFault(f"{path} can't be read: {problem.strerror}.") from None
    except travel.TravelTimesError as fault:
        for line in fault.problems[:-1]:
            print(f"scharnier: {path}: {line}", file=sys.stderr)
        raise CommandFault(f"{path}: {fault.problems[-1]}. Nothing was taken over.") from None
    _keep(travel.packed(table), kept_at(env.home()))
    print(json.dumps({"pairs": len(table.pairs), "origins": table.origins(), "left_out": left_out}))
    return 0


def _keep(content: bytes, target: Path) -> None:
    """Writes the table beside the old one and exchanges them in one step. Raises EnvironmentFault."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("wb", dir=target.parent, prefix=".new-", delete=False) as file:
            file.write(content)
        Path(file.name).chmod(0o644)
        Path(file.name).replace(target)
    except OSError as problem:
        raise EnvironmentFault(f"{target} can't be written: {problem.strerror}.") from None
