# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the form about a person asks: what the rules need for this status, and the programme for its target group."""

from __future__ import annotations

from dataclasses import dataclass

from scharnier.foundation import clock
from scharnier.people.law import asking, judging, queries, target_group, words
from scharnier.people.law.asking import Question
from scharnier.people.law.queries import Stated
from scharnier.people.models import Person, ResidenceStatus

# Which page asks for what the form does not.
PLACES = {
    "status": "residence_new",
    "nationality": "person_edit",
    "birth_date": "person_edit",
    "housing": "housing_new",
    "residence_state": "housing_new",
}


@dataclass(frozen=True)
class Wanted:
    """Questions of the form, and what is missing but asked in other places (label, name of the address)."""

    questions: list[Question]
    elsewhere: list[tuple[str, str]]


def about(person: Person, stay: ResidenceStatus | None, stated: Stated, programme: str) -> Wanted:
    """Everything that is wanted about a person in a programme; asks the database nothing."""
    today = clock.today()
    facts = asking.readable(stated.facts)
    stay = queries.holding(stay, stated.held)
    given = judging.inputs(person, stay, facts, stated.housing)
    looked_at = target_group.inputs(person, stay, facts, stated.statuses, stated.housing)
    group = asking.group(programme, looked_at, today)
    asked = asking.questions(given, facts, today, implied=judging.implied(stated.housing), group=group)
    elsewhere = [name for name in asking.lacking_elsewhere(given, today, group) if name in PLACES]
    return Wanted(asked, [(words.input_name(name), PLACES[name]) for name in elsewhere])
