# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""``scharnier check``: every registered check, one JSON line per problem."""

from __future__ import annotations

import argparse
import json
import stat
import sys
from collections.abc import Iterator, Sequence

from django.conf import settings

from scharnier.config import environment as env
from scharnier.foundation import checks


def run(argv: Sequence[str]) -> int:
    """Exit code 1 when any check finds something wrong; work that has fallen due is listed and no fault."""
    parser = argparse.ArgumentParser(prog="scharnier check", description="Look for inconsistencies and due work.")
    parser.add_argument("--reassess", action="store_true", help="also list whom a new edition of the rules affects")
    chosen = parser.parse_args(list(argv))
    found = 0
    for name, problem in checks.run_all(chosen.reassess):
        found += not name.startswith(checks.DUE)
        print(json.dumps({"check": name, "problem": problem}, ensure_ascii=False), flush=True)
    print(f"{found} problems." if found else "Nothing wrong found.", file=sys.stderr)
    return 1 if found else 0


def configuration_warnings() -> Iterator[str]:
    """Settings that work and are still unwise."""
    if settings.DEMO and settings.HTTPS:
        yield "SCHARNIER_DEMO is on at a public address: its passwords are known to everybody who has seen them."
    if settings.DEBUG and settings.HTTPS:
        yield "SCHARNIER_DEBUG is on at a public address."
    if not settings.HTTPS and not settings.DEMO and settings.BASE_URL.split("//")[-1].split(":")[0] != "localhost":
        yield "SCHARNIER_URL has no https: sign-ins would travel in clear text."
    for name in ("secret.key", "audience.key"):
        path = env.home() / name
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & (stat.S_IRWXG | stat.S_IRWXO):
            yield f"{name} can be read by others: run chmod 600 on it."


checks.register("configuration", configuration_warnings)
