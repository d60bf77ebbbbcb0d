# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Short messages in the languages of the people who get them, to copy into a messenger.

The texts live in texts/messages.yaml, outside the data whose edition judgements name: a better word changes no answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from scharnier.knowledge import codes
from scharnier.knowledge.files import PACKAGE, read_yaml
from scharnier.knowledge.phrases import Phrase

TEXTS = PACKAGE / "texts"
GAP = "…"
PLACES = frozenset({"staff", "place"})


@dataclass(frozen=True, slots=True)
class Block:
    """One message: its title in German and English, its text by language."""

    code: str
    titles: Mapping[str, str]
    texts: Mapping[str, str]

    def title(self, lang: str = "de") -> str:
        return self.titles["de" if lang.startswith("de") else "en"]

    def beside(self, language: str) -> str:
        """What tells somebody what is to be said in `language`."""
        return self.title("de") if language == "de" else self.texts["de"]

    def text(self, language: str, **values: str) -> str:
        """The message in `language`; what is not known of staff and place stays a gap to fill in."""
        return filled(self.texts[language], **values)


def filled(text: str, **values: str) -> str:
    """A wording with who writes and where; what is not known stays a gap to fill in."""
    return text.format(**{"staff": GAP, "place": GAP, **{name: value for name, value in values.items() if value}})


@cache
def _file() -> Mapping[str, Any]:
    found: Mapping[str, Any] = read_yaml(TEXTS / "messages.yaml")
    return found


@cache
def blocks() -> tuple[Block, ...]:
    """All messages, in the order of the file."""
    return tuple(Block(row["code"], row["title"], row["text"]) for row in _file()["blocks"])


@cache
def phrases(language: str) -> tuple[Phrase, ...]:
    """All messages in a language, as texts that a carrier may word otherwise; beside the German stand the titles."""
    return tuple(
        Phrase(f"message.{each.code}", "messages", each.beside(language), each.texts[language], PLACES)
        for each in blocks()
    )


def languages() -> tuple[str, ...]:
    """The languages in which every message exists, German first."""
    return tuple(_file()["review"])


def is_draft(language: str) -> bool:
    """Whether nobody who speaks the language has read the texts yet."""
    return bool(_file()["review"][language]["state"] == "draft")


def language_for(*wanted: str) -> str:
    """The first of the wanted languages in which there are texts (Dari reads the Persian ones); German otherwise."""
    for code in wanted:
        if codes.is_code("language", code):
            served = str(codes.find("language", code).extra.get("interface", code))
            if served in languages():
                return served
    return "de"
