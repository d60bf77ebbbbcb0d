# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""``scharnier generate``: an invented network in real proportions, into an empty or demo database, or into files."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from xlsxwriter.exceptions import XlsxFileError

from scharnier.config.environment import CommandFault

MOST = 2_000_000


def run(argv: Sequence[str]) -> int:
    """Exit code 0, and one JSON line with what was written. CommandFault when the database holds a real network."""
    parser = argparse.ArgumentParser(
        prog="scharnier generate",
        description="An invented network in real proportions, the same for the same seed and day.",
    )
    parser.add_argument(
        "--participants", type=_count, help="how many participants (default: as many as the demo network)"
    )
    parser.add_argument(
        "--vacancies", type=_count, help="how many vacancies (default: one to five participants), two firms to three"
    )
    parser.add_argument("--seed", type=int, default=1, help="another seed, other people (default 1)")
    parser.add_argument("--out", type=Path, metavar="DIR", help="write CSV files there instead of into the database")
    parser.add_argument(
        "--list", type=Path, metavar="FILE.xlsx", help="write a messy participant list as projects keep it"
    )
    parser.add_argument("--rows", type=_count, default=10_000, help="rows of the list (default 10000)")
    chosen = parser.parse_args(list(argv))
    began = time.monotonic()
    answer: dict[str, object] = {"seed": chosen.seed}
    try:
        if chosen.list is not None:
            from scharnier.config.generating import lists

            answer |= {"list": str(chosen.list), "list_rows": lists.write(chosen.list, chosen.rows, chosen.seed)}
        if (
            chosen.list is None
            or chosen.participants is not None
            or chosen.out is not None
            or chosen.vacancies is not None
        ):
            answer |= _network(chosen.participants, chosen.seed, chosen.out, chosen.vacancies)
    except OSError as error:
        raise CommandFault(f"{error.filename or 'The output'} can't be written: {error.strerror}.") from None
    except XlsxFileError:
        raise CommandFault(f"{chosen.list} can't be written.") from None
    print(json.dumps(answer | {"seconds": round(time.monotonic() - began, 1)}), flush=True)
    return 0


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= MOST):
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 to {MOST}")
    return int(text)


def _network(participants: int | None, seed: int, folder: Path | None, vacancies: int | None) -> dict[str, object]:
    from django.conf import settings

    from scharnier.config.demo import signins
    from scharnier.config.generating import build, bulk

    if folder is not None:
        if folder.is_dir() and any(folder.iterdir()):
            raise CommandFault(f"{folder} is not empty: the files want a folder of their own.")
        made = build.into_folder(participants, seed, folder, _say, vacancies)
    else:
        with bulk.as_owner():
            known, used = build.events(), bool(bulk.fetch("SELECT FROM network_carrier LIMIT 1"))
        if used and not known:
            raise CommandFault(
                "This database holds a real network: nothing was generated. Use an empty or a demo database."
            )
        # Outside demo mode nobody can sign in with a generated account.
        password = signins.encoded(signins.password()) if settings.DEMO else "!"
        made = build.into_database(
            participants, seed, password=password, note="generate", say=_say, vacancies=vacancies
        )
    return {
        "participants": made.participants,
        "projects": made.projects,
        "accounts": len(made.accounts),
        "rows": made.rows,
        "stages": made.seconds,
    }


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
