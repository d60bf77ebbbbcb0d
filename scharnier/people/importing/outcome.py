# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a parser answers, and how sure a date is."""

import calendar
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Precision(StrEnum):
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of which perhaps only month or year are known; `value` is the first day of that period.

    `estimated` is set for "ca. 1974". A 1 January that was written as such stays a day: offices enter it for
    people whose birthday is unknown, and only the person can say.
    """

    value: date
    precision: Precision = Precision.DAY
    estimated: bool = False

    @property
    def earliest(self) -> date:
        return self.value

    @property
    def latest(self) -> date:
        if self.precision is Precision.DAY:
            return self.value
        month = 12 if self.precision is Precision.YEAR else self.value.month
        return date(self.value.year, month, calendar.monthrange(self.value.year, month)[1])

    @property
    def exact(self) -> bool:
        return self.precision is Precision.DAY and not self.estimated

    def __str__(self) -> str:
        """ISO 8601, reduced precision: 1974, 1974-03 or 1974-03-02; "~" after it when estimated (EDTF)."""
        length = {Precision.YEAR: 4, Precision.MONTH: 7, Precision.DAY: 10}[self.precision]
        return self.value.isoformat()[:length] + ("~" if self.estimated else "")


Value = str | date | PartialDate | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Parsed:
    """A usable value (None: the cell says that there is none). `note` is a code of the message table, or empty."""

    value: Value
    note: str = ""
    args: dict[str, str] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    """Further fields of the record that the same cell fills, such as the course in "im Kurs B1"."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A cell nobody should guess at. `reason_code` is a code of the message table, `message_args` fill it.

    `candidates` are the values it could mean, the most frequent in practice first: the choice offered when a
    value mapping is made.
    """

    reason_code: str
    message_args: dict[str, str] = field(default_factory=dict)
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """What a parser may know besides the cell: the day of the import and the day the list describes.

    `as_of` is the day printed on the list ("Stand 30.09.2019"), if any.
    """

    today: date
    as_of: date | None = None

    @property
    def day(self) -> date:
        return min(self.today, self.as_of) if self.as_of else self.today
