# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""``scharnier check``: every registered check, one JSON line per problem."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence

from scharnier.foundation import checks


def run(argv: Sequence[str]) -> int:
    """Exit code 1 when any check finds something."""
    parser = argparse.ArgumentParser(prog="scharnier check", description="Look for inconsistencies and due work.")
    parser.add_argument("--reassess", action="store_true", help="also list whom a new edition of the rules affects")
    chosen = parser.parse_args(list(argv))
    found = 0
    for check in checks.registered(reassess=chosen.reassess):
        for problem in check.run():
            found += 1
            print(json.dumps({"check": check.name, "problem": problem}, ensure_ascii=False), flush=True)
    print(f"{found} problems." if found else "Nothing wrong found.", file=sys.stderr)
    return 1 if found else 0
