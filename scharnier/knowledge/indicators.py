# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Indicators of the European Social Fund and of the programmes, defined as data and computed for one record.

    compute("esf_2014_2020", record, date(2026, 11, 22)).indicators   ->   ("CO03", "CO04", …)

`record` maps data items of esf-indicators.yaml to values. columns.py computes the same definitions for a million
records.
Sources: Annex I of Regulation (EU) No 1304/2013 and of Regulation (EU) 2021/1057, as cited in the data file.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from scharnier.knowledge.conditions import Condition, ConditionError, Facts, add_months, undecided, years_between
from scharnier.knowledge.expressions import Names, parse_expression
from scharnier.knowledge.files import load
from scharnier.knowledge.inputs import InputError, read_date
from scharnier.knowledge.rules import Text

FILES = ("esf-indicators.yaml", "programme-indicators.yaml")
_GROUPS = ("output_participants", "output_entities", "results_immediate", "results_longer_term", "results")

Record = Mapping[str, Any]
"""Data items of one participation. Dates: `date` or ISO text; events: a list of {date, status}."""


@dataclass(frozen=True, slots=True)
class Item:
    """One data item. `required`: must be recorded before a participant is reported."""

    code: str
    type: str
    label: str
    values: tuple[str, ...]
    nullable: bool
    needed_if: str | None
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True, eq=False)
class Indicator:
    """One definition: `when` counts participants, `sum` adds an item up, `share` is a part of a whole in per cent.

    Indicators of projects and enterprises have none of the three: they are counted where those are kept.
    """

    code: str
    label: Text
    group: str
    when: Condition | None
    sum: str | None
    share: tuple[str, str] | None
    needs: tuple[str, ...]
    sensitive: bool
    sample: bool
    definition: str
    confidence: str


@dataclass(frozen=True)
class Step:
    """How one derived value is worked out: `kind` is the keyword of the data file, `of` its arguments."""

    name: str
    kind: str
    of: tuple[Any, ...]


@dataclass(frozen=True, eq=False)
class IndicatorSet:
    """A set ready to compute: items, steps for derived values, indicators in order of the file."""

    code: str
    items: Mapping[str, Item]
    steps: tuple[Step, ...]
    indicators: tuple[Indicator, ...]
    breakdown: tuple[str, ...]

    @property
    def counted(self) -> tuple[Indicator, ...]:
        """Indicators that count participants."""
        return tuple(indicator for indicator in self.indicators if indicator.when is not None)


@dataclass(frozen=True, slots=True)
class Computed:
    """What one record counts for. `missing`: items to be collected; `complete`: it may be reported as a participant."""

    indicators: tuple[str, ...]
    missing: tuple[str, ...]
    complete: bool

    def as_json(self) -> dict[str, Any]:
        """The fields the command line promises."""
        return {"indicators": list(self.indicators), "missing": list(self.missing)}


def set_codes() -> tuple[str, ...]:
    """Codes of all indicator sets."""
    return tuple(code for name in FILES for code in load(name)["indicator_sets"])


@cache
def indicator_set(code: str) -> IndicatorSet:
    """One set, compiled. Raises InputError for an unknown code, ConditionError for a definition that cannot be read."""
    for name in FILES:
        data = load(name)
        if code in data["indicator_sets"]:
            return compile_set(code, data)
    raise InputError("set", f"unknown indicator set {code!r} (known: {', '.join(set_codes())})")


def compute(code: str, record: Record, as_of: date) -> Computed:
    """The participant indicators of one record on a day. Raises InputError when a value cannot be read.

    A record whose entry lies after the day counts for nothing yet.
    """
    wanted = indicator_set(code)
    values = read_record(wanted, record)
    day = as_of.toordinal()
    if values.get("entry_date") is not None and values["entry_date"] > day:
        return Computed((), (), True)
    facts = _facts(wanted, values, day)
    found, missing = [], dict.fromkeys(_unrecorded(wanted, values))
    complete = not missing
    for indicator in wanted.counted:
        held = indicator.when.holds(facts) if indicator.when else False
        if held:
            found.append(indicator.code)
        elif held is None and indicator.when:
            missing.update(dict.fromkeys(_sources(wanted, indicator.when, facts)))
    return Computed(tuple(sorted(found)), tuple(missing), complete)


def merge_reentries(records: Sequence[Record]) -> dict[str, Any]:
    """Several stays in the same operation as one record: first entry, final leaving, latest results.

    Re-entry rule of the monitoring guidance: entry data are those of the first entry and never change; the leaving date
    moves to the final one and replaces earlier results. Raises InputError for a stay without an entry date.
    """
    ordered = sorted(records, key=lambda record: read_date("entry_date", record.get("entry_date")))
    first, last = ordered[0], ordered[-1]
    return {**first, **{name: last.get(name) for name in _RESULT_ITEMS if name in first or name in last}}


_RESULT_ITEMS = (
    "leaving_date",
    "status_events",
    "job_searching_exit",
    "education_start_date",
    "qualification_date",
    "improved_6m",
)


@dataclass(frozen=True, slots=True)
class FollowUps:
    """Until when the situation after leaving has to be asked: day 28, and the day six calendar months after."""

    within_28_days: date
    after_six_months: date


def follow_ups(leaving: date) -> FollowUps:
    """The two days on which an ESF project has to know the situation of somebody who left."""
    return FollowUps(leaving + timedelta(days=28), date.fromordinal(add_months(leaving.toordinal(), 6)))


def check_totals(code: str, totals: Mapping[str, int], participants: int) -> list[str]:
    """The relations between figures that do not hold, as sentences. `totals` maps indicator codes to numbers."""
    known = {indicator.code for indicator in indicator_set(code).indicators}
    found = []
    for check in load(FILES[0])["validation_checks"]:
        left, right = check["left"], check["right"]
        if not set(left) <= known:
            continue
        smaller = sum(totals[name] for name in left)
        larger = sum(participants if name == "*" else totals[name] for name in right)
        if smaller > larger or (check["is"] == "equal" and smaller != larger):
            sign = "=" if check["is"] == "equal" else "<="
            found.append(f"{' + '.join(left)} {sign} {' + '.join(right)} does not hold: {smaller}, {larger}")
    return found


def read_record(wanted: IndicatorSet, record: Record) -> dict[str, Any]:
    """The data items of a record, checked; dates as ordinals, events as sorted pairs. Raises InputError."""
    values: dict[str, Any] = {}
    for name, item in wanted.items.items():
        value = record.get(name)
        if value is not None:
            values[name] = _read_item(item, value)
    entry, leaving = values.get("entry_date"), values.get("leaving_date")
    if entry is not None and leaving is not None and leaving < entry:
        raise InputError("leaving_date", "lies before entry_date")
    return values


def _read_item(item: Item, value: Any) -> Any:
    if item.type == "date":
        return read_date(item.code, value).toordinal()
    if item.type == "bool" and isinstance(value, bool):
        return value
    if item.type == "int" and isinstance(value, int) and not isinstance(value, bool):
        if (item.low is not None and value < item.low) or (item.high is not None and value > item.high):
            raise InputError(item.code, f"{value} is not between {item.low} and {item.high}")
        return value
    if item.type == "enum" and value in item.values:
        return value
    if item.type == "list" and isinstance(value, list | tuple):
        for entry in value:
            if entry not in item.values:
                raise InputError(item.code, f"unknown value {entry!r}")
        return tuple(value)
    if item.type == "events" and isinstance(value, list | tuple):
        return _read_events(item, value)
    raise InputError(item.code, f"{value!r} is not a valid {item.type}")


def _read_events(item: Item, value: Iterable[Any]) -> tuple[tuple[int, str], ...]:
    events = []
    for event in value:
        if not isinstance(event, Mapping) or event.get("status") not in item.values:
            raise InputError(item.code, f"{event!r} is not an event (write date and status)")
        events.append((read_date(item.code, event.get("date")).toordinal(), str(event["status"])))
    return tuple(sorted(events, key=lambda event: event[0]))


def _facts(wanted: IndicatorSet, values: dict[str, Any], day: int) -> Facts:
    """The record with its derived values. Conditions among the derived items work themselves out."""
    values = {**values, "as_of": day}
    facts = Facts(values, day)
    for step in wanted.steps:
        if step.kind == "decision_table":
            values[step.name] = _decision(step, facts)
            continue
        first, second = values.get(step.of[0]), step.of[1]
        if first is None:
            continue
        if step.kind == "plus_days":
            values[step.name] = first + second
        elif step.kind == "plus_months":
            values[step.name] = add_months(first, second)
        elif values.get(second) is not None:
            if step.kind == "years_between":
                values[step.name] = years_between(first, values[second])
            else:
                values[step.name] = _last_event(first, values[second])
    return facts


def _decision(step: Step, facts: Facts) -> str | None:
    for when, then in step.of:
        held = when.holds(facts)
        if held is not False:
            return then if held else None
    return None


def _last_event(events: Sequence[tuple[int, str]], until: int) -> str | None:
    """The status of the last event on or before a day; of several on one day the one written last."""
    reached = [status for day, status in events if day <= until]
    return reached[-1] if reached else None


def _unrecorded(wanted: IndicatorSet, values: Mapping[str, Any]) -> list[str]:
    """Items that must be recorded before a record is reported, and are not."""
    found = []
    for name in required_items(wanted):
        item = wanted.items[name]
        if values.get(name) is None and (item.needed_if is None or values.get(item.needed_if) is True):
            found.append(name)
    return found


@cache
def required_items(wanted: IndicatorSet) -> tuple[str, ...]:
    """Items of the non-sensitive outputs that may not be left open, and those every record needs."""
    outputs = [x for x in wanted.indicators if x.group == "output_participants" and not x.sensitive and not x.sample]
    needed = {"entry_date", "sex", *(name for indicator in outputs for name in indicator.needs)}
    may_stay_open = {name for name, item in wanted.items.items() if item.nullable and item.needed_if is None}
    return tuple(name for name in wanted.items if name in needed - may_stay_open)


def _sources(wanted: IndicatorSet, when: Condition, facts: Facts) -> list[str]:
    """Data items that keep an indicator open, through derived values down to what is recorded."""
    found: dict[str, None] = {}
    steps = {step.name: step for step in wanted.steps}
    queue = [name for leaf in undecided(when, facts) for name in leaf.fields()]
    while queue:
        name = queue.pop(0)
        if name in wanted.items:
            item = wanted.items[name]
            asked = item.needed_if is None or facts.values.get(item.needed_if) is True
            if asked and (facts.values.get(name) is None or item.type == "events"):
                found[name] = None
        elif name in steps and facts.values.get(name) is None:
            step = steps[name]
            if step.kind == "decision_table":
                queue.extend(field for condition, _ in step.of for field in condition.fields())
            else:
                queue.extend(part for part in step.of if isinstance(part, str))
    return list(found)


def compile_set(code: str, data: Mapping[str, Any]) -> IndicatorSet:
    """One set of a parsed file. Raises ConditionError, the message beginning with the name of the definition."""
    items = {row["code"]: _item(row) for row in data["data_items"]}
    kinds = {name: item.type for name, item in items.items()} | {"as_of": "date"}
    conditions: dict[str, Condition] = {}
    names = Names(kinds, conditions)
    # Indicators may be named by derived items and by each other, whatever their order in the file.
    pending = {name: row["expr"] for name, row in data["derived_items"].items() if "expr" in row}
    rows = [(group, row) for group in _GROUPS for row in data["indicator_sets"][code].get(group, ())]
    pending |= {row["code"]: row["expr"] for _, row in rows if "expr" in row}
    steps = []
    for name, row in data["derived_items"].items():
        if "expr" not in row:
            steps.append(_step(name, row, names))
            kinds[name] = _STEP_TYPES[steps[-1].kind]
    _resolve(pending, names, conditions, {row["code"] for _, row in rows})
    return IndicatorSet(
        code=code,
        items=items,
        steps=tuple(steps),
        indicators=tuple(_indicator(group, row, conditions) for group, row in rows),
        breakdown=tuple(data["indicator_sets"][code]["breakdown"]),
    )


_STEP_TYPES = {
    "years_between": "int",
    "decision_table": "enum",
    "plus_days": "date",
    "plus_months": "date",
    "last_event": "enum",
}


def _resolve(pending: dict[str, str], names: Names, conditions: dict[str, Condition], wanted: set[str]) -> None:
    """Reads the expressions in an order that knows every name before it is used. What the set does not use may stay.

    `conditions` is the dict behind `names.conditions` and grows.
    """
    problems: dict[str, ConditionError] = {}
    while pending:
        before = len(pending)
        for name, text in list(pending.items()):
            try:
                conditions[name] = parse_expression(text, names)
            except ConditionError as problem:
                problems[name] = problem
            else:
                del pending[name]
        if len(pending) == before:
            break
    for name in wanted & set(pending):
        raise ConditionError(f"{name}: {problems[name]}")


def _item(row: Mapping[str, Any]) -> Item:
    low, high = row.get("range", (None, None))
    return Item(
        code=row["code"],
        type=row["type"],
        label=row["de"],
        values=tuple(row.get("values", ())),
        nullable=row.get("nullable", False),
        needed_if=row.get("needed_if"),
        low=low,
        high=high,
    )


def _step(name: str, row: Mapping[str, Any], names: Names) -> Step:
    for kind in _STEP_TYPES:
        if kind == "decision_table" and kind in row:
            cases = [(parse_expression(str(case.get("if", True)), names), case["then"]) for case in row[kind]]
            return Step(name, kind, tuple(cases))
        if kind in row:
            return Step(name, kind, tuple(row[kind]))
    raise ConditionError(f"derived item {name} says nothing that can be worked out")


def _indicator(group: str, row: Mapping[str, Any], conditions: Mapping[str, Condition]) -> Indicator:
    return Indicator(
        code=row["code"],
        label=Text(row["de"], row["name"]),
        group=group,
        when=conditions[row["code"]] if "expr" in row else None,
        sum=row.get("sum"),
        share=tuple(row["share"]) if "share" in row else None,
        needs=tuple(row.get("needs", ())),
        sensitive=row.get("sensitive", False),
        sample=row.get("sample", False),
        definition=row["definition"] if "definition" in row else row["name"],
        confidence=row["confidence"],
    )
