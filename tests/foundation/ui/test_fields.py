# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Fields read what people write and say what is wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from scharnier.foundation import clock
from scharnier.foundation.ui.fields import DateField, MinutesField, TimeField, UnreadableDateError, read_date

TODAY = dt.date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _a_tuesday_in_november() -> Iterator[None]:
    with clock.frozen(TODAY):
        yield


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("24.11.2026", dt.date(2026, 11, 24)),
        ("24.11.26", dt.date(2026, 11, 24)),
        (" 24. 11. 2026 ", dt.date(2026, 11, 24)),
        ("24-11-2026", dt.date(2026, 11, 24)),
        ("24/11/2026", dt.date(2026, 11, 24)),
        ("24112026", dt.date(2026, 11, 24)),
        ("241126", dt.date(2026, 11, 24)),
        ("2026-11-24", dt.date(2026, 11, 24)),
        ("3.4.1990", dt.date(1990, 4, 3)),
        ("24.11.", dt.date(2026, 11, 24)),
        ("29.02.2028", dt.date(2028, 2, 29)),
        ("01.01.88", dt.date(1988, 1, 1)),
    ],
)
def test_a_date_is_read_as_people_write_it(text: str, day: dt.date) -> None:
    assert DateField().clean(text) == day


@given(st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31)))
def test_what_the_product_writes_it_can_read(day: dt.date) -> None:
    assert read_date(f"{day:%d.%m.%Y}", TODAY) == read_date(day.isoformat(), TODAY) == day


@given(st.text(max_size=20))
def test_no_text_brings_the_reader_down(text: str) -> None:
    try:
        answer: object = read_date(text, TODAY)
    except UnreadableDateError as refused:
        answer = str(refused)
    assert isinstance(answer, dt.date) or answer in {"form", "year", "month", "zero", "day"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("31.02.2026", "Diesen Tag gibt es in dem Monat nicht. Meinten Sie 28.02.2026?"),
        ("11.24.2026", "Es gibt nur zwölf Monate. Meinten Sie 24.11.2026?"),
        ("24.13.2026", "Es gibt nur zwölf Monate."),
        ("24.11.0026", "Das Jahr passt nicht. Schreiben Sie es mit vier Ziffern, zum Beispiel 24.11.2026."),
        ("00.11.2026", "Tag und Monat beginnen mit 1."),
        ("nächste Woche", "Das ist kein Datum. Schreiben Sie es so: 24.11.2026."),
        ("", "Tragen Sie ein Datum ein."),
    ],
)
def test_a_refused_date_says_why_and_guesses(text: str, message: str) -> None:
    with pytest.raises(ValidationError) as refused:
        DateField().clean(text)
    assert refused.value.messages == [message]


def test_a_day_in_the_future_is_refused_with_this_year_as_guess() -> None:
    with pytest.raises(ValidationError) as refused:
        DateField(latest=clock.today).clean("24.11.2027")
    assert refused.value.messages == ["Das liegt in der Zukunft. Meinten Sie 24.11.2026?"]


def test_a_day_too_far_back_is_refused() -> None:
    with pytest.raises(ValidationError) as refused:
        DateField(earliest=dt.date(2026, 11, 1)).clean("30.11.2016")
    assert refused.value.messages == ["Das liegt zu weit zurück. Meinten Sie 30.11.2026?"]


def test_two_digits_of_a_birth_never_lie_ahead() -> None:
    assert DateField(latest=clock.today).clean("12.05.36") == dt.date(1936, 5, 12)


def test_an_empty_voluntary_date_is_nothing() -> None:
    assert DateField(required=False).clean("") is None


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("15", 15), ("15 Min.", 15), ("1:30", 90), ("1 h", 60), ("1,5 Std.", 90), ("2 Stunden", 120), (" 45 min ", 45)],
)
def test_a_duration_is_read_in_minutes(text: str, minutes: int) -> None:
    assert MinutesField().clean(text) == minutes


@pytest.mark.parametrize("text", ["viel", "-5", "0", "99999", "1:75"])
def test_a_duration_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        MinutesField().clean(text)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("10:02", dt.time(10, 2)),
        ("10.02", dt.time(10, 2)),
        ("1002", dt.time(10, 2)),
        ("9 Uhr", dt.time(9)),
        ("9", dt.time(9)),
    ],
)
def test_a_time_is_read_as_people_write_it(text: str, time: dt.time) -> None:
    assert TimeField().clean(text) == time


@pytest.mark.parametrize("text", ["25:00", "10:75", "mittags"])
def test_a_time_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        TimeField().clean(text)
