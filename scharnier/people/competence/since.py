# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A day as exactly as somebody knows it: 24.11.2015, 11/2015 or 2015."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from scharnier.people.models import Precision

_YEAR = re.compile(r"^(19|20)\d{2}$")
_MONTH = re.compile(r"^(\d{1,2})[/.]\s*((?:19|20)\d{2})$")


@dataclass(frozen=True, slots=True)
class Since:
    """A day and how much of it is known (day, month or year)."""

    on: date
    precision: str = Precision.DAY.value

    def __str__(self) -> str:
        """As people write it: 2015, 11/2015, 24.11.2015."""
        form = {Precision.YEAR.value: "%Y", Precision.MONTH.value: "%m/%Y"}.get(self.precision, "%d.%m.%Y")
        return self.on.strftime(form)


def read(text: str, *, end: bool = False) -> Since | None:
    """A year or a month; None for anything else. `end` takes its last day instead of its first."""
    text = text.strip()
    if _YEAR.match(text):
        year = int(text)
        return Since(date(year, 12, 31) if end else date(year, 1, 1), Precision.YEAR.value)
    found = _MONTH.match(text)
    if found and 1 <= int(found[1]) <= 12:
        month, year = int(found[1]), int(found[2])
        day = calendar.monthrange(year, month)[1] if end else 1
        return Since(date(year, month, day), Precision.MONTH.value)
    return None


def written(on: date | None, precision: str) -> str:
    """A stored day as people write it; empty for none."""
    return str(Since(on, precision)) if on else ""
