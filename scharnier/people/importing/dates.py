# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Dates as lists hold them: 3.4.1990, 04.03.90, 43028, 1997, "ca. 1974", 00.00.1985, 12/25/1988."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from scharnier.people.importing.outcome import Context, Parsed, PartialDate, Precision, Rejected
from scharnier.people.importing.text import CellValue, clean, fold, is_placeholder, is_unknown_mark

# Day 0 of Excel's calendar as it counts after its invented 29 February 1900.
_EXCEL_ZERO = date(1899, 12, 30)
_SERIAL_MIN, _SERIAL_MAX = (3654, 73050)  # 1910 to 2099; smaller numbers are years, ages or typing errors
_YEARS = range(1850, 2101)

_ESTIMATED = re.compile(
    r"^(?:ca\.?|circa|zirka|etwa|um|ungef\w*\.?|vermutlich|verm\.?|gesch\w*\.?|~|≈|approx\.?|about)\s*|\s*(?:\?|\(\?\)|\(ca\.?\)|\(gesch\w*\.?\)|~)$",
    re.IGNORECASE,
)
_DMY = re.compile(r"^(\d{1,2})\s*[.,/\-]\s*(\d{1,2})\s*[.,/\-]\s*(\d{4}|\d{2})\.?$")
_ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$")
_MONTH_YEAR = re.compile(r"^(\d{1,2})\s*[./\-]\s*(\d{4})$")
_YEAR_MONTH = re.compile(r"^(\d{4})\s*[/\-]\s*(\d{1,2})$")
_NAMED = re.compile(r"^(?:(\d{1,2})\.?\s*)?([a-z]{3,9})\.?\s*(\d{4}|\d{2})$")
_TIME = re.compile(r"[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s*Uhr|Z)?$", re.IGNORECASE)
_PREFIX = re.compile(r"^(?:seit|ab|bis|am|vom|zum|geb\.?|geboren(?: am)?|gültig bis)\s+", re.IGNORECASE)
_MONTHS = {
    "jan": 1,
    "jaen": 1,
    "feb": 2,
    "maer": 3,
    "mrz": 3,
    "mar": 3,
    "apr": 4,
    "mai": 5,
    "may": 5,
    "jun": 6,
    "jul": 7,
    "aug": 8,
    "sep": 9,
    "okt": 10,
    "oct": 10,
    "nov": 11,
    "dez": 12,
    "dec": 12,
}


@dataclass(frozen=True, slots=True)
class DateRule:
    """The days a date field may hold. `years_ahead`: how far after today; `lives`: a birth date (two-digit years)."""

    first: date
    years_ahead: int = 0
    lives: bool = False


RULES: dict[str, DateRule] = {
    "birth_date": DateRule(date(1900, 1, 1), lives=True),
    "entry_to_germany": DateRule(date(1945, 1, 1)),
    "residence_valid_to": DateRule(date(1990, 1, 1), years_ahead=30),
    # The oldest of the programmes began in 2008; nobody is entered years in advance.
    "enrolment_entry": DateRule(date(2005, 1, 1), years_ahead=1),
    "enrolment_exit": DateRule(date(2005, 1, 1)),
}
_NO_DATE = {
    "residence_valid_to": ("unbefristet", "unbegrenzt", "dauerhaft", "ohne befristung", "unlimited", "unbefr"),
    "enrolment_exit": ("laufend", "lfd", "aktiv", "noch dabei", "im projekt", "active", "ongoing", "nein", "offen"),
}


def parse_date(target: str, raw: CellValue, context: Context) -> Parsed | Rejected:
    """Parsed(PartialDate or None) or the reason; `target` is one of `RULES`."""
    text = clean(raw)
    if is_placeholder(text) or (target in _NO_DATE and fold(text) in _NO_DATE[target]):
        return Parsed(None)
    if is_unknown_mark(text):
        return Rejected("marked_unknown", {"raw": text})
    read = _read(raw, text, RULES[target], context.today)
    if isinstance(read, Rejected):
        return read
    found, note = read
    rule = RULES[target]
    if found.earliest < rule.first:
        return Rejected("date_too_early", {"date": _german(found), "first": f"{rule.first:%d.%m.%Y}"})
    if found.earliest > _years_later(context.today, rule.years_ahead):
        code = "date_in_future" if rule.years_ahead == 0 else "date_too_late"
        return Rejected(code, {"date": _german(found)})
    return Parsed(found, note, {"date": _german(found)} if note else {})


def _years_later(day: date, years: int) -> date:
    if not years:
        return day
    return day.replace(year=day.year + years, day=min(day.day, 28))


def _german(found: PartialDate) -> str:
    pattern = {Precision.DAY: "%d.%m.%Y", Precision.MONTH: "%m.%Y", Precision.YEAR: "%Y"}[found.precision]
    return found.value.strftime(pattern)


def _read(raw: CellValue, text: str, rule: DateRule, today: date) -> tuple[PartialDate, str] | Rejected:
    if isinstance(raw, datetime):
        return PartialDate(raw.date()), ""
    if isinstance(raw, date):
        return PartialDate(raw), ""
    if isinstance(raw, bool):
        return Rejected("not_a_date", {"raw": text})
    estimated = False
    body = _TIME.sub("", text)
    body = _PREFIX.sub("", body).strip()
    while (shorter := _ESTIMATED.sub("", body).strip()) != body:
        body, estimated = shorter, True
    if body.isdecimal():
        return _from_digits(body, estimated, rule, today)
    if re.fullmatch(r"\d{4,5}[.,]\d+", body) and int(body[:5].rstrip(".,")) in range(_SERIAL_MIN, _SERIAL_MAX):
        return PartialDate(
            _EXCEL_ZERO + timedelta(days=int(re.split("[.,]", body)[0])), estimated=estimated
        ), "date_serial"
    return _from_text(body, estimated, rule, today)


def _from_digits(digits: str, estimated: bool, rule: DateRule, today: date) -> tuple[PartialDate, str] | Rejected:
    number = int(digits)
    if number in _YEARS and len(digits) == 4:
        return PartialDate(date(number, 1, 1), Precision.YEAR, estimated), "date_year_only"
    if len(digits) <= 5 and _SERIAL_MIN <= number <= _SERIAL_MAX:
        return PartialDate(_EXCEL_ZERO + timedelta(days=number), estimated=estimated), "date_serial"
    if len(digits) == 8:
        if int(digits[:4]) in _YEARS:
            return _build(int(digits[:4]), int(digits[4:6]), int(digits[6:]), digits, estimated)
        return _build(int(digits[4:]), int(digits[2:4]), int(digits[:2]), digits, estimated)
    if len(digits) == 6:
        return _build(_century(int(digits[4:]), rule, today), int(digits[2:4]), int(digits[:2]), digits, estimated)
    return Rejected("not_a_date", {"raw": digits})


def _from_text(body: str, estimated: bool, rule: DateRule, today: date) -> tuple[PartialDate, str] | Rejected:
    if match := _DMY.match(body):
        day, month = int(match[1]), int(match[2])
        year = int(match[3]) if len(match[3]) == 4 else _century(int(match[3]), rule, today)
        if month > 12 and 1 <= day <= 12 and "/" in body:
            # 12/25/1988 can only be the American order.
            swapped = _build(year, day, month, body, estimated)
            return swapped if isinstance(swapped, Rejected) else (swapped[0], "date_american")
        return _build(year, month, day, body, estimated)
    if match := _ISO.match(body):
        return _build(int(match[1]), int(match[2]), int(match[3]), body, estimated)
    if match := _MONTH_YEAR.match(body):
        return _build(int(match[2]), int(match[1]), 0, body, estimated)
    if match := _YEAR_MONTH.match(body):
        return _build(int(match[1]), int(match[2]), 0, body, estimated)
    folded = fold(body)
    if match := _NAMED.match(folded):
        named = next((number for stem, number in _MONTHS.items() if match[2].startswith(stem)), None)
        if named is not None:
            year = int(match[3]) if len(match[3]) == 4 else _century(int(match[3]), rule, today)
            return _build(year, named, int(match[1] or 0), body, estimated)
    return Rejected("not_a_date", {"raw": body[:60]})


def _build(year: int, month: int, day: int, raw: str, estimated: bool) -> tuple[PartialDate, str] | Rejected:
    """A date from its parts; 0 for day, or day and month, is the office way to write "not known"."""
    if year not in _YEARS:
        return Rejected("date_impossible", {"raw": raw})
    if day == 0 and month == 0:
        return PartialDate(date(year, 1, 1), Precision.YEAR, estimated), "date_year_only"
    try:
        if day == 0:
            return PartialDate(date(year, month, 1), Precision.MONTH, estimated), "date_month_only"
        return PartialDate(date(year, month, day), Precision.DAY, estimated), ""
    except ValueError:
        return Rejected("date_impossible", {"raw": raw})


def _century(two_digits: int, rule: DateRule, today: date) -> int:
    """The century a person means: participants are at least ten years old, other dates lie near the present."""
    recent = 2000 + two_digits
    if rule.lives:
        return recent if recent <= today.year - 10 else recent - 100
    return recent if recent <= today.year + max(rule.years_ahead, 1) else recent - 100
