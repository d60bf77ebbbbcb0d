# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Printed plans in two languages: the words of the form, the names of the fields, and goals and steps to begin with.

    paper.word("ar", "until", day="04.12.2026")         ->  "حتى 04.12.2026"
    paper.field("fr", "wohnen")                         ->  "Logement"
    paper.translated("uk", "Lebenslauf schreiben")      ->  "Написати резюме"

What people wrote themselves is never translated: `translated` knows the wording of the templates alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from scharnier.knowledge import codes
from scharnier.knowledge.files import read_yaml
from scharnier.knowledge.messages import TEXTS
from scharnier.knowledge.phrases import Phrase


@dataclass(frozen=True, slots=True)
class Template:
    """A goal with its steps; `goal` and each step by language."""

    code: str
    field: str
    goal: Mapping[str, str]
    steps: tuple[Mapping[str, str], ...]


@cache
def _file(name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = read_yaml(TEXTS / name)
    return found


def languages() -> tuple[str, ...]:
    """The languages in which a plan can be printed beside German; German itself is left out."""
    return tuple(code for code in _file("paper.yaml")["review"] if code != "de")


def is_draft(language: str) -> bool:
    """Whether nobody who speaks the language has read the words yet."""
    return bool(_file("paper.yaml")["review"][language]["state"] == "draft")


def comma(language: str) -> str:
    """What stands between two parts of a line, with the space after it."""
    return {"ar": "، ", "fa": "، ", "ti": "፣ "}.get(language, ", ")


def raw(language: str, key: str) -> str:
    """A word or sentence of the form with its placeholders. Raises KeyError for an unknown one."""
    return str(_file("paper.yaml")["words"][key][language])


def word(language: str, key: str, **values: object) -> str:
    """A word or sentence of the form. Raises KeyError for an unknown one."""
    return raw(language, key).format(**values)


@cache
def phrases(language: str) -> tuple[Phrase, ...]:
    """Everything that is printed in a language: the form, the fields, the templates, in this order."""
    file = _file("paper.yaml")
    words = [Phrase(f"word.{key}", "form", text["de"], text[language]) for key, text in file["words"].items()]
    fields = [
        Phrase(f"field.{code}", "fields", text.get("de") or codes.label("plan_field", code), text[language])
        for code, text in file["fields"].items()
    ]
    lines: dict[str, Phrase] = {}
    for each in templates():
        for place, text in enumerate((each.goal, *each.steps)):
            phrase = Phrase(f"text.{each.code}.{place}", "templates", text["de"], text[language])
            lines.setdefault(text["de"], phrase)  # what two templates have in common is read once
    return (*words, *fields, *lines.values())


@cache
def _keys() -> Mapping[str, str]:
    return {each.german: each.key for each in phrases(languages()[0]) if each.key.startswith("text.")}


def key_of(german: str) -> str:
    """The key of a text of a template; empty for what somebody wrote or changed."""
    return _keys().get(german.strip(), "")


def field(language: str, code: str) -> str:
    """The name of a plan field; empty for one that the texts don't know."""
    return str(_file("paper.yaml")["fields"].get(code, {}).get(language, ""))


@cache
def templates() -> tuple[Template, ...]:
    """Goals to begin with, in the order of the file."""
    rows = _file("plan-templates.yaml")["templates"]
    return tuple(Template(row["code"], row["field"], row["goal"], tuple(row["steps"])) for row in rows)


@cache
def _by_german() -> Mapping[str, Mapping[str, str]]:
    return {text["de"]: text for template in templates() for text in (template.goal, *template.steps)}


def translated(language: str, german: str) -> str:
    """The words of a template in another language; empty for what somebody wrote or changed."""
    return _by_german().get(german.strip(), {}).get(language, "")
