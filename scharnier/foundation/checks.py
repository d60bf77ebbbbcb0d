# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What `scharnier check` runs. Rooms register their checks in `apps.py`; the foundation knows none by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
    """`run` yields one line per problem, without personal data, and enters the principals it needs itself.

    A check with `reassess` runs only when asked for (`scharnier check --reassess`).
    """

    name: str
    run: Callable[[], Iterable[str]]
    reassess: bool = False


_registered: dict[str, Check] = {}


def register(name: str, run: Callable[[], Iterable[str]], *, reassess: bool = False) -> None:
    """Add a check; a second registration under one name replaces the first."""
    _registered[name] = Check(name, run, reassess)


def registered(*, reassess: bool = False) -> Sequence[Check]:
    return [check for check in _registered.values() if reassess or not check.reassess]
