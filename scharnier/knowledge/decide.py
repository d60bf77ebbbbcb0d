# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The walk through the rules: ordered candidates, three-valued conditions, re-evaluation as another status, discretion.

This is the whole engine. It knows no statute; docs/recht.md explains the semantics, labour-market-access.yaml holds
the law.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from scharnier.knowledge.conditions import CutoffCompare, Facts, Several, undecided
from scharnier.knowledge.inputs import InputError
from scharnier.knowledge.rules import (
    REEVALUATE,
    Discretion,
    DiscretionRule,
    Level,
    Rule,
    fixed_status,
    law,
)

_WITH_DISCRETION = frozenset([Level.SUBORDINATE, Level.WITH_APPROVAL, Level.WITH_PERMISSION])

Readings = Mapping[str, Rule | None]
"""Rules to be read otherwise, by id; None: as if the rule did not exist."""


@dataclass(slots=True)
class Decision:
    """How far the walk through the rules came."""

    level: Level
    status: str
    facts: Facts
    rule: Rule | None = None
    via: list[Rule] = field(default_factory=list)
    rejected: list[Rule] = field(default_factory=list)
    missing: tuple[str, ...] = ()
    conflicts: tuple[CutoffCompare, ...] = ()
    discretion: Discretion = Discretion.NA
    discretion_rule: DiscretionRule | None = None
    discretion_missing: tuple[str, ...] = ()

    @property
    def answer(self) -> tuple[Level, Discretion]:
        return self.level, self.discretion


def decide(
    facts: Facts,
    status: str,
    activity: str,
    other: Readings | None = None,
    seen: tuple[str, ...] = (),
) -> Decision:
    """Walks through the candidates. `other` replaces rules by another reading (None: the rule does not exist)."""
    decision = Decision(Level.NO_RULE, status, facts)
    day = facts.day
    for rule in _read(status, activity, day, other) if other else law().in_force(status, activity, day):
        held = rule.when.holds(facts)
        if held is False:
            decision.rejected.append(rule)
            continue
        decision.rule = rule
        if held is None:
            return _undecided(decision, rule, facts)
        if rule.level in REEVALUATE:
            return _as_other_status(decision, rule, activity, other, (*seen, status))
        decision.level = Level(rule.level)
        decision.discretion = rule.discretion
        if decision.level in _WITH_DISCRETION:
            _weigh_discretion(decision, activity)
        return decision
    return decision


def _read(status: str, activity: str, day: int, other: Readings) -> Iterator[Rule]:
    """The rules of a day when some are read otherwise."""
    for rule in law().candidates(status, activity):
        reading = other.get(rule.id, rule)
        if reading is not None and reading.span[0] <= day <= reading.span[1]:
            yield reading


def _undecided(decision: Decision, rule: Rule, facts: Facts) -> Decision:
    leaves = undecided(rule.when, facts)
    names: dict[str, None] = {}
    for leaf in leaves:
        conflict = isinstance(leaf, CutoffCompare) and facts.values.get(leaf.name) is not None
        wanted = leaf.fields() if conflict or not isinstance(leaf, CutoffCompare) else (leaf.name,)
        open_ = (name for name in wanted if conflict or isinstance(facts.values.get(name), Several | None))
        names.update(dict.fromkeys(open_))
    decision.level = Level.UNKNOWN
    decision.missing = tuple(names)
    decision.conflicts = tuple(
        leaf for leaf in leaves if isinstance(leaf, CutoffCompare) and facts.values.get(leaf.name) is not None
    )
    return decision


def _as_other_status(
    decision: Decision,
    rule: Rule,
    activity: str,
    other: Readings | None,
    seen: tuple[str, ...],
) -> Decision:
    source = REEVALUATE[rule.level]
    status = decision.facts.values.get(source) if source else fixed_status(rule.level)
    if status is None:
        decision.level = Level.UNKNOWN
        decision.missing = (source,)
        return decision
    if status in seen:
        raise InputError(source, f"{status} refers back to itself")
    final = decide(decision.facts, status, activity, other, seen)
    final.via.insert(0, rule)
    final.rejected[:0] = decision.rejected
    return final


def _weigh_discretion(decision: Decision, activity: str) -> None:
    """The first matching discretion rule replaces the rule's own value; undecided ones are skipped but remembered."""
    facts, skipped = decision.facts, {}
    for claim in law().discretion(decision.status, activity):
        if not claim.span[0] <= facts.day <= claim.span[1]:
            continue
        held = claim.when.holds(facts)
        if held is True:
            decision.discretion, decision.discretion_rule = claim.discretion, claim
            break
        if held is None:
            for leaf in undecided(claim.when, facts):
                skipped.update(dict.fromkeys(name for name in leaf.fields() if facts.values.get(name) is None))
    decision.discretion_missing = tuple(skipped)


def unsettled(facts: Facts, status: str, activity: str, decision: Decision) -> bool:
    """Whether another reading of a rule whose text or first day is unsettled on this day would change the answer."""
    for rule in law().unsettled:
        if activity not in rule.activities or not {status, decision.status} & set(rule.statuses):
            continue
        for doubt in rule.unsettled:
            if not doubt.span[0] <= facts.day <= doubt.span[1]:
                continue
            inside = rule.span[0] <= facts.day <= rule.span[1]
            reading: Rule | None
            if doubt.when is not None:
                reading = replace(rule, when=doubt.when) if inside else rule
            else:
                reading = None if inside else replace(rule, span=(facts.day, facts.day))
            if decide(Facts(facts.values, facts.day), status, activity, {rule.id: reading}).answer != decision.answer:
                return True
    return False


def turning_days(values: Mapping[str, Any], day: int, status: str, activity: str) -> Iterator[int]:
    facts = Facts(values, day)
    statuses, queue = [], [status]
    while queue:
        name = queue.pop()
        if name in statuses:
            continue
        statuses.append(name)
        for rule in law().candidates(name, activity):
            yield from rule.when.turning_days(facts)
            if rule.level in REEVALUATE:
                source = REEVALUATE[rule.level]
                following = values.get(source) if source else "duldung"
                if following:
                    queue.append(following)
        for claim in law().discretion(name, activity):
            yield from claim.when.turning_days(facts)
