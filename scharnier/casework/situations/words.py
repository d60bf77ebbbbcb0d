# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""How distances to the exit, days and answers are said."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from scharnier.casework.plans.actions import add_months
from scharnier.knowledge import codes
from scharnier.knowledge.settings import ProgrammeSettings, Span, parse_span

AT_EXIT, FOUR_WEEKS = "0d", parse_span("28d")
# A situation can be told of a fortnight before its day, and is worth asking for two months after it.
EARLY, ASKED_FOR = timedelta(days=14), timedelta(days=60)
# What a funder requires, as the distance at which it is asked for.
REQUIRED = {"exit": AT_EXIT, "four_weeks": "28d", "six_months": "6m"}


def after(day: date, span: Span) -> date:
    """So many days or months after a day."""
    return day + timedelta(days=span.count) if span.unit == "days" else add_months(day, span.count)


def asked(settings: ProgrammeSettings) -> dict[str, Span]:
    """The distances at which a programme asks: what it set itself, and what it must hand in."""
    wanted = {REQUIRED[code] for code in settings.required_records if code in REQUIRED}
    wanted |= {str(each) for each in settings.retention_checks}
    return {code: span(code) for code in sorted(wanted)}


def span(code: str) -> Span:
    """The distance a row carries; the day of the exit itself is none that a programme could set."""
    return Span(0, "days") if code == AT_EXIT else parse_span(code)


def distance(code: str, lang: str = "") -> str:
    """`28 Tage nach dem Austritt`; in German for what is stored, else as the reader reads."""
    if not lang:
        if code == AT_EXIT:
            return _("am Tag des Austritts")
        return _("%(span)s nach dem Austritt") % {"span": span(code).label(get_language() or "de")}
    return "am Tag des Austritts" if code == AT_EXIT else f"{span(code).label('de')} nach dem Austritt"


def answer(code: str) -> str:
    return codes.label("exit_situation", code, get_language() or "de") if code else ""


# What most people say, in one click; everything else is said on the page.
OFFERED = ("employed_insured", "apprenticeship", "school", "job_search", "unemployed", "unknown")


def offered() -> list[tuple[str, str]]:
    """Codes and labels of the answers that a row of *Today* offers."""
    return [(code, answer(code)) for code in OFFERED]


def late(code: str) -> bool:
    """Whether it lies so far behind the exit that a better position counts: three months and more."""
    return code.endswith("m") and int(code[:-1]) >= 3
