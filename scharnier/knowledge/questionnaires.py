# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Entry questionnaires as dated data: which one holds on a day, what it asks, what may be refused, what is missing.

entry_on(date(2026, 11, 24)).code            ->  "esf_plus_entry"
entry_on(date(2015, 7, 1)).item("minority").refusable  ->  True
question("fr", "disability")           ->  "Avez-vous un handicap ?"
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from scharnier.knowledge.files import load, read_yaml
from scharnier.knowledge.messages import TEXTS
from scharnier.knowledge.rules import Text

FILE = "questionnaires.yaml"
KINDS = ("yesno", "date", "code")


@dataclass(frozen=True, slots=True)
class Item:
    """One question. `list` is the code list of a choice; `only_if` the yes-or-no item that must be yes."""

    code: str
    kind: str
    text: Text
    refusable: bool = False
    list: str = ""
    only_if: str = ""


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """The questions from one day to another (None: open), and where they come from."""

    code: str
    valid_from: date
    valid_to: date | None
    title: Text
    source: str
    items: tuple[Item, ...]

    def item(self, code: str) -> Item:
        """Raises LookupError."""
        for each in self.items:
            if each.code == code:
                return each
        raise LookupError(code)

    def asked(self, answers: Mapping[str, Any]) -> list[Item]:
        """The items that apply to these answers."""
        return [item for item in self.items if not item.only_if or answers.get(item.only_if) is True]

    def missing(self, answers: Mapping[str, Any], refused: tuple[str, ...]) -> list[Item]:
        """What still needs an answer; a refusal answers what may be refused and nothing else."""
        return [
            item
            for item in self.asked(answers)
            if answers.get(item.code) is None and not (item.refusable and item.code in refused)
        ]


@cache
def _texts() -> Mapping[str, Any]:
    found: Mapping[str, Any] = read_yaml(TEXTS / FILE)
    return found


def languages() -> tuple[str, ...]:
    """The languages in which the questions can be read beside German and English."""
    return tuple(_texts()["review"])


def is_draft(language: str) -> bool:
    """Whether nobody who speaks the language has read the questions yet."""
    return bool(_texts()["review"][language]["state"] == "draft")


def question(language: str, code: str) -> str:
    """A question in another language; empty where there is none."""
    return str(_texts()["questions"].get(code, {}).get(language, ""))


def word(language: str, key: str) -> str:
    """A word of the sheet: question, yes, no, refused, draft. Raises KeyError for an unknown one."""
    return str(_texts()["words"][key][language])


@cache
def questionnaires() -> tuple[Questionnaire, ...]:
    """All of them, in the order of the file."""
    return tuple(
        Questionnaire(
            row["code"],
            row["from"],
            row.get("to"),
            Text(row["de"], row["en"]),
            row["source"],
            tuple(
                Item(
                    each["code"],
                    each["kind"],
                    Text(each["de"], each["en"]),
                    each.get("refusable", False),
                    each.get("list", ""),
                    each.get("if", ""),
                )
                for each in row["items"]
            ),
        )
        for row in load(FILE)["questionnaires"]
    )


def entry_on(day: date) -> Questionnaire | None:
    """The entry questionnaire of a day."""
    holding = (q for q in questionnaires() if q.valid_from <= day and (q.valid_to is None or q.valid_to >= day))
    return next(holding, None)


def questionnaire(code: str) -> Questionnaire:
    """Raises LookupError."""
    for each in questionnaires():
        if each.code == code:
            return each
    raise LookupError(code)
