# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The words of the result sheet of a competence assessment, in the languages of the people who get it.

    sheet_words.word("fr", "motivation")                        ->  "Motivation"
    sheet_words.label("uk", "competence_rating", "4")           ->  "сильна сторона"
    sheet_words.language("tr", "de")                            ->  "Almanca"

The texts live in texts/assessment.yaml, outside the data whose edition judgements name. What somebody wrote is never
translated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from babel import Locale

from scharnier.knowledge import codes
from scharnier.knowledge.files import read_yaml
from scharnier.knowledge.messages import TEXTS


@cache
def _file() -> Mapping[str, Any]:
    found: Mapping[str, Any] = read_yaml(TEXTS / "assessment.yaml")
    return found


def languages() -> tuple[str, ...]:
    """The languages beside German."""
    return tuple(code for code in _file()["languages"] if code != "de")


def _in(row: Sequence[str], language: str) -> str:
    return str(row[_file()["languages"].index(language)])


def word(language: str, key: str, **values: object) -> str:
    """A word or sentence. Raises KeyError for an unknown one."""
    return _in(_file()["words"][key], language).format(**values)


def label(language: str, code_list: str, code: str) -> str:
    """The label of a code; the code itself where it needs no words (B1, CE)."""
    row = _file()["lists"].get(code_list, {}).get(code)
    return _in(row, language) if row else code


def language(language: str, code: str) -> str:
    """The name of a language in another one; German where nobody knows it."""
    locale = Locale.parse(language)
    known = locale.languages.get(code) or locale.languages.get(str(codes.find("language", code).extra.get("interface")))
    return str(known or codes.label("language", code))
