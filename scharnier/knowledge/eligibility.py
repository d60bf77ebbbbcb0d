# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether a person (or a firm) belongs to the target group of a programme, by criterion and by the law of the day.

    answer = eligibility("nafplus_mv", {"status": "duldung", …}, date(2017, 5, 2))
    answer.answer          # Answer.YES, Answer.NO or Answer.NEEDS_ASSESSMENT
    answer.criteria        # why, one by one

The software rejects nobody: "no" says that the recorded facts lie outside the written target group, and an adviser's
judgement overrules it with a reason and a date (`overruled`). Target groups are data: data/programmes.yaml.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from scharnier.knowledge import codes, history
from scharnier.knowledge.conditions import (
    Condition,
    ConditionError,
    Facts,
    Span,
    Truth,
    Vocabulary,
    decisive,
    fields_of,
    parse,
    undecided,
    years_between,
)
from scharnier.knowledge.decide import decide
from scharnier.knowledge.explain import value_text
from scharnier.knowledge.files import load
from scharnier.knowledge.inputs import InputError, Person, read_code, read_date, read_person, read_value
from scharnier.knowledge.rules import Input, Level, Text, all_inputs, law, programme_inputs

FILE = "programmes.yaml"


class Answer(StrEnum):
    """What the recorded facts say about a target group or one of its criteria."""

    YES = "yes"
    NO = "no"
    NEEDS_ASSESSMENT = "needs_assessment"


@dataclass(frozen=True, slots=True)
class CriterionAnswer:
    """One criterion: label, answer, the facts behind it, what is missing; `alternative` names its group."""

    criterion: str
    label: Text
    answer: Answer
    because: tuple[Text, ...]
    missing: tuple[str, ...]
    basis: str
    alternative: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The fields the command line promises."""
        shown: dict[str, Any] = {
            "criterion": self.criterion,
            "answer": self.answer.value,
            "because": [text.as_json() for text in self.because],
        }
        if self.missing:
            shown["missing"] = list(self.missing)
        if self.alternative:
            shown["alternative"] = self.alternative
        return shown


@dataclass(frozen=True, slots=True)
class Override:
    """An adviser's judgement that replaces the computed answer. `reason` is what the funder will read."""

    answer: Answer
    reason: str
    on: date

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise ValueError("an override needs a reason")


@dataclass(frozen=True, slots=True)
class Eligibility:
    """The answer for one programme and day. `computed` is what the data said, `answer` what counts in the end."""

    programme: str
    group: str
    date: datetime.date
    computed: Answer
    criteria: tuple[CriterionAnswer, ...]
    override: Override | None = None

    @property
    def answer(self) -> Answer:
        """What counts: the override if there is one."""
        return self.override.answer if self.override else self.computed

    @property
    def missing(self) -> tuple[str, ...]:
        """Inputs that would decide open criteria, each once."""
        return tuple(dict.fromkeys(name for criterion in self.criteria for name in criterion.missing))

    def as_json(self) -> dict[str, Any]:
        """The fields the command line promises."""
        return {"answer": self.answer.value, "criteria": [criterion.as_json() for criterion in self.criteria]}


@dataclass(frozen=True, slots=True, eq=False)
class Criterion:
    """A criterion as written in the data, `name` as shown; while `soften_when` holds or is unknown, no "no"."""

    name: str
    label: Text
    when: Condition
    soften_when: Condition | None
    basis: str


@dataclass(frozen=True, slots=True, eq=False)
class LevelAtLeast(Condition):
    """Whether an activity is open to a person at least at a level; unknown when the rules give no answer."""

    activity: str
    level: Level

    def holds(self, facts: Facts) -> Truth:
        status = facts.values.get("status")
        if status is None:
            return None
        reached = decide(Facts(facts.values, facts.day), status, self.activity).level.order
        return None if reached is None else reached >= (self.level.order or 0)

    def fields(self) -> tuple[str, ...]:
        return ("status",)


def programmes() -> tuple[str, ...]:
    """Codes of the programmes whose target groups are recorded."""
    return tuple(row["code"] for row in load(FILE)["programmes"])


def groups(programme: str) -> tuple[str, ...]:
    """Target groups of a programme, the persons first. Raises InputError."""
    return tuple(_programme(programme)["eligibility"])


def eligibility(programme: str, person: Person, on: date | str, group: str | None = None) -> Eligibility:
    """Answers for one programme and day. `person` uses the input names of the law and of programmes.yaml.

    A bool under a criterion's own name is a recorded judgement and decides that criterion. Raises InputError.
    """
    day = read_date("date", on)
    written = _programme(programme)["eligibility"]
    name = group or next(iter(written))
    if name not in written:
        raise InputError("group", f"{programme} has no target group {name!r} (known: {', '.join(written)})")
    facts = Facts(_values(person, day), day.toordinal())
    answer, answers = _judge(written[name], facts, person, None)
    return Eligibility(programme, name, day, answer, tuple(answers))


def overruled(computed: Eligibility, override: Override) -> Eligibility:
    """The same eligibility with the adviser's judgement on top; the computed answer stays readable."""
    return replace(computed, override=override)


def needed_inputs(programme: str, group: str | None = None) -> tuple[str, ...]:
    """Inputs the criteria of a programme look at, besides those the access rules ask for. Raises InputError."""
    written = _programme(programme)["eligibility"]
    found: dict[str, None] = {}
    for name in _criteria_of(written[group or next(iter(written))]):
        found.update(dict.fromkeys(fields_of(criteria()[name].when)))
    sources = {"age_on_day": ["birth_date"], "had_refugee_status": ["earlier_statuses"], "needs_access": ["purpose"]}
    sources |= {"status_group": ["status"], "status_bleibeperspektive": ["status"]}
    return tuple(dict.fromkeys(source for name in found for source in sources.get(name, [name])))


@cache
def criteria() -> Mapping[str, Criterion]:
    """All criteria of the data file by key; several may be shown under one name (housing)."""
    derived: dict[str, Condition] = {}
    words = criterion_vocabulary(frozenset(all_inputs()), law().vocabulary.country_lists, derived)
    found = {}
    for name, row in load(FILE)["criteria"].items():
        when = parse(row["when"], words)
        soften = parse(row["soften_when"], words) if "soften_when" in row else None
        shown = row.get("criterion", name)
        found[name] = Criterion(shown, Text(row["de"], row["en"]), when, soften, row["basis"])
        derived[name] = when
    return found


def criterion_vocabulary(
    inputs: frozenset[str],
    country_lists: Mapping[str, Mapping[str, tuple[Span, ...]]],
    derived: Mapping[str, Condition],
) -> Vocabulary:
    """What criteria may refer to: inputs, country lists, criteria above them, and the level of an activity."""
    return Vocabulary(derived=derived, country_lists=country_lists, inputs=inputs, special={"level": _level})


def _level(node: Mapping[str, Any]) -> Condition:
    if set(node) != {"level", "at_least"} or node["at_least"] not in list(Level)[:5]:
        raise ConditionError("write {level: <activity>, at_least: <level>}")
    return LevelAtLeast(node["level"], Level(node["at_least"]))


def _programme(code: str) -> Mapping[str, Any]:
    for row in load(FILE)["programmes"]:
        if row["code"] == code:
            found: Mapping[str, Any] = row
            return found
    raise InputError("programme", f"unknown programme {code!r} (known: {', '.join(programmes())})")


def _criteria_of(node: Mapping[str, Any]) -> list[str]:
    if "criterion" in node:
        return [node["criterion"]]
    return [name for part in node.get("all", node.get("any", ())) for name in _criteria_of(part)]


def _judge(
    node: Mapping[str, Any], facts: Facts, person: Person, alternative: str | None
) -> tuple[Answer, list[CriterionAnswer]]:
    """Answers a criterion, or a group of them ("all" or "any"), with the answers below it."""
    if "criterion" in node:
        single = _answer(criteria()[node["criterion"]], node, facts, person, alternative)
        return single.answer, [single]
    parts = node["all"] if "all" in node else node["any"]
    judged = [_judge(part, facts, person, node.get("alternative", alternative)) for part in parts]
    answers = [answer for answer, _ in judged]
    decisive_answer, otherwise = (Answer.NO, Answer.YES) if "all" in node else (Answer.YES, Answer.NO)
    if decisive_answer in answers:
        together = decisive_answer
    elif Answer.NEEDS_ASSESSMENT in answers:
        together = Answer.NEEDS_ASSESSMENT
    else:
        together = otherwise
    return together, [single for _, singles in judged for single in singles]


def _answer(
    criterion: Criterion, node: Mapping[str, Any], facts: Facts, person: Person, alternative: str | None
) -> CriterionAnswer:
    recorded = person.get(criterion.name)
    if isinstance(recorded, bool):
        word = Text("ja" if recorded else "nein", "yes" if recorded else "no")
        because = [Text(f"Erfasste Einschätzung: {word.de}.", f"Recorded judgement: {word.en}.")]
        answer = Answer.YES if recorded else Answer.NO
        missing: tuple[str, ...] = ()
    else:
        held = criterion.when.holds(facts)
        answer = Answer.NEEDS_ASSESSMENT if held is None else Answer.YES if held else Answer.NO
        because, missing = _reasons(criterion.when, facts, person)
    if answer is Answer.NO and _softened(criterion, node, facts):
        answer = Answer.NEEDS_ASSESSMENT
        because.append(SOFTENED)
    basis = node.get("basis", criterion.basis)
    return CriterionAnswer(criterion.name, criterion.label, answer, tuple(because), missing, basis, alternative)


SOFTENED = Text(
    "Das schließt nicht aus; die Fachkraft entscheidet im Einzelfall.",
    "This does not exclude; the adviser decides in the individual case.",
)


def _softened(criterion: Criterion, node: Mapping[str, Any], facts: Facts) -> bool:
    if node.get("strictness") == "soft":
        return True
    return criterion.soften_when is not None and criterion.soften_when.holds(facts) is not False


def _reasons(when: Condition, facts: Facts, person: Person) -> tuple[list[Text], tuple[str, ...]]:
    """Sentences for a decided criterion, or the inputs that keep it open."""
    if when.holds(facts) is None:
        return _open_reasons(when, facts, person)
    found: dict[Text, None] = {}
    for leaf in _leaves(when, facts):
        if isinstance(leaf, LevelAtLeast):
            found[_level_text(leaf, facts)] = None
            continue
        for name in leaf.fields():
            if facts.values.get(name) is not None:
                found[value_text(name, facts.values[name])] = None
    return list(found), ()


def _open_reasons(when: Condition, facts: Facts, person: Person) -> tuple[list[Text], tuple[str, ...]]:
    missing: dict[str, None] = {}
    sentences: list[Text] = []
    for leaf in undecided(when, facts):
        if isinstance(leaf, LevelAtLeast) and facts.values.get("status") is not None:
            decision = decide(Facts(facts.values, facts.day), facts.values["status"], leaf.activity)
            missing.update(dict.fromkeys(decision.missing))
            sentences.append(_level_text(leaf, facts))
        else:
            names = [_SOURCES.get(name, name) for name in leaf.fields() if facts.values.get(name) is None]
            missing.update(dict.fromkeys(name for name in names if person.get(name) is None))
    if missing:
        labels = [all_inputs()[name].label for name in missing]
        sentences.append(
            Text(
                "Es fehlt: " + "; ".join(x.de for x in labels) + ".",
                "Missing: " + "; ".join(x.en for x in labels) + ".",
            )
        )
    else:
        sentences.append(Text("Im Einzelfall zu prüfen.", "To be assessed in the individual case."))
    return sentences, tuple(missing)


_SOURCES = {
    "age_on_day": "birth_date",
    "had_refugee_status": "earlier_statuses",
    "status_group": "status",
    "status_bleibeperspektive": "status",
}


def _leaves(when: Condition, facts: Facts) -> list[Condition]:
    """Decisive leaves with derived criteria opened up."""
    found: list[Condition] = []
    for leaf in decisive(when, facts):
        found.extend(_leaves(leaf.parts()[0], facts) if leaf.parts() else [leaf])
    return found


def _level_text(leaf: LevelAtLeast, facts: Facts) -> Text:
    decision = decide(Facts(facts.values, facts.day), facts.values["status"], leaf.activity)
    work = codes.find("activity", leaf.activity)
    level = _LEVEL_TEXTS.get(decision.level) or codes.find("access_level", decision.level.value)
    rule = f" ({decision.rule.id})" if decision.rule else ""
    return Text(f"Arbeitsmarktzugang für {work.de}: {level.de}{rule}.", f"Access for {work.en}: {level.en}{rule}.")


_LEVEL_TEXTS = {
    Level.UNKNOWN: Text("nicht bekannt, weil Angaben fehlen", "not known, facts are missing"),
    Level.NO_RULE: Text("keine Regel erfasst", "no rule recorded"),
}


def _values(person: Person, day: date) -> dict[str, Any]:
    """Inputs of the law and of the programmes, with what is worked out from them."""
    values = read_person(person)
    values["evaluation_date"] = day.toordinal()
    for name, spec in programme_inputs().items():
        value = person.get(name)
        if value is not None:
            values[name] = _read_codes(spec, value) if spec.type == "codes" else read_value(spec, value)
    birth = values.get("birth_date")
    values["age_on_day"] = values.get("age") if birth is None else years_between(birth, day.toordinal())
    values["status_group"] = _status_group(values)
    earlier = values.get("earlier_statuses")
    if earlier is not None:
        kinds = {codes.find("residence_status", code).extra["group"] for code in earlier}
        values["had_refugee_status"] = bool(kinds & _REFUGEE_GROUPS)
    status = values.get("status")
    if status is not None:
        said = codes.find("residence_status", status).extra["good_bleibeperspektive"]["value"]
        values["status_bleibeperspektive"] = {"yes": True, "not_applicable": True, "no": False}.get(said)
    values["needs_access"] = values.get("purpose") == "placement"
    return values


_REFUGEE_GROUPS = frozenset(["asylum_procedure", "tolerated", "protected", "other_humanitarian"])


def _status_group(values: Mapping[str, Any]) -> str | None:
    """The group of the status; a certificate or visa counts as what it continues or was issued for, where known."""
    status = values.get(history.PREVIOUS if values.get("status") in history.continuing() else "status")
    status = values.get("purpose_status") if status == "visum_d" else status
    if status is None:
        return None
    group = codes.find("residence_status", status).extra["group"]
    return None if group == "document" else str(group)


def _read_codes(spec: Input, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise InputError(spec.name, f"{value!r} is not a list of codes")
    return tuple(read_code(spec.name, code, spec.code_list or "") for code in value)
