# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The rules as a list to read, search and print: text, period, citation, confidence, and the cases that test each.

for entry in entries(query="§ 60a", lang="de"): entry.id, entry.text, entry.cases
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from scharnier.knowledge import codes
from scharnier.knowledge.access import Assessment, assess, what_if
from scharnier.knowledge.cases import AccessCase, access_cases
from scharnier.knowledge.conditions import FAR_FUTURE, FAR_PAST, Span, fields_of
from scharnier.knowledge.files import load
from scharnier.knowledge.inputs import Person
from scharnier.knowledge.rules import FILE, Confidence, DiscretionRule, Rule, Text, law

NOT_LEGAL_ADVICE = Text(
    "Keine Rechtsberatung. Es entscheiden nur die Ausländerbehörde, die Agentur für Arbeit oder ein Gericht.",
    "No legal advice. Only the immigration office, the employment agency or a court decides.",
)


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case in words: the question and the answer it expects."""

    id: str
    family: str
    date: datetime.date
    activity: str
    status: str | None
    level: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule as people read it. `kind` is "access" or "discretion"; open ends of the period are None."""

    id: str
    kind: str
    order: int
    text: Text
    level: str
    discretion: str
    statuses: tuple[str, ...]
    activities: tuple[str, ...]
    valid_from: date | None
    valid_to: date | None
    citation: tuple[str, ...]
    confidence: Confidence
    inputs: tuple[str, ...]
    limits: Text | None
    warn: Text | None
    note: Text | None
    cases: tuple[CaseLine, ...]

    @property
    def is_in_force(self) -> bool:
        """Whether the rule has no end yet."""
        return self.valid_to is None


NEARLY = 3


@dataclass(frozen=True, slots=True)
class LawChange:
    """A day on which the law changed."""

    date: datetime.date
    what: Text
    confidence: Confidence


def entries(query: str = "", *, on: date | None = None, status: str | None = None) -> list[Entry]:
    """All rules in order, or those that hold every word of `query`, are valid on a day, or concern a status."""
    words = query.casefold().split()
    found = []
    for entry in all_entries():
        if on and not ((entry.valid_from or date.min) <= on <= (entry.valid_to or date.max)):
            continue
        if status and status not in entry.statuses:
            continue
        text = _searchable(entry)
        if all(word in text for word in words):
            found.append(entry)
    return found


@cache
def all_entries() -> tuple[Entry, ...]:
    """Access rules by order, then discretion rules by order, each with its cases. Worked out once (half a second)."""
    decided: dict[str, list[CaseLine]] = {}
    for case in access_cases():
        answer = assess(case.person, case.date, case.activity)
        for rule in dict.fromkeys((*answer.via, answer.rule, answer.discretion_rule)):
            if rule is not None:
                decided.setdefault(rule, []).append(_line(case, answer))
    access = tuple(_access_entry(rule, decided.get(rule.id, ())) for rule in law().rules)
    return access + tuple(_discretion_entry(rule, decided.get(rule.id, ())) for rule in law().discretion_rules)


def law_changes() -> list[LawChange]:
    """The days on which the law changed, oldest first."""
    rows = load(FILE)["law_change_days"]
    return [LawChange(row["date"], _text(row["what"]), Confidence(row["confidence"])) for row in rows]


def left_out() -> list[Text]:
    """What the rules do not cover."""
    return [_text(row) for row in load(FILE)["left_out"]]


def _text(row: Mapping[str, str]) -> Text:
    return Text(row["de"], row["en"])


@dataclass(frozen=True, slots=True)
class Scenario:
    """What would hold with another status: its conditions in words, and the answer."""

    status: str
    label: Text
    conditions: tuple[Text, ...]
    answer: Assessment


def scenarios(person: Person, on: date, activity: str) -> list[Scenario]:
    """The usual next steps from the person's status and what each opens. Entry conditions are listed, not checked."""
    found = []
    for row in load(FILE)["scenarios"]:
        start, end = row.get("valid_from") or date.min, row.get("valid_to") or date.max
        if person.get("status") in row["from"] and start <= on <= end:
            label = codes.find("residence_status", row["status"])
            answer = what_if(person, on, activity, status=row["status"], **row.get("assume", {}))
            found.append(
                Scenario(row["status"], Text(label.de, label.en), tuple(map(_text, row["conditions"])), answer)
            )
    return found


def _line(case: AccessCase, answer: Assessment) -> CaseLine:
    return CaseLine(case.id, case.family, case.date, case.activity, case.person.get("status"), answer.level.value)


def _access_entry(rule: Rule, cases: Iterable[CaseLine]) -> Entry:
    return Entry(
        id=rule.id,
        kind="access",
        order=rule.order,
        text=rule.reason,
        level=str(rule.level),
        discretion=rule.discretion.value,
        statuses=rule.statuses,
        activities=rule.activities,
        valid_from=_first(rule.span),
        valid_to=_last(rule.span),
        citation=rule.citation,
        confidence=rule.confidence,
        inputs=_inputs(rule),
        limits=rule.limits,
        warn=rule.warn,
        note=rule.note,
        cases=tuple(cases),
    )


def _discretion_entry(rule: DiscretionRule, cases: Iterable[CaseLine]) -> Entry:
    return Entry(
        id=rule.id,
        kind="discretion",
        order=rule.order,
        text=_STRENGTH[rule.discretion.value],
        level="",
        discretion=rule.discretion.value,
        statuses=rule.statuses,
        activities=rule.activities,
        valid_from=_first(rule.span),
        valid_to=_last(rule.span),
        citation=rule.citation,
        confidence=rule.confidence,
        inputs=_inputs(rule),
        limits=None,
        warn=None,
        note=None,
        cases=tuple(cases),
    )


_STRENGTH = {
    "kann": Text("Die Erlaubnis steht im Ermessen der Behörde.", "The permission is at the authority's discretion."),
    "soll": Text("Die Erlaubnis soll in der Regel erteilt werden.", "The permission is to be granted as a rule."),
    "muss": Text("Auf die Erlaubnis besteht ein Anspruch.", "There is a claim to the permission."),
}


def _inputs(rule: Rule | DiscretionRule) -> tuple[str, ...]:
    return tuple(name for name in fields_of(rule.when) if name != "evaluation_date")


def _first(span: Span) -> date | None:
    return None if span[0] == FAR_PAST else date.fromordinal(span[0])


def _last(span: Span) -> date | None:
    return None if span[1] == FAR_FUTURE else date.fromordinal(span[1])


@cache
def _searchable(entry: Entry) -> str:
    parts = [entry.id, entry.text.de, entry.text.en, *entry.citation]
    parts += [entry.note.de, entry.note.en] if entry.note else []
    parts += [entry.warn.de, entry.warn.en] if entry.warn else []
    # A rule for (nearly) everybody says nothing about a status.
    if len(entry.statuses) < len(codes.codes("residence_status")) - NEARLY:
        parts += [f"{status} {codes.label('residence_status', status)}" for status in entry.statuses]
    parts += [codes.label("activity", activity) for activity in entry.activities]
    return " ".join(parts).casefold()
