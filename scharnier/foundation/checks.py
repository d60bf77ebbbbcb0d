# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Registry behind `scharnier check`: each check yields a line for everything that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator

Check = Callable[[], Iterator[str]]
_checks: dict[str, Check] = {}


def register(name: str, check: Check) -> None:
    _checks[name] = check


def run_all() -> Iterator[tuple[str, str]]:
    """(name of the check, problem), for every problem."""
    for name, check in _checks.items():
        for problem in check():
            yield name, problem
