# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""From an answer to the first working day: permission, steps in order, renewals, residence obligation.

    way = path(assessment, printed="Beschäftigung nur mit Erlaubnis der Ausländerbehörde")
    way.printed, way.permission, [step.text.de for step in way.steps], way.weeks, way.renewals
    employer_sentence(assessment).de

Data: data/pathway.yaml. What stands on the document is always shown first and verbatim. Durations are practice, not
law.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from scharnier.knowledge.access import Assessment
from scharnier.knowledge.conditions import Span
from scharnier.knowledge.files import load
from scharnier.knowledge.rules import Confidence, Text, span_of

FILE = "pathway.yaml"

Weeks = tuple[int, int]
"""Usual duration: from, to."""

OFFICE = Text("der Ausländerbehörde", "the immigration office")


@dataclass(frozen=True, slots=True)
class Step:
    """Who does what with whom. `who` and `with_` are codes of the list "authority"."""

    code: str
    who: str
    with_: str | None
    text: Text
    form: str | None
    weeks: Weeks | None
    before_start: bool
    citation: tuple[str, ...]
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Renewal:
    """What has to be done again when something happens."""

    id: str
    event: Text
    text: Text
    weeks: Weeks | None
    citation: tuple[str, ...]
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Obligation:
    """A residence obligation that may stand on the document, and what it means for work and for moving."""

    id: str
    text: Text
    work: Text
    move: Text
    citation: tuple[str, ...]
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Path:
    """The way for one assessment. `printed` is the endorsement on the document, word for word, to be shown first."""

    id: str
    printed: str | None
    title: Text
    permission: Text
    steps: tuple[Step, ...]
    weeks: Weeks | None
    renewals: tuple[Renewal, ...]
    employer: Text
    provisional: bool


@dataclass(frozen=True, slots=True)
class _Way:
    row: Mapping[str, Any]
    levels: frozenset[str]
    activities: frozenset[str] | None
    statuses: frozenset[str] | None
    span: Span


def path(assessment: Assessment, *, printed: str | None = None, office: Text = OFFICE) -> Path:
    """The way to the first working day for an assessment.

    `printed` is what stands on the document; `office` how the competent immigration office is called in a sentence.
    """
    row = _way(assessment).row
    found = tuple(_step(code) for code in row["steps"])
    return Path(
        id=row["id"],
        printed=printed,
        title=_text(row),
        permission=_text(row["permission"]),
        steps=found,
        weeks=_weeks(row),
        renewals=renewals(assessment.level.value),
        employer=_employer(row, office),
        provisional=assessment.provisional,
    )


def employer_sentence(assessment: Assessment, *, office: Text = OFFICE) -> Text:
    """One sentence for the employer: whether, with whose permission, where to apply, usual wait. No reasons."""
    return _employer(_way(assessment).row, office)


def renewals(level: str) -> tuple[Renewal, ...]:
    """What has to be done again for work at a level."""
    return tuple(
        Renewal(
            id=row["id"],
            event=_text(row["event"]),
            text=_text(row),
            weeks=_weeks(row),
            citation=tuple(row["citation"]),
            confidence=Confidence(row["confidence"]),
        )
        for row in load(FILE)["renewals"]
        if level in row["levels"]
    )


def obligations(status: str, on: date) -> tuple[Obligation, ...]:
    """Residence obligations people with a status may have on a day; the document says which really applies."""
    day = on.toordinal()
    found = []
    for row in load(FILE)["obligations"]:
        start, end = span_of(row)
        if status in row["statuses"] and start <= day <= end:
            found.append(
                Obligation(
                    id=row["id"],
                    text=_text(row),
                    work=_text(row["work"]),
                    move=_text(row["move"]),
                    citation=tuple(row["citation"]),
                    confidence=Confidence(row["confidence"]),
                )
            )
    return tuple(found)


@cache
def _ways() -> tuple[_Way, ...]:
    return tuple(
        _Way(
            row=row,
            levels=frozenset(row["levels"]),
            activities=None if row["activities"] == "all" else frozenset(row["activities"]),
            statuses=None if row["statuses"] == "any" else frozenset(row["statuses"]),
            span=span_of(row),
        )
        for row in load(FILE)["paths"]
    )


def _way(assessment: Assessment) -> _Way:
    """The first path that fits. The data check makes sure that one always does."""
    day = assessment.date.toordinal()
    return next(
        way
        for way in _ways()
        if assessment.level.value in way.levels
        and (way.activities is None or assessment.activity in way.activities)
        and (way.statuses is None or assessment.status in way.statuses)
        and way.span[0] <= day <= way.span[1]
    )


def _step(code: str) -> Step:
    row = load(FILE)["steps"][code]
    return Step(
        code=code,
        who=row["who"],
        with_=row.get("with"),
        text=_text(row),
        form=row.get("form"),
        weeks=_weeks(row),
        before_start=row.get("before_start", False),
        citation=tuple(row["citation"]),
        confidence=Confidence(row["confidence"]),
    )


def _employer(row: Mapping[str, Any], office: Text) -> Text:
    low, high = _weeks(row) or (0, 0)
    de = row["employer"]["de"].format(office=office.de, weeks=f"{low} bis {high}")
    en = row["employer"]["en"].format(office=office.en, weeks=f"{low} to {high}")
    return Text(de, en)


def _weeks(row: Mapping[str, Any]) -> Weeks | None:
    weeks = row.get("weeks")
    return None if weeks is None else (weeks[0], weeks[1])


def _text(row: Mapping[str, str]) -> Text:
    return Text(row["de"], row["en"])
