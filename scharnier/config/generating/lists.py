# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A participant list as projects keep it in a spreadsheet, with the faults of such lists, at any length."""

from __future__ import annotations

import random
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import xlsxwriter

from scharnier.config.generating import chance
from scharnier.config.generating.chance import Weighted, stream

HEADING = (
    "Lfd. Nr.", "Name, Vorname", "geb. am", "m/w", "Staatsang.", "Aufenthaltstitel", "gültig bis", "Einreise",
    "Arbeitserlaubnis?", "PLZ Ort", "Telefon", "E-Mail", "Sprachniveau", "Schulabschluss", "Beruf / Erfahrung",
    "Eintritt", "Austritt", "Grund", "Mentor/in", "Bemerkung",
)  # fmt: skip
# One row in so many is no participant (a subtotal, a heading repeated) or holds a date that doesn't exist.
SUBTOTAL, IMPOSSIBLE = 40, 400
NATIONS = {
    "SY": ("Syrien", "syrisch", "SYR", "Arab. Rep. Syrien"),
    "AF": ("Afghanistan", "afghanisch", "AFG"),
    "ER": ("Eritrea", "eritreisch"),
    "IQ": ("Irak", "irakisch"),
    "UA": ("Ukraine", "UA", "ukrainisch"),
    "SO": ("Somalia", "somalisch"),
    "GM": ("Gambia", "gambisch"),
    "TR": ("Türkei", "türkisch", "TUR"),
}
TITLES = (
    "§25 II AufenthG", "Duldung", "Duldung §60a", "Aufenthaltsgestattung", "subsidiärer Schutz", "AE §25 Abs. 3",
    "anerkannt", "§ 24 AufenthG", "Niederlassungserlaubnis", "§25 Abs. 5", "Fiktionsbescheinigung",
)  # fmt: skip
LEVELS = ("A1", "A2", "B1", "b1", "A 2", "B1 (DTZ)", "im Kurs B1", "keine", "", "B2", "A2/B1")
REASONS = ("Arbeit aufgenommen", "Umzug", "Kontakt abgebrochen", "Ausbildung", "Schule", "sozialvers. Beschäftigung")
SEXES = {"f": ("w", "weibl.", "W"), "m": ("m", "männl.", "m")}
_ORIGINS = Weighted({"SY": 40, "AF": 20, "ER": 8, "IQ": 8, "UA": 12, "SO": 4, "GM": 4, "TR": 4})


def write(path: Path, rows: int, seed: int) -> int:
    """Write an XLSX file with that many rows below a heading of two lines; returns the number of participants in it."""
    rng = stream(seed, "list")
    participants = 0
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Teilnehmer")
        bold = book.add_format({"bold": True})
        sheet.merge_range(0, 0, 0, 6, "Teilnehmerliste, bitte nicht umsortieren", bold)
        for column, title in enumerate(HEADING):
            sheet.write(1, column, title, bold)
        dated = book.add_format({"num_format": "dd.mm.yyyy"})
        for number in range(1, rows + 1):
            if number % SUBTOTAL == 0:
                sheet.write(number + 1, 1, f"Zwischensumme {number}")
                continue
            participants += 1
            for column, value in enumerate(_row(rng, number)):
                if isinstance(value, date):
                    sheet.write_datetime(number + 1, column, value, dated)
                elif value != "":
                    sheet.write(number + 1, column, value)
    return participants


def _row(rng: random.Random, number: int) -> list[Any]:
    origin = _ORIGINS.draw(rng)
    sex = rng.choice("fm")
    family, given = _name(rng, origin, sex)
    born = date(1960, 1, 1) + timedelta(days=rng.randrange(16_000))
    arrived = date(2015, 1, 1) + timedelta(days=rng.randrange(2000))
    entered = arrived + timedelta(days=60 + rng.randrange(600))
    left = entered + timedelta(days=rng.randrange(20, 500)) if rng.random() < 0.45 else None
    return [
        number, f"{family}, {given}", _day(rng, born, number), rng.choice(SEXES[sex]), rng.choice(NATIONS[origin]),
        rng.choice(TITLES), _day(rng, entered + timedelta(days=rng.randrange(100, 900)), 0), _day(rng, arrived, 0),
        rng.choice(("ja", "nein", "?", "nachrangig", "")),
        rng.choice(("09599 Freiberg", "01067 Dresden", "1796 Pirna")),
        _phone(rng), f"nr{number}@example.org" if rng.random() < 0.3 else rng.choice(("", "keine")), rng.choice(LEVELS),
        rng.choice(("Abitur", "9 Jahre", "keine", "Bachelor", "")), rng.choice(("Maler", "Koch", "Lehrerin", "-", "")),
        _day(rng, entered, 0), "" if left is None else _day(rng, left, 0), "" if left is None else rng.choice(REASONS),
        f"Mentor {rng.randrange(1, 5)}", rng.choice(("", "", "ruft zurück!!", "Zeugnisse fehlen noch\nbeantragt")),
    ]  # fmt: skip


@cache
def _pools(origin: str) -> dict[str, list[str]]:
    known = chance.data("origins.yaml")["origins"][origin]["names"]
    pool = chance.data("names.yaml")[next(iter(known))]
    return {kind: [each[0] if isinstance(each, list) else each for each in pool[kind]] for kind in ("family", "f", "m")}


def _name(rng: random.Random, origin: str, sex: str) -> tuple[str, str]:
    pools = _pools(origin)
    return (rng.choice(pools["family"]) if rng.random() < 0.99 else "-"), rng.choice(pools[sex])


def _day(rng: random.Random, day: date, number: int) -> object:
    """A date as somebody typed it: a real one, text in several forms, an Excel serial, a year; rarely no day at all."""
    if number and number % IMPOSSIBLE == 0:
        return f"31.02.{day.year}"
    form = rng.random()
    if form < 0.4:
        return day
    if form < 0.7:
        return f"{day:%d.%m.%Y}"
    if form < 0.82:
        return f"{day.day}.{day.month}.{day.year}"
    if form < 0.88:
        return f"{day:%d.%m.%y}"
    if form < 0.94:
        return day.isoformat()
    return (day - date(1899, 12, 30)).days


def _phone(rng: random.Random) -> str:
    starts = ("0176 040690", "0171-39200", "+49 176 040690", "(0176) 04 06 90", "030/231250")
    return f"{rng.choice(starts)}{rng.randrange(1000) % 100:02d}" if rng.random() < 0.85 else ""
