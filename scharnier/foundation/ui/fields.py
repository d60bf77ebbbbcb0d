# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Form fields that read what people write, and say what is wrong in words."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from scharnier.foundation import clock

Bound = datetime.date | Callable[[], datetime.date] | None
_NUMERIC = re.compile(r"^(\d{1,2})[.\-/ ]\s*(\d{1,2})[.\-/ ]\s*(\d{2}|\d{4})$")
_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$")
_COMPACT = re.compile(r"^(\d{2})(\d{2})(\d{4}|\d{2})$")
_SHORT = re.compile(r"^(\d{1,2})\.\s*(\d{1,2})\.?$")


class UnreadableDateError(ValueError):
    """The text is no date. `guess` is a real date the writer may have meant, or None."""

    def __init__(self, reason: str, guess: datetime.date | None = None) -> None:
        super().__init__(reason)
        self.guess = guess


def _century(year: str, newest: int) -> int:
    """Two digits are the last such year up to `newest`: 88 is 1988, and 36 is 1936 where nothing lies ahead."""
    if len(year) != 2:
        return int(year)
    return 2000 + int(year) if 2000 + int(year) <= newest else 1900 + int(year)


def _last_of_month(year: int, month: int) -> datetime.date:
    first_of_next = datetime.date(year + month // 12, month % 12 + 1, 1)
    return first_of_next - datetime.timedelta(days=1)


def _build(day: int, month: int, year: int) -> datetime.date:
    """The date, or `UnreadableDateError` with the nearest thing that exists."""
    if not 1900 <= year <= 2199:
        raise UnreadableDateError("year")
    if month > 12:
        swapped = day <= 12 and month <= 31
        raise UnreadableDateError("month", _try(month, day, year) if swapped else None)
    if month < 1 or day < 1:
        raise UnreadableDateError("zero")
    try:
        return datetime.date(year, month, day)
    except ValueError:
        guess = _last_of_month(year, month) if day <= 31 else None
        raise UnreadableDateError("day", guess) from None


def _try(day: int, month: int, year: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def read_date(text: str, today: datetime.date, newest: int | None = None) -> datetime.date:
    """A date as written by hand: 24.11.2026, 24. 11. 26, 24-11-2026, 24112026, 2026-11-24, 24.11. (this year).

    `newest` is the last year that two digits can mean, by default ten years ahead.
    Raises `UnreadableDateError`; its message is one of form, year, month, zero, day.
    """
    text = " ".join(text.split())
    if found := _ISO.match(text):
        year, month, day = (int(part) for part in found.groups())
        return _build(day, month, year)
    if found := _NUMERIC.match(text) or _COMPACT.match(text):
        return _build(int(found[1]), int(found[2]), _century(found[3], newest or today.year + 10))
    if found := _SHORT.match(text):
        return _build(int(found[1]), int(found[2]), today.year)
    raise UnreadableDateError("form")


class DateInput(forms.DateInput):
    """A text field: the browser's own picker follows the machine's language, not the page's."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"autocomplete": "off", "class": "sh-in--date", **(attrs or {})}, format="%d.%m.%Y")


class DateField(forms.DateField):
    """A day. Tolerant in what it reads; a refusal says why and, where possible, what was probably meant.

    `earliest` and `latest` are days or functions that give one; outside them the entry is refused with a guess of
    the right year (24.11.2027 becomes the question whether 24.11.2026 was meant).
    """

    widget = DateInput
    default_error_messages: ClassVar[dict[str, Any]] = {
        "form": _("Das ist kein Datum. Schreiben Sie es so: 24.11.2026."),
        "year": _("Das Jahr passt nicht. Schreiben Sie es mit vier Ziffern, zum Beispiel 24.11.2026."),
        "month": _("Es gibt nur zwölf Monate."),
        "zero": _("Tag und Monat beginnen mit 1."),
        "day": _("Diesen Tag gibt es in dem Monat nicht."),
        "future": _("Das liegt in der Zukunft."),
        "past": _("Das liegt zu weit zurück."),
        "guess": _("%(reason)s Meinten Sie %(guess)s?"),
        "required": _("Tragen Sie ein Datum ein."),
    }

    def __init__(self, *, earliest: Bound = None, latest: Bound = None, **options: Any) -> None:
        super().__init__(**options)
        self.earliest, self.latest = earliest, latest

    @staticmethod
    def _bound(bound: Bound) -> datetime.date | None:
        return bound() if callable(bound) else bound

    def to_python(self, value: Any) -> datetime.date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, datetime.datetime):
            return value.date()
        if isinstance(value, datetime.date):
            return value
        try:
            latest = self._bound(self.latest)
            return read_date(str(value), clock.today(), latest.year if latest else None)
        except UnreadableDateError as refused:
            raise self._refusal(str(refused), refused.guess) from None

    def validate(self, value: datetime.date | None) -> None:
        super().validate(value)
        if value is None:
            return
        latest, earliest = self._bound(self.latest), self._bound(self.earliest)
        if latest is not None and value > latest:
            raise self._refusal("future", self._same_day_within(value, earliest, latest))
        if earliest is not None and value < earliest:
            raise self._refusal("past", self._same_day_within(value, earliest, latest))

    def _same_day_within(
        self, value: datetime.date, earliest: datetime.date | None, latest: datetime.date | None
    ) -> datetime.date | None:
        """The same day in the nearest year that is allowed: a wrong year is the common slip."""
        bound = latest if latest is not None and value > latest else earliest
        if bound is None:
            return None
        for year in (bound.year, bound.year - 1, bound.year + 1):
            candidate = _try(value.day, value.month, year)
            if candidate and (latest is None or candidate <= latest) and (earliest is None or candidate >= earliest):
                return candidate
        return None

    def _refusal(self, code: str, guess: datetime.date | None) -> ValidationError:
        reason = self.error_messages[code]
        if guess is None:
            return ValidationError(reason, code=code)
        parts = {"reason": reason, "guess": guess.strftime("%d.%m.%Y")}
        return ValidationError(self.error_messages["guess"], code=code, params=parts)


class MinutesField(forms.IntegerField):
    """A duration in whole minutes: 15, 15 Min., 1:30, 1 h, 1,5 Std."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("Schreiben Sie die Dauer in Minuten, zum Beispiel 15."),
        "required": _("Tragen Sie die Dauer ein."),
    }

    def __init__(self, *, max_value: int = 24 * 60, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "class": "sh-in--num"}))
        super().__init__(min_value=1, max_value=max_value, **options)

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        text = str(value).strip().lower().removesuffix(".").strip()
        if found := re.fullmatch(r"(\d{1,2}):([0-5]\d)(?:\s*(?:h|std))?", text):
            return int(found[1]) * 60 + int(found[2])
        if found := re.fullmatch(r"(\d{1,2}(?:[.,]\d+)?)\s*(?:h|std|stunden?)", text):
            return round(float(found[1].replace(",", ".")) * 60)
        if found := re.fullmatch(r"(\d{1,4})\s*(?:min|minuten?)?", text):
            return int(found[1])
        raise ValidationError(self.error_messages["invalid"], code="invalid")


class TimeField(forms.TimeField):
    """A time of day: 10:02, 10.02, 1002, 10 Uhr."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("Schreiben Sie die Uhrzeit so: 10:30."),
        "required": _("Tragen Sie eine Uhrzeit ein."),
    }

    def __init__(self, **options: Any) -> None:
        attributes = {"inputmode": "numeric", "autocomplete": "off", "class": "sh-in--num"}
        options.setdefault("widget", forms.TimeInput(attrs=attributes, format="%H:%M"))
        super().__init__(**options)

    def to_python(self, value: Any) -> datetime.time | None:
        if value in self.empty_values or isinstance(value, datetime.time):
            return value or None
        text = str(value).strip().lower().removesuffix("uhr").strip()
        if found := re.fullmatch(r"(\d{1,2})(?:[:.]?(\d{2}))?", text):
            hour, minute = int(found[1]), int(found[2] or 0)
            if hour < 24 and minute < 60:
                return datetime.time(hour, minute)
        raise ValidationError(self.error_messages["invalid"], code="invalid")
