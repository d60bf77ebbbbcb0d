# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Says in plain German and English which facts an answer rests on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from scharnier.knowledge import codes
from scharnier.knowledge.conditions import (
    Compare,
    Condition,
    CutoffCompare,
    Derived,
    Facts,
    MonthsSince,
    OnList,
    Recorded,
    Several,
    YearsSince,
    add_months,
    decisive,
    fields_of,
)
from scharnier.knowledge.decide import Decision
from scharnier.knowledge.inputs import Person
from scharnier.knowledge.rules import Level, Rule, Text, all_inputs, law

NO_RULE = Text(
    "Für diesen Status und diese Tätigkeit ist an diesem Tag keine Regel erfasst. "
    "Das heißt weder erlaubt noch verboten.",
    "No rule is recorded for this status and activity on this day. That means neither allowed nor forbidden.",
)
NO_STATUS = Text("Der Aufenthaltsstatus ist nicht erfasst.", "The residence status is not recorded.")
STRICTER = Text(
    "Die Nebenbestimmung auf dem Dokument ist strenger als diese Auskunft. Beides zeigen und eine Änderung beantragen.",
    "The endorsement on the document is stricter than this answer. Show both and apply for a change.",
)
NO_SUCH_STATUS = Text(
    "Diesen Status gab es an dem Tag nicht; prüfen Sie die Eingabe.",
    "This status did not exist on that day; check the entry.",
)

_MONTHS_EN = (
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
)


@lru_cache(maxsize=50_000)
def day_text(day: int) -> Text:
    """A day as German (22.11.2026) and English (22 Nov 2026) text."""
    on = date.fromordinal(day)
    return Text(
        f"{on.day:02}.{on.month:02}.{on.year}",
        f"{on.day} {_MONTHS_EN[on.month - 1]} {on.year}",
    )


@dataclass(slots=True)
class _Story:
    """Sentences in the order told, each once, inputs assumed to be false, and derived inputs already told."""

    facts: Facts
    person: Person
    sentences: dict[Text, None] = field(default_factory=dict)
    assumed: dict[str, None] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)

    def tell(self, rule: Rule) -> None:
        """Adds what makes a rule true or false. Facts nobody recorded are noted as assumed instead."""
        for leaf in decisive(rule.when, self.facts):
            if isinstance(leaf, Derived):
                if leaf.name in self.told:
                    continue
                self.told.add(leaf.name)
            names, recorded = fields_of(leaf), False
            for name in names:
                if self.person.get(name) is not None:
                    recorded = True
                    break
            if recorded:
                for sentence in _leaf(leaf, self.facts):
                    self.sentences[sentence] = None
            else:
                for name in names:
                    self.assumed[name] = None


def explain(decision: Decision, status: str, activity: str, person: Person) -> tuple[tuple[Text, ...], tuple[str, ...]]:
    """The sentences of an answer, and the inputs that count as false because they are not recorded.

    Order: status and day, the rule's reason, the facts it rests on, then the recorded facts that kept earlier rules
    from deciding.
    """
    facts, rule = decision.facts, decision.rule
    story = _Story(facts, person)
    story.sentences[_opening(status, activity, facts.day)] = None
    for step in decision.via:
        story.sentences[step.reason] = None
    story.sentences[rule.reason if rule else NO_RULE] = None
    if decision.level is Level.UNKNOWN:
        open_questions = [conflict_text(leaf, facts) for leaf in decision.conflicts] or _open(decision)
        story.sentences.update(dict.fromkeys(open_questions))
    elif rule is not None:
        story.tell(rule)
    for passed in decision.rejected:
        if not passed.quiet:
            story.tell(passed)
    false = law().default_false
    return tuple(story.sentences), tuple(name for name in story.assumed if name in false)


def warnings(decision: Decision, status: str, endorsement_stricter: bool) -> tuple[Text, ...]:
    """Hints beside an answer: stricter endorsement, the rule's own warning, advice, a status unknown to the day."""
    facts, found = decision.facts, []
    if endorsement_stricter:
        found.append(STRICTER)
    if decision.rule is not None and decision.rule.warn is not None and decision.level is not Level.UNKNOWN:
        found.append(decision.rule.warn)
    for hint in law().advice:
        if decision.status in hint.statuses and hint.span[0] <= facts.day <= hint.span[1] and hint.when.holds(facts):
            found.append(hint.text)
    entry = codes.find("residence_status", status).extra
    start, end = entry["exists_from"], entry["exists_to"]
    if (start and facts.day < start.toordinal()) or (end and facts.day > end.toordinal()):
        found.append(NO_SUCH_STATUS)
    return tuple(found)


@lru_cache(maxsize=50_000)
def _opening(status: str, activity: str, day: int) -> Text:
    held, work, on = (
        codes.find("residence_status", status),
        codes.find("activity", activity),
        day_text(day),
    )
    return Text(
        f"Stichtag {on.de}, {held.de} ({held.extra['law']}), Tätigkeit: {work.de}.",
        f"On {on.en}: {held.en} ({held.extra['law']}), activity: {work.en}.",
    )


def missing_text(names: Iterable[str]) -> Text:
    """Which inputs are missing, by their labels."""
    labels = [law().inputs[name].label for name in names]
    return Text(
        "Es fehlt: " + "; ".join(label.de for label in labels) + ".",
        "Missing: " + "; ".join(label.en for label in labels) + ".",
    )


def _open(decision: Decision) -> list[Text]:
    """What is missing, and what is recorded and yet says two things."""
    known = decision.facts.values
    doubtful = [name for name in decision.missing if isinstance(known.get(name), Several)]
    lacking = [name for name in decision.missing if name not in doubtful]
    return [*(several_text(name, known[name]) for name in doubtful), *([missing_text(lacking)] if lacking else [])]


def several_text(name: str, value: Several) -> Text:
    """Several values of one input that lead to different answers."""
    said = value_text(name, value)
    return Text(
        f"{said.de} Das führt zu verschiedenen Antworten; klären Sie, welche Staatsangehörigkeit zählt.",
        f"{said.en} This leads to different answers; find out which nationality counts.",
    )


def conflict_text(leaf: CutoffCompare, facts: Facts) -> Text:
    """Why two recorded days leave a cut-off undecided."""
    request, lodging = (
        day_text(facts.values[leaf.other]),
        day_text(facts.values[leaf.name]),
    )
    cutoff = day_text(leaf.wanted)
    return Text(
        f"Asylgesuch ({request.de}) und Einreichung ({lodging.de}) liegen auf verschiedenen Seiten "
        f"des Stichtags {cutoff.de}; welcher Tag zählt, ist umstritten.",
        f"Request ({request.en}) and lodging ({lodging.en}) lie on different sides of the cut-off {cutoff.en}; "
        "which day counts is disputed.",
    )


def _leaf(leaf: Condition, facts: Facts) -> Iterator[Text]:
    if isinstance(leaf, Derived):
        held = leaf.holds(facts)
        texts = law().derived_texts[leaf.name]
        yield texts[0] if held is leaf.wanted else texts[1]
        for part in decisive(leaf.of, facts):
            if isinstance(part, OnList | MonthsSince):
                yield from _leaf(part, facts)
    elif isinstance(leaf, MonthsSince):
        yield _months(leaf, facts)
    elif isinstance(leaf, OnList):
        yield value_text(leaf.field_name, facts.values[leaf.field_name])
    elif isinstance(leaf, Compare):
        if leaf.name != "evaluation_date":
            yield value_text(leaf.name, facts.values[leaf.name])
    elif isinstance(leaf, YearsSince):
        yield value_text(leaf.name, facts.values[leaf.name])
    elif isinstance(leaf, Recorded):
        return


@lru_cache(maxsize=50_000)
def value_text(name: str, value: object) -> Text:
    """What is recorded under an input, as a sentence. Dates are ordinals."""
    spec = all_inputs()[name]
    if isinstance(value, bool):
        sentence = spec.yes if value else spec.no
        if sentence is not None:
            return sentence
    if spec.type == "date" and isinstance(value, int):
        shown = day_text(value)
    elif spec.type == "enum":
        shown = spec.values[str(value)]
    elif isinstance(value, tuple):
        entries = [codes.find(spec.code_list or "", code) for code in value]
        shown = Text(", ".join(entry.de for entry in entries), ", ".join(entry.en for entry in entries))
    elif spec.code_list:
        entry = codes.find(spec.code_list, str(value))
        shown = Text(entry.de, entry.en)
    else:
        shown = Text(str(value), str(value))
    return Text(f"{_upper(spec.label.de)}: {shown.de}.", f"{_upper(spec.label.en)}: {shown.en}.")


def _months(leaf: MonthsSince, facts: Facts) -> Text:
    name = next(name for name in leaf.names if facts.values.get(name) is not None)
    return _months_text(name, facts.values[name], leaf.months, facts.day)


@lru_cache(maxsize=50_000)
def _months_text(name: str, start: int, months: int, day: int) -> Text:
    label, since, due = (
        law().inputs[name].label,
        day_text(start),
        day_text(add_months(start, months)),
    )
    if day >= add_months(start, months):
        de, en = (
            f"{months} Monate sind seit {due.de} vergangen",
            f"{months} months have passed since {due.en}",
        )
    else:
        de, en = (
            f"{months} Monate sind erst am {due.de} vergangen",
            f"{months} months will only have passed on {due.en}",
        )
    return Text(
        f"{_upper(label.de)}: {since.de}; {de}.",
        f"{_upper(label.en)}: {since.en}; {en}.",
    )


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
