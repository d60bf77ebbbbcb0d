# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Registry behind `scharnier check`: each check yields a line for everything that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator

Check = Callable[[], Iterator[str]]
DUE = "due "  # a check with a name that begins so lists work, not faults
_checks: dict[str, Check] = {}


def register(name: str, check: Check) -> None:
    _checks[name] = check


def run_all(reassess: bool = False) -> Iterator[tuple[str, str]]:
    """(name of the check, problem), for every problem. Checks named `reassess …` run only when asked for."""
    for name, check in _checks.items():
        if name.startswith("reassess") and not reassess:
            continue
        for problem in check():
            yield name, problem
