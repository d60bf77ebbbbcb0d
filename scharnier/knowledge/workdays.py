# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Working days, public holidays by Land and calendar periods.

    holidays(2026, "SN")[date(2026, 11, 18)].de        ->  "Buß- und Bettag"
    next_working_day(date(2026, 11, 21), "SN")         ->  date(2026, 11, 23)
    add_months(date(2024, 1, 31), 1)                   ->  date(2024, 2, 29)

Data: data/holidays.yaml. Periods follow §§ 187, 188 BGB; Saturdays, Sundays, holidays § 193 BGB and § 222 Abs. 2 ZPO.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from scharnier.knowledge import conditions
from scharnier.knowledge.files import load
from scharnier.knowledge.rules import Text

SATURDAY = 5
EVERYWHERE = "all"


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Gauss, in the form of Lichtenberg). Years 1583 and later."""
    century = year // 100
    moon = 15 + (3 * century + 3) // 4 - (8 * century + 13) // 25
    sun = 2 - (3 * century + 3) // 4
    golden = year % 19
    germ = (19 * golden + moon) % 30
    full = 21 + germ - (germ + golden // 11) // 29
    sunday = 7 - (year + year // 4 + sun) % 7
    return date(year, 3, 1) + timedelta(days=full + 7 - (full - sunday) % 7 - 1)


@lru_cache(maxsize=512)
def holidays(year: int, land: str | None) -> Mapping[date, Text]:
    """Public holidays of a Land (code of the list german_state); None: those of the whole country."""
    found: dict[date, Text] = {}
    for row in load("holidays.yaml")["holidays"]:
        if row["states"] != EVERYWHERE and land not in row["states"]:
            continue
        day = _day_of(row, year)
        if row.get("valid_from", date.min) <= day <= row.get("valid_to", date.max):
            found[day] = Text(row["de"], row["en"])
    return MappingProxyType(found)


def _day_of(row: Mapping[str, Any], year: int) -> date:
    if "easter" in row:
        return easter(year) + timedelta(days=row["easter"])
    if "repentance" in row:
        last = date(year, 11, 22)
        return last - timedelta(days=(last.weekday() - 2) % 7)
    month, day = row["yearly"].split("-")
    return date(year, int(month), int(day))


def free_because(day: date, land: str | None) -> Text | None:
    """Why nobody works on a day, or None for a working day."""
    if day.weekday() == SATURDAY:
        return Text("ein Samstag", "a Saturday")
    if day.weekday() > SATURDAY:
        return Text("ein Sonntag", "a Sunday")
    return holidays(day.year, land).get(day)


def next_working_day(day: date, land: str | None) -> date:
    """The day itself, or the first working day after it."""
    while free_because(day, land) is not None:
        day += timedelta(days=1)
    return day


def add_months(day: date, months: int) -> date:
    """The day with the same number `months` later, the last of the month where there is none (§ 188 Abs. 3 BGB)."""
    return date.fromordinal(conditions.add_months(day.toordinal(), months))


def end_of_month(day: date, months: int) -> date:
    """The last day of the month `months` after that of `day`."""
    return add_months(day.replace(day=1), months + 1) - timedelta(days=1)
