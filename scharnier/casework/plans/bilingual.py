# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The plan in German beside another language, line by line, ready to be drawn or printed.

The words of the form and of untouched templates are translated; what people wrote stands as they wrote it, in the
column of its language.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from scharnier.casework.models import PlanRevision
from scharnier.casework.plans.sheet import FieldSheet, GoalSheet, PlanSheet, StepSheet
from scharnier.casework.wordings.queries import Spoken
from scharnier.foundation import clock
from scharnier.knowledge import codes, messages, paper
from scharnier.knowledge.codes import direction
from scharnier.people.models import Person


@dataclass(frozen=True)
class Cell:
    """A text in one column. `german`: it stands there in German for want of a translation.

    `language`: that of a text that stands beside the German in a third one.
    """

    text: str
    german: bool = False
    done: bool = False
    language: str = ""

    @property
    def direction(self) -> str:
        return direction(self.language or "de")


@dataclass(frozen=True)
class Pair:
    """A row: kind is who, field, goal, own, wording, step or note."""

    kind: str
    german: Cell
    other: Cell


@dataclass(frozen=True)
class Bilingual:
    """A plan in two languages. `draft`: nobody who speaks the other one has read its words yet."""

    language: str
    name: str
    direction: str
    draft: bool
    titles: tuple[str, str]
    heads: tuple[str, str]
    rows: list[Pair] = field(default_factory=list)
    understood: str = ""
    worker: str = ""
    interpreter: str = ""
    copy: tuple[str, str] = ("", "")
    german_only: str = ""


def language_of(person: Person) -> str:
    """The language beside German in which somebody understands the plan; empty where there are no texts for it."""
    found = messages.language_for(person.reads, *person.also_reads, *person.speaks)
    return found if found in paper.languages() else ""


def choices() -> list[tuple[str, str]]:
    """The languages beside German, by their own names."""
    return [(code, str(codes.find("language", code).extra["endonym"])) for code in paper.languages()]


class _Words:
    """The words of one language; numbers keep their direction inside a text from right to left."""

    def __init__(self, spoken: Spoken) -> None:
        self.spoken, language = spoken, spoken.language
        self.language = language
        self.isolate = direction(language) == "rtl"
        self.comma = paper.comma(language)

    def __call__(self, key: str, **values: object) -> str:
        return self.spoken.word(key, **{name: self.number(value) for name, value in values.items()})

    def number(self, value: object) -> str:
        text = f"{value:%d.%m.%Y}" if isinstance(value, date) else str(value)
        return f"\u2066{text}\u2069" if self.isolate else text

    def text(self, german: str, own: str = "") -> Cell:
        """What stands in this language for a German text."""
        known = own or self.spoken.translated(german)
        return Cell(known) if known else Cell(german, german=True)


def in_two(
    sheet: PlanSheet, spoken: Spoken, *, revision: PlanRevision | None, on: date, short: bool = False
) -> Bilingual:
    """The plan in German and in what is `spoken` (one of paper.languages()); `short` leaves out what is settled."""
    de, other, language = _Words(Spoken("de")), _Words(spoken), spoken.language
    rows = [*_head(sheet, de, other)]
    for each in sheet.fields:
        rows += _field(each, de, other, short=short)
    if sheet.review_due_on:
        rows.append(Pair("note", *(Cell(say("again", day=sheet.review_due_on)) for say in (de, other))))
    if revision is not None and revision.took_part:
        by = f"; {{}}: {revision.interpreter}" if revision.interpreter else ""
        rows.append(
            Pair(
                "note",
                *(
                    Cell(f"{say('with')}: {other_name(say, revision.took_part)}{by.format(say('interpreter'))}")
                    for say in (de, other)
                ),
            )
        )
    frozen = _day(revision.frozen_at) if revision is not None else on
    number = revision.number if revision is not None else 0
    found = Bilingual(
        language=language,
        name=str(codes.find("language", language).extra["endonym"]),
        direction=direction(language),
        draft=False,
        titles=(sheet.label, other("plan")),
        heads=tuple(  # type: ignore[arg-type]  # two of them
            say("version", n=number, day=frozen) if number else say("draft", day=frozen) for say in (de, other)
        ),
        rows=rows,
        understood=other("understood"),
        worker=other("worker"),
        interpreter=other("interpreter"),
        copy=(de("copy"), other("copy")),
        german_only=other("german_only"),
    )
    return replace(found, draft=spoken.draft)  # known when everything has been said


def other_name(say: _Words, names: str) -> str:
    return say.number(names)


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.ZONE).date()


def _head(sheet: PlanSheet, de: _Words, other: _Words) -> Iterator[Pair]:
    names = (sheet.person, sheet.own_script_name or other.number(sheet.person))
    cells = []
    for say, name in zip((de, other), names, strict=True):
        parts = [name, say("born", day=sheet.born) if sheet.born else "", say("file", n=sheet.file_number)]
        cells.append(Cell(" · ".join(part for part in parts if part)))
    yield Pair("who", *cells)
    for label, text in sheet.personal:
        yield Pair("who", Cell(f"{label}: {text}"), Cell(f"{label}: {text}", german=True))
    if sheet.staff:
        staff = ", ".join(sheet.staff)
        yield Pair("who", *(Cell(f"{say('staff')}: {say.number(staff)}") for say in (de, other)))


def _field(each: FieldSheet, de: _Words, other: _Words, *, short: bool) -> Iterator[Pair]:
    goals = [goal for goal in each.goals if goal.is_open or (goal.reached and not short)]
    if not goals:
        return
    name = other.spoken.field(each.code)
    yield Pair("field", Cell(each.label), Cell(name) if name else Cell(each.label, german=True))
    for goal in goals:
        yield from _goal(goal, de, other, short=short)


def _goal(goal: GoalSheet, de: _Words, other: _Words, *, short: bool) -> Iterator[Pair]:
    cells = []
    for say, title in ((de, Cell(goal.title)), (other, other.text(goal.title))):
        words, when = de if title.german else say, ""
        if goal.reached and goal.closed_on:
            when = words("reached", day=goal.closed_on)
        elif goal.target_on:
            when = words("until", day=goal.target_on)
        text = f"{words('goal')}: {title.text}" + (f"{words.comma}{when}" if when else "")
        cells.append(Cell(text, german=title.german, done=goal.reached))
    yield Pair("goal", *cells)
    if goal.own_words:
        # Dari stands beside Persian, as everything else that is printed for somebody who reads it.
        mine = messages.language_for(goal.own_language) == other.language
        beside = Cell("") if mine else Cell(goal.own_words, language=goal.own_language)
        yield Pair("own", beside, Cell(goal.own_words if mine else ""))
    if goal.wording and not short:
        yield Pair("wording", Cell(goal.wording), Cell(""))
    for step in goal.steps:
        if not (short and step.done_on):
            yield _step(step, de, other)


def _step(step: StepSheet, de: _Words, other: _Words) -> Pair:
    cells = []
    for say, title in ((de, Cell(step.title)), (other, other.text(step.title, step.own_title))):
        words = de if title.german else say
        parts = [title.text]
        if step.done_on:
            how = f" ({words(step.independence)})" if step.independence else ""
            parts.append(f"{words('done', day=step.done_on)}{how}")
        elif step.due_on:
            parts.append(words("until", day=step.due_on))
        if step.responsible and not step.done_on:
            parts.append(words.number(step.responsible))
        cells.append(Cell(words.comma.join(parts), german=title.german, done=step.done_on is not None))
    return Pair("step", *cells)
