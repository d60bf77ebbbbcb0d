# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Comparing groups: does matching open as much to one as to another? Shares, ratios, and what must not be shown.

    table = compare([Subject({"sex": "f", …}, suggestions=7, best=61, blocked={"german": 0.2}), …], "sex", least=5)

Groups are those of data/fairness.yaml. A cell of fewer than `least` people is left out, and so is another one wherever
the total would give the first away. Reads no database.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from typing import Any

from scharnier.knowledge.files import load

UNKNOWN = "unknown"
# Shares of people that a line tells; for each more is better.
MEASURES = ("five", "any", "introduced", "accepted", "placed")


@dataclass(frozen=True, slots=True)
class Subject:
    """One person: group by dimension, suggestions today, best points, share of vacancies that each rule closes.

    `introduced` to a firm, `accepted` (a firm was interested), `placed`: whether that happened in the year looked at.
    """

    groups: Mapping[str, str]
    suggestions: int
    best: int | None
    blocked: Mapping[str, float]
    introduced: bool = False
    accepted: bool = False
    placed: bool = False

    def counts(self, measure: str) -> bool:
        """Whether this person counts for a measure."""
        if measure == "five":
            return self.suggestions >= int(load("fairness.yaml")["enough_suggestions"])
        return self.suggestions > 0 if measure == "any" else bool(getattr(self, measure))


@dataclass(frozen=True, slots=True)
class Line:
    """One group as it may be shown; None is left out, `ratios` are to the best group, `alerts` name those too low."""

    code: str
    people: int | None
    shares: Mapping[str, float | None]
    best: float | None
    blocked: Mapping[str, float | None]
    ratios: Mapping[str, float | None] = field(default_factory=dict)
    alerts: tuple[str, ...] = ()

    def plain(self) -> dict[str, Any]:
        """As it is stored."""
        return {**asdict(self), "alerts": list(self.alerts)}


@dataclass(frozen=True, slots=True)
class Group:
    """What is known of a group, before anything is left out."""

    code: str
    people: int
    counts: Mapping[str, int]
    best_sum: int
    blocked_sum: Mapping[str, float]


# ---- groups ----------------------------------------------------------------------------------------------------------


def group_of_age(years: int | None) -> str:
    if years is None:
        return UNKNOWN
    return next((row["code"] for row in load("fairness.yaml")["ages"] if row["from"] <= years <= row["to"]), UNKNOWN)


def group_of_level(cefr: str) -> str:
    return next((row["code"] for row in load("fairness.yaml")["levels"] if cefr in row["levels"]), UNKNOWN)


def group_of_sex(code: str) -> str:
    return code if code in ("f", "m") else "neither"


def group_of_nationality(code: str) -> str:
    """The region of a nationality (ISO 3166-1 alpha-2, or one of the codes for people without)."""
    if not code:
        return UNKNOWN
    if code in ("stateless", "unresolved"):
        return "stateless"
    return _regions().get(code, "other")


@cache
def _regions() -> Mapping[str, str]:
    return {iso: row["code"] for row in load("fairness.yaml")["regions"] for iso in row["countries"]}


def dimensions() -> tuple[str, ...]:
    return tuple(row["code"] for row in load("fairness.yaml")["dimensions"])


@cache
def labels(language: str) -> Mapping[str, str]:
    """Words for dimensions and groups, by code."""
    data = load("fairness.yaml")
    rows = [row for part in ("dimensions", "ages", "levels", "sexes", "regions") for row in data[part]]
    found = {row["code"]: row[language] for row in rows}
    return found | {code: row[language] for code, row in data["others"].items()}


# ---- tables ----------------------------------------------------------------------------------------------------------


def gather(subjects: Iterable[Subject], dimension: str) -> list[Group]:
    """The groups that occur, in the order of the data file."""
    found: dict[str, list[Subject]] = {}
    for subject in subjects:
        found.setdefault(subject.groups[dimension] if dimension else "", []).append(subject)
    order = {code: place for place, code in enumerate(labels("de"))}
    return [_group(code, found[code]) for code in sorted(found, key=lambda code: order.get(code, -1))]


def _group(code: str, some: Sequence[Subject]) -> Group:
    rules = {rule for each in some for rule in each.blocked}
    return Group(
        code,
        len(some),
        {measure: sum(each.counts(measure) for each in some) for measure in MEASURES},
        sum(each.best or 0 for each in some if each.suggestions),
        {rule: sum(each.blocked.get(rule, 0.0) for each in some) for rule in sorted(rules)},
    )


def compare(subjects: Sequence[Subject], dimension: str, least: int) -> list[Line]:
    """A line for each group, with ratios; what is too small, or would give away what is too small, is left out."""
    return published(gather(subjects, dimension), least)


def published(groups: Sequence[Group], least: int) -> list[Line]:
    hidden = close({each.code for each in groups if each.people < least}, groups, least)
    closed = {measure: _closed_cells(groups, measure, hidden, least) for measure in MEASURES}
    few = {each.code for each in groups if each.counts["any"] < least}
    best = close(closed["any"] | few, groups, least)
    lines = [
        Line(
            each.code,
            None if each.code in hidden else each.people,
            {
                measure: None if each.code in closed[measure] else each.counts[measure] / each.people
                for measure in MEASURES
            },
            None if each.code in best else each.best_sum / each.counts["any"],
            {rule: None if each.code in hidden else total / each.people for rule, total in each.blocked_sum.items()},
        )
        for each in groups
    ]
    return [_judged(line, lines) for line in lines]


def close(hidden: set[str], groups: Sequence[Group], least: int, measure: str = "") -> set[str]:
    """With what is hidden as much more as it takes that the total gives nothing away.

    Together the hidden are at least two groups and `least` people and, for a measure, neither those who count for it
    nor those who don't are fewer than `least`, unless there are none. The smallest groups go first.
    """
    found = set(hidden)
    rest = sorted((each for each in groups if each.code not in found), key=lambda each: (each.people, each.code))
    while found and rest and not _safe([each for each in groups if each.code in found], least, measure):
        found.add(rest.pop(0).code)
    return found


def _safe(some: Sequence[Group], least: int, measure: str) -> bool:
    people = sum(each.people for each in some)
    if len(some) < 2 or people < least:
        return False
    if not measure:
        return True
    count = sum(each.counts[measure] for each in some)
    return not (0 < count < least or 0 < people - count < least)


def _closed_cells(groups: Sequence[Group], measure: str, hidden: set[str], least: int) -> set[str]:
    """Groups whose share is left out: hidden ones, and those where the few who count (or don't) could be recognised."""
    small = {
        each.code
        for each in groups
        if 0 < each.counts[measure] < least or 0 < each.people - each.counts[measure] < least
    }
    return close(hidden | small, groups, least, measure)


def _judged(line: Line, lines: Sequence[Line]) -> Line:
    limit = float(load("fairness.yaml")["alert_below"])
    steady = [each for each in lines if _steady(each)] or lines
    ratios = {measure: _ratio(line.shares[measure], [each.shares[measure] for each in steady]) for measure in MEASURES}
    ratios["best"] = _ratio(line.best, [each.best for each in steady])
    low = (name for name, ratio in ratios.items() if ratio is not None and ratio < limit)
    alerts = tuple(low) if _steady(line) else ()
    return Line(line.code, line.people, line.shares, line.best, line.blocked, ratios, alerts)


def _steady(line: Line) -> bool:
    """Whether the group is large enough that chance alone doesn't move its share much."""
    return line.people is not None and line.people >= int(load("fairness.yaml")["enough_people"])


def _ratio(own: float | None, all_: Iterable[float | None]) -> float | None:
    highest = max((value for value in all_ if value is not None), default=0.0)
    return own / highest if own is not None and highest > 0 else None
