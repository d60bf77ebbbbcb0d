# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Messages to copy into a messenger, in the language somebody reads."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language

from scharnier.knowledge import codes, messages
from scharnier.people.models import Person


@dataclass(frozen=True)
class Line:
    """One message: what it is about, its text in the reader's language and in German."""

    code: str
    title: str
    text: str
    german: str


@dataclass(frozen=True)
class Blocks:
    """All messages in one language. `draft`: nobody who speaks it has read them yet."""

    language: str
    name: str
    direction: str
    draft: bool
    lines: list[Line]
    languages: list[tuple[str, str]]


def blocks_for(person: Person, staff: str, place: str, language: str = "") -> Blocks:
    """Messages in `language`, by default the one the person reads, otherwise speaks."""
    lang = get_language() or "de"
    known = messages.languages()
    chosen = language if language in known else messages.language_for(person.reads, *person.also_reads, *person.speaks)
    lines = [
        Line(
            block.code,
            block.title(lang),
            block.text(chosen, staff=staff, place=place),
            block.text("de", staff=staff, place=place) if chosen != "de" else "",
        )
        for block in messages.blocks()
    ]
    return Blocks(
        language=chosen,
        name=codes.label("language", chosen, lang),
        direction=str(codes.find("language", chosen).extra["direction"]),
        draft=messages.is_draft(chosen),
        lines=lines,
        languages=[(code, str(codes.find("language", code).extra["endonym"])) for code in known],
    )
