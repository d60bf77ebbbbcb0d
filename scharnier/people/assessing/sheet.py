# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The result of an assessment on paper: German beside the language somebody reads, line by line, as PDF/UA."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.template.loader import render_to_string
from django.utils import translation

from scharnier.foundation import paper
from scharnier.knowledge import codes, messages, sheet_words
from scharnier.knowledge.codes import direction
from scharnier.people.assessing.answers import ASPECTS, RATED, Answer, lines
from scharnier.people.assessing.models import Assessment
from scharnier.people.models import Person

Say = Callable[..., str]


@dataclass(frozen=True)
class Cell:
    """What stands in a column: a label, an answer, and what somebody wrote in German."""

    label: str
    value: str = ""
    written: str = ""


@dataclass(frozen=True)
class Pair:
    """A row: `kind` is field (a heading) or step (an answer)."""

    kind: str
    german: Cell
    other: Cell | None


@dataclass(frozen=True)
class Sheet:
    """`language` is empty for German alone."""

    language: str
    name: str
    direction: str
    titles: tuple[str, str]
    heads: tuple[str, str]
    copy: tuple[str, str]
    german_only: str
    rows: list[Pair] = field(default_factory=list)


def language_of(person: Person) -> str:
    """The language beside German in which somebody reads the sheet; empty where there are no words for it."""
    found = messages.language_for(person.reads, *person.also_reads, *person.speaks)
    return found if found in sheet_words.languages() else ""


def choices() -> list[tuple[str, str]]:
    """The languages beside German, by their own names."""
    return [(code, str(codes.find("language", code).extra["endonym"])) for code in sheet_words.languages()]


class _Words:
    """One language; numbers keep their direction inside a text from right to left."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.isolate = direction(language) == "rtl"

    def __call__(self, key: str, **values: object) -> str:
        return sheet_words.word(self.language, key, **{name: self.number(value) for name, value in values.items()})

    def number(self, value: object) -> str:
        text = f"{value:%d.%m.%Y}" if isinstance(value, date) else str(value)
        return f"\u2066{text}\u2069" if self.isolate else text

    def label(self, line: Answer) -> str:
        kind, _colon, rest = line.key.partition(":")
        if kind in RATED:
            return sheet_words.label(self.language, RATED[kind], rest)
        if kind == "language":
            code, _more, skill = rest.partition(":")
            return f"{sheet_words.language(self.language, code)}, {self(skill)}"
        return self(kind)

    def value(self, line: Answer) -> str:
        if line.number is not None:
            return self.number(line.number)
        chosen = ", ".join(self.number(sheet_words.label(self.language, line.code_list, code)) for code in line.codes)
        return " · ".join(part for part in (self.number(line.own) if line.own else "", chosen) if part)


def sheet(row: Assessment, person: Person, language: str, health: str = "") -> Sheet:
    """German and `language`, one of sheet_words.languages() or empty."""
    de, other = _Words("de"), _Words(language) if language else None

    def both(make: Callable[[_Words], str]) -> tuple[str, str]:
        return make(de), make(other) if other else ""

    def head(say: _Words) -> str:
        name = person.own_script_name if say is other and person.own_script_name else say.number(person.full_name)
        method = sheet_words.label(say.language, "assessment_method", row.method)
        staff = f"{say('assessor')}: {say.number(row.assessor.display_name)}" if row.assessor else ""
        parts = [name, say("file", n=person.file_number), f"{say('method')}: {method}", staff]
        return " · ".join(part for part in parts if part)

    return Sheet(
        language,
        str(codes.find("language", language).extra["endonym"]) if language else "",
        direction(language),
        both(lambda say: f"{say('title')} {say('held', day=row.held_on)}"),
        both(head),
        both(lambda say: say("copy")),
        other("german_only") if other else "",
        list(_rows(row, health, de, other)),
    )


def _rows(row: Assessment, health: str, de: _Words, other: _Words | None) -> Iterator[Pair]:
    given = list(lines(row.answers))
    for aspect in ASPECTS:
        inside = [line for line in given if line.aspect == aspect]
        if inside or (aspect == "circumstances" and health):
            yield Pair("field", Cell(de(aspect)), Cell(other(aspect)) if other else None)
        for line in inside:
            yield Pair("step", _cell(line, de), _cell(line, other) if other else None)
    if health:
        yield Pair("step", Cell(de("health"), "", health), Cell(other("health"), "", health) if other else None)


def _cell(line: Answer, say: _Words) -> Cell:
    if line.key.startswith("job:"):  # years need no translation
        return Cell(say.label(line), " · ".join([say.value(line), *([say.number(line.text)] if line.text else [])]))
    return Cell(say.label(line), say.value(line), line.text)


def as_pdf(found: Sheet) -> bytes:
    """Raises paper.Unavailable."""
    with translation.override("de"):
        html = render_to_string("people/assessing/paper.html", {"sheet": found})
    return paper.pdf([html])
