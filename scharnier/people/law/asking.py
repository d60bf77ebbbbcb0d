# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which facts the rules need for a person: those they can look at for this status on this day, and no others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from scharnier.knowledge import access, history
from scharnier.knowledge.eligibility import eligibility, needed_inputs, programmes
from scharnier.knowledge.inputs import InputError, read_value
from scharnier.knowledge.rules import Input, all_inputs, law, relevant_inputs
from scharnier.people.law.judging import Inputs
from scharnier.people.law.words import ACTIVITIES

# Known from the person, the stay and the housing, asked there.
ELSEWHERE = frozenset(
    "status nationality activity evaluation_date birth_date age earlier_statuses housing residence_state".split()
)
# The document's own words come first whatever the rules look at.
ALWAYS = ("title_endorsement",)


@dataclass(frozen=True)
class Question:
    """One input to ask for. `missing`: an answer of the rules hangs on it now. `rare`: counts as no unless recorded.

    `implied` is what follows from the housing as long as nothing is stated, `held` what the stays say.
    """

    spec: Input
    value: Any
    missing: bool
    rare: bool = False
    implied: Any = None
    held: Any = None


def questions(
    given: Inputs,
    stated: Mapping[str, Any],
    day: date,
    *,
    implied: Inputs | None = None,
    group: Group | None = None,
) -> list[Question]:
    """What to ask for about somebody with this status: missing facts first, rare ones last.

    `given` is everything the rules can read, `stated` what somebody has said, `implied` what follows from the housing,
    `group` what the target group of the programme looks at.
    """
    status = given.get("status")
    lacking = [*(missing(given, day) if status else ()), *(group.missing if group else ())]
    wanted = dict.fromkeys(ALWAYS if status else ())
    if status is not None:
        following = given.get("previous_status") or given.get("purpose_status")
        for activity in ACTIVITIES:
            wanted.update(dict.fromkeys(relevant_inputs(status, day, activity, following)))
    wanted.update(dict.fromkeys((*lacking, *(group.inputs if group else ()))))
    known, follows = askable(), implied or {}
    held = {name: given.get(name) for name in (history.PREVIOUS,) if stated.get(name) != given.get(name)}
    asked = [
        Question(
            known[name],
            stated.get(name),
            name in lacking,
            name in law().default_false and name not in stated,
            follows.get(name),
            held.get(name),
        )
        for name in wanted
        if name in known
    ]
    return sorted(asked, key=lambda question: (not question.missing, question.rare))


@dataclass(frozen=True)
class Group:
    """What the target group of a programme looks at, and which of it is missing now."""

    inputs: tuple[str, ...]
    missing: tuple[str, ...]


def group(programme: str, given: Inputs, day: date) -> Group | None:
    """The same for the inputs at hand; None where the programme has no written target group."""
    if programme not in programmes():
        return None
    try:
        lacking = eligibility(programme, given, day).missing
    except InputError:
        lacking = ()
    return Group(needed_inputs(programme), lacking)


def askable() -> Mapping[str, Input]:
    """Inputs of the law and of the programmes that no other table holds and nothing works out."""
    return {name: spec for name, spec in all_inputs().items() if name not in ELSEWHERE and not spec.derived}


def lacking_elsewhere(given: Inputs, day: date, group: Group | None = None) -> list[str]:
    """Missing inputs that are asked in other places: the person, the stay, the housing."""
    lacking = [*missing(given, day), *(group.missing if group else ())]
    return [name for name in dict.fromkeys(lacking) if name in ELSEWHERE]


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
        spec = askable().get(name)
        try:
            if spec is not None and value is not None:
                read_value(spec, value)
                kept[name] = value
        except InputError:
            continue
    return kept
