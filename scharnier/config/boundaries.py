# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""``scharnier import boundaries``: which postcode lies in which district, from official boundaries.

What is kept is a table, SCHARNIER_HOME/reference/districts.json, used from then on, by a running server too; the
boundaries themselves aren't needed again. A backup leaves it out: it is public, and importing it again takes a second.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from scharnier.config import environment as env
from scharnier.config.environment import CommandFault, EnvironmentFault
from scharnier.foundation import clock
from scharnier.knowledge import boundaries, districts, postcodes

LONGEST_SOURCE = 300


def kept_at(home: Path) -> Path:
    """Where the table lies."""
    return home / "reference" / "districts.json"


def run(argv: Sequence[str]) -> int:
    """Check the boundaries and keep the table; prints one JSON line: `districts` and `postcodes` that were placed,
    those `near` (middle just outside, nearest district taken), `unplaced`, and our keys that the file doesn't have."""
    wanted = _parser().parse_args(argv)
    path: Path = wanted.file
    try:
        found = boundaries.read(path)
    except OSError as problem:
        raise CommandFault(f"{path} can't be read: {problem.strerror}.") from None
    except boundaries.BoundariesError as fault:
        for line in fault.problems[:-1]:
            print(f"scharnier: {path}: {line}", file=sys.stderr)
        raise CommandFault(f"{path}: {fault.problems[-1]}. Nothing was taken over.") from None
    source = _source(path, wanted.source or found.source)
    as_of = _as_of(path, wanted.as_of or found.as_of)
    placed = boundaries.place(found.districts, postcodes.every())
    if not placed:
        raise CommandFault(f"{path}: no postcode lies in these boundaries. Nothing was taken over.")
    kept = districts.gathered(found.districts, placed, source, as_of)
    keep(kept, kept_at(env.home()))
    covered = {each.code[:2] for each in kept.districts}
    codes = {each.code for each in kept.districts}
    answer = {
        "districts": len(kept.districts),
        "postcodes": len(placed),
        "near": sorted(kept.near),
        "unplaced": len(postcodes.every()) - len(placed),
        "unknown_keys": sorted(code for code in districts.own() if code[:2] in covered and code not in codes),
        "as_of": as_of.isoformat(),
        "source": source,
    }
    print(json.dumps(answer, ensure_ascii=False))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="scharnier import boundaries",
        description="Take over official boundaries of districts, so that lists of cases can be narrowed to a district. "
        "FILE is GeoJSON in WGS 84 with one feature a district and the properties ARS or AGS, GEN and BEZ, such as the "
        "layer of districts in VG5000 or VG250 of the Bundesamt für Kartographie und Geodäsie. An older table is "
        "replaced.",
    )
    parser.add_argument("file", metavar="FILE", type=Path)
    parser.add_argument(
        "--source",
        metavar="TEXT",
        default="",
        help="whom to name beside what comes from these boundaries, as the licence asks for it, such as "
        "'© BKG (2026) dl-de/by-2-0, data changed'; without it, the attribution in the file",
    )
    parser.add_argument(
        "--as-of",
        metavar="DATE",
        type=_date,
        help="the day of these boundaries, such as 2026-01-01; else as_of in FILE",
    )
    return parser


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write 2026-01-01") from None


def _source(path: Path, text: str) -> str:
    source = " ".join(text.split())
    if not source:
        raise CommandFault(f"{path} doesn't say whose it is: give --source. Nothing was taken over.")
    if len(source) > LONGEST_SOURCE:
        raise CommandFault(f"The source may have {LONGEST_SOURCE} letters. Nothing was taken over.")
    return source


def _as_of(path: Path, day: date | None) -> date:
    if day is None:
        raise CommandFault(f"{path} doesn't say of which day it is: give --as-of. Nothing was taken over.")
    if day > clock.today():
        raise CommandFault(f"These boundaries can't be of {day}, which is still to come. Nothing was taken over.")
    return day


def keep(kept: districts.Imported, target: Path) -> None:
    """Writes the table beside the old one and exchanges them in one step. Raises EnvironmentFault."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=target.parent, prefix=".new-", delete=False
        ) as file:
            file.write(districts.as_text(kept))
        Path(file.name).chmod(0o644)
        Path(file.name).replace(target)
    except OSError as problem:
        raise EnvironmentFault(f"{target} can't be written: {problem.strerror}.") from None
