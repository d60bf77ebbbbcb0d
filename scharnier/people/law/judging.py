# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the rules are asked about a person, and what is kept of their answers.

An answer is shown from its stored record as long as inputs and edition are the same and no day has passed on which it
might turn (`steady_until`). Otherwise it is worked out, at most once a day for the same inputs in one process, and
stored if it differs: a view that changes nothing works out nothing and writes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from scharnier.foundation import clock
from scharnier.knowledge import access, codes, history
from scharnier.knowledge.files import edition
from scharnier.knowledge.inputs import InputError
from scharnier.knowledge.rules import law
from scharnier.people import words
from scharnier.people.law.models import Judgement, JudgementKind
from scharnier.people.law.words import ACTIVITIES
from scharnier.people.models import Person, ResidenceStatus

Inputs = dict[str, Any]
Record = dict[str, Any]


def inputs(
    person: Person, stay: ResidenceStatus | None, facts: Mapping[str, Any], housing: Mapping[str, Any] | None = None
) -> Inputs:
    """Everything on file that the rules can read, by the names of labour-market-access.yaml.

    `housing` is that of the day (`housing.queries.of_person`); what is stated comes before what follows from it. What
    follows from the dated stays before (`ResidenceStatus.held`) comes before what was stated once.
    """
    known = law().inputs
    stated = {name: value for name, value in facts.items() if name in known and value is not None}
    found = {**implied(housing), **stated}
    if stay is not None:
        found |= {"status": stay.code, **history.continued(stay.code, stay.held)}
    held = nationalities(person.nationality, person.further_nationalities)
    if held is not None:
        found["nationality"] = held
    return found


@dataclass(frozen=True)
class Differs:
    """A status that was stated once as what somebody had before, and the one that the dated stays say; labels."""

    stated: str
    held: str


def differs(stay: ResidenceStatus | None, facts: Mapping[str, Any]) -> Differs | None:
    """What a page says where the stays on file answer otherwise than somebody did; the stays count."""
    stated = facts.get(history.PREVIOUS)
    follows = history.continued(stay.code, stay.held).get(history.PREVIOUS) if stay is not None else None
    if not stated or follows is None or stated == follows or not codes.is_code("residence_status", stated):
        return None
    return Differs(words.label("residence_status", stated), words.label("residence_status", follows))


def nationalities(first: str, further: Sequence[str] | None) -> str | list[str] | None:
    """What the rules read of somebody's nationalities: one, or several as a list; None where none is known."""
    if further:
        return [first, *further]
    return first if first and first != "unresolved" else None


def implied(housing: Mapping[str, Any] | None) -> Inputs:
    """Inputs of the rules that follow from where somebody lives; which, the code list housing_kind says."""
    if not housing or not codes.is_code("housing_kind", housing["kind"]):
        return {}
    says = codes.find("housing_kind", housing["kind"]).extra
    since = {says["since"]: housing["since"]} if "since" in says and housing.get("since") else {}
    return {**says.get("implies", {}), **since}


def answer(given: Inputs, day: date, activity: str) -> Record:
    """The record of one answer: asked, answer, rule_text, edition, and the next day on which it changes.

    Raises InputError when the rules no longer understand what is on file.
    """
    return _answer(frozen(given), day, activity, edition())


def frozen(given: Inputs) -> tuple[tuple[str, Any], ...]:
    """The same inputs in a form that a cache can hold."""
    return tuple(sorted((name, tuple(value) if isinstance(value, list) else value) for name, value in given.items()))


@lru_cache(maxsize=4096)
def _answer(known: tuple[tuple[str, Any], ...], day: date, activity: str, _edition: str) -> Record:
    """Shared between callers: never change what it returns."""
    given = dict(known)
    record = access.assess(given, day, activity).as_record(given)
    change = access.next_change(given, day, activity)
    until = access.steady_until(given, day, activity)
    record["answer"]["next"] = {"date": change.date.isoformat(), "level": change.level.value} if change else None
    record["answer"]["steady_until"] = until.isoformat() if until else None
    return record


# Parts of an answer that change from day to day although nothing has changed.
_OF_THE_DAY = ("because",)


def same(stored: Record, new: Record) -> bool:
    """Whether a stored answer still says what the rules say today."""
    if stored["edition"] != new["edition"] or stored["asked"]["person"] != new["asked"]["person"]:
        return False
    left = {name: value for name, value in stored["answer"].items() if name not in _OF_THE_DAY}
    right = {name: value for name, value in new["answer"].items() if name not in _OF_THE_DAY}
    return left == right


def stands(stored: Record, given: Inputs, day: date) -> bool:
    """Whether a stored answer needs no asking again: same inputs and edition, and no day on which it may turn since."""
    if stored["edition"] != edition() or stored["asked"]["person"] != given:
        return False
    if "steady_until" not in stored["answer"] or day.isoformat() < stored["asked"]["date"]:
        return False
    until = stored["answer"]["steady_until"]
    return until is None or day.isoformat() < until


@dataclass(frozen=True)
class Shown:
    """A stored answer: when it was given first and its record."""

    activity: str
    day: date
    record: Record


@dataclass(frozen=True)
class Verdicts:
    """What the file shows: an answer for each activity, or what can't be read (`trouble` names the input)."""

    shown: list[Shown] = field(default_factory=list)
    trouble: str = ""


def show(
    person: Person,
    given: Inputs,
    kept: Mapping[str, Record],
    reader: UUID | None,
) -> Verdicts:
    """The answers of today for the file. `kept`: the last stored record of each activity. One statement at most."""
    today = clock.today()
    shown, new = [], []
    try:
        for activity in ACTIVITIES:
            stored = kept.get(activity)
            if stored is not None and stands(stored, given, today):
                record = stored
            else:
                record = answer(given, today, activity)
                if stored is not None and same(stored, record):
                    record = stored
                else:
                    new.append(_judgement(person, activity, record, reader))
            shown.append(Shown(activity, date.fromisoformat(record["asked"]["date"]), record))
    except InputError as trouble:
        return Verdicts([], trouble.field)
    if new:
        Judgement.objects.bulk_create(new)
    return Verdicts(shown)


def _judgement(person: Person, activity: str, record: Record, reader: UUID | None) -> Judgement:
    return Judgement(
        carrier_id=person.carrier_id,
        person=person,
        kind=JudgementKind.ACCESS,
        topic=activity,
        asked=record["asked"],
        answer=record["answer"],
        rule_text=record["rule_text"],
        edition=record["edition"],
        shown_by_id=reader,
    )
