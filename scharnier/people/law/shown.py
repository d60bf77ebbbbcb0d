# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Stored answers as people read them, in the language of the page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from scharnier.people.law import words
from scharnier.people.law.judging import Record, Shown


@dataclass(frozen=True)
class NextChange:
    """The next day on which the answer becomes another one."""

    on: date
    text: str


@dataclass(frozen=True)
class Answer:
    """One answer for the page. `level` chooses the shape, `text` says the same in words."""

    activity: str
    name: str
    level: str
    text: str
    strength: str
    reasons: list[str]
    warnings: list[str]
    citation: str
    confidence: str
    sure: bool
    provisional: bool
    borderline: bool
    limits: str
    missing: list[str]
    stricter: str
    rule: str
    rule_text: str
    next: NextChange | None
    on: date
    law_read_until: date

    @property
    def open(self) -> bool:
        """Whether facts are missing."""
        return self.level == "unknown"


def answer(shown: Shown) -> Answer:
    """A stored answer as the page shows it."""
    record = shown.record
    said = record["answer"]
    return Answer(
        activity=shown.activity,
        name=words.activity(shown.activity),
        level=said["level"],
        text=words.level(said["level"]),
        strength=words.strength(said["discretion"]),
        reasons=[words.said(text) for text in said["because"]],
        warnings=[words.said(text) for text in said["warnings"]],
        citation=" · ".join(dict.fromkeys([*said["citation"], *said["discretion_citation"]])),
        confidence=words.confidence(said["confidence"] or ""),
        sure=said["confidence"] in ("verified", None),
        provisional=said["provisional"],
        borderline=said["borderline"],
        limits=words.said(said["limits"]),
        missing=[words.input_name(name) for name in said["missing"]],
        stricter=words.level(said["endorsement"]) if said["endorsement_stricter"] else "",
        rule=said["rule"] or "",
        rule_text=words.said(record["rule_text"]),
        next=_next(record),
        on=shown.day,
        law_read_until=date.fromisoformat(said["law_read_until"]),
    )


def _next(record: Record) -> NextChange | None:
    change = record["answer"].get("next")
    return NextChange(date.fromisoformat(change["date"]), words.level(change["level"])) if change else None
