# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""How facts about a person are written for people to read: codes, numbers, ages, and read back from what they type."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Protocol

import phonenumbers
from django.utils.translation import get_language, gettext, ngettext

from scharnier.foundation import clock
from scharnier.knowledge import codes
from scharnier.knowledge.settings import ProgrammeSettings
from scharnier.people.models import Person, Precision
from scharnier.people.names import text as names

SHORTEST_NUMBER = 5


def label(code_list: str, code: str) -> str:
    """The label of a code in the language of the page; a code that a newer list no longer knows stands for itself."""
    if not code:
        return ""
    return codes.label(code_list, code, get_language() or "de") if codes.is_code(code_list, code) else code


def labels(code_list: str, wanted: Iterable[str]) -> str:
    """Several labels, separated by commas."""
    return ", ".join(label(code_list, code) for code in wanted)


def own_language(person: Person) -> str:
    """The language tag of a name in its own script: the first language somebody reads or speaks that is written so."""
    script = names.script_of(person.own_script_name)
    for code in (person.reads, *person.also_reads, *person.speaks) if script else ():
        if codes.is_code("language", code) and codes.find("language", code).extra.get("script", "Latn") == script:
            return code
    return ""


def read_phone(text: str) -> str | None:
    """A telephone number as E.164 (+4917604069031), None when it can't be one. Numbers without a country are German."""
    try:
        number = phonenumbers.parse(text, "DE")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number) or len(str(number.national_number)) < SHORTEST_NUMBER:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def show_phone(number: str) -> str:
    """An E.164 number as it is dialled here: German ones without the country, others with it."""
    try:
        parsed = phonenumbers.parse(number, "DE")
    except phonenumbers.NumberParseException:
        return number
    german = parsed.country_code == 49
    style = phonenumbers.PhoneNumberFormat.NATIONAL if german else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, style)


def nationalities(person: Person) -> str:
    """All of them, the first one first."""
    return labels("nationality", [code for code in (person.nationality, *person.further_nationalities) if code])


def reading(person: Person) -> str:
    """The languages somebody reads; the first is the one in which we write."""
    return labels("language", [code for code in (person.reads, *person.also_reads) if code])


def age(born: date | None, on: date | None = None) -> int | None:
    """Completed years on a day (today)."""
    if born is None:
        return None
    day = on or clock.today()
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


class Born(Protocol):
    """Whoever has a date of birth that is known more or less exactly."""

    @property
    def birth_date(self) -> date | None: ...

    @property
    def birth_precision(self) -> str: ...


def show_age(person: Born) -> str:
    """38 Jahre; *etwa* where only the year is known or the date is an estimate."""
    years = age(person.birth_date)
    if years is None:
        return ""
    text = ngettext("%(n)s Jahr", "%(n)s Jahre", years) % {"n": years}
    exact = person.birth_precision in (Precision.DAY, Precision.MONTH)
    return text if exact else gettext("etwa %(age)s") % {"age": text}


def show_birth(person: Born) -> str:
    """03.04.1990, 04/1990, 1990 or *etwa 1990*, as exactly as it is known."""
    born = person.birth_date
    if born is None:
        return ""
    match person.birth_precision:
        case Precision.YEAR:
            return str(born.year)
        case Precision.MONTH:
            return f"{born:%m/%Y}"
        case Precision.ESTIMATED:
            return gettext("etwa %(age)s") % {"age": born.year}
        case _:
            return f"{born:%d.%m.%Y}"


_NUMBER = re.compile(r"[+\d][\d\s()/.-]{3,}")


def folded_query(text: str) -> str:
    """What somebody types to find a person, telephone numbers without their spaces and marks (0176 / 040-690 31)."""
    text = names.fold_script(names.clean(text))
    if _NUMBER.fullmatch(text):
        digits = re.sub(r"[^\d+]", "", text)
        return "+" + digits[2:] if digits.startswith("00") else digits
    return text


def phase(settings: ProgrammeSettings, code: str) -> str:
    """A phase as the project says it, in the reader's language."""
    return settings.phase_label(code, get_language() or "de")


def phases(settings: ProgrammeSettings, current: str = "") -> list[tuple[str, str]]:
    """(code, label) of a project's phases in their order; who stands in one that was left out stays there."""
    kept = (current,) if current and current not in settings.phases else ()
    return [(code, phase(settings, code)) for code in (*settings.phases, *kept)]
