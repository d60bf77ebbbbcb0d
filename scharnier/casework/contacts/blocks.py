# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Messages to copy into a messenger, in the language somebody reads."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.translation import get_language

from scharnier.casework.wordings import queries as wordings
from scharnier.casework.wordings.queries import Message
from scharnier.foundation.principals import Scope
from scharnier.knowledge import codes, messages
from scharnier.people.models import Person


@dataclass(frozen=True)
class Blocks:
    """All messages in one language."""

    language: str
    name: str
    direction: str
    lines: list[Message]
    languages: list[tuple[str, str]]

    @property
    def draft(self) -> bool:
        """Nobody who speaks the language has read one of them yet."""
        return any(line.draft for line in self.lines)

    @property
    def mixed(self) -> bool:
        """Some are read and some are not: each says so itself."""
        return self.draft and not all(line.draft for line in self.lines)


def blocks_for(
    scope: Scope, carrier: UUID, person: Person, staff: str, *, place: str = "", language: str = ""
) -> Blocks:
    """Messages in `language`, by default the one the person reads, otherwise speaks; one statement."""
    lang = get_language() or "de"
    known = messages.languages()
    chosen = language if language in known else messages.language_for(person.reads, *person.also_reads, *person.speaks)
    return Blocks(
        language=chosen,
        name=codes.label("language", chosen, lang),
        direction=codes.direction(chosen),
        lines=[
            replace(
                line,
                text=messages.filled(line.text, staff=staff, place=place),
                german=messages.filled(line.german, staff=staff, place=place),
            )
            for line in wordings.said(scope, carrier, chosen, lang)
        ],
        languages=[(code, str(codes.find("language", code).extra["endonym"])) for code in known],
    )
