# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The answers of an assessment: six aspects, what the file knew that day, and both as lines for people.

A line has a key that stays the same from one assessment to the next, so that any two can be compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scharnier.knowledge import codes

RATED = {"competences": "key_competence", "motivation": "motivation_item"}
SCALES = {"competences": "competence_rating", "motivation": "motivation_rating"}
NOTES = ("orientation", "language_note", "degree_note")
MANY = {"licences": "licence", "vehicles": "vehicle", "times": "working_time"}
NUMBERS = ("radius", "hours_from", "hours_to")
TEXTS = ("childcare_note", "helps", "hinders")
ASPECTS = ("experience", "language", "degrees", "competences", "motivation", "circumstances")
SKILLS = ("listening", "speaking", "reading", "writing")
KNOWN = ("jobs", "wishes", "languages", "degrees")


@dataclass(frozen=True)
class Answer:
    """One line of an aspect. `code` and `code_list` where it is a choice, `text` what somebody wrote, `own` a name that
    is never translated (an occupation in somebody's words)."""

    aspect: str
    key: str
    code_list: str = ""
    codes: tuple[str, ...] = ()
    text: str = ""
    own: str = ""
    number: int | None = None

    @property
    def said(self) -> bool:
        return bool(self.codes or self.text or self.own or self.number is not None)


def lines(answers: Mapping[str, Any]) -> Iterator[Answer]:
    """Every answer that was given, aspect after aspect."""
    return (line for line in _all(answers) if line.said)


def _all(answers: Mapping[str, Any]) -> Iterator[Answer]:
    known: Mapping[str, Any] = answers.get("known", {})
    for key, (wording, when) in known.get("jobs", {}).items():
        yield Answer("experience", f"job:{key}", own=wording, text=when)
    for key, (wording, form) in known.get("wishes", {}).items():
        yield Answer("experience", f"wish:{key}", "work_form", (form,), own=wording)
    yield _note(answers, "experience", "orientation")
    for key, levels in known.get("languages", {}).items():
        for skill in SKILLS:
            if levels.get(skill):
                yield Answer("language", f"language:{key}:{skill}", "cefr", (levels[skill],))
    yield _note(answers, "language", "language_note")
    for key, (title, state) in known.get("degrees", {}).items():
        yield Answer("degrees", f"degree:{key}", "recognition_state", (state,), own=title)
    yield _note(answers, "degrees", "degree_note")
    for aspect in RATED:
        given: Mapping[str, Any] = answers.get(aspect, {})
        for item in codes.codes(RATED[aspect]):
            rating, evidence = given.get(item, {}).get("rating", ""), given.get(item, {}).get("evidence", "")
            chosen = (rating,) if rating else ()
            yield Answer(aspect, f"{aspect}:{item}", SCALES[aspect], chosen, text=evidence)
    care = answers.get("childcare", "")
    yield Answer("circumstances", "childcare", "childcare", (care,) if care else (), answers.get("childcare_note", ""))
    for name, code_list in MANY.items():
        yield Answer("circumstances", name, code_list, tuple(answers.get(name) or ()))
    for name in NUMBERS:
        yield Answer("circumstances", name, number=answers.get(name))
    for name in ("helps", "hinders"):
        yield _note(answers, "circumstances", name)


def _note(answers: Mapping[str, Any], aspect: str, name: str) -> Answer:
    return Answer(aspect, name, text=answers.get(name, ""))


@dataclass(frozen=True)
class Change:
    """A line that differs between two assessments; an empty side was not there."""

    before: Answer | None
    after: Answer | None

    @property
    def line(self) -> Answer:
        found = self.after or self.before
        assert found is not None  # one of them is  # noqa: S101
        return found

    @property
    def steps(self) -> int:
        """How far a rating or level went up (or down, below zero); 0 where nothing is ranked."""
        ranked = (*SCALES.values(), "cefr")
        if self.before is None or self.after is None or self.line.code_list not in ranked:
            return 0
        order = codes.codes(self.line.code_list)
        pair = (self.before.codes, self.after.codes)
        if not all(one and one[0] in order for one in pair):
            return 0
        return order.index(pair[1][0]) - order.index(pair[0][0])


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """What changed from one assessment to another, aspect after aspect."""
    old, new = ({line.key: line for line in lines(each)} for each in (before, after))
    changed = [key for key in dict.fromkeys([*new, *old]) if old.get(key) != new.get(key)]
    found = [Change(old.get(key), new.get(key)) for key in changed]
    return sorted(found, key=lambda change: ASPECTS.index(change.line.aspect))


def begun_with(last: Mapping[str, Any]) -> dict[str, Any]:
    """What a new assessment starts from: the last answers, without what the file knew then."""
    return {name: value for name, value in last.items() if name not in ("known", "format")}


def snapshot(
    jobs: Sequence[Any],
    wishes: Sequence[Any],
    languages: Sequence[Any],
    degrees: Sequence[Any],
    when: Mapping[Any, str],
) -> dict[str, Any]:
    """What the file knows today, to be kept with the answers; `languages` come latest first."""
    levels: dict[str, dict[str, str]] = {}
    for row in languages:
        levels.setdefault(row.language, {skill: getattr(row, skill) for skill in SKILLS if getattr(row, skill)})
    return {
        "jobs": {str(row.pk): [row.wording, when[row.pk]] for row in jobs},
        "wishes": {str(row.pk): [row.wording, row.form] for row in wishes},
        "languages": levels,
        "degrees": {str(row.pk): [row.title, row.recognition] for row in degrees},
    }
