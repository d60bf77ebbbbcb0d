# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The rules as pages: what to look for, 25 on a page, one rule with its cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext

from scharnier.foundation import clock
from scharnier.foundation.ui.fields import UnreadableDateError, read_date
from scharnier.knowledge import codes
from scharnier.knowledge.catalogue import CaseLine, Entry, all_entries, entries
from scharnier.people import words as people
from scharnier.people.law import words

PAGE = 25


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for; empty fields ask for nothing. `bad_day` keeps a day that can't be read."""

    text: str = ""
    status: str = ""
    activity: str = ""
    day: date | None = None
    bad_day: str = ""

    @property
    def anything(self) -> bool:
        return bool(self.text or self.status or self.activity or self.day)


def wanted(asked: Mapping[str, str]) -> Wanted:
    """From the address: `q`, `status`, `taetigkeit`, `tag`. Codes that don't exist are left out."""
    status, activity, written = asked.get("status", ""), asked.get("taetigkeit", ""), asked.get("tag", "").strip()
    day = read_day(written)
    return Wanted(
        asked.get("q", "").strip()[:80],
        status if codes.is_code("residence_status", status) else "",
        activity if codes.is_code("activity", activity) else "",
        day,
        "" if day else written[:40],
    )


def read_day(written: str) -> date | None:
    """A day as people write it (24.11.2026, 2026-11-24); None when it is none."""
    try:
        return read_date(written, clock.today()) if written else None
    except UnreadableDateError:
        return None


@dataclass(frozen=True)
class RuleLine:
    """One rule as the page shows it."""

    id: str
    text: str
    level: str
    level_text: str
    strength: str
    valid_from: date | None
    valid_to: date | None
    citation: str
    confidence: str
    sure: bool
    case_count: int


@dataclass(frozen=True)
class Case:
    """A case that tests a rule: the question and the answer it expects."""

    id: str
    family: str
    date: date
    activity: str
    status: str
    level: str
    level_text: str


@dataclass(frozen=True)
class RuleText(RuleLine):
    """One rule in full."""

    statuses: str
    activities: str
    inputs: str
    limits: str
    warn: str
    note: str
    cases: list[Case]


@dataclass(frozen=True)
class Page:
    """A page of rules. `after` and `before` are ids of rules."""

    rows: list[RuleLine]
    after: str | None = None
    before: str | None = None


def find(what: Wanted) -> list[Entry]:
    """The rules that fit, in their order."""
    found = entries(what.text, on=what.day, status=what.status or None)
    return [entry for entry in found if not what.activity or what.activity in entry.activities]


def page(what: Wanted, after: str = "", before: str = "") -> Page:
    """25 rules from the one after `after`, or up to the one before `before`."""
    found = find(what)
    places = {entry.id: place for place, entry in enumerate(found)}
    start = places[after] + 1 if after in places else max(places[before] - PAGE, 0) if before in places else 0
    shown = found[start : start + PAGE]
    return Page(
        [line(entry) for entry in shown],
        after=shown[-1].id if start + PAGE < len(found) else None,
        before=shown[0].id if shown and start > 0 else None,
    )


def line(entry: Entry) -> RuleLine:
    return RuleLine(**_line(entry))


def _line(entry: Entry) -> dict[str, Any]:
    text = words.said(entry.text)
    return {
        "id": entry.id,
        "text": text,
        "level": entry.level,
        "level_text": _level(entry.level),
        "strength": "" if words.strength(entry.discretion) == text else words.strength(entry.discretion),
        "valid_from": entry.valid_from,
        "valid_to": entry.valid_to,
        "citation": " · ".join(entry.citation),
        "confidence": words.confidence(entry.confidence.value),
        "sure": entry.confidence.value == "verified",
        "case_count": len(entry.cases),
    }


def rule(rule_id: str) -> RuleText | None:
    """One rule with its cases, or None."""
    entry = next((entry for entry in all_entries() if entry.id == rule_id), None)
    if entry is None:
        return None
    return RuleText(
        **_line(entry),
        statuses=people.labels("residence_status", entry.statuses),
        activities=people.labels("activity", entry.activities),
        inputs=", ".join(words.input_name(name) for name in entry.inputs),
        limits=words.said(entry.limits),
        warn=words.said(entry.warn),
        note=words.said(entry.note),
        cases=[_case(case) for case in entry.cases],
    )


def _case(case: CaseLine) -> Case:
    return Case(
        case.id,
        case.family,
        case.date,
        people.label("activity", case.activity),
        people.label("residence_status", case.status or ""),
        case.level,
        words.level(case.level),
    )


def _level(code: str) -> str:
    """A level, or where the rule sends the question on to."""
    if not code:
        return ""
    sent_on = {
        "as_previous_status": gettext("wie der bisherige Status"),
        "as_purpose_status": gettext("wie der Status, für den das Visum erteilt ist"),
        "as_status_duldung": gettext("wie die Duldung"),
    }
    return sent_on.get(code) or words.level(code)
