# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""How many people a project accompanies; the room that knows says so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

Count = Callable[[UUID, date], int]
_count: Count | None = None


def count_from(answer: Count) -> None:
    """Where to ask how many take part in a project on a day; the answer is a number and nothing else."""
    global _count
    _count = answer


def taking_part(project: UUID, day: date) -> int:
    """People who take part in a project on a day."""
    return _count(project, day) if _count else 0
