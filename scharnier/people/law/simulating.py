# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What would hold on another day, for another activity, with another status; the way to the first working day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from scharnier.foundation import clock
from scharnier.knowledge import codes, pathway
from scharnier.knowledge.access import assess
from scharnier.knowledge.catalogue import scenarios
from scharnier.people import words as people
from scharnier.people.law import judging, shown, words
from scharnier.people.law.forms import OtherDayForm
from scharnier.people.law.judging import Inputs, Shown
from scharnier.people.models import ResidenceStatus


@dataclass(frozen=True)
class Asked:
    """The question: a day, an activity, a status (empty: none is known)."""

    day: date
    activity: str
    status: str


@dataclass(frozen=True)
class Step:
    """Who does what with whom."""

    who: str
    with_: str
    text: str
    form: str
    weeks: tuple[int, int] | None
    before_start: bool
    citation: str


@dataclass(frozen=True)
class Line:
    """A sentence with its heading and citation: a renewal, an obligation, another status."""

    title: str
    text: str
    citation: str = ""
    weeks: tuple[int, int] | None = None


@dataclass(frozen=True)
class Scenario:
    """What another status would open, and what it asks for first."""

    status: str
    name: str
    level: str
    text: str
    conditions: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """Everything the page shows. `printed` is what stands on the document, word for word."""

    asked: Asked
    status_name: str
    answer: shown.Answer
    printed: str
    employer: str
    permission: str
    steps: list[Step]
    weeks: tuple[int, int] | None
    renewals: list[Line]
    obligations: list[Line]
    scenarios: list[Scenario]


def start(given: Inputs) -> dict[str, Any]:
    """What the form shows first: today, work, the status on file."""
    return {"tag": clock.today(), "taetigkeit": "employment", "status": given.get("status", "")}


def asked(form: OtherDayForm, given: Inputs) -> Asked:
    """What the form asks; fields that are empty or unreadable count as they stand on file."""
    sent: Mapping[str, Any] = form.cleaned_data if form.is_bound and (form.is_valid() or form.cleaned_data) else {}
    first = start(given)
    return Asked(*(sent.get(name) or first[name] for name in ("tag", "taetigkeit", "status")))


def simulate(given: Inputs, question: Asked, stay: ResidenceStatus | None) -> Result:
    """The answer and the way from it to the first working day. Raises InputError for facts that can't be read."""
    hypothetical = {**given, "status": question.status}
    record = judging.answer(hypothetical, question.day, question.activity)
    assessment = assess(hypothetical, question.day, question.activity)
    printed = stay.endorsement if stay is not None else ""
    way = pathway.path(assessment, printed=printed or None)
    return Result(
        asked=question,
        status_name=people.label("residence_status", question.status),
        answer=shown.answer(Shown(question.activity, question.day, record)),
        printed=printed,
        employer=words.said(way.employer),
        permission=words.said(way.permission),
        steps=[_step(step) for step in way.steps],
        weeks=way.weeks,
        renewals=[
            Line(words.said(each.event), words.said(each.text), " · ".join(each.citation), each.weeks)
            for each in way.renewals
        ],
        obligations=[
            Line(words.said(each.text), f"{words.said(each.work)} {words.said(each.move)}", " · ".join(each.citation))
            for each in pathway.obligations(question.status, question.day)
        ],
        scenarios=[
            Scenario(
                each.status,
                words.said(each.label),
                each.answer.level.value,
                words.level(each.answer.level.value),
                tuple(words.said(condition) for condition in each.conditions),
            )
            for each in scenarios(hypothetical, question.day, question.activity)
        ],
    )


def _step(step: pathway.Step) -> Step:
    return Step(
        _authority(step.who),
        _authority(step.with_ or ""),
        words.said(step.text),
        step.form or "",
        step.weeks,
        step.before_start,
        " · ".join(step.citation),
    )


def _authority(code: str) -> str:
    return people.label("authority", code) if codes.is_code("authority", code) else code
