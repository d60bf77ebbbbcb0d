# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Labour-market access at a date: which work is open to a person on a day, why, and what changes next.

    answer = assess({"status": "duldung", "stay_since": "2024-05-01", …}, date(2026, 11, 22), "employment")
    answer.level, answer.rule, answer.missing, answer.because

The semantics are those of docs/recht.md: ordered candidates, three-valued conditions, calendar months, discretion
apart from level, re-evaluation as another status. `no_rule` and `unknown` are answers, never "forbidden". Not legal
advice.
"""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from scharnier.knowledge import codes
from scharnier.knowledge.conditions import FAR_FUTURE, Facts
from scharnier.knowledge.decide import Decision, decide, turning_days, unsettled
from scharnier.knowledge.explain import NO_RULE, NO_STATUS, explain, warnings
from scharnier.knowledge.files import edition
from scharnier.knowledge.inputs import Person, read_code, read_date, read_person
from scharnier.knowledge.rules import Confidence, Discretion, Law, Level, Text, law


@dataclass(frozen=True, slots=True)
class Assessment:
    """The answer for one person, day and activity, with everything a screen must show beside it.

    `rule` is the deciding rule, for `unknown` the rule that could not be decided, for `no_rule` None. `status` is the
    status finally evaluated, `via` the rules that sent the question there. `missing` names the inputs that keep the
    answer open, `discretion_missing` those that would tell how strong the claim is. `assumed` are inputs that count as
    false because they are not recorded.
    """

    level: Level
    discretion: Discretion
    rule: str | None
    citation: tuple[str, ...]
    confidence: Confidence | None
    provisional: bool
    borderline: bool
    limited: bool
    limits: Text | None
    missing: tuple[str, ...]
    because: tuple[Text, ...]
    reason: Text
    warnings: tuple[Text, ...]
    status: str | None
    via: tuple[str, ...]
    discretion_rule: str | None
    discretion_citation: tuple[str, ...]
    discretion_missing: tuple[str, ...]
    assumed: tuple[str, ...]
    endorsement: Level | None
    endorsement_stricter: bool
    date: datetime.date
    activity: str
    law_read_until: datetime.date

    def as_json(self) -> dict[str, Any]:
        """The fields that the command line and the API promise, ready for JSON."""
        return {
            "level": self.level.value,
            "discretion": self.discretion.value,
            "rule": self.rule,
            "citation": list(self.citation),
            "confidence": self.confidence.value if self.confidence else None,
            "provisional": self.provisional,
            "borderline": self.borderline,
            "limited": self.limited,
            "limits": self.limits.as_json() if self.limits else None,
            "missing": list(self.missing),
            "because": [text.as_json() for text in self.because],
        }

    def as_record(self, person: Person) -> dict[str, Any]:
        """What is stored when somebody was shown this answer: inputs, answer, rule text, edition; ready for JSON.

        Only inputs of the rules are kept; other entries of `person` stay out.
        """
        known = law().inputs
        given = {name: _plain(value) for name, value in person.items() if name in known and value is not None}
        return {
            "edition": edition(),
            "asked": {
                "date": self.date.isoformat(),
                "activity": self.activity,
                "person": given,
            },
            "answer": {
                **self.as_json(),
                "status": self.status,
                "via": list(self.via),
                "warnings": [text.as_json() for text in self.warnings],
                "discretion_rule": self.discretion_rule,
                "discretion_citation": list(self.discretion_citation),
                "assumed": list(self.assumed),
                "endorsement": self.endorsement.value if self.endorsement else None,
                "endorsement_stricter": self.endorsement_stricter,
                "law_read_until": self.law_read_until.isoformat(),
            },
            "rule_text": self.reason.as_json(),
        }


@dataclass(frozen=True, slots=True)
class Change:
    """A day on which the answer becomes another one if nothing else does.

    `kind` is "law", or "period" when a waiting time or a limit ends.
    """

    date: datetime.date
    level: Level
    discretion: Discretion
    rule: str | None
    before: Level
    kind: str


def assess(person: Person, on: date | str, activity: str) -> Assessment:
    """Answers for one person, day and activity. Raises InputError when a value cannot be read.

    `person` maps input names of labour-market-access.yaml to values; other names are ignored. A missing status gives
    `unknown`.
    """
    day = read_date("date", on).toordinal()
    read_code("activity", activity, "activity")
    values = read_person(person)
    return _assess(values, day, activity, person)


def next_change(person: Person, on: date | str, activity: str, *, count_discretion: bool = False) -> Change | None:
    """The next day after `on` on which the level changes if nothing else does, or None. Raises InputError.

    With `count_discretion` a change of discretion (kann, soll, muss) counts as well.
    """
    return next(_changes(person, on, activity, count_discretion), None)


def changes(
    person: Person,
    on: date | str,
    activity: str,
    until: date,
    *,
    count_discretion: bool = False,
) -> list[Change]:
    """All changes after `on` up to and including `until`, in order. Raises InputError."""
    found = []
    for change in _changes(person, on, activity, count_discretion):
        if change.date > until:
            break
        found.append(change)
    return found


def steady_until(person: Person, on: date | str, activity: str) -> date | None:
    """The first later day on which anything about the answer may be another if nothing else changes, or None.

    Until then the same question has the same answer: level, strength, rule, missing inputs, hints, borderline. That day
    may turn out to change nothing. Raises InputError.
    """
    day = read_date("date", on).toordinal()
    read_code("activity", activity, "activity")
    values = read_person(person)
    status = values.get("status")
    if status is None:
        return None
    values["evaluation_date"] = day
    the_law, facts = law(), Facts(values, day)
    turns = list(turning_days(values, day, status, activity))
    turns += [turn + 1 for turn in turns]  # an anniversary is borderline for a day
    turns += [*the_law.law_days, the_law.provisional_from.toordinal()]
    for start, end in (
        *(doubt.span for rule in the_law.unsettled for doubt in rule.unsettled),
        *(hint.span for hint in the_law.advice),
    ):
        turns += [start, end + 1]
    for hint in the_law.advice:
        turns += hint.when.turning_days(facts)
    held = codes.find("residence_status", status).extra
    turns += [end.toordinal() + shift for end, shift in ((held["exists_from"], 0), (held["exists_to"], 1)) if end]
    following = min((turn for turn in turns if day < turn < FAR_FUTURE), default=None)
    return None if following is None else date.fromordinal(following)


def what_if(person: Person, on: date | str, activity: str, **changed: Any) -> Assessment:
    """The answer if something were otherwise: `what_if(person, day, "apprenticeship", status="duldung_60c")`.

    Raises InputError.
    """
    return assess({**person, **changed}, on, activity)


def reassess(record: Mapping[str, Any]) -> Assessment | None:
    """What today's rules say to a stored answer (see `Assessment.as_record`): the new answer if it differs, else None.

    Compared are level, discretion, rule and missing inputs. Raises InputError when an input is no longer understood.
    """
    asked, stored = record["asked"], record["answer"]
    answer = assess(asked["person"], asked["date"], asked["activity"])
    now = answer.as_json()
    same = all(now[name] == stored[name] for name in ("level", "discretion", "rule", "missing"))
    return None if same else answer


def _assess(values: dict[str, Any], day: int, activity: str, person: Person) -> Assessment:
    the_law = law()
    values["evaluation_date"] = day
    on = date.fromordinal(day)
    status = values.get("status")
    if status is None:
        return _without_status(on, activity)
    facts = Facts(values, day)
    decision = decide(facts, status, activity)
    borderline = facts.on_anniversary and decide(facts.other_reading(), status, activity).answer != decision.answer
    if not borderline:
        borderline = unsettled(facts, status, activity, decision)
    rule = decision.rule
    because, assumed = explain(decision, status, activity, person)
    endorsement, stricter = _endorsement(values, activity, decision.level, the_law)
    provisional = day >= the_law.provisional_from.toordinal() and (
        status in the_law.provisional_statuses or decision.status in the_law.provisional_statuses
    )
    return Assessment(
        level=decision.level,
        discretion=decision.discretion,
        rule=rule.id if rule else None,
        citation=_citations(decision),
        confidence=_confidence(decision),
        provisional=provisional or (rule is not None and rule.provisional),
        borderline=borderline,
        limited=rule is not None and rule.limited and decision.level is not Level.UNKNOWN,
        limits=rule.limits if rule and decision.level is not Level.UNKNOWN else None,
        missing=decision.missing,
        because=because,
        reason=rule.reason if rule else NO_RULE,
        warnings=warnings(decision, status, stricter),
        status=decision.status,
        via=tuple(step.id for step in decision.via),
        discretion_rule=decision.discretion_rule.id if decision.discretion_rule else None,
        discretion_citation=decision.discretion_rule.citation if decision.discretion_rule else (),
        discretion_missing=decision.discretion_missing,
        assumed=assumed,
        endorsement=endorsement,
        endorsement_stricter=stricter,
        date=on,
        activity=activity,
        law_read_until=the_law.read_until,
    )


def _changes(person: Person, on: date | str, activity: str, count_discretion: bool) -> Iterator[Change]:
    day = read_date("date", on).toordinal()
    read_code("activity", activity, "activity")
    values = read_person(person)
    status = values.get("status")
    if status is None:
        return
    values["evaluation_date"] = day
    before = decide(Facts(values, day), status, activity)
    periods = set(turning_days(values, day, status, activity))
    for turn in sorted({turn for turn in (*periods, *law().law_days) if turn > day}):
        values["evaluation_date"] = turn
        now = decide(Facts(values, turn), status, activity)
        if now.level is not before.level or (count_discretion and now.discretion is not before.discretion):
            yield Change(
                date=date.fromordinal(turn),
                level=now.level,
                discretion=now.discretion,
                rule=now.rule.id if now.rule else None,
                before=before.level,
                kind="period" if turn in periods else "law",
            )
            before = now


def _without_status(on: date, activity: str) -> Assessment:
    return Assessment(
        level=Level.UNKNOWN,
        discretion=Discretion.NA,
        rule=None,
        citation=(),
        confidence=None,
        provisional=False,
        borderline=False,
        limited=False,
        limits=None,
        missing=("status",),
        because=(NO_STATUS,),
        reason=NO_STATUS,
        warnings=(),
        status=None,
        via=(),
        discretion_rule=None,
        discretion_citation=(),
        discretion_missing=(),
        assumed=(),
        endorsement=None,
        endorsement_stricter=False,
        date=on,
        activity=activity,
        law_read_until=law().read_until,
    )


def _citations(decision: Decision) -> tuple[str, ...]:
    if decision.rule is not None and not decision.via:
        return decision.rule.citation
    found: dict[str, None] = {}
    for rule in (*decision.via, *([decision.rule] if decision.rule else [])):
        found.update(dict.fromkeys(rule.citation))
    return tuple(found)


def _confidence(decision: Decision) -> Confidence | None:
    """That of the weakest rule on the way."""
    if decision.rule is None:
        return None
    weakest = decision.rule.confidence
    for rule in decision.via:
        weakest = weakest.weaker(rule.confidence)
    return weakest


def _endorsement(values: Mapping[str, Any], activity: str, level: Level, the_law: Law) -> tuple[Level | None, bool]:
    """What the document prints, as a level, and whether it is stricter than the computed one."""
    printed = the_law.endorsements.get(values["title_endorsement"])
    if printed is None or activity in printed[1]:
        return None, False
    own, computed = printed[0].order, level.order
    return printed[0], own is not None and computed is not None and own < computed


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, datetime.date) else value
