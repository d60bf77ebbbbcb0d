# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The plan as one value: what the page shows, what a revision freezes, what is printed and compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from scharnier.casework.models import GoalState
from scharnier.foundation.ui.shown import Shown
from scharnier.knowledge.codes import direction

FORMAT = 1
INDEPENDENCE = ("alone", "with_help", "by_staff")


@dataclass(frozen=True)
class StepSheet(Shown):
    id: str
    title: str
    responsible: str = ""
    due_on: date | None = None
    done_on: date | None = None
    independence: str = ""
    own_title: str = ""


@dataclass(frozen=True)
class GoalSheet(Shown):
    id: str
    title: str
    own_words: str = ""
    own_language: str = ""
    wording: str = ""
    priority: str = ""
    responsible: str = ""
    target_on: date | None = None
    state: str = GoalState.OPEN.value
    closed_on: date | None = None
    steps: tuple[StepSheet, ...] = ()

    @property
    def direction(self) -> str:
        return direction(self.own_language)

    @property
    def is_open(self) -> bool:
        return self.state == GoalState.OPEN

    @property
    def reached(self) -> bool:
        return self.state == GoalState.REACHED

    @property
    def done(self) -> int:
        return sum(step.done_on is not None for step in self.steps)


@dataclass(frozen=True)
class FieldSheet(Shown):
    code: str
    label: str
    goals: tuple[GoalSheet, ...] = ()

    @property
    def done(self) -> int:
        return sum(goal.done for goal in self.goals)

    @property
    def total(self) -> int:
        return sum(len(goal.steps) for goal in self.goals)


@dataclass(frozen=True)
class PlanSheet:
    """A plan on one day. `born` is written as exactly as it is known; the first of `staff` is responsible.

    `personal` are the facts of the file that are printed: label and text.
    """

    label: str
    project: str
    carrier: str
    person: str
    own_script_name: str = ""
    script_language: str = ""
    born: str = ""
    file_number: str = ""
    staff: tuple[str, ...] = ()
    review_due_on: date | None = None
    personal: tuple[tuple[str, str], ...] = ()
    fields: tuple[FieldSheet, ...] = ()

    def goals(self) -> Iterator[GoalSheet]:
        return (goal for each in self.fields for goal in each.goals)

    def independence(self) -> dict[str, int]:
        """Done steps by how: alone, with help, by staff."""
        found = Counter(step.independence for goal in self.goals() for step in goal.steps if step.done_on)
        return {key: found[key] for key in INDEPENDENCE}

    def with_next_steps(self) -> tuple[PlanSheet, int]:
        """The plan with the next open step of each goal alone, and how many open ones that leaves out."""
        fields, left_out = [], 0
        for each in self.fields:
            goals = []
            for goal in each.goals:
                still = [step for step in goal.steps if not step.done_on]
                left_out += len(still[1:]) if goal.is_open else 0
                goals.append(replace(goal, steps=tuple(still[:1])))
            fields.append(replace(each, goals=tuple(goals)))
        return replace(self, fields=tuple(fields)), left_out

    def to_json(self) -> dict[str, Any]:
        """Ready for a JSON column; `from_json` reads it back."""
        plain: dict[str, Any] = _plain(asdict(self))
        return {"format": FORMAT, "label": self.label, "independence": self.independence(), "sheet": plain}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return value


def from_json(content: dict[str, Any]) -> PlanSheet:
    """The sheet of a frozen revision."""
    sheet = content["sheet"]
    fields = tuple(
        FieldSheet(each["code"], each["label"], tuple(_goal(goal) for goal in each["goals"]))
        for each in sheet["fields"]
    )
    dated = {"review_due_on": _date(sheet["review_due_on"]), "staff": tuple(sheet["staff"]), "fields": fields}
    personal = tuple((label, text) for label, text in sheet.get("personal", ()))
    return PlanSheet(**{**sheet, **dated, "personal": personal})


def _goal(goal: dict[str, Any]) -> GoalSheet:
    steps = tuple(
        StepSheet(**{**step, "due_on": _date(step["due_on"]), "done_on": _date(step["done_on"])})
        for step in goal["steps"]
    )
    dated = {"target_on": _date(goal["target_on"]), "closed_on": _date(goal["closed_on"])}
    return GoalSheet(**{**goal, **dated, "steps": steps})


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


# ---------- two sheets side by side ----------


@dataclass(frozen=True)
class Change:
    """One line of a comparison; an empty side was not there. `language` is that of own words."""

    field: str
    about: str
    before: str
    after: str
    language: str = ""

    @property
    def direction(self) -> str:
        return direction(self.language)


@dataclass
class _Lines:
    found: list[Change] = field(default_factory=list)

    def add(self, where: str, about: str, before: str, after: str, language: str = "") -> None:
        if before != after:
            self.found.append(Change(where, about, before, after, language))


def compare(before: PlanSheet, after: PlanSheet, words: dict[str, str]) -> list[Change]:
    """What changed between two sheets, by field and goal. `words` are the labels: goal, own_words, wording, …"""
    lines = _Lines()
    known, now = dict(before.personal), dict(after.personal)
    for label in dict.fromkeys([*known, *now]):
        lines.add(words["personal"], label, known.get(label, ""), now.get(label, ""))
    old = {goal.id: (each.label, goal) for each in before.fields for goal in each.goals}
    new = {goal.id: (each.label, goal) for each in after.fields for goal in each.goals}
    for key in [*new, *(key for key in old if key not in new)]:
        label = (new.get(key) or old[key])[0]
        _compare_goal(lines, label, old.get(key, ("", None))[1], new.get(key, ("", None))[1], words)
    return lines.found


def _compare_goal(
    lines: _Lines, where: str, old: GoalSheet | None, new: GoalSheet | None, words: dict[str, str]
) -> None:
    a, b = old or GoalSheet("", "", state=""), new or GoalSheet("", "", state="")
    name = b.title or a.title
    lines.add(where, words["goal"], a.title, b.title)
    lines.add(f"{where} · {name}", words["own_words"], a.own_words, b.own_words, b.own_language or a.own_language)
    lines.add(f"{where} · {name}", words["wording"], a.wording, b.wording)
    lines.add(f"{where} · {name}", words["responsible"], a.responsible, b.responsible)
    lines.add(f"{where} · {name}", words["target"], _day(a.target_on), _day(b.target_on))
    if old and new:
        lines.add(f"{where} · {name}", words["state"], words[a.state], words[b.state])
    steps_a, steps_b = {step.id: step for step in a.steps}, {step.id: step for step in b.steps}
    for key in [*steps_b, *(key for key in steps_a if key not in steps_b)]:
        lines.add(f"{where} · {name}", words["step"], _step(steps_a.get(key), words), _step(steps_b.get(key), words))


def _day(day: date | None) -> str:
    return f"{day:%d.%m.%Y}" if day else ""


def _step(step: StepSheet | None, words: dict[str, str]) -> str:
    if step is None:
        return ""
    parts = [step.title, f"{words['until']} {_day(step.due_on)}" if step.due_on else "", step.responsible]
    if step.done_on:
        parts.append(
            f"{words['done']} {_day(step.done_on)}" + (f", {words[step.independence]}" if step.independence else "")
        )
    return ", ".join(part for part in parts if part)
