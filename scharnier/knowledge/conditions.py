# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Conditions with three values: true, false, and unknown (None), the language all rules of this package are written in.

In YAML:

    {field: nationality, in: [GE, MD]}            compares an input; operators: eq, in, lt, lte, gt, gte and for
                                                  dates after, on_or_before, on_or_after
    {field: workplace_state, recorded: false}     whether an input is recorded at all; never unknown
    {months_since: stay_since, gte: 48}           calendar months, gte or lt
    {derived: safe_country, eq: true}             another condition of the same file, by name
    {on_list: annex_ii, field: nationality}       a dated list of countries, as it stood on the day
    {any_on_list: union, field: nationality}      whether one of several countries is on it; never unknown
    {years_since: birth_date, gte: 25}            completed years of life
    {all: […]}   {any: […]}   {not: …}

"all" is false as soon as one part is false, "any" true as soon as one is true, "not" keeps unknown (Kleene's strong
logic).
"""

from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from typing import Any

Truth = bool | None
Span = tuple[int, int]
"""First and last day of validity, both inclusive, as proleptic ordinals (`date.toordinal`)."""

FAR_PAST, FAR_FUTURE = 1, date.max.toordinal()


class ConditionError(ValueError):
    """A condition in a data file that cannot be read. The message says which part."""


class Several(tuple[str, ...]):
    """More than one value of an input that most people have one of (nationalities). Conditions ask each of them: where
    they agree, that is the answer, else it is unknown. "unresolved" among them answers nothing."""

    __slots__ = ()


UNRESOLVED = "unresolved"


def each_of(value: Any, test: Callable[[Any], bool]) -> Truth:
    """The answer for a value, or for several as far as they agree."""
    if not isinstance(value, Several):
        return test(value)
    held = {None if one == UNRESOLVED else test(one) for one in value}
    return held.pop() if len(held) == 1 else None


@lru_cache(maxsize=200_000)
def add_months(day: int, months: int) -> int:
    """The ordinal `months` calendar months after the ordinal `day`, clamped to the month's end (§ 188 Abs. 3 BGB)."""
    start = date.fromordinal(day)
    month = start.month - 1 + months
    year, month = start.year + month // 12, month % 12 + 1
    return date(year, month, min(start.day, monthrange(year, month)[1])).toordinal()


def years_between(birth: int, day: int) -> int:
    """Completed years of life (§ 188 Abs. 2 with § 187 Abs. 2 BGB: born on 29 February means older on 1 March)."""
    born, now = date.fromordinal(birth), date.fromordinal(day)
    return now.year - born.year - ((now.month, now.day) < (born.month, born.day))


def contains(spans: Sequence[Span], day: int) -> bool:
    """Whether one of the spans contains the day."""
    return any(start <= day <= end for start, end in spans)


@dataclass(slots=True)
class Facts:
    """What is known about one case on one day. Dates are ordinals; a missing key means not recorded.

    `strict` selects the other reading of calendar months (§ 187 Abs. 1 BGB): the anniversary itself does not count yet.
    `on_anniversary` is set when a condition looked at exactly such a day.
    """

    values: Mapping[str, Any]
    day: int
    strict: bool = False
    on_anniversary: bool = False
    derived: dict[str, Truth] = field(default_factory=dict)

    def other_reading(self) -> "Facts":
        """The same facts with months read the other way."""
        return Facts(self.values, self.day, strict=True)


class Condition:
    """One test. `holds` answers it, `parts` names what it is made of, `fields` the inputs it looks at."""

    __slots__ = ()

    def holds(self, facts: Facts) -> Truth:
        """True, False, or None for unknown."""
        raise TypeError(f"{type(self).__name__} has no answer of its own")

    def parts(self) -> tuple["Condition", ...]:
        """Conditions this one is made of."""
        return ()

    def fields(self) -> tuple[str, ...]:
        """Inputs this condition itself looks at, without those of its parts."""
        return ()

    def turning_days(self, facts: Facts) -> Iterator[int]:
        """Days on which the answer may turn although the facts stay as they are, parts included."""
        for part in self.parts():
            yield from part.turning_days(facts)


@dataclass(frozen=True, slots=True, eq=False)
class AllOf(Condition):
    """True when every part is; false as soon as one is false. No part: true."""

    of: tuple[Condition, ...]

    def holds(self, facts: Facts) -> Truth:
        answer: Truth = True
        for part in self.of:
            held = part.holds(facts)
            if held is False:
                return False
            if held is None:
                answer = None
        return answer

    def parts(self) -> tuple[Condition, ...]:
        return self.of


@dataclass(frozen=True, slots=True, eq=False)
class AnyOf(Condition):
    """True as soon as one part is; false when every part is."""

    of: tuple[Condition, ...]

    def holds(self, facts: Facts) -> Truth:
        answer: Truth = False
        for part in self.of:
            held = part.holds(facts)
            if held is True:
                return True
            if held is None:
                answer = None
        return answer

    def parts(self) -> tuple[Condition, ...]:
        return self.of


@dataclass(frozen=True, slots=True, eq=False)
class Not(Condition):
    """The opposite; unknown stays unknown."""

    of: Condition

    def holds(self, facts: Facts) -> Truth:
        held = self.of.holds(facts)
        return None if held is None else not held

    def parts(self) -> tuple[Condition, ...]:
        return (self.of,)


_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda value, wanted: bool(value == wanted),
    "in": lambda value, wanted: value in wanted,
    "lt": lambda value, wanted: bool(value < wanted),
    "lte": lambda value, wanted: bool(value <= wanted),
    "gt": lambda value, wanted: bool(value > wanted),
    "gte": lambda value, wanted: bool(value >= wanted),
    "after": lambda value, wanted: bool(value > wanted),
    "on_or_before": lambda value, wanted: bool(value <= wanted),
    "on_or_after": lambda value, wanted: bool(value >= wanted),
}
DATE_OPERATORS = frozenset(["after", "on_or_before", "on_or_after"])


@dataclass(frozen=True, slots=True, eq=False)
class Compare(Condition):
    """Compares one input with a fixed value; unknown when it is not recorded."""

    name: str
    operator: str
    wanted: Any

    def holds(self, facts: Facts) -> Truth:
        value = facts.values.get(self.name)
        return None if value is None else each_of(value, lambda one: _OPERATORS[self.operator](one, self.wanted))

    def fields(self) -> tuple[str, ...]:
        return (self.name,)

    def turning_days(self, facts: Facts) -> Iterator[int]:
        if self.name == "evaluation_date":
            yield from (self.wanted, self.wanted + 1)


@dataclass(frozen=True, slots=True, eq=False)
class CutoffCompare(Compare):
    """A comparison with a cut-off day where it is disputed which of two days counts.

    Unknown when the other day is recorded and lies on the other side (conventions.asylum_date_cutoffs).
    """

    other: str

    def holds(self, facts: Facts) -> Truth:
        value, other = facts.values.get(self.name), facts.values.get(self.other)
        if value is None:
            return None
        held = _OPERATORS[self.operator](value, self.wanted)
        if other is not None and _OPERATORS[self.operator](other, self.wanted) is not held:
            return None
        return held

    def fields(self) -> tuple[str, ...]:
        return (self.name, self.other)


@dataclass(frozen=True, slots=True, eq=False)
class Recorded(Condition):
    """Whether an input is recorded."""

    name: str
    wanted: bool

    def holds(self, facts: Facts) -> Truth:
        return (facts.values.get(self.name) is not None) is self.wanted

    def fields(self) -> tuple[str, ...]:
        return (self.name,)


@dataclass(frozen=True, slots=True, eq=False)
class MonthsSince(Condition):
    """Whether `months` calendar months have passed ("gte") or not ("lt") since the first recorded of the `names`."""

    names: tuple[str, ...]
    operator: str
    months: int

    def start(self, facts: Facts) -> int | None:
        """The day the period starts, or None if it is not recorded."""
        for name in self.names:
            value: int | None = facts.values.get(name)
            if value is not None:
                return value
        return None

    def holds(self, facts: Facts) -> Truth:
        start = self.start(facts)
        if start is None:
            return None
        due = add_months(start, self.months)
        reached = facts.day > due
        if facts.day == due:
            facts.on_anniversary = True
            reached = not facts.strict
        return reached if self.operator == "gte" else not reached

    def fields(self) -> tuple[str, ...]:
        return self.names

    def turning_days(self, facts: Facts) -> Iterator[int]:
        start = self.start(facts)
        if start is not None:
            yield add_months(start, self.months)


@dataclass(frozen=True, slots=True, eq=False)
class YearsSince(Condition):
    """Whether a person has completed `years` years of life ("gte") or not yet ("lt")."""

    name: str
    operator: str
    years: int

    def holds(self, facts: Facts) -> Truth:
        birth = facts.values.get(self.name)
        return None if birth is None else _OPERATORS[self.operator](years_between(birth, facts.day), self.years)

    def fields(self) -> tuple[str, ...]:
        return (self.name,)


@dataclass(frozen=True, slots=True, eq=False)
class OnList(Condition):
    """Whether a country is on a dated list on the day."""

    name: str
    field_name: str
    spans: Mapping[str, tuple[Span, ...]]

    def holds(self, facts: Facts) -> Truth:
        value = facts.values.get(self.field_name)
        return None if value is None else each_of(value, lambda one: contains(self.spans.get(one, ()), facts.day))

    def fields(self) -> tuple[str, ...]:
        return (self.field_name,)

    def turning_days(self, facts: Facts) -> Iterator[int]:
        value = facts.values.get(self.field_name, "")
        for one in value if isinstance(value, Several) else (value,):
            for start, end in self.spans.get(one, ()):
                yield start
                if end < FAR_FUTURE:
                    yield end + 1


@dataclass(frozen=True, slots=True, eq=False)
class AnyOnList(OnList):
    """Whether one of the recorded countries is on a dated list on the day. Only what is recorded can be on it."""

    def holds(self, facts: Facts) -> Truth:
        value = facts.values.get(self.field_name, "")
        recorded = value if isinstance(value, Several) else (value,)
        return any(contains(self.spans.get(one, ()), facts.day) for one in recorded)


@dataclass(frozen=True, slots=True, eq=False)
class Derived(Condition):
    """A named condition, worked out once per case."""

    name: str
    wanted: bool
    of: Condition

    def holds(self, facts: Facts) -> Truth:
        cache = facts.derived
        if self.name in cache:
            held = cache[self.name]
        else:
            held = cache[self.name] = self.of.holds(facts)
        return None if held is None else held is self.wanted

    def parts(self) -> tuple[Condition, ...]:
        return (self.of,)


@dataclass(frozen=True)
class Vocabulary:
    """What conditions of one file may refer to besides inputs."""

    derived: Mapping[str, Condition] = field(default_factory=dict)
    first_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    country_lists: Mapping[str, Mapping[str, tuple[Span, ...]]] = field(default_factory=dict)
    text_lists: Mapping[str, frozenset[str]] = field(default_factory=dict)
    cutoffs: Mapping[str, tuple[str, frozenset[int]]] = field(default_factory=dict)
    inputs: frozenset[str] | None = None
    special: Mapping[str, Callable[[Mapping[str, Any]], Condition]] = field(default_factory=dict)


def parse(node: Any, words: Vocabulary) -> Condition:
    """Reads a condition from YAML data. A list means "all". Raises ConditionError."""
    if isinstance(node, list):
        return AllOf(tuple(parse(part, words) for part in node))
    if not isinstance(node, dict):
        raise ConditionError(f"a condition must be a mapping or a list, not {node!r}")
    for keyword, reader in words.special.items():
        if keyword in node:
            return reader(node)
    if "all" in node or "any" in node:
        (keyword,) = _keys(node, 1)
        parts = tuple(parse(part, words) for part in node[keyword])
        return AllOf(parts) if keyword == "all" else AnyOf(parts)
    if "not" in node:
        _keys(node, 1)
        return Not(parse(node["not"], words))
    return _leaf(node, words)


def _leaf(node: Mapping[str, Any], words: Vocabulary) -> Condition:
    for keyword, kind in (("on_list", OnList), ("any_on_list", AnyOnList)):
        if keyword in node:
            _keys(node, 2)
            name = node[keyword]
            if name not in words.country_lists:
                raise ConditionError(f"there is no country list {name!r}")
            return kind(name, _input(node["field"], words), words.country_lists[name])
    subject, operator = _keys(node, 2)
    wanted = node[operator]
    if subject == "derived":
        if node["derived"] not in words.derived:
            raise ConditionError(f"there is no derived input {node['derived']!r}")
        if operator != "eq" or not isinstance(wanted, bool):
            raise ConditionError("a derived input is compared with eq: true or eq: false")
        return Derived(node["derived"], wanted, words.derived[node["derived"]])
    if subject in ("months_since", "years_since"):
        if operator not in ("gte", "lt") or not isinstance(wanted, int):
            raise ConditionError(f"{subject} takes gte or lt and a whole number")
        if subject == "years_since":
            return YearsSince(_input(node[subject], words), operator, wanted)
        names = words.first_of.get(node[subject], (node[subject],))
        return MonthsSince(tuple(_input(name, words) for name in names), operator, wanted)
    if subject != "field":
        raise ConditionError(f"unknown kind of condition {subject!r}")
    return _comparison(_input(node["field"], words), operator, wanted, words)


def _comparison(name: str, operator: str, wanted: Any, words: Vocabulary) -> Condition:
    if operator == "recorded":
        return Recorded(name, bool(wanted))
    if operator == "in_list":
        if wanted not in words.text_lists:
            raise ConditionError(f"there is no list {wanted!r}")
        return Compare(name, "in", words.text_lists[wanted])
    if operator not in _OPERATORS:
        raise ConditionError(f"unknown operator {operator!r}")
    if operator in DATE_OPERATORS:
        if not isinstance(wanted, date):
            raise ConditionError(f"{operator} takes a date, not {wanted!r}")
        wanted = wanted.toordinal()
        other, days = words.cutoffs.get(name, ("", frozenset()))
        if wanted in days:
            return CutoffCompare(name, operator, wanted, other)
    if operator == "in":
        wanted = frozenset(wanted)
    return Compare(name, operator, wanted)


def _keys(node: Mapping[str, Any], number: int) -> tuple[str, ...]:
    keys = tuple(node)
    if len(keys) != number:
        raise ConditionError(f"expected {number} entries in {dict(node)!r}")
    return keys


def _input(name: str, words: Vocabulary) -> str:
    if words.inputs is not None and name not in words.inputs:
        raise ConditionError(f"there is no input {name!r}")
    return name


@cache
def fields_of(condition: Condition) -> tuple[str, ...]:
    """All inputs a condition looks at, parts included, without repetition."""
    found: dict[str, None] = dict.fromkeys(condition.fields())
    for part in condition.parts():
        found.update(dict.fromkeys(fields_of(part)))
    return tuple(found)


def undecided(condition: Condition, facts: Facts) -> tuple[Condition, ...]:
    """The leaves that keep an unknown condition from being decided."""
    if condition.holds(facts) is not None:
        return ()
    parts = condition.parts()
    if not parts:
        return (condition,)
    return tuple(leaf for part in parts for leaf in undecided(part, facts))


def decisive(condition: Condition, facts: Facts) -> tuple[Condition, ...]:
    """The leaves that make a decided condition true or false, in reading order. A derived input counts as a leaf."""
    if isinstance(condition, Not):
        return decisive(condition.of, facts)
    if not isinstance(condition, AllOf | AnyOf):
        return (condition,)
    stops_at = isinstance(condition, AnyOf)
    for part in condition.of:
        if part.holds(facts) is stops_at:
            return decisive(part, facts)
    return tuple(leaf for part in condition.of for leaf in decisive(part, facts))
