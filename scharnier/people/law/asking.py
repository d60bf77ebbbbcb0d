# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which facts the rules need for a person: those they can look at for this status on this day, and no others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from scharnier.knowledge import access
from scharnier.knowledge.inputs import InputError, read_value
from scharnier.knowledge.rules import Input, law, relevant_inputs
from scharnier.people.law.judging import Inputs
from scharnier.people.law.words import ACTIVITIES

# Known from the person and the stay, asked there.
ELSEWHERE = frozenset({"status", "nationality", "activity", "evaluation_date"})
# The document's own words come first whatever the rules look at.
ALWAYS = ("title_endorsement",)


@dataclass(frozen=True)
class Question:
    """One input to ask for. `missing`: an answer of the rules hangs on it now. `rare`: counts as no unless recorded."""

    spec: Input
    value: Any
    missing: bool
    rare: bool = False


def questions(given: Inputs, day: date) -> list[Question]:
    """What to ask for about somebody with this status: missing facts first, rare ones last."""
    status = given.get("status")
    if status is None:
        return []
    following = given.get("previous_status") or given.get("purpose_status")
    lacking = missing(given, day)
    wanted = dict.fromkeys(ALWAYS)
    for activity in ACTIVITIES:
        wanted.update(dict.fromkeys(relevant_inputs(status, day, activity, following)))
    wanted.update(dict.fromkeys(lacking))
    known = law().inputs
    asked = [
        Question(known[name], given.get(name), name in lacking, name in law().default_false and name not in given)
        for name in wanted
        if name in known and name not in ELSEWHERE
    ]
    return sorted(asked, key=lambda question: (not question.missing, question.rare))


def missing(given: Inputs, day: date) -> tuple[str, ...]:
    """Inputs on which an answer or the strength of a claim hangs now, for any activity of the file."""
    found: dict[str, None] = {}
    for activity in ACTIVITIES:
        try:
            answer = access.assess(given, day, activity)
        except InputError as trouble:
            found[trouble.field] = None
            continue
        found.update(dict.fromkeys((*answer.missing, *answer.discretion_missing)))
    return tuple(found)


def readable(facts: Inputs) -> Inputs:
    """Facts without those that the rules can no longer read (a code that a newer list dropped)."""
    kept = {}
    for name, value in facts.items():
        spec = law().inputs.get(name)
        try:
            if spec is not None and value is not None:
                read_value(spec, value)
                kept[name] = value
        except InputError:
            continue
    return kept
