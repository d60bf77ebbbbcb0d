# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The rules of labour-market-access.yaml as typed objects, compiled once and indexed by status and activity."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from scharnier.knowledge.conditions import (
    FAR_FUTURE,
    FAR_PAST,
    Condition,
    Span,
    Vocabulary,
    fields_of,
    parse,
)
from scharnier.knowledge.files import load

FILE = "labour-market-access.yaml"


class Level(StrEnum):
    """Which work is open. The first five are ordered from nothing to everything; the last two are no level."""

    NONE = "none"
    SUBORDINATE = "subordinate"
    WITH_APPROVAL = "with_approval"
    WITH_PERMISSION = "with_permission"
    UNRESTRICTED = "unrestricted"
    UNKNOWN = "unknown"
    NO_RULE = "no_rule"

    @property
    def order(self) -> int | None:
        """0 (none) to 4 (unrestricted); None when the question is not answered."""
        return _ORDER.get(self)


_ORDER = {level: number for number, level in enumerate(list(Level)[:5])}


class Discretion(StrEnum):
    """How far the authority is bound once the level is reached."""

    KANN = "kann"
    SOLL = "soll"
    MUSS = "muss"
    GESETZ = "gesetz"
    NA = "na"


class Confidence(StrEnum):
    """How well an entry is founded, best first."""

    VERIFIED = "verified"
    KNOWLEDGE = "knowledge"
    UNSURE = "unsure"

    def weaker(self, other: "Confidence") -> "Confidence":
        """The less certain of two."""
        order = list(Confidence)
        return max(self, other, key=order.index)


REEVALUATE = {
    "as_previous_status": "previous_status",
    "as_purpose_status": "purpose_status",
    "as_status_duldung": "",
    "as_status_eu_citizen": "",
    "as_status_german": "",
}
"""Level words that send the question on to another status: the input that names it, or "" where the word does."""


def fixed_status(level: str) -> str:
    """The status that such a word names itself: `as_status_duldung` sends on to duldung."""
    return level.removeprefix("as_status_")


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in German and English."""

    de: str
    en: str

    def in_(self, lang: str) -> str:
        """The German text for "de", the English one for every other language."""
        return self.de if lang.startswith("de") else self.en

    def as_json(self) -> dict[str, str]:
        """{"de": …, "en": …}"""
        return {"de": self.de, "en": self.en}


@dataclass(frozen=True, slots=True)
class Unsettled:
    """Days on which a rule might as well read `when`, or (None) stand on the other side of its first or last day."""

    span: Span
    when: Condition | None
    note: str


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One dated rule. `level` is a Level value or one of REEVALUATE."""

    id: str
    order: int
    statuses: tuple[str, ...]
    activities: tuple[str, ...]
    span: Span
    when: Condition
    level: str
    discretion: Discretion
    citation: tuple[str, ...]
    confidence: Confidence
    reason: Text
    limited: bool = False
    limits: Text | None = None
    warn: Text | None = None
    note: Text | None = None
    provisional: bool = False
    unsettled: tuple[Unsettled, ...] = ()
    quiet: bool = False  # where it doesn't apply nobody needs to be told why


@dataclass(frozen=True, slots=True, eq=False)
class DiscretionRule:
    """How strong the claim is, once an approval or permission level is found."""

    id: str
    order: int
    statuses: tuple[str, ...]
    activities: tuple[str, ...]
    span: Span
    when: Condition
    discretion: Discretion
    citation: tuple[str, ...]
    confidence: Confidence


@dataclass(frozen=True, slots=True, eq=False)
class Advice:
    """A hint that never changes an answer."""

    id: str
    statuses: tuple[str, ...]
    span: Span
    when: Condition
    text: Text
    citation: tuple[str, ...]


@dataclass(frozen=True)
class Input:
    """One input of the rules: its type, labels and the sentences for yes and no."""

    name: str
    type: str
    label: Text
    code_list: str | None
    values: Mapping[str, Text]
    yes: Text | None
    no: Text | None
    note: str | None
    derived: bool = False


@dataclass(frozen=True)
class Law:
    """Everything labour-market-access.yaml says, ready to use."""

    rules: tuple[Rule, ...]
    discretion_rules: tuple[DiscretionRule, ...]
    advice: tuple[Advice, ...]
    inputs: Mapping[str, Input]
    derived: Mapping[str, Condition]
    derived_texts: Mapping[str, tuple[Text, Text]]
    default_false: frozenset[str]
    value_defaults: Mapping[str, Any]
    endorsements: Mapping[str, tuple[Level, frozenset[str]]]
    vocabulary: Vocabulary
    provisional_from: date
    provisional_statuses: frozenset[str]
    read_until: date
    law_days: tuple[int, ...]
    unsettled: tuple[Rule, ...]
    covers_from: date

    def candidates(self, status: str, activity: str) -> tuple[Rule, ...]:
        """Rules that may decide for a status and an activity, in order, of all times."""
        return _candidates(status, activity)

    def in_force(self, status: str, activity: str, day: int) -> tuple[Rule, ...]:
        """Rules that may decide for a status and an activity on a day, in order."""
        return _in_force(status, activity, bisect_right(self.law_days, day))

    def discretion(self, status: str, activity: str) -> tuple[DiscretionRule, ...]:
        """Discretion rules for a status and an activity, in order, of all times."""
        return _discretion(status, activity)


@cache
def law() -> Law:
    """The compiled law. Reads the data file once per process."""
    data = load(FILE)
    activities = tuple(entry["code"] for entry in data["activities"])
    statuses = _all_statuses()
    words = vocabulary(data)
    rules = sorted(
        (_rule(row, data, words, statuses) for row in data["rules"]),
        key=lambda rule: rule.order,
    )
    discretion = sorted(
        (_discretion_rule(row, data, words, statuses, activities) for row in data["discretion_rules"]),
        key=lambda rule: rule.order,
    )
    advice = tuple(_advice(row, data, words, statuses) for row in data["advice"])
    status_of_law = data["meta"]["law_status"]
    return Law(
        rules=tuple(rules),
        discretion_rules=tuple(discretion),
        advice=advice,
        inputs={name: _read_input(name, row) for name, row in data["inputs"].items()},
        derived=words.derived,
        derived_texts={name: (_text(row["yes"]), _text(row["no"])) for name, row in data["derived_inputs"].items()},
        default_false=frozenset(data["conventions"]["booleans_default_false"]),
        value_defaults=data["conventions"]["value_defaults"],
        endorsements={
            code: (Level(row["level"]), frozenset(row.get("not_for", ())))
            for code, row in data["inputs"]["title_endorsement"]["values"].items()
            if "level" in row
        },
        vocabulary=words,
        provisional_from=status_of_law["provisional_from"],
        provisional_statuses=frozenset(status_of_law["affected_statuses"]),
        read_until=status_of_law["solid_until"],
        law_days=_law_days(rules, discretion),
        unsettled=tuple(rule for rule in rules if rule.unsettled),
        covers_from=data["meta"]["covers_from"],
    )


def vocabulary(data: Mapping[str, Any]) -> Vocabulary:
    """What the conditions of the file may refer to. Derived inputs may use those above them."""
    words = plain_vocabulary(data, country_lists())
    derived: dict[str, Condition] = {}
    for name, row in data["derived_inputs"].items():
        derived[name] = parse(row["when"], replace(words, derived=derived))
    return replace(words, derived=derived)


def plain_vocabulary(data: Mapping[str, Any], lists: Mapping[str, Mapping[str, tuple[Span, ...]]]) -> Vocabulary:
    """The vocabulary without derived inputs."""
    cutoffs = data["conventions"]["asylum_date_cutoffs"]
    districts = data["vorrang_districts_2016_2019"]
    names = frozenset(name for land in ("MV", "BY", "NW") for name in districts[land]["districts"])
    return Vocabulary(
        first_of={name: tuple(row["names"]) for name, row in data["first_of"].items()},
        country_lists=lists,
        text_lists={"vorrang_districts": names},
        cutoffs={cutoffs["field"]: (cutoffs["other"], frozenset(day.toordinal() for day in cutoffs["days"]))},
        inputs=frozenset(data["inputs"]),
    )


@cache
def country_lists() -> Mapping[str, Mapping[str, tuple[Span, ...]]]:
    """Every list of countries.yaml: per country the spans of days on which it is listed."""
    return read_country_lists(load("countries.yaml"))


def read_country_lists(data: Mapping[str, Any]) -> Mapping[str, Mapping[str, tuple[Span, ...]]]:
    """The lists of a parsed countries.yaml, written country by country or period by period."""
    lists: dict[str, Mapping[str, tuple[Span, ...]]] = {}
    for name, row in data["lists"].items():
        spans: dict[str, tuple[Span, ...]] = {}
        for entry in row.get("countries", ()):
            spans[entry["iso"]] = (*spans.get(entry["iso"], ()), span_of(entry))
        for period in row.get("periods", ()):
            for country in period["countries"]:
                spans[country] = (*spans.get(country, ()), span_of(period))
        lists[name] = spans
    return lists


def span_of(row: Mapping[str, Any], first: str = "valid_from", last: str = "valid_to") -> Span:
    """First and last day of an entry as ordinals; null means open."""
    start, end = row.get(first), row.get(last)
    return (
        start.toordinal() if start else FAR_PAST,
        end.toordinal() if end else FAR_FUTURE,
    )


def relevant_inputs(
    status: str, on: date, activity: str | None = None, following: str | None = None
) -> tuple[str, ...]:
    """Inputs the rules look at for a status on a day (for one activity or any): all an intake has to ask.

    `following` is the status whose effect continues (fiktion_81_4) or that a visa was issued for, once it is known.
    """
    activities = [activity] if activity else [entry["code"] for entry in load(FILE)["activities"]]
    found: dict[str, None] = {}
    for name in activities:
        for held in dict.fromkeys(filter(None, (status, following))):
            found.update(dict.fromkeys(_looked_at(held, on.toordinal(), name)))
    found.pop("evaluation_date", None)
    return tuple(name for name in law().inputs if name in found)


def _looked_at(status: str, day: int, activity: str) -> list[str]:
    found: list[str] = []
    for rule in law().candidates(status, activity):
        if not rule.span[0] <= day <= rule.span[1]:
            continue
        if not rule.quiet:
            found.extend(fields_of(rule.when))
        source = REEVALUATE.get(rule.level)
        if source == "":
            found.extend(
                _looked_at(fixed_status(rule.level), day, activity) if fixed_status(rule.level) != status else ()
            )
        elif source:
            found.append(source)
        if not rule.when.parts():
            break  # no condition: nobody gets past this rule
    for claim in law().discretion(status, activity):
        if claim.span[0] <= day <= claim.span[1]:
            found.extend(fields_of(claim.when))
    return found


@cache
def programme_inputs() -> Mapping[str, Input]:
    """Inputs that only the criteria of programmes.yaml look at."""
    return {name: _read_input(name, row) for name, row in load("programmes.yaml")["inputs"].items()}


@cache
def all_inputs() -> Mapping[str, Input]:
    """Inputs of the law and of the programmes."""
    return {**law().inputs, **programme_inputs()}


@cache
def _candidates(status: str, activity: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in law().rules if status in rule.statuses and activity in rule.activities)


@cache
def _in_force(status: str, activity: str, era: int) -> tuple[Rule, ...]:
    """Candidates between two neighbouring days of `law_days`, on which the same rules hold throughout."""
    day = law().law_days[era - 1] if era else FAR_PAST
    return tuple(rule for rule in _candidates(status, activity) if rule.span[0] <= day <= rule.span[1])


@cache
def _discretion(status: str, activity: str) -> tuple[DiscretionRule, ...]:
    return tuple(rule for rule in law().discretion_rules if status in rule.statuses and activity in rule.activities)


def _all_statuses() -> tuple[str, ...]:
    return tuple(row["code"] for row in load("residence.yaml")["statuses"])


def _resolve(names: str | list[str], data: Mapping[str, Any], everything: tuple[str, ...]) -> tuple[str, ...]:
    listed = data["status_sets"][names] if isinstance(names, str) else names
    return everything if listed == ["*"] else tuple(listed)


def _without(statuses: tuple[str, ...], excepted: Sequence[str]) -> tuple[str, ...]:
    return tuple(status for status in statuses if status not in excepted)


def _rule(
    row: Mapping[str, Any],
    data: Mapping[str, Any],
    words: Vocabulary,
    statuses: tuple[str, ...],
) -> Rule:
    return Rule(
        id=row["id"],
        order=row["order"],
        statuses=_without(_resolve(row["statuses"], data, statuses), row.get("except_statuses", ())),
        activities=tuple(row["activities"]),
        span=span_of(row),
        when=parse(row["when"], words),
        level=row["level"] if row["level"] in REEVALUATE else Level(row["level"]),
        discretion=Discretion(row["discretion"]),
        citation=tuple(row["citation"]),
        confidence=Confidence(row["confidence"]),
        reason=Text(row["reason_de"], row["reason_en"]),
        limited=row.get("limited", False),
        limits=_text(row["limits"]) if "limits" in row else None,
        warn=_text(row["warn"]) if "warn" in row else None,
        note=_text(row["note"]) if "note" in row else None,
        provisional=row.get("provisional", False),
        quiet=row.get("quiet", False),
        unsettled=tuple(
            Unsettled(
                span_of(entry, "from", "to"),
                parse(entry["when"], words) if "when" in entry else None,
                entry["note"],
            )
            for entry in row.get("unsettled", ())
        ),
    )


def _discretion_rule(
    row: Mapping[str, Any],
    data: Mapping[str, Any],
    words: Vocabulary,
    statuses: tuple[str, ...],
    activities: tuple[str, ...],
) -> DiscretionRule:
    return DiscretionRule(
        id=row["id"],
        order=row["order"],
        statuses=_resolve(row["statuses"], data, statuses),
        activities=activities if row["activities"] == "all" else tuple(row["activities"]),
        span=span_of(row),
        when=parse(row["when"], words),
        discretion=Discretion(row["discretion"]),
        citation=tuple(row["citation"]),
        confidence=Confidence(row["confidence"]),
    )


def _advice(
    row: Mapping[str, Any],
    data: Mapping[str, Any],
    words: Vocabulary,
    statuses: tuple[str, ...],
) -> Advice:
    return Advice(
        id=row["id"],
        statuses=_resolve(row["statuses"], data, statuses),
        span=span_of(row),
        when=parse(row["when"], words),
        text=_text(row),
        citation=tuple(row["citation"]),
    )


def _read_input(name: str, row: Mapping[str, Any]) -> Input:
    return Input(
        name=name,
        type=row["type"],
        label=_text(row),
        code_list=row.get("list"),
        values={code: _text(value) for code, value in row.get("values", {}).items()},
        yes=_text(row["yes"]) if "yes" in row else None,
        no=_text(row["no"]) if "no" in row else None,
        note=row.get("note"),
        derived=row.get("derived", False),
    )


def _text(row: Mapping[str, str]) -> Text:
    return Text(row["de"], row["en"])


def _law_days(rules: list[Rule], discretion: list[DiscretionRule]) -> tuple[int, ...]:
    """Days on which a rule starts or has just ended."""
    days: set[int] = set()
    for start, end in [rule.span for rule in rules] + [rule.span for rule in discretion]:
        days.update((start, end + 1))
    return tuple(sorted(day for day in days if FAR_PAST < day < FAR_FUTURE))
